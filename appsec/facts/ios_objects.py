"""What values in an iOS app's code are made of: objects of classes, addresses, outside texts."""

import re
from collections.abc import Iterator, Mapping

from appsec.facts.ios_code import (
    Argument,
    Callee,
    CallResult,
    Choice,
    ClassObject,
    Dictionary,
    Items,
    NativeCall,
    NativeCode,
    NativeValue,
    Words,
    choices,
)

_ENTRIES = {
    # Methods by which iOS hands the app what another app or a web page chose, and the register
    # that it comes in (self is 0).
    "application:openURL:options:": 3,
    "application:openURL:sourceApplication:annotation:": 3,
    "application:handleOpenURL:": 3,
    "application:continueUserActivity:restorationHandler:": 3,
    "scene:openURLContexts:": 3,
    "scene:continueUserActivity:": 3,
}
ENTRY_SELECTORS = tuple(_ENTRIES)
_LOOKS = re.compile(
    r"is[A-Z]|has[A-Z]|can[A-Z]|should|allow|valid|check|contain|compare|range|match|evaluateWith|verify"
    r"|host$|scheme$|objectForKey|str(n)?cmp"
)
_WHOLE = frozenset(
    (
        *("absoluteString", "absoluteURL", "copy", "webpageURL", "URL", "anyObject"),
        *("URLWithString:", "requestWithURL:", "initWithURL:", "retain", "autorelease"),
    )
)
"""What gives or takes a URL as a whole."""
_MAKES = re.compile(r"(init|new|alloc)([A-Z:]|$)")
_ADDRESSES = {
    # What makes an address or a request of one, and the argument that has it (receiver first).
    "requestWithURL:": 1,
    "requestWithURL:cachePolicy:timeoutInterval:": 1,
    "initWithURL:": 1,
    "initWithURL:cachePolicy:timeoutInterval:": 1,
    "URLWithString:": 1,
    "initWithString:": 1,
    "stringWithFormat:": 1,
    "stringWithString:": 1,
    "stringByAppendingString:": 0,
    "stringByAppendingFormat:": 0,
    "stringByAppendingPathComponent:": 0,
    "URLByAppendingPathComponent:": 0,
    "stringByAddingPercentEncodingWithAllowedCharacters:": 0,
    "URLWithString:relativeToURL:": 2,
}
_SWIFT_SELF, _SWIFT_INIT = Argument(20), ".init"
_FORMAT, _OBJECT = "stringWithFormat:", "%@"
_DEEPEST = 8


def parts(value: NativeValue) -> Iterator[NativeValue]:
    """A value and all that it was made of, as far as told."""
    left = [value]
    while left:
        one = left.pop()
        yield one
        if isinstance(one, CallResult):
            left += one.arguments
        elif isinstance(one, Choice):
            left += choices(one)
        elif isinstance(one, Items):
            left += one.values
        elif isinstance(one, Dictionary):
            left += [value for _, value in one.entries]


def from_outside(call: NativeCall, value: NativeValue) -> bool:
    """Whether a value of a call was made of the URL or activity that iOS hands to the method which
    calls, whoever sent it."""
    number = _ENTRIES.get(Callee(call.caller).selector)
    return number is not None and Argument(number) in parts(value)


def is_chosen_outside(call: NativeCall, value: NativeValue) -> bool:
    """As `from_outside`, of a part that the sender is free to choose. The URL as a whole is not:
    iOS only hands over those of the app's own schemes and domains."""
    return from_outside(call, value) and any(
        isinstance(one, CallResult)
        and one.callee.selector not in _WHOLE
        and any(Argument(_ENTRIES[Callee(call.caller).selector]) == part for part in parts(one))
        for one in parts(value)
    )


def looks_first(call: NativeCall) -> bool:
    """Whether the method that calls also calls what may judge a URL: a comparison, its host."""
    return any(_LOOKS.match(one.selector or one.name) for one in call.around)


def class_of(value: NativeValue, call: NativeCall) -> str:
    """The class of an object that a call is given, empty if that is not told. Swift's functions
    tell it by their names."""
    if value == Argument(0) and call.caller.startswith("-["):
        return Callee(call.caller).owner
    if value == _SWIFT_SELF and not Callee(call.caller).selector:
        return call.caller.rpartition(".")[0]
    while isinstance(value, CallResult) and _MAKES.match(value.callee.selector):
        if not value.arguments:
            return ""
        value = value.arguments[0]
    if isinstance(value, CallResult) and value.callee.name.endswith(_SWIFT_INIT):
        return value.callee.name.removesuffix(_SWIFT_INIT)
    return value.name if isinstance(value, ClassObject) else ""


def classes_given(code: NativeCode, takes: Mapping[str, int]) -> set[str]:
    """The classes of the objects that these calls are given as a parameter, where that is told,
    with the app's classes above them. Checks watch each of the calls."""
    above = {one.name: one.superclass for one in code.classes()}
    left = [
        class_of(one, call)
        for pattern, number in takes.items()
        for call in code.calls(pattern)
        for one in choices(call.argument(number))
    ]
    found: set[str] = set()
    while left:
        name = left.pop()
        if name and name not in found:
            found.add(name)
            left.append(above.get(name, ""))
    return found


def address(value: NativeValue) -> tuple[str, bool]:
    """The constant text that a URL or text begins with, and whether that is all of it."""
    whole = True
    for _ in range(_DEEPEST):
        if isinstance(value, Words):
            text = value.text.partition("%")[0]
            return text, whole and text == value.text
        if not isinstance(value, CallResult) or value.callee.selector not in _ADDRESSES:
            break
        value, all_of_it = _beginning(value)
        whole = whole and all_of_it
    return "", False


def _beginning(made: CallResult) -> tuple[NativeValue, bool]:
    """What the text begins with that a call makes, and whether that may be all of it."""
    number = _ADDRESSES[made.callee.selector]
    first = made.arguments[number] if number < len(made.arguments) else Items(())
    inserted = number + 1
    if isinstance(first, Words) and first.text.startswith(_OBJECT):
        # A format whose first value is an object is followed by that.
        known = made.callee.selector == _FORMAT and inserted < len(made.arguments)
        return made.arguments[inserted] if known else first, first.text == _OBJECT
    return first, number > 0
