"""The values that static fields have from the start, without any code."""

from collections.abc import Iterator

from appsec.facts.values import UNKNOWN, ClassConstant, Constant, Value
from appsec.readers.dex.code import signed, uleb
from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.names import FieldRef, class_name

_CLASS_DATA, _STATIC_VALUES = 6, 7
_LONGEST_SIGNED = 0x06
_CHAR = 0x03
_STRING, _TYPE, _ARRAY, _ANNOTATION, _NULL, _BOOLEAN = 0x17, 0x18, 0x1C, 0x1D, 0x1E, 0x1F


def static_values(dex: Dex, row: int) -> dict[FieldRef, Value]:
    """The initial value of each static field of a class: null, zero or false unless it says
    otherwise. Raises BadDex."""
    found = {ref: _default(ref) for ref in _static_fields(dex, row)}
    at = int(dex.classes[row][_STATIC_VALUES])
    if not at:
        return found
    count, at = uleb(dex, at)
    for ref, _ in zip(list(found), range(count), strict=False):
        found[ref], at = _value(dex, at, ref)
    return found


def _default(ref: FieldRef) -> Value:
    if ref.type[0] in "L[":
        return Constant(None)
    return Constant(False if ref.type == "Z" else 0)


def _static_fields(dex: Dex, row: int) -> Iterator[FieldRef]:
    at = int(dex.classes[row][_CLASS_DATA])
    if not at:
        return
    count, at = uleb(dex, at)
    for _ in range(3):
        _, at = uleb(dex, at)
    index = 0
    for _ in range(count):
        step, at = uleb(dex, at)
        _, at = uleb(dex, at)
        index += step
        yield dex.field_ref(index)


def _value(dex: Dex, at: int, ref: FieldRef) -> tuple[Value, int]:
    """A value and where the next one begins. Arrays end the reading: static fields have none but
    in annotations."""
    head = dex.part(at, 1)[0]
    kind, more = head & 0x1F, head >> 5
    if kind in (_ARRAY, _ANNOTATION):
        raise BadDex("array as the value of a field")
    if kind in (_NULL, _BOOLEAN):
        return Constant(bool(more) if kind == _BOOLEAN else None), at + 1
    raw = dex.part(at + 1, more + 1)
    return _sized(dex, kind, raw), at + 2 + more


def _sized(dex: Dex, kind: int, raw: bytes) -> Value:
    number = int.from_bytes(raw, "little")
    if kind == _STRING:
        return Constant(dex.string(number))
    if kind == _TYPE:
        return ClassConstant(class_name(dex.type(number)))
    if kind == _CHAR:
        return Constant(number)
    return Constant(signed(number, 8 * len(raw))) if kind <= _LONGEST_SIGNED else UNKNOWN
