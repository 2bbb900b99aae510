"""The load commands of a thin Mach-O file that we read ourselves, every offset checked."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_MAGICS = {b"\xce\xfa\xed\xfe": 28, b"\xcf\xfa\xed\xfe": 32}
"""Size of the header by magic; iOS runs little-endian code only."""
_MAX_COMMANDS = 4096
_MAX_SECTIONS = 4096
_SEGMENT, _SEGMENT_64 = 0x1, 0x19
_SYMTAB, _RPATH = 0x2, 0x8000001C
_ENCRYPTIONS = (0x21, 0x2C)
_DYLD_INFOS = (0x22, 0x80000022)
_CHAINED_FIXUPS = 0x80000034
_SIGNATURE, _BUILD_VERSION = 0x1D, 0x32
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


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of the slice."""

    offset: int
    size: int

    def of(self, data: memoryview) -> memoryview:
        """These bytes. Raises MalformedMachO if the slice does not hold them."""
        if self.offset + self.size > len(data):
            raise MalformedMachO
        return data[self.offset : self.offset + self.size]


@dataclass(frozen=True, slots=True)
class RawSection:
    """A section; `span` is empty if it takes no bytes of the file."""

    segment: str
    name: str
    size: int
    span: Span
    code: bool


@dataclass(slots=True)
class Commands:
    """What the load commands say; a part that is absent is None or empty."""

    is_64: bool
    sections: list[RawSection] = field(default_factory=list)
    rpaths: list[str] = field(default_factory=list)
    symbols: tuple[Span, Span] | None = None
    """Entries and names; of the entries `size` is their count."""
    binds: list[Span] = field(default_factory=list)
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
            found.sections += _sections(body, is_64=number == _SEGMENT_64)
        elif number == _SYMTAB:
            start, count, names, size = struct.unpack_from("<4I", body, 8)
            found.symbols = Span(start, count), Span(names, size)
        elif number in _DYLD_INFOS:
            spans = struct.unpack_from("<10I", body, 8)
            found.binds += [Span(*spans[at : at + 2]) for at in (2, 4, 6)]  # bind, weak, lazy
        elif number in _ENCRYPTIONS:
            start, size, kind = struct.unpack_from("<3I", body, 8)
            found.encrypted += [Span(start, size)] if kind else []
        elif number == _CHAINED_FIXUPS:
            found.chained = Span(*struct.unpack_from("<2I", body, 8))
        elif number == _SIGNATURE:
            found.signature = Span(*struct.unpack_from("<2I", body, 8))
        elif number == _BUILD_VERSION:
            (found.platform,) = struct.unpack_from("<I", body, 8)
        elif number == _RPATH:
            (start,) = struct.unpack_from("<I", body, 8)
            found.rpaths.append(_text(bytes(body[start:])))
    except struct.error as error:
        raise MalformedMachO from error


def _sections(body: memoryview, *, is_64: bool) -> Iterator[RawSection]:
    head, each = (_SEGMENT_HEAD_64, _SECTION_64) if is_64 else (_SEGMENT_HEAD, _SECTION)
    *_, count, _ = head.unpack_from(body, 8)
    start = 8 + head.size
    if count > _MAX_SECTIONS or start + count * each.size > len(body):
        raise MalformedMachO
    for name, segment, _, size, offset, _, _, _, flags, *_ in each.iter_unpack(
        body[start : start + count * each.size]
    ):
        empty = flags & 0xFF in _ZERO_FILLS
        span = Span(0, 0) if empty else Span(offset, size)
        code = bool(flags & _INSTRUCTIONS)
        yield RawSection(_text(segment), _text(name), size, span, code)


def _text(padded: bytes) -> str:
    return padded.partition(b"\0")[0].decode("utf-8", "replace")
