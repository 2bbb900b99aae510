"""The function names that a Mach-O file (a dSYM's, or one not stripped) tells, read bounded."""

import struct
from collections.abc import Iterator
from mmap import mmap
from uuid import UUID

from appsec.model.frozen import frozen, slotted
from appsec.readers.symbols import MAX_NAME, MAX_SYMBOLS, Table, table_of

_FAT = struct.Struct(">2I")
_FAT_ENTRY = struct.Struct(">5I")
_MAX_SLICES = 30
_MAX_COMMANDS = 10_000
_FAT_MAGIC = 0xCAFEBABE

_SEGMENT, _SYMTAB, _UUID, _SEGMENT_64 = 0x1, 0x2, 0x1B, 0x19
_KINDS = frozenset((2, 6, 8, 10))  # executable, dylib, bundle, dSYM
_CODE = 0x80000000 | 0x400  # a section that holds instructions, or some
_DEBUGGER, _TYPE, _IN_SECTION = 0xE0, 0x0E, 0x0E


class NoSymbols(Exception):
    """Why names cannot be taken from a file."""


@frozen
class _Width:
    """The forms of a 32-bit or a 64-bit file."""

    header: int
    command: int
    segment: struct.Struct
    section: struct.Struct
    symbol: struct.Struct


_WIDTHS = {
    b"\xce\xfa\xed\xfe": _Width(
        28, _SEGMENT, struct.Struct("<16s8I"), struct.Struct("<32s2I5I8x"), struct.Struct("<IBBHI")
    ),
    b"\xcf\xfa\xed\xfe": _Width(
        32,
        _SEGMENT_64,
        struct.Struct("<16s4Q4I"),
        struct.Struct("<32s2Q5I12x"),
        struct.Struct("<IBBHQ"),
    ),
}

MAGICS = (*_WIDTHS, b"\xca\xfe\xba\xbe")
"""How the files begin that can be read."""


@slotted
class _Told:
    """What the load commands of one slice tell. `sections` have start, end, and code or not."""

    uuid: str
    sections: list[tuple[int, int, bool]]
    symtab: tuple[int, int, int, int] | None


def read_tables(data: bytes | mmap) -> Iterator[tuple[str, Table]]:
    """The functions of each slice, by the UUID of the slice. Raises NoSymbols."""
    try:
        for start, end in _slices(data):
            told, width = _commands(data, start, end)
            yield told.uuid, table_of(_functions(data, start, end, told, width))
    except struct.error as error:
        raise NoSymbols("is cut off") from error


def _slices(data: bytes | mmap) -> Iterator[tuple[int, int]]:
    magic, count = _FAT.unpack_from(data)
    if magic != _FAT_MAGIC:
        yield 0, len(data)
        return
    if not 0 < count < _MAX_SLICES:
        raise NoSymbols("is no universal Mach-O file")
    for number in range(count):
        _, _, offset, size, _ = _FAT_ENTRY.unpack_from(data, 8 + number * _FAT_ENTRY.size)
        if offset + size > len(data):
            raise NoSymbols("is cut off")
        yield offset, offset + size


def _commands(data: bytes | mmap, start: int, end: int) -> tuple[_Told, _Width]:
    width = _WIDTHS.get(bytes(data[start : start + 4]))
    if width is None:
        raise NoSymbols("is no Mach-O file for iOS")
    kind, count, size = struct.unpack_from("<12x3I", data, start)
    if kind not in _KINDS:
        raise NoSymbols("is neither a dSYM nor an executable or library")
    if count > _MAX_COMMANDS or start + width.header + size > end:
        raise NoSymbols("has load commands that do not fit")
    told, at, last = _Told("", [], None), start + width.header, start + width.header + size
    for _ in range(count):
        command, length = struct.unpack_from("<2I", data, at)
        if length < 8 or at + length > last:  # noqa: PLR2004 - the two numbers just read
            raise NoSymbols("has load commands that do not fit")
        _note(told, data[at : at + length], command, width)
        at += length
    if not told.uuid:
        raise NoSymbols("has no UUID, so that nothing tells which build it belongs to")
    return told, width


def _note(told: _Told, body: bytes, command: int, width: _Width) -> None:
    if command == _UUID:
        told.uuid = str(UUID(bytes=struct.unpack_from("<8x16s", body)[0]))
    elif command == _SYMTAB:
        told.symtab = struct.unpack_from("<8x4I", body)
    elif command == width.command:
        count = width.segment.unpack_from(body, 8)[-2]
        first = 8 + width.segment.size
        if count > len(body) // width.section.size:
            raise NoSymbols("has sections that do not fit")
        for number in range(count):
            section = width.section.unpack_from(body, first + number * width.section.size)
            _, address, size, *_, flags = section
            told.sections.append((address, address + size, bool(flags & _CODE)))


def _functions(
    data: bytes | mmap, start: int, end: int, told: _Told, width: _Width
) -> Iterator[tuple[int, int, str]]:
    """Address, end of its section, and name of each function."""
    if told.symtab is None:
        return
    offset, count, strings, size = told.symtab
    offset, strings = start + offset, start + strings
    if count > MAX_SYMBOLS:
        raise NoSymbols(f"has more than {MAX_SYMBOLS} symbols")
    if offset + count * width.symbol.size > end or strings + size > end:
        raise NoSymbols("is cut off")
    for number in range(count):
        index, kind, section, _, address = width.symbol.unpack_from(
            data, offset + number * width.symbol.size
        )
        if kind & _DEBUGGER or kind & _TYPE != _IN_SECTION or not section:
            continue
        if section > len(told.sections) or index >= size:
            raise NoSymbols("has symbols that do not fit")
        low, high, code = told.sections[section - 1]
        if code and low <= address < high:
            yield address, high, _name(data, strings + index, strings + size)


def _name(data: bytes | mmap, start: int, end: int) -> str:
    written = data[start : min(end, start + MAX_NAME)]
    name, closed, _ = written.partition(b"\0")
    if not closed:
        raise NoSymbols(f"has a name that does not end, or is longer than {MAX_NAME} bytes")
    return name.decode("utf-8", "backslashreplace")
