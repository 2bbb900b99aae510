"""Does the app ask whether apps of jail-broken devices are installed?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Location, Seen, table

KEY = "LSApplicationQueriesSchemes"


def check(app: IosApp) -> Iterator[Seen]:
    """Only shown: a question to the system is a hint at a detection, never proof of one."""
    known = table(__file__, "jailbreak_schemes")["schemes"]
    for bundle in app.bundles:
        given = [value for _, value in bundle.given(KEY)] if bundle.runs else []
        schemes = [
            one for asked in given for one in (asked if isinstance(asked, list) else [asked])
        ]
        probes = sorted({str(scheme) for scheme in schemes if str(scheme).casefold() in known})
        if probes:
            values = {"bundle": bundle.path, "schemes": ", ".join(probes)}
            yield Evidence("probes", Location(bundle.at.file, KEY), values, identity=("bundle",))
