"""Does the app send requests to http:// addresses that its network configuration permits?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Question,
    Seen,
    Value,
    alternatives,
    cleartext_host,
    constant_text,
    sightings,
    table,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """An address that begins in clear proves it where the configuration permits it for this host
    (or for all, if the host is not told); what it forbids or may forbid is a question."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for api, where in table(__file__, "request_sinks").items():
        for site in app.code.calls(api):
            for address in alternatives(_address(site, where)):
                if (host := cleartext_host(address)) is not None:
                    if app.network_config.permits_cleartext(host):
                        yield Hit(site, "in-clear", {"host": host or "?"})
                    else:
                        yield Hit(site, "forbidden", {"host": host or "?"}, Question)
    for site in app.code.calls("okhttp3.HttpUrl$Builder.scheme"):
        if constant_text(site.argument(0)) == "http":
            yield Hit(site, "scheme", kind=Question)


def _address(site: CallSite, where: int | str) -> Value:
    if isinstance(where, int):
        return site.argument(where)
    return site.receiver if where == "receiver" else site.argument(next(iter(site.texts), 0))
