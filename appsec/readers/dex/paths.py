"""What holds where the paths of a method meet."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    Changed,
    New,
    OneOf,
    Value,
    choices,
    each,
    either,
)
from appsec.model.frozen import slotted
from appsec.readers.dex.code import ENDS, Code, Flow, written_between
from appsec.readers.dex.invoke import is_builder
from appsec.readers.dex.state import State
from appsec.readers.dex.steps import STEPS

_OBJECTS = frozenset((Array, Built, New, Changed))
"""Objects that may be changed in place."""
_PERHAPS_OBJECTS = _OBJECTS | {OneOf}


class Guard(NamedTuple):
    """A try block: the registers that it writes, and where its handlers are."""

    written: frozenset[int]
    handlers: tuple[int, ...]


def guards(code: Code, flow: Flow) -> dict[int, Guard]:
    """The try blocks by each place at which they are entered, be it in their midst."""
    found: dict[int, Guard] = {}
    targets = sorted(flow.targets)
    for one in code.guarded:
        written = written_between(code.units, flow.places, one.start, one.end)
        inside = targets[bisect_left(targets, one.start) : bisect_left(targets, one.end)]
        found |= dict.fromkeys((one.start, *inside), Guard(written, one.handlers))
    return found


@slotted
class Paths:
    """Code with jumps. `waiting` is what is known where a place ahead is jumped to, `known` what
    was taken to hold where one goes back to; `brought` are the registers in which such a jump
    brings something else."""

    state: State
    flow: Flow
    guarded: Mapping[int, Guard]
    waiting: dict[int, list[Value]] = field(default_factory=dict)
    known: dict[int, list[Value]] = field(default_factory=dict)
    brought: dict[int, frozenset[int]] = field(default_factory=dict)
    live: bool = True

    def follow(self, places: Sequence[int]) -> None:
        """Through some instructions, the first of which follows the last one of those before."""
        state, targets, jumps, guarded = (
            self.state,
            self.flow.targets,
            self.flow.jumps,
            self.guarded,
        )
        units = state.units
        live = self.live
        for at in places:
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
                    self._send(at, to, state.registers)
            live = opcode not in ENDS
        self.live = live

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
            self.known[at] = list(state.registers)

    def _guard(self, at: int) -> None:
        """Any instruction of the block may throw: what it writes is unknown to the handlers."""
        guard = self.guarded[at]
        self.state.budget.spend(len(self.state.registers) * (1 + len(guard.handlers)))
        known = _forget(self.state.registers, guard.written)
        for to in guard.handlers:
            self._send(at, to, known)

    def _send(self, at: int, to: int, registers: list[Value]) -> None:
        if to > at:
            waiting = self.waiting.get(to)
            self.waiting[to] = list(registers) if waiting is None else _merged(waiting, registers)
        elif to in self.known:
            new = [n for n, one in enumerate(self.known[to]) if not _covers(one, registers[n])]
            if new:
                self.brought[to] = self.brought.get(to, frozenset()).union(new)


def _covers(known: Value, value: Value) -> bool:
    """Whether what was told of a register holds for this value, too."""
    if known is value or known is UNKNOWN:
        return True
    told = choices(known)
    return UNKNOWN in told or choices(value) <= told


def _merged(one: list[Value], other: list[Value]) -> list[Value]:
    """Registers that held one object go on holding one."""
    met: dict[tuple[int, int], Value] = {}
    merged: list[Value] = []
    for left, right in zip(one, other, strict=True):
        if left is right:
            merged.append(left)
        elif left is UNKNOWN or right is UNKNOWN:
            merged.append(UNKNOWN)
        else:
            pair = id(left), id(right)
            if pair not in met:
                met[pair] = either(left, right)
            merged.append(met[pair])
    return merged


def _forget(registers: list[Value], changed: Collection[int]) -> list[Value]:
    """Without what may have been written, or changed in place."""
    known = [
        UNKNOWN if type(value) in _PERHAPS_OBJECTS and _changes(value) else value
        for value in registers
    ]
    for number in changed:
        if number < len(known):
            known[number] = UNKNOWN
    return known


def _changes(value: Value) -> bool:
    """Whether an object may be changed in place."""
    return any(
        is_builder(one) if type(one) is Built else type(one) in _OBJECTS for one in each(value)
    )
