"""Does the app send requests to http:// addresses that App Transport Security lets through?"""

from collections.abc import Iterator

from appsec.api import (
    Finding,
    Hit,
    IosApp,
    NativeCall,
    Question,
    Seen,
    Words,
    address,
    choices,
    host_in_clear,
    sightings,
    table,
)

_SWIFT_URL = "Foundation.URL.init"
_LOADS = "loadRequest:"


def check(app: IosApp) -> Iterator[Seen]:
    """An address that begins in clear proves it where ATS lets this host through; what it forbids
    is a question, and so is an address in Swift, whose way into a request is not told."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name in table(__file__, "request_makers"):
        for call in app.native_code.calls(name):
            for one in choices(call.argument(0)):
                host = host_in_clear(*address(one))
                if host is not None:
                    allowed = _is_let_through(app, call, host)
                    key, kind = ("in-clear", Finding) if allowed else ("forbidden", Question)
                    yield Hit(call, key, {"host": host or "?", "function": call.caller}, kind)
    for call in app.native_code.calls(_SWIFT_URL):
        for one in choices(call.argument(0)):
            if isinstance(one, Words) and (host := host_in_clear(one.text, whole=True)):
                yield Hit(call, "address", {"host": host, "function": call.caller}, Question)


def _is_let_through(app: IosApp, call: NativeCall, host: str) -> bool:
    """By the settings of the app or extension that the code lies in."""
    around = [one for one in app.transport_security if call.at.file.startswith(f"{one.bundle}/")]
    in_page = any(one.selector == _LOADS for one in call.around)
    return bool(around) and max(around, key=lambda one: len(one.bundle)).permits_http(host, in_page)
