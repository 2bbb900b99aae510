"""Nominal types and protocols of Swift's metadata, each named with what it is nested in."""

import struct
from collections.abc import Iterator

from appsec.readers.ipa.load_commands import RawSection
from appsec.readers.macho.memory import BIND, Memory, Sections
from appsec.readers.macho.pointers import Pointers
from appsec.readers.macho.swift_names import swift_name

SWIFT_LOST = "macho-swift-unread"
MAX_TYPES = 500_000
_LISTS = ("__swift5_types", "__swift5_types2", "__swift5_protos")
_MAX_NAME = 4096
_MAX_DEPTH = 32
_REFERENCE = struct.Struct("<i")
# flags, parent, name
_CONTEXT = struct.Struct("<Iii")
_KIND = 0x1F
_MODULE, _EXTENSION, _ANONYMOUS, _OPAQUE = 0, 1, 2, 4
_NAMED = (_MODULE, 3, 16, 17, 18)
"""A module, a protocol, a class, a struct, an enum."""
_MODULE_MARK = "MXM"
"""Ends the symbol of another image's module."""


class _Unread(Exception):
    """A reference that leads nowhere."""


def read_swift_types(
    memory: Memory, sections: Sections, pointers: Pointers
) -> tuple[tuple[str, ...], bool]:
    """The types as `Module.Type`, sorted, and whether these are all."""
    reader = _Reader(memory, pointers)
    found: set[str] = set()
    whole, left = True, MAX_TYPES
    for section in sections.named(*_LISTS):
        for place in _places(section):
            left -= 1
            if left < 0:
                return tuple(sorted(found)), False
            try:
                context = reader.target(place)
                if not reader.is_opaque(context):
                    found.add(reader.name(context))
            except _Unread:
                whole = False
    return tuple(sorted(found)), whole


def _places(section: RawSection) -> Iterator[int]:
    yield from range(section.address, section.address + section.size // 4 * 4, 4)


class _Reader:
    def __init__(self, memory: Memory, pointers: Pointers) -> None:
        self._memory = memory
        self._pointers = pointers
        self._known: dict[int, str] = {}

    def target(self, place: int) -> int | str:
        """Where a relative reference leads: an address, or the symbol of another image."""
        found = self._memory.unpack(_REFERENCE, place)
        if found is None or not found[0]:
            raise _Unread
        distance: int = found[0]
        if not distance & 1:
            return place + distance
        value = self._memory.pointer(place + distance - 1)
        if not value:
            raise _Unread
        if value & BIND:
            bound = self._pointers.meaning(value)
            if bound is None:
                raise _Unread
            return bound.name
        return value

    def name(self, context: int | str) -> str:
        """The names from the module down to this context."""
        parts: list[str] = []
        trail: list[int] = []
        while isinstance(context, int) and context not in self._known:
            if len(trail) > _MAX_DEPTH:
                raise _Unread
            trail.append(context)
            kind, name = self._own(context)
            parts.append(name)
            if kind == _MODULE:
                break
            context = self.target(context + 4)
        else:
            outer = self._known[context] if isinstance(context, int) else _symbol(context)
            parts.append(outer)
        told = ".".join(part for part in reversed(parts) if part)
        if trail:
            self._known[trail[0]] = told
        return told

    def is_opaque(self, context: int | str) -> bool:
        """Whether this stands for what a function returns as `some Protocol`: it has no name."""
        found = None if isinstance(context, str) else self._memory.unpack(_CONTEXT, context)
        return found is not None and found[0] & _KIND == _OPAQUE

    def _own(self, context: int) -> tuple[int, str]:
        found = self._memory.unpack(_CONTEXT, context)
        if found is None:
            raise _Unread
        flags, _, distance = found
        kind = flags & _KIND
        if kind not in _NAMED:
            # An extension or a private scope has no name; people write what is around it.
            if kind in (_EXTENSION, _ANONYMOUS):
                return kind, ""
            raise _Unread
        name = self._memory.text(context + 8 + distance, _MAX_NAME) if distance else None
        if name is None:
            raise _Unread
        return kind, name


def _symbol(symbol: str) -> str:
    return swift_name(symbol.removesuffix(_MODULE_MARK)) or symbol
