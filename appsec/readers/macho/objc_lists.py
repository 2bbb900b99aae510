"""Lists of Objective-C's metadata: methods of both forms, names of properties, ivars, protocols."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from appsec.readers.macho.memory import BIND, Memory

MAX_ENTRIES = 400_000
"""Entries of all lists together: lists that overlap are read as often as they are named."""
_MAX_NAME = 16 << 10
_MAX_NAMES = 64 << 20
"""Characters of all names together: names may lie within one another."""
_MAX_LIST = 100_000
_HEAD = struct.Struct("<II")
_RELATIVE, _DIRECT, _SIZE_MASK = 0x80000000, 0x40000000, 0xFFFC
_ABSOLUTE_SIZE, _RELATIVE_SIZE = 24, 12
_OFFSETS = struct.Struct("<3i")
_COUNT = struct.Struct("<Q")
_POINTER = 8


class Unread(Exception):
    """Some metadata is not where a pointer says, or contradicts itself."""


class RawMethod(NamedTuple):
    """Name, types and address of a method; the address is 0 where a protocol only declares it."""

    selector: str
    types: str
    implementation: int


class Lists:
    """Reads lists; what it cannot read raises Unread."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._left = MAX_ENTRIES
        self._room = _MAX_NAMES
        self._texts: dict[int, str] = {}

    def methods(self, at: int) -> Iterator[RawMethod]:
        """The methods of a list; none at 0."""
        for place, flags, size in self._entries(at, _SIZE_MASK):
            relative = bool(flags & _RELATIVE)
            if size != (_RELATIVE_SIZE if relative else _ABSOLUTE_SIZE):
                raise Unread
            yield self._relative(place, flags) if relative else self._absolute(place)

    def _absolute(self, place: int) -> RawMethod:
        code = self.pointer(place + 2 * _POINTER)
        if code & BIND:
            raise Unread
        # Swift's compiler leaves types out where nobody asks for them.
        types = self.pointer(place + _POINTER)
        return RawMethod(self.text_at(place), self.text(types) if types else "", code)

    def _relative(self, place: int, flags: int) -> RawMethod:
        """Each of three distances counts from its own place."""
        found = self._memory.unpack(_OFFSETS, place)
        if found is None:
            raise Unread
        name, types, code = found
        named = place + name if flags & _DIRECT else self.pointer(place + name)
        where = place + 8 + code if code else 0
        return RawMethod(self.text(named), self.text(place + 4 + types) if types else "", where)

    def names(self, at: int, size: int, name_at: int) -> Iterator[str]:
        """A name of each entry: properties have it first in 16 bytes, ivars second in 32."""
        for place, _, found in self._entries(at, ~0):
            if found != size:
                raise Unread
            yield self.text_at(place + name_at)

    def protocols(self, at: int) -> Iterator[int]:
        """The addresses of the protocols of a list."""
        if not at:
            return
        found = self._memory.unpack(_COUNT, at)
        if found is None:
            raise Unread
        self._take(found[0])
        for number in range(found[0]):
            protocol = self.pointer(at + _POINTER * (number + 1))
            if not protocol or protocol & BIND:
                raise Unread
            yield protocol

    def _entries(self, at: int, mask: int) -> Iterator[tuple[int, int, int]]:
        """Place of each entry, and flags and size of all."""
        if not at:
            return
        found = self._memory.unpack(_HEAD, at)
        # The lowest bit marks a list of lists, which only the shared cache has.
        if found is None or at & 1:
            raise Unread
        flags, count = found
        self._take(count)
        size = flags & mask
        for number in range(count):
            yield at + _HEAD.size + number * size, flags, size

    def _take(self, count: int) -> None:
        if count > min(_MAX_LIST, self._left):
            raise Unread
        self._left -= count

    def pointer(self, place: int) -> int:
        """What dyld leaves here."""
        value = self._memory.pointer(place)
        if value is None:
            raise Unread
        return value

    def text_at(self, place: int) -> str:
        """The text that a pointer leads to."""
        return self.text(self.pointer(place))

    def text(self, address: int) -> str:
        """A name; each is kept once."""
        told = self._texts.get(address)
        if told is None:
            # A library's own header is at 0, but no text is.
            told = self._memory.text(address, _MAX_NAME) if address else None
            if told is None or len(told) > self._room:
                raise Unread
            self._room -= len(told)
            self._texts[address] = told
        return told
