"""Which addresses the code of a section names, found in all of it at once."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen
from appsec.readers.macho.arm64 import Kind, Words, literal_offsets, page_offsets

_WINDOW = 12
"""How many instructions behind the page the rest of an address is looked for."""
_PAGE = ~np.int64(0xFFF)
_LOAD_POINTER, _ADD_POINTER = 0b1111100101, 0b1001000100
"""The upper bits of LDR and ADD of 64 bits with an unsigned offset."""
_ONE, _QUAD = np.uint32(1), 4
_FRAME, _STACK = 29, 31
_WRITING = (
    Kind.WRITES,
    Kind.ADR,
    Kind.ADRP,
    Kind.ADD_IMMEDIATE,
    Kind.LOGIC_IMMEDIATE,
    Kind.MOVE_WIDE,
    Kind.MOVE,
    Kind.ADD_REGISTER,
    Kind.ADD_EXTENDED,
    Kind.SELECT,
    Kind.LITERAL,
)
_ACCESSING = (Kind.UNSIGNED, Kind.UNSCALED, Kind.INDEXED)


class Use(IntEnum):
    """What is done with an address."""

    TAKEN = 0
    LOADED = 1
    STORED = 2


@frozen
class References:
    """The n-th is made by the instruction at `sites[n]`, of the address `targets[n]`, with the page
    that the instruction at `pages[n]` has; that is -1 where the address is made at once."""

    sites: NDArray[np.int64]
    targets: NDArray[np.int64]
    uses: NDArray[np.uint8]
    pages: NDArray[np.int64]

    def of(self, use: Use) -> "References":
        """Those with one use."""
        same = self.uses == use
        return References(self.sites[same], self.targets[same], self.uses[same], self.pages[same])


_Places = tuple[NDArray[np.int64], NDArray[np.int64]]


def page_places(base: int, words: Words, kinds: NDArray[np.uint8]) -> _Places:
    """Where ADRP puts a page into a register, and which."""
    at = np.flatnonzero(kinds == Kind.ADRP)
    return at * 4 + base, (at * 4 + base & _PAGE) + page_offsets(words[at])


def offset_places(base: int, words: Words, kinds: NDArray[np.uint8]) -> _Places:
    """Where a pointer is loaded from a place in a page, or that is added, and which. The stack
    pointer and that of the frame are never in a page of the image."""
    base_register = words >> np.uint32(5) & np.uint32(31)
    pointers = (kinds == Kind.UNSIGNED) & (words >> np.uint32(22) == _LOAD_POINTER)
    added = (kinds == Kind.ADD_IMMEDIATE) & (words >> np.uint32(22) == _ADD_POINTER)
    framed = (base_register == _FRAME) | (base_register == _STACK)
    at = np.flatnonzero((pointers | added) & ~framed)
    field = (words[at] >> np.uint32(10) & np.uint32(0xFFF)).astype(np.int64)
    return at * 4 + base, np.where(pointers[at], field * 8, field)


def references(base: int, words: Words, kinds: NDArray[np.uint8]) -> References:
    """The addresses that are put together from a page and an offset, and those near the code."""
    sites, targets, uses, pages = [], [], [], []
    for place, target, use, page in _pairs(base, words, kinds):
        sites.append(place * 4 + base)
        targets.append(target)
        uses.append(use)
        pages.append(page * 4 + base)
    near = np.flatnonzero(kinds == Kind.ADR)
    sites.append(near * 4 + base)
    targets.append(near * 4 + base + (page_offsets(words[near]) >> 12))
    uses.append(np.zeros(len(near), np.uint8))
    literal = np.flatnonzero((kinds == Kind.LITERAL) & (words & np.uint32(1 << 26) == 0))
    sites.append(literal * 4 + base)
    targets.append(literal * 4 + base + literal_offsets(words[literal]))
    uses.append(np.full(len(literal), Use.LOADED, np.uint8))
    pages.append(np.full(len(near) + len(literal), -1, np.int64))
    return References(
        np.concatenate(sites), np.concatenate(targets), np.concatenate(uses), np.concatenate(pages)
    )


def stored_words(found: References, base: int, words: Words) -> NDArray[np.int64]:
    """Each address at a multiple of 4 whose word is stored to."""
    stored = found.of(Use.STORED)
    size = 1 << _scale(words[(stored.sites - base) // 4])
    first = stored.targets & ~np.int64(3)
    parts = [first[at < stored.targets + size - first] + at for at in range(0, 20, 4)]
    return np.unique(np.concatenate(parts))


def _scale(words: Words) -> NDArray[np.int64]:
    """How many bits the size of what UNSIGNED loads or stores is; vectors have 16 bytes at most."""
    whole = (words >> np.uint32(23) & words >> np.uint32(26) & _ONE) != 0
    return np.where(whole, _QUAD, words >> np.uint32(30)).astype(np.int64)


def _written(word: Words, kind: NDArray[np.uint8], register: Words) -> NDArray[np.bool_]:
    """Which instructions write a general register. Exclusive loads and the like are left out."""
    general = word >> np.uint32(26) & np.uint32(1) == 0
    first, second = word & np.uint32(31), word >> np.uint32(10) & np.uint32(31)
    base = word >> np.uint32(5) & np.uint32(31)
    loads = np.isin(kind, _ACCESSING) & general & (word >> np.uint32(22) & np.uint32(3) != 0)
    moves_base = (kind == Kind.UNSCALED) & (word >> np.uint32(10) & np.uint32(1) != 0)
    pair = (kind == Kind.PAIR) & general & (word >> np.uint32(22) & np.uint32(1) != 0)
    told = (np.isin(kind, _WRITING) | loads | pair) & (first == register)
    found: NDArray[np.bool_] = (
        told | (pair & (second == register)) | (moves_base & (base == register))
    )
    return found


def _pairs(
    base: int, words: Words, kinds: NDArray[np.uint8]
) -> list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8], NDArray[np.int64]]]:
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
        scale = np.where(added, 0, _scale(word))
        operation, vector = word >> np.uint32(22) & np.uint32(3), word >> np.uint32(26) & _ONE
        loads = np.where(vector != 0, operation & _ONE, operation) != 0
        use = np.where(added, Use.TAKEN, np.where(loads, Use.LOADED, Use.STORED)).astype(np.uint8)
        hit = added | accessed
        found.append((at[hit], page[hit] + (field[hit] << scale[hit]), use[hit], places[hit]))
        alive = ~_written(word, kind, register)
        places, register, page = places[alive], register[alive], page[alive]
    return found
