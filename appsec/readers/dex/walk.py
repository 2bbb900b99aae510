"""Follows the registers of one method from its first instruction to its last.

One pass in the order of the code. Where paths meet, what they agree on or may choose between is
kept; what a loop or a guarded block may change is forgotten there. So nothing is told of a value
that does not hold on every path, at the price of not telling some that would.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    Changed,
    Method,
    New,
    Value,
    either,
)
from appsec.readers.dex.code import ENDS, Flow, flow_of, read_code, written_between
from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.invoke import Call
from appsec.readers.dex.members import STATIC, Methods
from appsec.readers.dex.state import State
from appsec.readers.dex.steps import STEPS
from appsec.readers.dex.told import Told

_MAX_MERGED = 5_000_000
"""Registers times places where paths meet: the work of one method."""
_KEEPS = frozenset((Array, Built, New, Changed))
"""Objects that may be changed in place."""


@dataclass(slots=True)
class Walked:
    """What one method does, in order. `puts` are (place, field index, value)."""

    calls: list[Call] = field(default_factory=list)
    puts: list[tuple[int, int, Value]] = field(default_factory=list)
    returned: list[Value] = field(default_factory=list)
    throws: bool = False


@dataclass(eq=False)
class Walker:
    """Walks the methods of one file. What they name is made into values once."""

    dex: Dex
    methods: Methods
    _told: Told = field(init=False)

    def __post_init__(self) -> None:
        self._told = Told(self.dex)

    def told(self, index: int) -> Method:
        """A method that the file names, as people write it."""
        return self._told.method(index)

    def walk(self, row: int) -> Walked:
        """Raises BadDex for code that Android would refuse."""
        code = read_code(self.dex, self.methods, row)
        reference = self.dex.method(int(self.methods.method[row]))
        registers: list[Value] = [UNKNOWN] * code.registers
        at = code.registers - code.incoming
        static = int(self.methods.access[row]) & STATIC
        types = reference.parameters if static else (reference.owner, *reference.parameters)
        for number, kind in enumerate(types, 0 if static else -1):
            if at < code.registers:
                registers[at] = self._told.parameter(number, kind)
            at += 2 if kind in "JD" else 1
        flow = flow_of(code)
        if code.registers * (len(flow.targets) + 1) > _MAX_MERGED:
            raise BadDex("too many registers and jumps")
        state = State(self._told, code.units, registers)
        try:
            if flow.targets:
                guarded = {one.start: (one.end, one.handlers) for one in code.guarded}
                _Paths(state, flow, guarded).follow()
            else:
                _straight(state, flow.places)
        except IndexError:
            raise BadDex("a register that the method does not have") from None
        return Walked(state.calls, state.puts, state.returned, state.throws)


def walk(dex: Dex, methods: Methods, row: int) -> Walked:
    """What one method does. Raises BadDex for code that Android would refuse."""
    return Walker(dex, methods).walk(row)


def _straight(state: State, places: list[int]) -> None:
    """Code without a jump."""
    units = state.units
    for at in places:
        unit = units[at]
        opcode = unit & 0xFF
        STEPS[opcode](state, at, unit)
        if opcode in ENDS:
            return


@dataclass(slots=True)
class _Paths:
    """Code with jumps. `waiting` is what is known where a place ahead is jumped to."""

    state: State
    flow: Flow
    guarded: dict[int, tuple[int, tuple[int, ...]]]
    waiting: dict[int, list[Value]] = field(default_factory=dict)

    def follow(self) -> None:
        state, targets, jumps, guarded = (
            self.state,
            self.flow.targets,
            self.flow.jumps,
            self.guarded,
        )
        units = state.units
        live = True
        for at in self.flow.places:
            if at in targets:
                self._meet(at, live)
                live = True
            if not live:
                continue
            if at in guarded:
                self._guard(at)
            unit = units[at]
            opcode = unit & 0xFF
            STEPS[opcode](state, at, unit)
            if at in jumps:
                for to in jumps[at]:
                    if to > at:
                        self._send(to, state.registers)
            live = opcode not in ENDS

    def _meet(self, at: int, live: bool) -> None:
        """What holds at a place that is jumped to."""
        state = self.state
        waiting = self.waiting.pop(at, None)
        if waiting is None and not live:
            state.registers = [UNKNOWN] * len(state.registers)
        elif waiting is not None:
            state.registers = _merged(state.registers, waiting) if live else waiting
        changed = self.flow.changed.get(at)
        if changed is not None:
            state.registers = _forget(state.registers, changed)

    def _guard(self, at: int) -> None:
        """Any instruction of the block may throw: what it writes is unknown to the handlers."""
        end, handlers = self.guarded[at]
        inside = written_between(self.state.units, self.flow.places, at, end)
        known = _forget(self.state.registers, inside)
        for to in handlers:
            if to > at:
                self._send(to, known)

    def _send(self, to: int, registers: list[Value]) -> None:
        waiting = self.waiting.get(to)
        self.waiting[to] = list(registers) if waiting is None else _merged(waiting, registers)


def _merged(one: list[Value], other: list[Value]) -> list[Value]:
    return [
        left
        if left is right
        else UNKNOWN
        if left is UNKNOWN or right is UNKNOWN
        else either(left, right)
        for left, right in zip(one, other, strict=True)
    ]


def _forget(registers: list[Value], changed: Collection[int]) -> list[Value]:
    """Without what may have been written, or changed in place."""
    known = [UNKNOWN if type(value) in _KEEPS else value for value in registers]
    for number in changed:
        if number < len(known):
            known[number] = UNKNOWN
    return known
