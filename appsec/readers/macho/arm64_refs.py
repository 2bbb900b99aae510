"""Which addresses the code of a section names, found in all of it at once."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from appsec.readers.macho.arm64 import Kind, Words, literal_offsets, page_offsets

_WINDOW = 12
"""How many instructions behind the page the rest of an address is looked for."""
_PAGE = ~np.int64(0xFFF)
_LOAD_POINTER, _ADD_POINTER = 0b1111100101, 0b1001000100
"""The upper bits of LDR and ADD of 64 bits with an unsigned offset."""
_WRITING = (
    Kind.WRITES,
    Kind.ADR,
    Kind.ADRP,
    Kind.ADD_IMMEDIATE,
    Kind.LOGIC_IMMEDIATE,
    Kind.MOVE_WIDE,
    Kind.MOVE,
    Kind.ADD_REGISTER,
    Kind.SELECT,
    Kind.UNSIGNED,
)


class Use(IntEnum):
    """What is done with an address."""

    TAKEN = 0
    LOADED = 1
    STORED = 2


@dataclass(frozen=True, slots=True)
class References:
    """The n-th is made by the instruction at `sites[n]`, of the address `targets[n]`."""

    sites: NDArray[np.int64]
    targets: NDArray[np.int64]
    uses: NDArray[np.uint8]

    def of(self, use: Use) -> "References":
        """Those with one use."""
        same = self.uses == use
        return References(self.sites[same], self.targets[same], self.uses[same])


@dataclass(frozen=True, slots=True)
class Uses:
    """Values in ascending order, and the number of the function that has each."""

    values: NDArray[np.int64]
    functions: NDArray[np.int64]

    def of(self, value: int) -> NDArray[np.int64]:
        """The functions that have a value."""
        first, last = np.searchsorted(self.values, (value, value + 1))
        return self.functions[first:last]


_Places = tuple[NDArray[np.int64], NDArray[np.int64]]


def page_places(base: int, words: Words, kinds: NDArray[np.uint8]) -> _Places:
    """Where ADRP puts a page into a register, and which."""
    at = np.flatnonzero(kinds == Kind.ADRP)
    return at * 4 + base, (at * 4 + base & _PAGE) + page_offsets(words[at])


def offset_places(base: int, words: Words, kinds: NDArray[np.uint8]) -> _Places:
    """Where a pointer is loaded from a place in a page, or that is added, and which."""
    pointers = (kinds == Kind.UNSIGNED) & (words >> np.uint32(22) == _LOAD_POINTER)
    added = (kinds == Kind.ADD_IMMEDIATE) & (words >> np.uint32(22) == _ADD_POINTER)
    at = np.flatnonzero(pointers | added)
    field = (words[at] >> np.uint32(10) & np.uint32(0xFFF)).astype(np.int64)
    return at * 4 + base, np.where(pointers[at], field * 8, field)


def references(base: int, words: Words, kinds: NDArray[np.uint8]) -> References:
    """The addresses that are put together from a page and an offset, and those near the code."""
    sites, targets, uses = [], [], []
    for place, target, use in _pairs(base, words, kinds):
        sites.append(place * 4 + base)
        targets.append(target)
        uses.append(use)
    near = np.flatnonzero(kinds == Kind.ADR)
    sites.append(near * 4 + base)
    targets.append(near * 4 + base + (page_offsets(words[near]) >> 12))
    uses.append(np.zeros(len(near), np.uint8))
    literal = np.flatnonzero((kinds == Kind.LITERAL) & (words & np.uint32(1 << 26) == 0))
    sites.append(literal * 4 + base)
    targets.append(literal * 4 + base + literal_offsets(words[literal]))
    uses.append(np.full(len(literal), Use.LOADED, np.uint8))
    return References(np.concatenate(sites), np.concatenate(targets), np.concatenate(uses))


def _pairs(
    base: int, words: Words, kinds: NDArray[np.uint8]
) -> list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]]:
    places = np.flatnonzero(kinds == Kind.ADRP)
    register = words[places] & np.uint32(31)
    page = (places * 4 + base & _PAGE) + page_offsets(words[places])
    found = []
    for distance in range(1, _WINDOW + 1):
        inside = places + distance < len(words)
        places, register, page = places[inside], register[inside], page[inside]
        at = places + distance
        word, kind = words[at], kinds[at]
        same = (word >> np.uint32(5) & np.uint32(31)) == register
        added = same & (kind == Kind.ADD_IMMEDIATE) & (word >> np.uint32(22) == _ADD_POINTER)
        accessed = same & (kind == Kind.UNSIGNED)
        field = (word >> np.uint32(10) & np.uint32(0xFFF)).astype(np.int64)
        scale = np.where(added, 0, word >> np.uint32(30)).astype(np.int64)
        loads = (word >> np.uint32(22) & np.uint32(3)) != 0
        use = np.where(added, Use.TAKEN, np.where(loads, Use.LOADED, Use.STORED)).astype(np.uint8)
        hit = added | accessed
        found.append((at[hit], page[hit] + (field[hit] << scale[hit]), use[hit]))
        written = (word & np.uint32(31)) == register
        written &= np.isin(kind, _WRITING) & ~(accessed & ~loads)
        alive = ~written
        places, register, page = places[alive], register[alive], page[alive]
    return found
