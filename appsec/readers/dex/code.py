"""The code of one method: its instructions in order, and where control can go."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from appsec.model.frozen import frozen
from appsec.readers.dex import opcodes
from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.members import Methods
from appsec.readers.dex.opcodes import UNITS, Op, payload_units

_TRY_BYTES = 8
_SLEB_BYTE = 0x7F
"""The most that one byte of a LEB128 number says; its upper bit is set if more bytes follow."""
_MAX_REGION_WORK = 50_000
"""Instructions times loops of one method; beyond, a loop is taken to change every register."""
ENDS = frozenset((*opcodes.RETURNS, Op.THROW, Op.GOTO, Op.GOTO_16, Op.GOTO_32))
"""What the next instruction does not follow."""
_JUMPS = frozenset(
    (
        *(*opcodes.IFS, Op.GOTO, Op.GOTO_16, Op.GOTO_32),
        *(Op.PACKED_SWITCH, Op.SPARSE_SWITCH),
    )
)
_LENGTHS = bytes(0 if opcode == Op.NOP else UNITS[opcode] for opcode in range(256))
"""Of a NOP it is looked up: it may begin a payload."""
_LEAVING = bytes(opcode in (*opcodes.RETURNS, Op.THROW) for opcode in range(256))
_JUMPING = bytes(opcode in _JUMPS for opcode in range(256))


@frozen
class Guarded:
    """A try block: first unit, the unit after its last one, and where its handlers are."""

    start: int
    end: int
    handlers: tuple[int, ...]


class Code(NamedTuple):
    """The code of one method. Places count units of two bytes from its first instruction."""

    units: memoryview
    opcodes: bytes
    registers: int
    incoming: int
    guarded: tuple[Guarded, ...]


def read_code(dex: Dex, methods: Methods, row: int) -> Code:
    """Raises BadDex."""
    at = int(methods.code[row])
    head = dex.data[at : at + 8]
    registers, incoming = head[0] | head[1] << 8, head[2] | head[3] << 8
    tries = head[6] | head[7] << 8
    if incoming > registers:
        raise BadDex("more parameters than registers")
    first, end = int(methods.first[row]), int(methods.end[row])
    instructions = dex.data[2 * first : 2 * end]
    guarded = tuple(_guarded(dex, 2 * (end + (end - first) % 2), tries)) if tries else ()
    _check_order(guarded, end - first)
    units = memoryview(instructions).cast("H")
    return Code(units, instructions[::2], registers, incoming, guarded)


def _guarded(dex: Dex, at: int, tries: int) -> Iterator[Guarded]:
    lists = at + tries * _TRY_BYTES
    dex.part(at, tries * _TRY_BYTES)
    known: dict[int, tuple[int, ...]] = {}
    for entry in range(at, lists, _TRY_BYTES):
        start = int.from_bytes(dex.data[entry : entry + 4], "little")
        count = int.from_bytes(dex.data[entry + 4 : entry + 6], "little")
        offset = int.from_bytes(dex.data[entry + 6 : entry + 8], "little")
        if offset not in known:
            known[offset] = tuple(dict.fromkeys(_handlers(dex, lists + offset)))
        yield Guarded(start, start + count, known[offset])


def _check_order(guarded: Sequence[Guarded], size: int) -> None:
    """Android takes no others: one behind the other, and none empty."""
    end = 0
    for one in guarded:
        if not end <= one.start < one.end <= size:
            raise BadDex("try blocks out of order")
        end = one.end


def _handlers(dex: Dex, at: int) -> Iterator[int]:
    count, at = uleb(dex, at)
    if count > _SLEB_BYTE:
        raise BadDex("too many handlers")
    types = signed(count, 7)
    for _ in range(abs(types)):
        _, at = uleb(dex, at)
        address, at = uleb(dex, at)
        yield address
    if types <= 0:
        yield uleb(dex, at)[0]


def uleb(dex: Dex, at: int) -> tuple[int, int]:
    """A number and where the next one begins."""
    value = 0
    for shift in range(0, 35, 7):
        byte = dex.part(at, 1)[0]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte <= _SLEB_BYTE:
            return value, at
    raise BadDex("number of more than five bytes")


class Flow(NamedTuple):
    """Instructions in order of place, and what merges where.

    `jumps` are the places that each jump may go to, `targets` all that are jumped to. `changed`
    gives for each place that is jumped to from behind the registers that the loop seems to change:
    the walk finds out whether there are more.
    """

    places: list[int]
    jumps: dict[int, tuple[int, ...]]
    targets: frozenset[int]
    changed: dict[int, frozenset[int]]

    @property
    def edges(self) -> int:
        """How many jumps there are, each counted with all that it may go to."""
        return sum(map(len, self.jumps.values()))


def flow_of(code: Code) -> Flow:
    """Raises BadDex for code that runs out of its method."""
    places = _places(code)
    jumping = code.opcodes.translate(_JUMPING)
    if not code.guarded and 1 not in jumping:
        return Flow(places, {}, frozenset(), {})
    jumps = {at: targets_of(code.units, at) for at in places if jumping[at]}
    edges = [(at, to) for at, targets in jumps.items() for to in targets]
    edges += [(one.end - 1, to) for one in code.guarded for to in one.handlers]
    targets = frozenset(to for _, to in edges)
    if not targets.union(one.start for one in code.guarded) <= set(places):
        raise BadDex("jump into an instruction")
    back = [(at, to) for at, to in edges if to <= at]
    return Flow(places, jumps, targets, _changed(code, places, back) if back else {})


def _places(code: Code) -> list[int]:
    places: list[int] = []
    add = places.append
    lengths = code.opcodes.translate(_LENGTHS)
    at, end = 0, len(lengths)
    while at < end:
        if length := lengths[at]:
            add(at)
        else:
            length = payload_units(code.units, at)
            if not length:
                add(at)
                length = 1
        at += length
    if at != end:
        raise BadDex("instruction runs out of its method")
    return places


def targets_of(units: memoryview, at: int) -> tuple[int, ...]:
    """Where an instruction may jump; what follows it is not among them."""
    unit = units[at]
    opcode = unit & 0xFF
    if opcode in opcodes.IFS:
        return (at + signed(units[at + 1], 16),)
    if opcode == Op.GOTO:
        return (at + signed(unit >> 8, 8),)
    if opcode == Op.GOTO_16:
        return (at + signed(units[at + 1], 16),)
    to = at + signed(units[at + 1] | units[at + 2] << 16, 32)
    return (to,) if opcode == Op.GOTO_32 else _switch(units, at, to)


def _switch(units: memoryview, at: int, payload: int) -> tuple[int, ...]:
    if not 0 <= payload <= len(units) - 4:
        raise BadDex("switch without its table")
    count = units[payload + 1]
    kind = units[payload]
    first = {opcodes.PACKED_PAYLOAD: 4, opcodes.SPARSE_PAYLOAD: 2 + 2 * count}.get(kind)
    if first is None or payload + first + 2 * count > len(units):
        raise BadDex("odd switch table")
    begin = payload + first
    return tuple(
        dict.fromkeys(
            at + signed(units[n] | units[n + 1] << 16, 32)
            for n in range(begin, begin + 2 * count, 2)
        )
    )


_WIDE = frozenset(
    (
        *(0x04, 0x05, 0x06, Op.MOVE_RESULT_WIDE, *range(0x16, 0x1A), 0x45, 0x53, 0x61),
        *(0x7D, 0x7E, 0x80, 0x81, 0x83, 0x86, 0x88, 0x89, 0x8B),
        *(*range(0x9B, 0xA6), *range(0xAB, 0xB0), *range(0xBB, 0xC6), *range(0xCB, 0xD0)),
    )
)
"""Opcodes that write two registers."""
_WRITES_LOW = frozenset(
    (
        *(0x01, 0x04, 0x07, 0x12, 0x20, 0x21, 0x23),
        *(*opcodes.FIELD_GETS, *range(0x7B, 0x90), *range(0xB0, 0xD8)),
    )
)
"""Those that name the register they write in four bits."""
_WRITES_BYTE = frozenset(
    (
        *(0x02, 0x05, 0x08, *opcodes.MOVE_RESULTS, 0x0D, *range(0x13, 0x1D), 0x22),
        *(*range(0x2D, 0x32), *opcodes.ARRAY_GETS, *opcodes.STATIC_GETS, *range(0x90, 0xB0)),
        *(*range(0xD8, 0xE3), 0xFE, 0xFF),
    )
)
_WRITES_UNIT = frozenset((0x03, 0x06, 0x09))


def written_by(units: memoryview, at: int) -> tuple[int, ...]:
    """The registers that an instruction writes."""
    unit = units[at]
    opcode = unit & 0xFF
    if opcode in _WRITES_LOW:
        register = unit >> 8 & 0xF
    elif opcode in _WRITES_BYTE:
        register = unit >> 8
    elif opcode in _WRITES_UNIT:
        register = units[at + 1]
    else:
        return ()
    return (register, register + 1) if opcode in _WIDE else (register,)


def written_between(
    units: memoryview, places: Sequence[int], start: int, end: int
) -> frozenset[int]:
    """The registers that the instructions of a stretch write, the one at `end` left out."""
    inside = places[bisect_left(places, start) : bisect_left(places, end)]
    return frozenset(register for at in inside for register in written_by(units, at))


def _changed(
    code: Code, places: Sequence[int], back: list[tuple[int, int]]
) -> dict[int, frozenset[int]]:
    """For each place jumped back to, what is written between it and the last jump to it."""
    ends: dict[int, int] = {}
    for at, to in back:
        ends[to] = max(at, ends.get(to, to))
    if len(ends) * len(places) > _MAX_REGION_WORK:
        return dict.fromkeys(ends, frozenset(range(code.registers)))
    return {to: written_between(code.units, places, to, at + 1) for to, at in ends.items()}


def passed_over(code: Code, flow: Flow) -> list[tuple[int, int]]:
    """The stretches that some path leaves out, as the place before each and the one behind: what
    a jump or an exception passes over, and what follows a return or throw."""
    edges = [(at, to) for at, targets in flow.jumps.items() for to in targets if to > at]
    edges += [(one.start, to) for one in code.guarded for to in one.handlers]
    leaving = code.opcodes.translate(_LEAVING)
    first = next((at for at in flow.places if leaving[at]), len(leaving))
    found: list[tuple[int, int]] = []
    for begin, end in sorted((*edges, (first, len(leaving)))):
        if found and begin < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found


def signed(value: int, bits: int) -> int:
    """Two's complement."""
    return value - (1 << bits) if value >> (bits - 1) else value
