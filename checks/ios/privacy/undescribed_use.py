"""Does code ask for a resource of the device that Info.plist gives no reason for?"""

from collections.abc import Iterable, Iterator

from appsec.api import (
    Finding,
    Hit,
    IosApp,
    NativeCall,
    Question,
    Seen,
    names_of_symbols,
    numbers,
    sightings,
    table,
)


def check(app: IosApp) -> Iterator[Seen]:
    """A call that is there, not a class that is linked. With a receiver of unknown class it is a
    question, if only one class takes the message. Each bundle answers for what runs in it: code of
    a framework for the app's."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    known = table(__file__, "protected_calls")
    for call, keys in _asked(app):
        common = call.callee.selector in known["common"]
        if (call.callee.owner != "?" or not common) and not _is_described(app, call, keys):
            values = {"resource": call.callee.name, "keys": ", ".join(keys)}
            values["function"] = call.caller
            if call.callee.owner == "?":
                yield Hit(call, "unclear", values, Question)
            else:
                yield Hit(call, "undescribed", values, Finding)


def _asked(app: IosApp) -> Iterator[tuple[NativeCall, list[str]]]:
    known = table(__file__, "protected_calls")
    for name, keys in known["calls"].items():
        yield from ((call, keys) for call in app.native_code.calls(name))
    for name, by_value in known["by_value"].items():
        for call in app.native_code.calls(name):
            given = (*names_of_symbols(call.argument(0)), *numbers(call.argument(0)))
            yield from ((call, by_value[one]) for one in given if one in by_value)


def _is_described(app: IosApp, call: NativeCall, keys: Iterable[str]) -> bool:
    inside = [b for b in app.bundles if b.runs and call.at.file.startswith(f"{b.path}/")]
    bundle = max(inside, key=lambda b: len(b.path), default=app.bundles[0])
    return any(bundle.given(key) for key in keys)
