"""The load commands of a thin Mach-O file that we read ourselves, every offset checked."""

import struct
from collections.abc import Iterator
from dataclasses import field

from appsec.model.frozen import frozen, slotted

_MAGICS = {b"\xce\xfa\xed\xfe": 28, b"\xcf\xfa\xed\xfe": 32}
"""Size of the header by magic; iOS runs little-endian code only."""
_MAX_COMMANDS = 4096
_MAX_SECTIONS = 4096
_SEGMENT, _SEGMENT_64 = 0x1, 0x19
_SYMTAB, _DYSYMTAB, _RPATH = 0x2, 0xB, 0x8000001C
_LOADS = (0xC, 0x80000018, 0x8000001F, 0x20, 0x80000023)
_ENCRYPTIONS = (0x21, 0x2C)
_DYLD_INFOS = (0x22, 0x80000022)
_SPANS = {
    0x1D: "signature",
    0x26: "function_starts",
    0x80000033: "exports",
    0x80000034: "chained",
}
"""Commands that name some bytes and nothing else, and where those are told."""
_BUILD_VERSION = 0x32
_INDIRECT_AT = 56
"""Where LC_DYSYMTAB names the indirect symbol table."""
_SEGMENT_HEAD = struct.Struct("<16s4I2i2I")
_SEGMENT_HEAD_64 = struct.Struct("<16s4Q2i2I")
_SECTION = struct.Struct("<16s16s9I")
_SECTION_64 = struct.Struct("<16s16s2Q8I")
_INSTRUCTIONS = 0x80000400
"""Section attributes: nothing but instructions, or some."""
_ZERO_FILLS = (0x1, 0xC, 0x12)
"""Section types that take no bytes of the file."""


class MalformedMachO(Exception):
    """Something points outside the file, or contradicts itself."""


@frozen
class Span:
    """Bytes of the slice."""

    offset: int
    size: int

    def of(self, data: memoryview) -> memoryview:
        """These bytes. Raises MalformedMachO if the slice does not hold them."""
        if self.offset + self.size > len(data):
            raise MalformedMachO
        return data[self.offset : self.offset + self.size]


@frozen
class Segment:
    """A part of the file that is mapped: where, and which bytes."""

    name: str
    address: int
    size: int
    span: Span


@frozen
class RawSection:
    """A section; `span` is empty if it takes no bytes of the file."""

    segment: str
    name: str
    address: int
    size: int
    span: Span
    code: bool
    kind: int
    reserved: tuple[int, int]
    """For stubs and pointers the first entry of the indirect symbol table, and a stub's size."""


@slotted
class Commands:
    """What the load commands say; a part that is absent is None or empty."""

    is_64: bool
    segments: list[Segment] = field(default_factory=list)
    sections: list[RawSection] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    """In the order that imports count them by, from 1."""
    rpaths: list[str] = field(default_factory=list)
    symbols: tuple[Span, Span] | None = None
    """Entries and names; of the entries `size` is their count."""
    indirect: Span | None = None
    """The indirect symbol table; `size` is its count of entries."""
    function_starts: Span | None = None
    exports: Span | None = None
    rebase: Span | None = None
    binds: list[Span] = field(default_factory=list)
    """For each LC_DYLD_INFO what is bound, bound weakly and bound lazily."""
    chained: Span | None = None
    encrypted: list[Span] = field(default_factory=list)
    signature: Span | None = None
    platform: int = 0


def read_commands(data: memoryview) -> Commands:
    """Raises MalformedMachO."""
    size = header_size(data)
    found = Commands(is_64=size == max(_MAGICS.values()))
    for number, body in each_command(data, size):
        _take(found, number, body)
    return found


def header_size(data: memoryview) -> int:
    """Where the load commands begin. Raises MalformedMachO for what is no thin file for iOS."""
    size = _MAGICS.get(bytes(data[:4]))
    if size is None or len(data) < size:
        raise MalformedMachO
    return size


def each_command(data: memoryview, at: int) -> Iterator[tuple[int, memoryview]]:
    """Number and bytes of each load command. Raises MalformedMachO."""
    count, total = struct.unpack_from("<2I", data, 16)
    end = at + total
    if count > _MAX_COMMANDS or end > len(data):
        raise MalformedMachO
    for _ in range(count):
        if at + 8 > end:
            raise MalformedMachO
        number, size = struct.unpack_from("<2I", data, at)
        if size < 8 or at + size > end:  # noqa: PLR2004 - the head of a command
            raise MalformedMachO
        yield number, data[at : at + size]
        at += size


def _take(found: Commands, number: int, body: memoryview) -> None:
    try:
        if number in (_SEGMENT, _SEGMENT_64):
            found.segments.append(_segment(body, is_64=number == _SEGMENT_64))
            found.sections += _sections(body, is_64=number == _SEGMENT_64)
        elif number in _SPANS:
            setattr(found, _SPANS[number], Span(*struct.unpack_from("<2I", body, 8)))
        elif number == _SYMTAB:
            start, count, names, size = struct.unpack_from("<4I", body, 8)
            found.symbols = Span(start, count), Span(names, size)
        elif number == _DYSYMTAB:
            found.indirect = Span(*struct.unpack_from("<2I", body, _INDIRECT_AT))
        elif number in _DYLD_INFOS:
            spans = struct.unpack_from("<10I", body, 8)
            found.rebase, found.exports = Span(*spans[:2]), Span(*spans[8:])
            found.binds += [Span(*spans[at : at + 2]) for at in (2, 4, 6)]  # bind, weak, lazy
        elif number in _ENCRYPTIONS:
            start, size, kind = struct.unpack_from("<3I", body, 8)
            found.encrypted += [Span(start, size)] if kind else []
        elif number == _BUILD_VERSION:
            (found.platform,) = struct.unpack_from("<I", body, 8)
        elif number in (_RPATH, *_LOADS):
            (start,) = struct.unpack_from("<I", body, 8)
            names = found.rpaths if number == _RPATH else found.libraries
            names.append(_text(bytes(body[start:])))
    except struct.error as error:
        raise MalformedMachO from error


def _segment(body: memoryview, *, is_64: bool) -> Segment:
    head = _SEGMENT_HEAD_64 if is_64 else _SEGMENT_HEAD
    name, address, size, offset, in_file, *_ = head.unpack_from(body, 8)
    return Segment(_text(name), address, size, Span(offset, in_file))


def _sections(body: memoryview, *, is_64: bool) -> Iterator[RawSection]:
    head, each = (_SEGMENT_HEAD_64, _SECTION_64) if is_64 else (_SEGMENT_HEAD, _SECTION)
    *_, count, _ = head.unpack_from(body, 8)
    start = 8 + head.size
    if count > _MAX_SECTIONS or start + count * each.size > len(body):
        raise MalformedMachO
    for name, segment, address, size, offset, _, _, _, flags, *reserved in each.iter_unpack(
        body[start : start + count * each.size]
    ):
        kind = flags & 0xFF
        yield RawSection(
            _text(segment),
            _text(name),
            address,
            size,
            Span(0, 0) if kind in _ZERO_FILLS else Span(offset, size),
            bool(flags & _INSTRUCTIONS),
            kind,
            (reserved[0], reserved[1]),
        )


def _text(padded: bytes) -> str:
    return padded.partition(b"\0")[0].decode("utf-8", "replace")
