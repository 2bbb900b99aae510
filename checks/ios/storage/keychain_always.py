"""Are Keychain items stored so that a locked device gives them away?"""

from collections.abc import Iterator, Sequence

from appsec.api import (
    NOTHING,
    Dictionary,
    Finding,
    Hit,
    IosApp,
    NativeCall,
    NativeValue,
    Question,
    Seen,
    choices,
    names_of_symbols,
    sightings,
)

_STORES = {"SecItemAdd": 0, "SecItemUpdate": 1}
"""What takes the attributes of an item, and as which parameter."""

_CONTROL = "SecAccessControlCreateWithFlags"
_ALWAYS = ("kSecAttrAccessibleAlways", "kSecAttrAccessibleAlwaysThisDeviceOnly")


def check(app: IosApp) -> Iterator[Seen]:
    """What an app puts into the Keychain it holds for secret."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name, number in _STORES.items():
        for call in app.native_code.calls(name):
            yield from _told(call, call.argument(number))
    for call in app.native_code.calls(_CONTROL):
        yield from _named(call, choices(call.argument(1)), certain=True)


def _told(call: NativeCall, given: NativeValue) -> Iterator[Hit]:
    """What may have been changed since it was made, or is so on one path alone, is a question."""
    attributes = choices(given)
    certain = all(isinstance(one, Dictionary) and one.complete for one in attributes)
    values = [value for one in attributes for value in choices(_accessible(one))]
    yield from _named(call, values, certain)


def _named(call: NativeCall, values: Sequence[NativeValue], certain: bool) -> Iterator[Hit]:
    always = [name for one in values for name in names_of_symbols(one) if name in _ALWAYS]
    certain = certain and len(always) == len(values)
    for accessible in dict.fromkeys(always):
        told = {"accessible": accessible, "function": call.caller}
        key, kind = ("always", Finding) if certain else ("may-be-always", Question)
        yield Hit(call, key, told, kind)


def _accessible(given: NativeValue) -> NativeValue:
    return given.value("kSecAttrAccessible") if isinstance(given, Dictionary) else NOTHING
