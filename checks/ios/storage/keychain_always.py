"""Are Keychain items stored so that a locked device gives them away?"""

from collections.abc import Iterator

from appsec.api import (
    Dictionary,
    Finding,
    Hit,
    IosApp,
    NativeCall,
    NativeValue,
    Question,
    Seen,
    Symbol,
    choices,
    sightings,
)

_STORES = {"SecItemAdd": 0, "SecItemUpdate": 1}
"""What takes the attributes of an item, and as which parameter."""

_ALWAYS = ("kSecAttrAccessibleAlways", "kSecAttrAccessibleAlwaysThisDeviceOnly")


def check(app: IosApp) -> Iterator[Seen]:
    """What an app puts into the Keychain it holds for secret: each such item is sensitive."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name, number in _STORES.items():
        for call in app.native_code.calls(name):
            yield from _told(call, call.argument(number))


def _told(call: NativeCall, given: NativeValue) -> Iterator[Hit]:
    values = [value for attributes in choices(given) for value in choices(_accessible(attributes))]
    always = [one.name for one in values if isinstance(one, Symbol) and one.name in _ALWAYS]
    for accessible in dict.fromkeys(always):
        told = {"accessible": accessible, "function": call.caller}
        if len(always) == len(values):
            yield Hit(call, "always", told, Finding)
        else:
            yield Hit(call, "may-be-always", told, Question)


def _accessible(attributes: NativeValue) -> NativeValue:
    if isinstance(attributes, Dictionary):
        return attributes.value("kSecAttrAccessible")
    return attributes
