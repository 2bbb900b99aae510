"""Does a web view load pages from http:// addresses that App Transport Security lets through?"""

from collections.abc import Iterator

from appsec.api import (
    Finding,
    Hit,
    IosApp,
    Question,
    Seen,
    address,
    choices,
    host_in_clear,
    lets_http_through,
    sightings,
)

_LOADS = ("-[WKWebView loadRequest:]", "-[UIWebView loadRequest:]")


def check(app: IosApp) -> Iterator[Seen]:
    """What ATS forbids is no page that anyone sees: a question."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for call in app.native_code.calls(*_LOADS):
        for one in choices(call.argument(0)):
            if (host := host_in_clear(*address(one))) is not None:
                allowed = lets_http_through(app.transport_security, call.at, host, in_page=True)
                key, kind = ("in-clear", Finding) if allowed else ("forbidden", Question)
                yield Hit(call, key, {"host": host or "?", "function": call.caller}, kind)
