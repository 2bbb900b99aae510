"""The mapped parts of a Mach-O slice by address, with what dyld writes into them."""

import struct
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import slotted
from appsec.readers.ipa.load_commands import Commands, MalformedMachO, RawSection, Segment, Span

MAX_TEXT = 1 << 20
"""Bytes of a text; a longer one is not told."""
BIND = 1 << 63
"""Marks a pointer that dyld binds: below it is the number of the import. No address has it."""
BESIDE = 1 << 62
"""Marks, with BIND, a pointer that lies some bytes beside what the import names."""
TAGGED = 1 << 61
"""Marks an address whose highest byte is used for something else; that byte is at `TAG_AT`."""
TAG_AT = 52
_MAX_ADDRESS = 1 << TAG_AT
_POINTER = struct.Struct("<Q")
_FIRST_PEEK = 64
_READ_ONLY = ("__TEXT", "__TEXT_EXEC", "__DATA_CONST", "__AUTH_CONST")
_CONSTANT = ("__const", "__cfstring")
"""Sections of __DATA that only dyld writes to; older linkers leave them there."""
_MOST_ENCRYPTED = 8
"""The App Store encrypts one range."""


@slotted
class Area:
    """A segment's bytes that are in the file, and which of its words begin a fixed pointer."""

    start: int
    end: int
    content: memoryview
    fixed: bytearray = field(default_factory=bytearray)
    copied: bool = False
    """Whether `content` is a copy, which may be written to."""


class Memory:
    """Bytes by unslid address. Encrypted ones are not mapped. Raises MalformedMachO for segments
    that overlap or lie outside of the slice."""

    def __init__(self, data: memoryview, commands: Commands, *, plain: bool) -> None:
        """With `plain`, any pointer is what the file says: the slice is always loaded in place."""
        self._plain = plain
        mapped = [one for one in commands.segments if one.span.size and one.size]
        mapped.sort(key=lambda one: one.address)
        ends = ((one.address + one.size, other.address) for one, other in pairwise(mapped))
        if len(commands.encrypted) > _MOST_ENCRYPTED:
            raise MalformedMachO
        if any(end > start for end, start in ends) or (
            mapped and mapped[-1].address + mapped[-1].size > _MAX_ADDRESS
        ):
            raise MalformedMachO
        contents = [_bytes(data, one) for one in mapped]
        self._areas = [
            Area(one.address, one.address + len(content), content)
            for one, content in zip(mapped, contents, strict=True)
        ]
        self._starts = [area.start for area in self._areas]
        self.hidden = tuple(_hidden(mapped, commands.encrypted))
        """Ranges of addresses whose bytes are encrypted."""
        self.base = next((one.address for one in mapped if not one.span.offset), 0)
        """Where the header of the slice is mapped."""

    def _find(self, address: int, size: int) -> tuple[Area, int] | None:
        number = bisect_right(self._starts, address) - 1
        if number < 0:
            return None
        area = self._areas[number]
        if address + size > area.end or (self.hidden and self.is_hidden(address, size)):
            return None
        return area, address - area.start

    def holds(self, address: int, size: int) -> bool:
        """Whether the file has these bytes, encrypted or not."""
        number = bisect_right(self._starts, address) - 1
        return number >= 0 and address + size <= self._areas[number].end

    def is_hidden(self, address: int, size: int = 1) -> bool:
        """Whether any of these bytes are encrypted."""
        return any(start < address + size and address < end for start, end in self.hidden)

    def is_mapped(self, address: int) -> bool:
        """Whether the file has a byte, not encrypted, for this address."""
        return self._find(address, 1) is not None

    def view(self, address: int, size: int) -> memoryview | None:
        """Some bytes, if all of them are mapped."""
        found = self._find(address, size)
        if found is None or size < 0:
            return None
        area, at = found
        return area.content[at : at + size]

    def most(self, address: int, size: int) -> bytes:
        """Some bytes, or as many of them as there are before the mapped part ends."""
        found = self._find(address, 1)
        if found is None or self.is_hidden(address, size):
            return b""
        area, at = found
        return bytes(area.content[at : at + size])

    def unpack(self, form: struct.Struct, address: int) -> tuple[Any, ...] | None:
        """Numbers that are stored here."""
        found = self._find(address, form.size)
        return form.unpack_from(found[0].content, found[1]) if found else None

    def text(self, address: int, most: int = MAX_TEXT) -> str | None:
        """The text up to the next zero, if it is here and not longer than `most` bytes."""
        content = self.string(address, most)
        return None if content is None else content.decode("utf-8", "replace")

    def string(self, address: int, most: int = MAX_TEXT) -> bytes | None:
        """The bytes up to the next zero."""
        found = self._find(address, 1)
        if found is None:
            return None
        area, at = found
        size = _FIRST_PEEK
        while True:
            piece = bytes(area.content[at : at + size])
            end = piece.find(0)
            if end >= 0:
                return None if end > most or self.is_hidden(address, end + 1) else piece[:end]
            if size > most or len(piece) < size:
                return None
            size *= 4

    def pointer(self, address: int) -> int | None:
        """What dyld leaves in a pointer: 0, an address, BIND and the number of an import, or
        TAGGED, a byte and an address.

        None if there is no pointer, or one that dyld does not know.
        """
        found = self._find(address, _POINTER.size)
        if found is None:
            return None
        area, at = found
        (value,) = _POINTER.unpack_from(area.content, at)
        if self._plain and value < _MAX_ADDRESS:
            return int(value)
        if area.fixed and not at % 4 and area.fixed[at >> 2]:
            return int(value)
        return None if value else 0

    def fix(self, addresses: NDArray[np.int64], values: NDArray[np.uint64] | None = None) -> bool:
        """Let dyld write pointers, as `pointer` tells them; without values they are as in the file.

        False if some of the addresses are no place for a pointer.
        """
        placed = 0
        for area in self._areas:
            inside = (addresses >= area.start) & (addresses <= area.end - _POINTER.size)
            inside &= (addresses - area.start) % 4 == 0
            count = int(np.count_nonzero(inside))
            if count:
                placed += count
                _write(area, addresses[inside], None if values is None else values[inside])
        return placed == len(addresses)

    def are_fixed(self, addresses: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these places hold a pointer already."""
        found = np.zeros(len(addresses), dtype=np.bool_)
        for area in self._areas:
            inside = (addresses >= area.start) & (addresses <= area.end - _POINTER.size)
            inside &= (addresses - area.start) % 4 == 0
            if area.fixed and inside.any():
                flags = np.frombuffer(area.fixed, dtype=np.bool_)
                found[inside] = flags[(addresses[inside] - area.start) >> 2]
        return found


class Sections:
    """The sections of a slice by address. Raises MalformedMachO for what cannot be mapped.

    Those in `all` have bytes in the file, so that their sizes are no larger than it.
    """

    def __init__(self, sections: Sequence[RawSection], memory: Memory) -> None:
        if any(one.address + one.size > _MAX_ADDRESS for one in sections):
            raise MalformedMachO
        every = sorted((one for one in sections if one.size), key=lambda one: one.address)
        self.all = [one for one in every if one.span.size and memory.holds(one.address, one.size)]
        self._blank = [one for one in every if not one.span.size]
        self._starts = [one.address for one in self.all]
        self._blank_starts = [one.address for one in self._blank]
        self.whole = len(self.all) + len(self._blank) == len(every)
        """Whether the file has all of them that are not blank."""
        self.overlap = any(one.address + one.size > other.address for one, other in pairwise(every))
        """Whether any two share an address."""

    def is_blank(self, address: int) -> bool:
        """Whether this is data that begins as zeros, for which the file has no bytes."""
        return _containing(self._blank, self._blank_starts, address) is not None

    def is_variable(self, address: int) -> bool:
        """Whether code may write here. What is in no section is nobody's constant."""
        section = self.at(address)
        if section is None:
            return True
        return section.segment not in _READ_ONLY and not section.name.endswith(_CONSTANT)

    def at(self, address: int) -> RawSection | None:
        """The section that an address is in."""
        return _containing(self.all, self._starts, address)

    def named(self, *names: str) -> tuple[RawSection, ...]:
        """The sections with one of these names, in any segment."""
        return tuple(one for one in self.all if one.name in names)


def _containing(
    sections: Sequence[RawSection], starts: Sequence[int], address: int
) -> RawSection | None:
    number = bisect_right(starts, address) - 1
    if number < 0 or address >= sections[number].address + sections[number].size:
        return None
    return sections[number]


def _bytes(data: memoryview, segment: Segment) -> memoryview:
    return Span(segment.span.offset, min(segment.span.size, segment.size)).of(data)


def _hidden(mapped: Sequence[Segment], encrypted: Sequence[Span]) -> list[tuple[int, int]]:
    found = []
    for segment in mapped:
        for span in encrypted:
            start = max(span.offset, segment.span.offset)
            end = min(span.offset + span.size, segment.span.offset + segment.span.size)
            if start < end:
                shift = segment.address - segment.span.offset
                found.append((start + shift, end + shift))
    return found


def tagged(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Pointers as a device sees them in the form in which `Memory` keeps them."""
    address = values & np.uint64(_MAX_ADDRESS - 1)
    tag = (values >> np.uint64(56)) << np.uint64(TAG_AT)
    return np.where(values >> np.uint64(56) != 0, np.uint64(TAGGED) | tag | address, values)


def _write(area: Area, addresses: NDArray[np.int64], values: NDArray[np.uint64] | None) -> None:
    words = len(area.content) // 4
    if not area.fixed:
        area.fixed = bytearray(words)
    at = (addresses - area.start) >> 2
    np.frombuffer(area.fixed, dtype=np.uint8)[at] = 1
    target = np.frombuffer(area.content, dtype="<u4", count=words)
    if values is None:
        high = target[at + 1].astype(np.uint64) << np.uint64(32)
        values = tagged(high | target[at].astype(np.uint64))
    if not area.copied:
        area.content, area.copied = memoryview(bytearray(area.content)), True
        target = np.frombuffer(area.content, dtype="<u4", count=words)
    target[at] = (values & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    target[at + 1] = (values >> np.uint64(32)).astype(np.uint32)
