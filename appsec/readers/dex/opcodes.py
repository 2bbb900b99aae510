"""The instructions of Dalvik: how long each is, and the groups that the readers tell apart."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

_BY_LENGTH = {
    2: (
        *(0x02, 0x05, 0x08, 0x13, 0x15, 0x16, 0x19, 0x1A, 0x1C, 0x1F, 0x20, 0x22, 0x23, 0x29),
        *range(0x2D, 0x3E),
        *range(0x44, 0x6E),
        *range(0x90, 0xB0),
        *range(0xD0, 0xE3),
        *(0xFE, 0xFF),
    ),
    3: (
        *(0x03, 0x06, 0x09, 0x14, 0x17, 0x1B, 0x24, 0x25, 0x26, 0x2A, 0x2B, 0x2C),
        *range(0x6E, 0x73),
        *range(0x74, 0x79),
        *(0xFC, 0xFD),
    ),
    4: (0xFA, 0xFB),
    5: (0x18,),
}
UNITS = bytes(
    next((length for length, codes in _BY_LENGTH.items() if code in codes), 1)
    for code in range(256)
)
"""Length in units of two bytes by opcode; that of a payload stands in the payload."""


class Op(IntEnum):
    """The opcodes that are told apart one by one."""

    NOP = 0x00
    MOVE_RESULT_WIDE = 0x0B
    RETURN_VOID = 0x0E
    CONST_4 = 0x12
    CONST_16 = 0x13
    CONST = 0x14
    CONST_HIGH16 = 0x15
    CONST_WIDE_16 = 0x16
    CONST_WIDE_32 = 0x17
    CONST_WIDE = 0x18
    CONST_WIDE_HIGH16 = 0x19
    CONST_STRING = 0x1A
    CONST_STRING_JUMBO = 0x1B
    CONST_CLASS = 0x1C
    CHECK_CAST = 0x1F
    INSTANCE_OF = 0x20
    NEW_INSTANCE = 0x22
    NEW_ARRAY = 0x23
    FILLED_NEW_ARRAY = 0x24
    FILLED_NEW_ARRAY_RANGE = 0x25
    FILL_ARRAY_DATA = 0x26
    THROW = 0x27
    GOTO = 0x28
    GOTO_16 = 0x29
    GOTO_32 = 0x2A
    PACKED_SWITCH = 0x2B
    SPARSE_SWITCH = 0x2C
    INVOKE_SUPER = 0x6F
    INVOKE_STATIC = 0x71
    INVOKE_SUPER_RANGE = 0x75
    INVOKE_STATIC_RANGE = 0x77
    INVOKE_POLYMORPHIC = 0xFA
    INVOKE_POLYMORPHIC_RANGE = 0xFB
    INVOKE_CUSTOM = 0xFC
    INVOKE_CUSTOM_RANGE = 0xFD
    INT_TO_LONG = 0x81
    LONG_TO_INT = 0x84


MOVES = range(0x01, 0x0A)
MOVE_RESULTS = range(0x0A, 0x0D)
RETURNS = range(0x0E, 0x12)
CONSTANTS = range(0x12, 0x1A)
IFS = range(0x32, 0x3E)
ARRAY_GETS = range(0x44, 0x4B)
ARRAY_PUTS = range(0x4B, 0x52)
FIELD_GETS = range(0x52, 0x59)
FIELD_PUTS = range(0x59, 0x60)
STATIC_GETS = range(0x60, 0x67)
STATIC_PUTS = range(0x67, 0x6E)
INVOKES = range(0x6E, 0x73)
INVOKES_RANGE = range(0x74, 0x79)
ALL_INVOKES = frozenset((*INVOKES, *INVOKES_RANGE, *range(0xFA, 0xFE)))

PACKED_PAYLOAD, SPARSE_PAYLOAD, ARRAY_PAYLOAD = 0x0100, 0x0200, 0x0300
"""The first unit of a payload: a NOP with a kind in its upper byte."""
PAYLOADS = (PACKED_PAYLOAD, SPARSE_PAYLOAD, ARRAY_PAYLOAD)


def flags_of(*groups: range | tuple[int, ...]) -> NDArray[np.bool_]:
    """A table that says for each opcode whether it is in one of the groups."""
    table = np.zeros(256, np.bool_)
    for group in groups:
        table[list(group)] = True
    return table


def payload_units(units: "NDArray[np.uint16] | memoryview", at: int) -> int:
    """The length of the payload that begins at `at`, or 0 if none does."""
    kind = int(units[at])
    if kind not in PAYLOADS or at + 4 > len(units):
        return 0
    count = int(units[at + 1])
    if kind == PACKED_PAYLOAD:
        return count * 2 + 4
    if kind == SPARSE_PAYLOAD:
        return count * 4 + 2
    elements = int(units[at + 2]) | int(units[at + 3]) << 16
    return (elements * count + 1) // 2 + 4
