"""Loads and stores of arm64: which registers, how many bytes, and where."""

from functools import lru_cache
from typing import NamedTuple

from appsec.readers.macho.arm64 import signed

_DECODED = 1 << 14
"""How many words are kept decoded: compilers write the same few again and again."""


class Access(NamedTuple):
    """One load or store of a register at an offset from a base; `back` is what is added to the
    base afterwards, or before with `first`; None if it stays as it is."""

    load: bool
    vector: bool
    size: int
    base: int
    registers: tuple[int, ...]
    offset: int | None
    back: int | None = None
    extends: bool = False


@lru_cache(_DECODED)
def unsigned_offset(word: int) -> Access:
    """A load or store with an unsigned offset in units of its size."""
    scale, vector, how = word >> 30, word >> 26 & 1 == 1, word >> 22 & 3
    if vector and how >= 2:  # noqa: PLR2004 - registers of 128 bits
        scale = 4
    load = how & 1 == 1 if vector else how != 0
    prefetch = not vector and scale == 3 and how == 2  # noqa: PLR2004
    registers = () if prefetch else (word & 31,)
    offset = (word >> 10 & 0xFFF) << scale
    extends = not vector and how >= 2  # noqa: PLR2004 - extends the sign
    return Access(load, vector, 1 << scale, word >> 5 & 31, registers, offset, extends=extends)


@lru_cache(_DECODED)
def signed_offset(word: int) -> Access:
    """A load or store with a signed offset in bytes, which it may write back."""
    offset, mode = signed(word >> 12 & 0x1FF, 9), word >> 10 & 3
    back = offset if mode & 1 else None
    place = 0 if mode == 1 else offset
    return unsigned_offset(word)._replace(offset=place, back=back)


@lru_cache(_DECODED)
def pair_access(word: int) -> Access:
    """A load or store of two registers."""
    opcode, vector, mode = word >> 30, word >> 26 & 1 == 1, word >> 23 & 3
    count = 4 << opcode if vector else 8 if opcode == 2 else 4  # noqa: PLR2004
    offset = signed(word >> 15 & 0x7F, 7) * count
    back = offset if mode & 1 else None
    place = 0 if mode == 1 else offset
    registers = (word & 31, word >> 10 & 31)
    load, extends = word >> 22 & 1 == 1, not vector and opcode == 1
    return Access(load, vector, count, word >> 5 & 31, registers, place, back, extends)
