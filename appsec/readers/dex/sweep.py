"""Every instruction that names a method, a field or a type, of all methods at once.

All methods are decoded in step: the n-th instruction of each of them in one operation on arrays.
That costs a hundredth of making an object for each instruction.
"""

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen
from appsec.readers.dex import opcodes
from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.grouped import begins
from appsec.readers.dex.members import CODE_HEADER, Methods
from appsec.readers.dex.opcodes import UNITS, Op, payload_units

_FEW = 48
"""So few long methods are done one by one: an operation on arrays has its price, too."""
_ROUNDS = 16
"""Instructions of each method between two looks at which methods have ended."""

_LONGEST = max(UNITS)
_NAMES = 0x80
"""Set beside the length of an instruction that names something."""
_STEP = 0x7F
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
_KINDS = bytes(
    # A NOP may be a payload, whose length is looked up: all stop there.
    0 if opcode == Op.NOP else UNITS[opcode] | (_NAMES if _NAMING[opcode] else 0)
    for opcode in range(256)
)


@frozen
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
    """Every naming instruction, in the order of the code. Raises BadDex."""
    if not len(methods):
        none = np.zeros(0, np.int64)
        return Uses(none, none, none.astype(np.uint8), none)
    order = np.argsort(methods.first, kind="stable")
    first = methods.first[order]
    low = int(first[0])
    once = begins(first)  # a method that other rows share is done once
    unit = _naming(dex, first[once] - low, methods.end[order[once]] - low, low) + low
    if len(unit) and unit[-1] + 1 >= len(dex.units):
        raise BadDex("instruction runs out of the file")
    unit, row = _by_method(unit, first, order)
    opcode = (dex.units[unit] & 0xFF).astype(np.uint8)
    index = dex.units[unit + 1].astype(np.int64)
    jumbo = np.flatnonzero(opcode == Op.CONST_STRING_JUMBO)
    if len(jumbo):
        last = len(dex.units) - 1
        index[jumbo] |= dex.units[np.minimum(unit[jumbo] + 2, last)].astype(np.int64) << 16
    return Uses(unit, row, opcode, index)


def _by_method(
    unit: NDArray[np.int64], first: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each place with the row of its method; with each of the rows that share one body."""
    begin = np.searchsorted(unit, first)
    ends = np.append(begin[1:], len(unit))
    shared = np.flatnonzero(first[:-1] == first[1:])
    if not len(shared):
        return unit, np.repeat(rows, ends - begin)
    last = np.searchsorted(first, first, "right") - 1
    counts = ends[last] - begin
    before = np.cumsum(counts) - counts
    places = np.repeat(begin - before, counts) + np.arange(int(counts.sum()))
    return unit[places], np.repeat(rows, counts)


def _naming(
    dex: Dex, first: NDArray[np.int64], end: NDArray[np.int64], low: int
) -> NDArray[np.int64]:
    """The places of naming instructions, counted from `low`, the first one of the first method, as
    are where methods begin and end."""
    if (end[:-1] + CODE_HEADER // 2 > first[1:]).any():
        raise BadDex("code overlaps")
    high = int(end.max())
    opcode = dex.data[2 * low : 2 * (low + high) : 2]
    kinds = np.frombuffer(bytearray(opcode.translate(_KINDS) + bytes(_LONGEST + 1)), np.uint8)
    for beyond in range(_LONGEST):
        kinds[end + beyond] = 0  # what runs out of its method stops there
    met = np.zeros(len(kinds), np.bool_)
    units = dex.units[low:]
    at = first
    while len(at) > _FEW:
        for _ in range(_ROUNDS):
            met[at] = True
            at = at + (kinds[at] & _STEP)
        _past_nops(units, at, kinds, end)
        going = np.flatnonzero(at < end)
        at, end = at[going], end[going]
    steps = (kinds & _STEP).tobytes() if len(at) else b""
    for begin, stop in zip(at.tolist(), end.tolist(), strict=True):
        met[_places(units, begin, stop, steps)] = True
    return np.flatnonzero(met & (kinds > _STEP))


def _past_nops(
    units: NDArray[np.uint16],
    at: NDArray[np.int64],
    kinds: NDArray[np.uint8],
    end: NDArray[np.int64],
) -> None:
    """Moves on those that have come to a NOP, by the length of the payload if it begins one."""
    for row in np.flatnonzero((kinds[at] == 0) & (at < end)).tolist():
        place = int(at[row])
        at[row] = place + (payload_units(units, place) or 1)


def _places(units: NDArray[np.uint16], begin: int, end: int, steps: bytes) -> list[int]:
    """Where the instructions of one method begin."""
    places = []
    place = begin
    while place < end:
        places.append(place)
        place += steps[place] or payload_units(units, place) or 1
    return places
