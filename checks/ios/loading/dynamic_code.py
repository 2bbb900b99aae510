"""Does the app load code that comes neither from the system nor from its bundle?"""

from collections.abc import Iterator

from appsec.api import (
    CallResult,
    Hit,
    IosApp,
    NativeValue,
    Number,
    Question,
    Seen,
    Words,
    choices,
    parts,
    sightings,
    table,
    unwrapped,
)

_OPENS = "dlopen"
_LOADS = ("-[NSBundle load]", "-[NSBundle loadAndReturnError:]", "-[NSBundle principalClass]")
_BY_PATH = ("bundleWithPath:", "bundleWithURL:", "initWithPath:", "initWithURL:")


def check(app: IosApp) -> Iterator[Seen]:
    """A path that is not told counts too: there is little code that opens libraries itself."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for call in app.native_code.calls(_OPENS):
        if not all(_is_own(one) for one in choices(call.argument(0))):
            yield Hit(call, "loads", {"api": _OPENS, "function": call.caller}, Question)
    for call in app.native_code.calls(*_LOADS):
        for one in choices(call.receiver):
            if _is_by_path(one) and not _is_own(one):
                yield Hit(call, "loads", {"api": "NSBundle", "function": call.caller}, Question)


def _is_by_path(bundle: NativeValue) -> bool:
    return isinstance(bundle, CallResult) and bundle.callee.selector in _BY_PATH


def _is_own(path: NativeValue) -> bool:
    """Whether a path leads into the system or the bundle; NULL is the app itself."""
    known, given = table(__file__, "code_places"), unwrapped(path)
    if isinstance(given, CallResult) and _is_by_path(given):
        given = unwrapped(given.arguments[-1])
    if isinstance(given, Words):
        return given.text.startswith(tuple(known["starts"])) or "/" not in given.text
    return given == Number(0) or any(
        isinstance(one, CallResult) and one.callee.selector in known["in_bundle"]
        for one in parts(given)
    )
