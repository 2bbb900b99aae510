"""What dyld binds for a Mach-O file: chained fixups, or the opcodes that older linkers write."""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from appsec.model.frozen import frozen
from appsec.readers.ipa.load_commands import Commands, MalformedMachO, Span
from appsec.readers.ipa.symbol_table import name_at

# version, starts, imports, symbols, count of imports, their format, compression of the symbols
CHAINED_HEAD = struct.Struct("<7I")
_NAME_OFFSETS = {
    # format: size of an import, shift of the name's offset, bytes that hold it
    1: (4, 9, 4),
    2: (8, 9, 4),
    3: (16, 32, 8),
}
_MAX_IMPORTS = 1_000_000
_MAX_NAMES = 64 << 20
_MAX_OPCODES = 8_000_000

_WIDE = 8
"""Bytes of an import whose library has 16 bits; the others' has 8."""
SET_NAME, THREADED = 0x40, 0xD0
_NUMBERS = {
    0x00: 0,  # done
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
    THREADED: 1,  # the size of a table, with immediate 0; with 1 nothing follows
}
_BITS, _WORD, _MORE = 64, (1 << 64) - 1, 0x80


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
    return {one.name for one in chained_imports(blob)}


@frozen
class ChainedImport:
    """What a chained pointer may be bound to; `library` counts from 1, special ones are below."""

    name: str
    library: int
    addend: int


def chained_imports(blob: memoryview) -> list[ChainedImport]:
    """The imports of chained fixups, in order. Raises MalformedMachO."""
    if len(blob) < CHAINED_HEAD.size:
        raise MalformedMachO
    version, _, imports, symbols, count, form, packed = CHAINED_HEAD.unpack_from(blob)
    if version or form not in _NAME_OFFSETS or count > _MAX_IMPORTS or symbols > len(blob):
        raise MalformedMachO
    size, shift, held = _NAME_OFFSETS[form]
    table = Span(imports, count * size).of(blob)
    names = _names(blob[symbols:], packed)
    sign = 1 << 15 if held == _WIDE else 1 << 7
    found = []
    for at in range(0, len(table), size):
        value = int.from_bytes(table[at : at + held], "little")
        library = value & (2 * sign - 1)
        addend = int.from_bytes(table[at + held : at + size], "little")
        name = name_at(names, value >> shift)
        found.append(ChainedImport(name, (library ^ sign) - sign, addend))
    return found


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
    return {step.name for step in bind_steps(stream) if step.opcode == SET_NAME}


class Step(NamedTuple):
    """One opcode of a stream: its immediate, and the numbers or the name behind it."""

    at: int
    opcode: int
    immediate: int
    numbers: tuple[int, ...] = ()
    name: str = ""


def bind_steps(stream: memoryview) -> Iterator[Step]:
    """The opcodes by which symbols are bound. Raises MalformedMachO."""
    data, at = bytes(stream), 0
    if len(data) > _MAX_OPCODES:
        raise MalformedMachO
    while at < len(data):
        start, opcode, immediate = at, data[at] & 0xF0, data[at] & 0x0F
        at += 1
        if opcode == SET_NAME:
            name = name_at(data, at)
            at = data.index(b"\0", at) + 1
            if not name:
                raise MalformedMachO
            yield Step(start, opcode, immediate, (), name)
            continue
        if opcode not in _NUMBERS:
            raise MalformedMachO
        count = _NUMBERS[opcode] if opcode != THREADED or not immediate else 0
        numbers, at = leb_numbers(data, at, count)
        yield Step(start, opcode, immediate, numbers)


def leb_numbers(data: bytes, at: int, count: int) -> tuple[tuple[int, ...], int]:
    """Some unsigned numbers in LEB128, cut to 64 bits, and the position after them.

    Raises MalformedMachO.
    """
    numbers = []
    for _ in range(count):
        value = shift = 0
        while True:
            if at >= len(data):
                raise MalformedMachO
            byte = data[at]
            at += 1
            # What is beyond 64 bits is padding, or nothing that dyld would take.
            if shift < _BITS:
                value |= (byte & 0x7F) << shift
                shift += 7
            if byte < _MORE:
                break
        numbers.append(value & _WORD)
    return tuple(numbers), at
