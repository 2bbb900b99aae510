"""Does the app send requests to http:// addresses that App Transport Security lets through?"""

from collections.abc import Iterator

from appsec.api import (
    Finding,
    Hit,
    IosApp,
    Question,
    Seen,
    Words,
    address,
    choices,
    host_in_clear,
    lets_http_through,
    sightings,
    table,
)

_SWIFT_URL = "Foundation.URL.init"
_LOADS = "loadRequest:"
"""Of web views, whose pages are a check of their own."""


def check(app: IosApp) -> Iterator[Seen]:
    """An address that begins in clear proves it where ATS lets this host through; what it forbids
    is a question, and so is an address in Swift, whose way into a request is not told."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name in table(__file__, "request_makers"):
        for call in app.native_code.calls(name):
            in_page = any(one.selector == _LOADS for one in call.around)
            for one in () if in_page else choices(call.argument(0)):
                host = host_in_clear(*address(one))
                if host is not None:
                    allowed = lets_http_through(app.transport_security, call.at, host)
                    key, kind = ("in-clear", Finding) if allowed else ("forbidden", Question)
                    yield Hit(call, key, {"host": host or "?", "function": call.caller}, kind)
    for call in app.native_code.calls(_SWIFT_URL):
        for one in choices(call.argument(0)):
            if isinstance(one, Words) and (host := host_in_clear(one.text, whole=True)):
                yield Hit(call, "address", {"host": host, "function": call.caller}, Question)
