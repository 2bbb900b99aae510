"""Where does the app hold servers to certain certificates?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Location, Origin, Seen, constant_text

_PINS = "okhttp3.CertificatePinner$Builder.add"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Worth showing, never a proof: whether a wrong certificate is refused is seen in a run."""
    places: set[Location] = set()
    hosts: set[str] = set()
    for site in app.code.calls(_PINS):
        if site.origin is Origin.APP:
            places.add(site.at)
            hosts.add(constant_text(site.argument(0)) or "?")
    if places:
        yield Evidence("in-code", tuple(sorted(places)), {"hosts": ", ".join(sorted(hosts))})
    for rule in app.network_config.rules:
        if rule.pins:
            values = {"hosts": ", ".join(rule.domains), "expires": rule.pins_expire or "-"}
            yield Evidence("in-configuration", rule.at, values, identity=("hosts",))
