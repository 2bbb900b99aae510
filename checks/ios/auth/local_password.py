"""Is a password compared with one that is written in the code?"""

from collections.abc import Iterator

from appsec.api import (
    CallResult,
    Hit,
    IosApp,
    NativeCall,
    NativeValue,
    Origin,
    Question,
    Seen,
    Words,
    choices,
    names_password,
    sightings,
    table,
    words_of,
)


def check(app: IosApp) -> Iterator[Seen]:
    """What a person typed, against a text of the code: proof only where the field that it was
    typed into is named after a password, and the text is none that an app refuses as too weak.
    Libraries do not know the app's passwords."""
    compares = table(__file__, "typed_names")["compare"]
    own = [one for one in app.native_code.calls(*compares) if one.origin is Origin.APP]
    yield from sightings(hit for call in own for hit in _hits(call))


def _hits(call: NativeCall) -> Iterator[Hit]:
    known = table(__file__, "typed_names")
    sides = [one for side in (call.receiver, call.argument(0)) for one in choices(side)]
    texts = {one.text for one in sides if isinstance(one, Words) and one.text}
    for side in sides if texts else ():
        field = _field(side)
        is_password = names_password(field)
        if is_password and texts.isdisjoint(known["weak"]):
            yield Hit(call, "password", {"function": call.caller})
        elif is_password or not set(words_of(field)).isdisjoint(known["names"]):
            yield Hit(call, "typed", {"function": call.caller}, Question)


def _field(value: NativeValue) -> str:
    """The name of the field whose text a value is, its class if it has none; empty if it is no
    field's text."""
    if not isinstance(value, CallResult) or value.callee.selector != "text":
        return ""
    field = value.arguments[0] if value.arguments else None
    named = field.callee.selector if isinstance(field, CallResult) else ""
    return named or value.callee.owner
