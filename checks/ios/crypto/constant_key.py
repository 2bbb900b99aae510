"""Is a key of the app's encryption written in its code?"""

from collections.abc import Iterator

from appsec.api import (
    NOTHING,
    Dictionary,
    Hit,
    IosApp,
    NativeCall,
    NativeValue,
    Question,
    Seen,
    Symbol,
    is_fixed,
    may_be_fixed,
    sightings,
    table,
)


def check(app: IosApp) -> Iterator[Seen]:
    """Whoever has the app has the key."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    known, calls = table(__file__, "keys"), app.native_code.calls
    for kind, key in (("keys", "constant"), ("passwords", "derived")):
        for name, number in known[kind].items():
            for call in calls(name):
                yield from _told(call, call.argument(number), key)
    for call in calls(*known["codes"]):
        if may_be_fixed(call.argument(1)):
            yield Hit(call, "code-key", {"function": call.caller}, Question)
    private = [one for one in calls("SecKeyCreateWithData") if _is_private(one.argument(1))]
    private += [one for one in calls(*known["imports"]) if isinstance(one.argument(1), Symbol)]
    for call in private:
        yield from _imported(call, known["constant_array"])


def _is_private(attributes: NativeValue) -> bool:
    kind = attributes.value("kSecAttrKeyClass") if isinstance(attributes, Dictionary) else NOTHING
    return kind == Symbol("kSecAttrKeyClassPrivate")


def _imported(call: NativeCall, array: str) -> Iterator[Hit]:
    """How Swift brings an array into `Data` is not followed: one beside it is a reason to look."""
    told = list(_told(call, call.argument(0), "constant"))
    yield from told
    if not told and any(one.name == array for one in call.around):
        yield Hit(call, "array-beside", {"function": call.caller}, Question)


def _told(call: NativeCall, value: NativeValue, key: str) -> Iterator[Hit]:
    values = {"function": call.caller}
    if is_fixed(value):
        yield Hit(call, key, values)
    elif may_be_fixed(value):
        yield Hit(call, "may-be-constant", values, Question)
