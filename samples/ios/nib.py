"""Write compiled interface files: NIBArchive, and the keyed archive that came before it."""

import plistlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "bool | int | str | bytes | Ref | list[Ref] | None"

_MAGIC = b"NIBArchive"
_HEADER = struct.Struct("<10I")
_VERSION, _CODER = 1, 9
_BITS = 7


@dataclass(frozen=True, slots=True)
class Ref:
    """Another object of the file, by its place in the list."""

    number: int


@dataclass(frozen=True, slots=True)
class Thing:
    """An object: its class and its values. A string is an object too, made where it stands."""

    kind: str
    values: Mapping[str, Value]


def _varint(number: int) -> bytes:
    """Seven bits in each byte, the lowest first; the last byte has its high bit set."""
    out = bytearray()
    while number >> _BITS:
        out.append(number & 0x7F)
        number >>= _BITS
    out.append(number | 0x80)
    return bytes(out)


def _content(value: Value) -> bytes:
    if value is None:
        return b"\x09"
    if isinstance(value, bool):
        return b"\x05" if value else b"\x04"
    if isinstance(value, int):
        return struct.pack("<Bb", 0, value)
    if isinstance(value, Ref):
        return struct.pack("<BI", 10, value.number)
    if isinstance(value, bytes):
        return b"\x08" + _varint(len(value)) + value
    raise TypeError(f"no form for {value!r}")


def _strings_apart(things: Sequence[Thing]) -> list[Thing]:
    """The same objects, each string among their values put into an object of its own."""
    apart = list(things)
    for number, thing in enumerate(things):
        values = dict(thing.values)
        for key, value in values.items():
            if isinstance(value, str):
                values[key] = Ref(len(apart))
                apart.append(Thing("NSString", {"NS.bytes": value.encode()}))
        apart[number] = Thing(thing.kind, values)
    return apart


def nib_archive(things: Sequence[Thing]) -> bytes:
    """A NIBArchive file of these objects."""
    things = _strings_apart(things)
    kinds = list(dict.fromkeys(thing.kind for thing in things))
    keys = list(dict.fromkeys(key for thing in things for key in thing.values))
    objects, values, count = b"", b"", 0
    for thing in things:
        # A list is its items, each under the same name.
        each = [
            (key, one)
            for key, value in thing.values.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        objects += _varint(kinds.index(thing.kind)) + _varint(count) + _varint(len(each))
        count += len(each)
        for key, one in each:
            values += _varint(keys.index(key)) + _content(one)
    key_names = b"".join(_varint(len(key.encode())) + key.encode() for key in keys)
    class_names = b"".join(
        _varint(len(kind) + 1) + _varint(0) + kind.encode() + b"\0" for kind in kinds
    )
    start = len(_MAGIC) + _HEADER.size
    sizes = (
        (len(things), objects),
        (len(keys), key_names),
        (count, values),
        (len(kinds), class_names),
    )
    header: list[int] = [_VERSION, _CODER]
    for number, table in sizes:
        header += [number, start]
        start += len(table)
    return _MAGIC + _HEADER.pack(*header) + b"".join(table for _, table in sizes)


def keyed_archive(things: Sequence[Thing]) -> bytes:
    """The same objects as NSKeyedArchiver writes them; the first stands for nil."""
    kinds = list(dict.fromkeys(thing.kind for thing in things))
    first_kind = 1 + len(things)
    strings: list[str] = []

    def plain(value: Value) -> object:
        if isinstance(value, Ref):
            return plistlib.UID(1 + value.number)
        if isinstance(value, str):
            strings.append(value)
            return plistlib.UID(first_kind + len(kinds) + len(strings) - 1)
        if isinstance(value, list):
            return [plain(one) for one in value]
        return plistlib.UID(0) if value is None else value

    objects: list[object] = ["$null"]
    for thing in things:
        kind = plistlib.UID(first_kind + kinds.index(thing.kind))
        values = {key: plain(value) for key, value in thing.values.items()}
        objects.append({"$class": kind, **values})
    objects += [{"$classname": kind, "$classes": [kind, "NSObject"]} for kind in kinds]
    archive = {
        "$archiver": "NSKeyedArchiver",
        "$version": 100000,
        "$top": {"UINibTopLevelObjectsKey": plistlib.UID(1)},
        "$objects": objects + list(strings),
    }
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)
