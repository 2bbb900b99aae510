"""Whether a value in an iOS app's code is fixed there, whatever it was wrapped into on its way."""

from appsec.facts.ios_code import (
    CallResult,
    Data,
    Items,
    NativeValue,
    Number,
    Symbol,
    Words,
    choices,
    unboxed,
)

_WRAPS = {
    # What only gives another form to its receiver or argument, and the number of that argument
    # (the receiver of a message is 0).
    "bytes": 0,
    "UTF8String": 0,
    "copy": 0,
    "dataUsingEncoding:": 0,
    "cStringUsingEncoding:": 0,
    "stringWithUTF8String:": 1,
    "stringWithString:": 1,
    "initWithString:": 1,
    "initWithUTF8String:": 1,
    "dataWithBytes:length:": 1,
    "dataWithBytesNoCopy:length:": 1,
    "initWithBytes:length:": 1,
    "dataWithData:": 1,
    "initWithData:": 1,
    "initWithBase64EncodedString:options:": 1,
    "initWithBase64EncodedData:options:": 1,
}
_DEEPEST = 8
_MUTABLE = "NSMutable"
"""What begins so is another thing by the time it is used than what it was made of."""
_UNKNOWN = "?"


def unwrapped(value: NativeValue) -> NativeValue:
    """What a value was made of, where making it changed nothing but its form: the text behind
    `[[@"..." dataUsingEncoding:4] bytes]`. Base64 and the like count as form. What can be changed
    once it is made is not followed, nor what may be."""
    for _ in range(_DEEPEST):
        if not isinstance(value, CallResult) or value.callee.selector not in _WRAPS:
            break
        number, owner = _WRAPS[value.callee.selector], value.callee.owner
        if owner.startswith(_MUTABLE) or (number and owner == _UNKNOWN):
            break
        if number >= len(value.arguments):
            break
        value = value.arguments[number]
    return value


def is_fixed(value: NativeValue) -> bool:
    """Whether each value that it may be is a text or bytes that the build holds. Nothing of null,
    and nothing of a buffer that something fills at run time."""
    found = [unwrapped(one) for one in choices(value)]
    return all(_is_text_or_bytes(one) for one in found)


def may_be_fixed(value: NativeValue) -> bool:
    """Whether a text or bytes that the build holds are among the values that it may be."""
    return any(_is_text_or_bytes(unwrapped(one)) for one in choices(value))


def _is_text_or_bytes(value: NativeValue) -> bool:
    if isinstance(value, Words):
        return bool(value.text)
    return isinstance(value, Data) and value.content is not None


def is_empty(value: NativeValue) -> bool:
    """Whether a value is nil, or a list of nothing."""
    made = value.callee.name if isinstance(value, CallResult) else ""
    none = isinstance(value, Items) and value.complete and not value.values
    names = ("__NSArray0__", "__NSArray0__struct")
    return (
        none
        or made == "+[NSArray array]"
        or (isinstance(value, Symbol) and value.name in names)
        or numbers(value) == (0,)
    )


def names_of_symbols(value: NativeValue) -> tuple[str, ...]:
    """The imported constants that a value may be, by name; anything else is left out."""
    return tuple(one.name for one in choices(value) if isinstance(one, Symbol))


def numbers(value: NativeValue) -> tuple[int, ...]:
    """The numbers that a value may be, boxed ones too; those that are not told are left out."""
    plain = (unboxed(one) for one in choices(value))
    return tuple(one.value for one in plain if isinstance(one, Number))
