"""NIBArchive, the form in which UIKit's interface files are compiled since iOS 6.

The header names four tables: objects, keys, values and class names. An object is a class and a run
of values; a value is a key, a type and content. Numbers are varints whose last byte has its high
bit set.
"""

import struct

from appsec.readers.ipa.nib import MalformedNib, Nib, Node, Ref, Value

MAGIC = b"NIBArchive"
_HEAD = struct.Struct("<10I")
_MAX_ENTRIES = 1 << 20
_MAX_VARINT = 5
_VERSION = 1

_ITEM = "UINibEncoderEmptyKey"
"""The name of each thing in a list."""

_FALSE, _TRUE, _DATA, _NIL, _OBJECT = 4, 5, 8, 9, 10
_FIXED = {0: "<b", 1: "<h", 2: "<i", 3: "<q", 6: "<f", 7: "<d", _OBJECT: "<I"}


def parse_archive(data: bytes, needed: tuple[bytes, ...]) -> Nib:
    """The objects. Raises MalformedNib.

    A file in which none of the `needed` names stands is checked but not decoded: it comes empty.
    """
    try:
        return _parse(data, needed)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise MalformedNib from error


def _parse(data: bytes, needed: tuple[bytes, ...]) -> Nib:
    if not data.startswith(MAGIC):
        raise MalformedNib
    version, _, *tables = _HEAD.unpack_from(data, len(MAGIC))
    counts, starts = tables[::2], tables[1::2]
    if version != _VERSION or max(counts) > min(_MAX_ENTRIES, len(data)):
        raise MalformedNib
    classes = _names(data, starts[3], counts[3], extra=True)
    keys = _names(data, starts[1], counts[1], extra=False)
    objects = _objects(data, starts[0], counts[0])
    if sum(count for _, _, count in objects) > counts[2]:
        raise MalformedNib
    if not any(name in data for name in needed):
        _ = data[starts[2]]
        return Nib(())
    values = _values(data, starts[2], counts[2])
    nodes = []
    for kind, first, count in objects:
        if first + count > len(values):
            raise MalformedNib
        held: dict[str, Value] = {}
        items: list[Ref] = []
        for key, value in values[first : first + count]:
            held.setdefault(keys[key], value)
            if keys[key] == _ITEM and isinstance(value, Ref):
                items.append(value)
        nodes.append(Node(classes[kind], held, tuple(items)))
    return Nib(tuple(nodes))


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = 0
    for position in range(_MAX_VARINT):
        byte = data[at + position]
        number |= (byte & 0x7F) << 7 * position
        if byte & 0x80:
            return number, at + position + 1
    raise MalformedNib


def _names(data: bytes, at: int, count: int, *, extra: bool) -> list[str]:
    names = []
    for _ in range(count):
        length, at = _varint(data, at)
        if extra:  # numbers of classes to fall back on
            fallbacks, at = _varint(data, at)
            at += 4 * fallbacks
        if at + length > len(data):
            raise MalformedNib
        names.append(data[at : at + length].rstrip(b"\0").decode())
        at += length
    return names


def _objects(data: bytes, at: int, count: int) -> list[tuple[int, int, int]]:
    objects = []
    for _ in range(count):
        kind, at = _varint(data, at)
        first, at = _varint(data, at)
        size, at = _varint(data, at)
        objects.append((kind, first, size))
    return objects


def _values(data: bytes, at: int, count: int) -> list[tuple[int, Value]]:
    values: list[tuple[int, Value]] = []
    for _ in range(count):
        key, at = _varint(data, at)
        kind = data[at]
        value, at = _value(data, kind, at + 1)
        values.append((key, value))
    return values


def _value(data: bytes, kind: int, at: int) -> tuple[Value, int]:
    """A value and where the next begins. Published descriptions have true and false the wrong way
    round: 5 is true in the files that Xcode writes."""
    if kind in (_FALSE, _TRUE):
        return kind == _TRUE, at
    if kind == _NIL:
        return None, at
    if kind == _DATA:
        size, at = _varint(data, at)
        if at + size > len(data):
            raise MalformedNib
        return data[at : at + size], at + size
    if kind not in _FIXED:
        raise MalformedNib
    form = _FIXED[kind]
    (number,) = struct.unpack_from(form, data, at)
    return Ref(number) if kind == _OBJECT else number, at + struct.calcsize(form)
