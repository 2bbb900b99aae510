"""Does the app put data on the pasteboard?"""

from collections.abc import Iterator

from appsec.api import (
    Dictionary,
    Finding,
    Hit,
    IosApp,
    NativeCall,
    Origin,
    Question,
    Seen,
    choices,
    is_empty,
    is_fixed,
    names_password,
    numbers,
    sightings,
    typed_in_field,
)

_WITH_OPTIONS = "-[UIPasteboard setItems:options:]"
_COPIES = (
    "-[UIPasteboard setString:]",
    "-[UIPasteboard setStrings:]",
    "-[UIPasteboard setItems:]",
    "-[UIPasteboard setValue:forPasteboardType:]",
    "-[UIPasteboard setData:forPasteboardType:]",
)
_LOCAL, _END = "UIPasteboardOptionLocalOnly", "UIPasteboardOptionExpirationDate"


def check(app: IosApp) -> Iterator[Seen]:
    """One question for all places of the app's own code. Constant texts, emptying it, and libraries
    stay quiet; only a receiver that is known to be a pasteboard counts."""
    yield from sightings(_hits(app), together=True)


def _hits(app: IosApp) -> Iterator[Hit]:
    for call in app.native_code.calls(*_COPIES, _WITH_OPTIONS):
        if call.origin is not Origin.APP or call.callee.owner == "?":
            continue
        content = call.argument(0)
        if names_password(typed := typed_in_field(content)):
            yield Hit(call, "password", {"name": typed}, Finding)
        elif not (is_fixed(content) or is_empty(content) or _is_bounded(call)):
            yield Hit(call, "copied", {}, Question)


def _is_bounded(call: NativeCall) -> bool:
    """Whether it is kept to this device and ends."""
    options = choices(call.argument(1))
    return f"-[UIPasteboard {call.callee.selector}]" == _WITH_OPTIONS and all(
        isinstance(one, Dictionary)
        and numbers(one.value(_LOCAL)) == (1,)
        and any(getattr(name, "name", "") == _END for name, _ in one.entries)
        for one in options
    )
