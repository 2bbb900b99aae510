"""What dyld binds for a Mach-O file: chained fixups, or the opcodes that older linkers write."""

import struct
import zlib

from appsec.readers.ipa.load_commands import Commands, MalformedMachO, Span
from appsec.readers.ipa.symbol_table import name_at

# version, starts, imports, symbols, count of imports, their format, compression of the symbols
_CHAINED_HEAD = struct.Struct("<7I")
_NAME_OFFSETS = {
    # format: size of an import, shift of the name's offset, bytes that hold it
    1: (4, 9, 4),
    2: (8, 9, 4),
    3: (16, 32, 8),
}
_MAX_IMPORTS = 1_000_000
_MAX_NAMES = 64 << 20
_MAX_OPCODES = 8_000_000

_SET_NAME, _DONE = 0x40, 0x00
_NUMBERS = {
    # opcode: how many numbers in LEB128 follow it
    0x20: 1,  # ordinal of a library
    0x60: 1,  # addend
    0x70: 1,  # segment and offset
    0x80: 1,  # add to the address
    0x90: 0,  # bind
    0xA0: 1,  # bind, add to the address
    0xB0: 0,  # bind, add a scaled immediate
    0xC0: 2,  # bind several times, with a distance
    0x10: 0,  # ordinal as an immediate
    0x30: 0,  # special ordinal
    0x50: 0,  # type
}
_THREADED = 0xD0
"""With immediate 0 the size of a table follows; with 1 nothing does."""


def read_bindings(data: memoryview, commands: Commands) -> tuple[str, set[str]]:
    """How imports are bound, and their names. Raises MalformedMachO."""
    if commands.chained and commands.chained.size:
        return "chained", _chained(commands.chained.of(data))
    spans = [span for span in commands.binds if span.size]
    if not spans:
        return "none", set()
    names: set[str] = set()
    for span in spans:
        names |= _opcodes(span.of(data))
    return "opcodes", names


def _chained(blob: memoryview) -> set[str]:
    if len(blob) < _CHAINED_HEAD.size:
        raise MalformedMachO
    version, _, imports, symbols, count, form, packed = _CHAINED_HEAD.unpack_from(blob)
    if version or form not in _NAME_OFFSETS or count > _MAX_IMPORTS or symbols > len(blob):
        raise MalformedMachO
    size, shift, held = _NAME_OFFSETS[form]
    table = Span(imports, count * size).of(blob)
    names = _names(blob[symbols:], packed)
    return {
        name_at(names, int.from_bytes(table[at : at + held], "little") >> shift)
        for at in range(0, len(table), size)
    }


def _names(packed: memoryview, form: int) -> bytes:
    if form == 0:
        return bytes(packed)
    if form != 1:
        raise MalformedMachO
    try:
        return zlib.decompressobj().decompress(packed, _MAX_NAMES)
    except zlib.error as error:
        raise MalformedMachO from error


def _opcodes(stream: memoryview) -> set[str]:
    """The names that a stream of opcodes sets. Zeros divide the lazy ones, so they end nothing."""
    names: set[str] = set()
    data, at = bytes(stream), 0
    if len(data) > _MAX_OPCODES:
        raise MalformedMachO
    while at < len(data):
        opcode, immediate = data[at] & 0xF0, data[at] & 0x0F
        at += 1
        if opcode == _SET_NAME:
            names.add(name := name_at(data, at))
            at = data.index(b"\0", at) + 1
            if not name:
                raise MalformedMachO
        elif opcode == _THREADED:
            at = _skip(data, at, 0 if immediate else 1)
        elif opcode in _NUMBERS:
            at = _skip(data, at, _NUMBERS[opcode])
        elif opcode != _DONE:
            raise MalformedMachO
    return names


def _skip(data: bytes, at: int, count: int) -> int:
    """The position after some numbers in LEB128."""
    for _ in range(count):
        while at < len(data) and data[at] & 0x80:
            at += 1
        if at >= len(data):
            raise MalformedMachO
        at += 1
    return at
