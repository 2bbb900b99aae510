"""The values that static fields have from the start, without any code."""

from appsec.facts.values import UNKNOWN, ClassConstant, Constant, Value
from appsec.readers.dex.code import signed, uleb
from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.names import FieldRef, class_name

_CLASS_DATA, _STATIC_VALUES = 6, 7
_LONGEST_SIGNED = 0x06
_CHAR = 0x03
_STRING, _TYPE, _ARRAY, _ANNOTATION, _NULL, _BOOLEAN = 0x17, 0x18, 0x1C, 0x1D, 0x1E, 0x1F


def initial_values(dex: Dex, row: int) -> dict[FieldRef, Value]:
    """What each field that a class declares begins with: null, zero or false unless a static one
    says otherwise. Raises BadDex."""
    static, others = _fields(dex, row)
    found = {ref: _default(ref) for ref in (*static, *others)}
    at = int(dex.classes[row][_STATIC_VALUES])
    if not at:
        return found
    count, at = uleb(dex, at)
    for ref, _ in zip(static, range(count), strict=False):
        found[ref], at = _value(dex, at, ref)
    return found


def static_texts(dex: Dex, row: int) -> list[tuple[str, str]]:
    """Name and text of each static field of a class that begins with a text. Raises BadDex."""
    count, at = uleb(dex, int(dex.classes[row][_STATIC_VALUES]))
    texts: dict[int, int] = {}
    data = dex.data
    for number in range(min(count, len(data) - at)):
        head = data[at] if at < len(data) else _ARRAY
        kind, more = head & 0x1F, head >> 5
        if kind in (_ARRAY, _ANNOTATION):
            raise BadDex("array as the value of a field")
        at += 1 if kind in (_NULL, _BOOLEAN) else 2 + more
        if kind == _STRING:
            texts[number] = int.from_bytes(data[at - 1 - more : at], "little")
    fields = _indexes(dex, row) if texts else []
    return [
        (dex.string(int(dex.fields[fields[number]]["name"])), dex.string(text))
        for number, text in texts.items()
        if number < len(fields)
    ]


def _indexes(dex: Dex, row: int) -> list[int]:
    """The static fields of a class. Raises BadDex."""
    at = int(dex.classes[row][_CLASS_DATA])
    if not at:
        return []
    count, at = uleb(dex, at)
    for _ in range(3):
        _, at = uleb(dex, at)
    found: list[int] = []
    for _ in range(count):
        step, at = uleb(dex, at)
        _, at = uleb(dex, at)
        found.append((found[-1] if found else 0) + step)
    if found and found[-1] >= len(dex.fields):
        raise BadDex(f"field {found[-1]} of {len(dex.fields)}")
    return found


def _default(ref: FieldRef) -> Value:
    if ref.type[0] in "L[":
        return Constant(None)
    return Constant(False if ref.type == "Z" else 0)


def _fields(dex: Dex, row: int) -> tuple[list[FieldRef], list[FieldRef]]:
    """The static fields of a class, and the others."""
    at = int(dex.classes[row][_CLASS_DATA])
    if not at:
        return [], []
    static, at = uleb(dex, at)
    others, at = uleb(dex, at)
    for _ in range(2):
        _, at = uleb(dex, at)
    first, at = _field_list(dex, at, static)
    return first, _field_list(dex, at, others)[0]


def _field_list(dex: Dex, at: int, count: int) -> tuple[list[FieldRef], int]:
    """The fields of a list and where it ends. Each index is the difference to the one before."""
    found: list[FieldRef] = []
    index = 0
    for _ in range(count):
        step, at = uleb(dex, at)
        _, at = uleb(dex, at)
        index += step
        found.append(dex.field_ref(index))
    return found, at


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
