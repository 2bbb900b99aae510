"""Every instruction that names a method, a field or a type, of all methods at once.

All methods are decoded in step: the n-th instruction of each of them in one operation on arrays.
That costs a hundredth of making an object for each instruction.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from appsec.readers.dex import opcodes
from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.members import Methods
from appsec.readers.dex.opcodes import UNITS, Op

_LENGTHS = np.frombuffer(UNITS, np.uint8)
_FEW = 48
"""So few long methods are done one by one: an operation on arrays has its price, too."""
_COMPACT_EVERY = 16

_NAMING = opcodes.flags_of(
    opcodes.INVOKES,
    opcodes.INVOKES_RANGE,
    opcodes.FIELD_GETS,
    opcodes.FIELD_PUTS,
    opcodes.STATIC_GETS,
    opcodes.STATIC_PUTS,
    (Op.CONST_CLASS, Op.NEW_INSTANCE, Op.CHECK_CAST, Op.INSTANCE_OF),
    (Op.CONST_STRING, Op.CONST_STRING_JUMBO),
    (Op.INVOKE_POLYMORPHIC, Op.INVOKE_POLYMORPHIC_RANGE),
    (Op.INVOKE_CUSTOM, Op.INVOKE_CUSTOM_RANGE),
)


@dataclass(frozen=True, slots=True)
class Uses:
    """Instructions that name something. `row` is the method's; `unit` counts two bytes from the
    start of the file; `index` is that of the method, field, type, string or call site."""

    unit: NDArray[np.int64]
    row: NDArray[np.int64]
    opcode: NDArray[np.uint8]
    index: NDArray[np.int64]

    def of(self, *groups: range | tuple[int, ...]) -> "Uses":
        """Those with an opcode of one of these groups."""
        kept = np.flatnonzero(opcodes.flags_of(*groups)[self.opcode])
        return Uses(self.unit[kept], self.row[kept], self.opcode[kept], self.index[kept])


def sweep(dex: Dex, methods: Methods) -> Uses:
    """Every naming instruction, in no order. Raises BadDex."""
    if not len(methods):
        none = np.zeros(0, np.int64)
        return Uses(none, none, none.astype(np.uint8), none)
    units = dex.units
    opcode = (units & 0xFF).astype(np.uint8)
    naming = _NAMING[opcode]
    step = _LENGTHS[opcode].astype(np.int32)
    _skip_payloads(units, opcode, step)
    found: list[NDArray[np.int64]] = []
    _in_step(methods, naming, step, found)
    unit = np.concatenate(found) if found else np.zeros(0, np.int64)
    order = np.argsort(methods.first, kind="stable")
    row = order[np.searchsorted(methods.first[order], unit, side="right") - 1]
    if (unit + 1 >= len(units)).any():
        raise BadDex("instruction runs out of the file")
    index = units[unit + 1].astype(np.int64)
    jumbo = np.flatnonzero(opcode[unit] == Op.CONST_STRING_JUMBO)
    if len(jumbo):
        index[jumbo] |= units[np.minimum(unit[jumbo] + 2, len(units) - 1)].astype(np.int64) << 16
    return Uses(unit, row, opcode[unit], index)


def _skip_payloads(
    units: NDArray[np.uint16], opcode: NDArray[np.uint8], step: NDArray[np.int32]
) -> None:
    """Makes the step at a payload its length, as `payload_units` tells it."""
    at = np.flatnonzero((opcode == Op.NOP) & (units != 0))
    at = at[(units[at] <= max(opcodes.PAYLOADS)) & (at + 4 <= len(units))]
    kind, count = units[at], units[at + 1].astype(np.int64)
    elements = units[at + 2] | units[at + 3].astype(np.int64) << 16
    length = np.where(kind == opcodes.PACKED_PAYLOAD, count * 2 + 4, count * 4 + 2)
    in_array = kind == opcodes.ARRAY_PAYLOAD
    length = np.where(in_array, (elements * count + 1) // 2 + 4, length)
    step[at] = np.minimum(length, len(units))


def _in_step(
    methods: Methods,
    naming: NDArray[np.bool_],
    step: NDArray[np.int32],
    found: list[NDArray[np.int64]],
) -> None:
    """Appends the places of naming instructions, method by method all at once."""
    # A method that other rows share is done once.
    first, rows = np.unique(methods.first, return_index=True)
    end = methods.end[rows]
    at = first.copy()
    last = len(step) - 1
    while len(at) > _FEW:
        for _ in range(_COMPACT_EVERY):
            hit = at[naming[at] & (at < end)]
            if len(hit):
                found.append(hit)
            np.minimum(at + step[at], last, out=at)
        going = np.flatnonzero(at < end)
        at, end = at[going], end[going]
    names, steps = naming.tobytes() if len(at) else b"", step
    for begin, stop in zip(at.tolist(), end.tolist(), strict=True):
        hits = []
        place = begin
        while place < stop:
            if names[place]:
                hits.append(place)
            place += int(steps[place])
        found.append(np.array(hits, np.int64))
