"""Values of aapt.pb: what an attribute or a resource holds, as binary files would hold it."""

from appsec.readers.aab.wire import Message
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import BadShape

_REFERENCE, _ID, _PRIMITIVE = 1, 6, 7
_STRINGS = (2, 3, 4, 5)
"""Text, raw text, text with styles, and the path of a file."""
_FLAGGED = (8, 9, 10)
"""A value that counts only while a flag of the build is set."""

_NULL, _EMPTY, _FLOAT, _BOOLEAN = 1, 2, 3, 8
_TYPES = {6: 0x10, 7: 0x11, 9: 0x1C, 10: 0x1D, 11: 0x1E, 12: 0x1F, 13: 0x05, 14: 0x06}
"""Types by the field that holds the bits: numbers, colours, dimension, fraction."""
_TRUE = 0xFFFFFFFF
_IN_THEME = 1


def value_of(item: Message) -> Value:
    """Raises BadShape for a kind of value that is not known: it could be anything."""
    if any(item.has(number) for number in _FLAGGED):
        raise BadShape("value behind a flag")
    kind, held = item.one_of(_REFERENCE, *_STRINGS, _ID, _PRIMITIVE)
    if kind == _REFERENCE:
        return _reference(held)
    if kind == _PRIMITIVE:
        return _primitive(held)
    return Value(ValueType.BOOLEAN, 0) if kind == _ID else Value(ValueType.STRING, 0, held.text(1))


def _reference(held: Message) -> Value:
    in_theme, id = held.integer(1) == _IN_THEME, held.integer(2)
    if not id and held.has(3):
        raise BadShape("reference without an id")
    dynamic = held.message(5)
    if dynamic is not None and dynamic.integer(1):
        kind = ValueType.DYNAMIC_THEME if in_theme else ValueType.DYNAMIC_REFERENCE
    else:
        kind = ValueType.THEME if in_theme else ValueType.REFERENCE
    return Value(kind, id)


def _primitive(held: Message) -> Value:
    kind = held.only_of(_NULL, _EMPTY, _FLOAT, _BOOLEAN, *_TYPES)
    if kind in (_NULL, _EMPTY):
        return Value(ValueType.NULL, 0 if kind == _NULL else 1)
    if kind == _FLOAT:
        return Value(ValueType.FLOAT, held.fixed32(kind))
    if kind == _BOOLEAN:
        return Value(ValueType.BOOLEAN, _TRUE if held.integer(kind) else 0)
    return Value(_TYPES[kind], held.integer(kind))
