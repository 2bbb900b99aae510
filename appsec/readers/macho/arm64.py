"""Instructions of arm64, told apart by masks over all words of a text at once.

Only what moves addresses and constants is told; of the rest it matters which registers they write.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]
_MASK_64 = (1 << 64) - 1
_WORD_BITS = 64


class Kind(IntEnum):
    """What an instruction does, as far as it is followed."""

    NOTHING = 0
    """No general register is written: comparisons, hints, vector arithmetic."""
    WRITES = 1
    """Writes the register in its lowest bits with something that is not followed."""
    MEMORY = 2
    """A load or store that is not followed: may write any register that it names."""
    WILD = 3
    """May write any register."""
    ADR = 4
    ADRP = 5
    ADD_IMMEDIATE = 6
    LOGIC_IMMEDIATE = 7
    MOVE_WIDE = 8
    MOVE = 9
    ADD_REGISTER = 10
    ADD_EXTENDED = 11
    SELECT = 12
    PAIR = 13
    UNSIGNED = 14
    """A load or store with an unsigned offset."""
    UNSCALED = 15
    """A load or store with a signed offset, before, after or without writing the base back."""
    INDEXED = 16
    """A load or store with a register as offset."""
    LITERAL = 17
    BRANCH = 18
    CALL = 19
    CONDITIONAL = 20
    COMPARE = 21
    TEST = 22
    BRANCH_REGISTER = 23
    CALL_REGISTER = 24
    RETURN = 25
    TRAP = 26
    SYSTEM_CALL = 27


_RULES: tuple[tuple[int, int, Kind], ...] = (
    # By the group that bits 25 to 28 tell; a later row goes before those above it.
    (0x1C000000, 0x10000000, Kind.WRITES),
    (0x9F000000, 0x10000000, Kind.ADR),
    (0x9F000000, 0x90000000, Kind.ADRP),
    (0x3F800000, 0x11000000, Kind.ADD_IMMEDIATE),
    (0x1F800000, 0x12000000, Kind.LOGIC_IMMEDIATE),
    (0x1F800000, 0x12800000, Kind.MOVE_WIDE),
    (0x1C000000, 0x14000000, Kind.NOTHING),
    (0xFC000000, 0x14000000, Kind.BRANCH),
    (0xFC000000, 0x94000000, Kind.CALL),
    (0xFF000000, 0x54000000, Kind.CONDITIONAL),
    (0x7E000000, 0x34000000, Kind.COMPARE),
    (0x7E000000, 0x36000000, Kind.TEST),
    (0xFEFFF000, 0xD61F0000, Kind.BRANCH_REGISTER),
    (0xFEFFF000, 0xD63F0000, Kind.CALL_REGISTER),
    (0xFEFFF000, 0xD65F0000, Kind.RETURN),
    (0xFFE00000, 0xD5200000, Kind.WRITES),  # reads of system registers
    (0xFFE0001F, 0xD4000001, Kind.SYSTEM_CALL),
    (0xFFE0001F, 0xD4200000, Kind.TRAP),
    (0x0A000000, 0x08000000, Kind.MEMORY),
    (0x3A000000, 0x28000000, Kind.PAIR),
    (0x3B000000, 0x39000000, Kind.UNSIGNED),
    (0x3B200000, 0x38000000, Kind.UNSCALED),
    (0x3B200C00, 0x38200800, Kind.INDEXED),
    (0x3B000000, 0x18000000, Kind.LITERAL),
    (0x0E000000, 0x0A000000, Kind.WRITES),
    (0x7FE0FFE0, 0x2A0003E0, Kind.MOVE),
    (0x1F20FC00, 0x0B000000, Kind.ADD_REGISTER),
    (0x1FE00000, 0x0B200000, Kind.ADD_EXTENDED),
    (0x3FE00800, 0x1A800000, Kind.SELECT),
    (0x1FE00000, 0x1A400000, Kind.NOTHING),  # conditional comparisons
    (0xFFFF0000, 0xDAC10000, Kind.NOTHING),  # pointers signed, checked or stripped in place
    (0x0E000000, 0x0E000000, Kind.NOTHING),
    # From vector registers into general ones.
    (0x5F20FC00, 0x1E200000, Kind.WRITES),
    (0x5F200000, 0x1E000000, Kind.WRITES),
    (0xBFE0EC00, 0x0E002C00, Kind.WRITES),
    (0x1E000000, 0x00000000, Kind.WILD),
    (0x1C000000, 0x04000000, Kind.WILD),
    (0x1E000000, 0x06000000, Kind.WILD),
    (0xFFFF0000, 0x00000000, Kind.TRAP),
)


_JUMPS = (
    (Kind.BRANCH, 0, 26),
    (Kind.CONDITIONAL, 5, 19),
    (Kind.COMPARE, 5, 19),
    (Kind.TEST, 5, 14),
)
"""Where each kind of jump has how far it goes: from which bit on, and how many."""


def kinds_of(words: Words) -> NDArray[np.uint8]:
    """The kind of each instruction."""
    found = np.full(len(words), Kind.WILD, np.uint8)
    for mask, value, kind in _RULES:
        found[(words & np.uint32(mask)) == np.uint32(value)] = kind
    return found


def branch_offsets(words: Words) -> NDArray[np.int64]:
    """How far B and BL go, in bytes."""
    return _signed(words & np.uint32(0x03FFFFFF), 26) * 4


def jump_targets(base: int, words: Words, kinds: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where direct jumps of any kind go, calls not among them."""
    found = []
    for kind, shift, bits in _JUMPS:
        at = np.flatnonzero(kinds == kind)
        mask = np.uint32((1 << bits) - 1)
        found.append(at * 4 + base + _signed(words[at] >> np.uint32(shift) & mask, bits) * 4)
    return np.concatenate(found)


def page_offsets(words: Words) -> NDArray[np.int64]:
    """By how many bytes the page of an ADRP is away from its own."""
    low = words >> np.uint32(29) & np.uint32(3)
    high = words >> np.uint32(5) & np.uint32(0x7FFFF)
    return _signed(high << np.uint32(2) | low, 21) << 12


def literal_offsets(words: Words) -> NDArray[np.int64]:
    """How far what a load of a literal loads is away, in bytes."""
    return _signed(words >> np.uint32(5) & np.uint32(0x7FFFF), 19) * 4


def _signed(field: Words, bits: int) -> NDArray[np.int64]:
    wide = field.astype(np.int64)
    return wide - ((wide >> (bits - 1)) << bits)


def signed(field: int, bits: int) -> int:
    """A field of so many bits as a signed number."""
    return field - (field >> (bits - 1) << bits)


def wrapped(value: int, wide: bool = True) -> int:
    """What a register holds: 64 bits as a signed number, or 32 bits without a sign."""
    return signed(value & _MASK_64, _WORD_BITS) if wide else value & 0xFFFFFFFF


def jump(word: int, kind: Kind) -> int:
    """How far a direct branch goes, in bytes."""
    if kind in (Kind.BRANCH, Kind.CALL):
        return signed(word & 0x03FFFFFF, 26) * 4
    if kind == Kind.TEST:
        return signed(word >> 5 & 0x3FFF, 14) * 4
    return signed(word >> 5 & 0x7FFFF, 19) * 4


def adr_offset(word: int) -> int:
    """The offset of ADR in bytes, of ADRP in pages."""
    return signed((word >> 5 & 0x7FFFF) << 2 | word >> 29 & 3, 21)


def add_immediate(word: int) -> int:
    """What ADD or SUB with an immediate adds."""
    value = (word >> 10 & 0xFFF) << (12 if word >> 22 & 1 else 0)
    return -value if word >> 30 & 1 else value


def logic_immediate(word: int) -> int | None:
    """The mask of AND, ORR or EOR with an immediate, unsigned; None if it encodes nothing."""
    wide = word >> 31
    size_bits = (word >> 22 & 1) << 6 | ~(word >> 10) & 0x3F
    length = size_bits.bit_length() - 1
    if length < 1 or (not wide and word >> 22 & 1):
        return None
    size = 1 << length
    ones, turn = word >> 10 & (size - 1), word >> 16 & (size - 1)
    if ones == size - 1:
        return None
    pattern = (1 << (ones + 1)) - 1
    pattern = (pattern >> turn | pattern << (size - turn)) & ((1 << size) - 1)
    whole = sum(pattern << at for at in range(0, _WORD_BITS if wide else 32, size))
    return whole & (_MASK_64 if wide else 0xFFFFFFFF)
