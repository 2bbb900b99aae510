"""Follows one function along all of its paths.

Where paths meet, what they agree on or may choose between holds; loops are followed until nothing
changes any more. A block that nobody is seen to jump to (a handler) begins with nothing known.
Small functions are followed where they are called, as if they stood there.
"""

import heapq
from collections.abc import Sequence
from dataclasses import field
from typing import Protocol

from appsec.model.frozen import slotted
from appsec.readers.macho.arm64 import Kind, jump
from appsec.readers.macho.calls import Called, Caller
from appsec.readers.macho.calls_frame import Names
from appsec.readers.macho.image import ObjcMethod
from appsec.readers.macho.walk_blocks import Block, Instruction, TooMuch, blocks
from appsec.readers.macho.walk_frame import find_taken
from appsec.readers.macho.walk_objects import SP, Taken
from appsec.readers.macho.walk_state import State
from appsec.readers.macho.walk_step import Machine
from appsec.readers.macho.walk_values import Param, Stack, Value
from appsec.readers.macho.walk_view import View

_MAX_WORK = 2_000_000
"""Instructions that are followed in one function, those of loops several times."""
_CALL = 20
"""What noting a call counts as."""
_PATIENCE = 6
"""How often a place is come to before what differs is forgotten."""
_MAX_INLINE = 3
_PARAMETERS = 8
_CONTEXT = 20
"""The register in which Swift passes self, and what a closure captures."""
_FIRST_JUMP = int(Kind.BRANCH)
_CALLS = frozenset((Kind.CALL, Kind.CALL_REGISTER))


class Program(Names, Protocol):
    """The image around a function."""

    @property
    def view(self) -> View:
        """What the image holds."""

    def body(self, start: int) -> Sequence[Instruction]:
        """The instructions of a function; none if there is none."""

    def small(self, start: int) -> Sequence[Instruction]:
        """Those of a function that is followed where it is called; none for any other."""

    def method(self, start: int) -> ObjcMethod | None:
        """The method that begins here."""


@slotted
class Walked:
    """What one function does, in order of the code: its calls, and what it may give back."""

    calls: list[Called] = field(default_factory=list)
    returned: list[Value] = field(default_factory=list)


def walk(program: Program, start: int, most: int) -> Walked:
    """Raises TooMuch, also for a function of more instructions than `most`."""
    code = program.body(start)
    if len(code) > most:
        raise TooMuch
    return _Walk(program, start, code).run()


class _Walk:
    def __init__(self, program: Program, start: int, code: Sequence[Instruction]) -> None:
        self._program = program
        self._code = code
        read = program.view.image.read
        self._blocks = {block.first: block for block in blocks(code, read)}
        self._order = sorted(self._blocks)
        self._switches = {code[b.last - 1][0] for b in self._blocks.values() if b.next}
        first = State(Taken(read))
        first.registers[:_PARAMETERS] = [Param(number) for number in range(_PARAMETERS)]
        first.registers[_CONTEXT] = Param(_CONTEXT)
        first.registers[SP] = Stack(0)
        find_taken(program.view, self._code, first)
        self._entries: dict[int, State] = {0: first}
        self._frame = first
        self._visits: dict[int, int] = {}
        self._work = 0
        self._noting = False
        self._outer = 0
        self._depth = 0
        self.done = Walked()
        machine = Machine(program.view, first)
        method = program.method(start)
        self._caller = Caller(machine, program, method, self._note, self._enter)

    def run(self) -> Walked:
        if not self._code:
            return self.done
        loops = any(to <= block.first for block in self._blocks.values() for to in block.next)
        self._noting = not loops
        if loops:
            self._settle()
            self._noting = True
        for first in self._order:
            self._follow(self._blocks[first])
        return self.done

    def _settle(self) -> None:
        """Follows loops until what holds on entry of each block changes no more."""
        waiting = [0]
        queued = {0}
        unseen = iter(self._order)
        while True:
            while waiting:
                first = heapq.heappop(waiting)
                queued.discard(first)
                for to in self._follow(self._blocks[first]):
                    if to not in queued:
                        queued.add(to)
                        heapq.heappush(waiting, to)
            first = next((one for one in unseen if one not in self._visits), -1)
            if first < 0:
                return
            waiting.append(first)

    def _follow(self, block: Block) -> list[int]:
        """The blocks behind this one for which more holds, or less, than before."""
        self._visits[block.first] = self._visits.get(block.first, 0) + 1
        entry = self._entries.get(block.first)
        if entry is None:
            entry = self._entries[block.first] = self._frame.lost()
        self._caller.machine.state = entry.copy()
        self._count(block.last - block.first)
        falls = True
        for number in range(block.first, block.last):
            self._outer = self._code[number][0]
            falls = self._one(self._code[number])
        state = self._caller.machine.state
        if not block.first:
            self._frame = state
        if not falls and self._code[block.last - 1][2] in _CALLS:
            return []
        return [to for to in block.next if self._reach(to, state)]

    def _reach(self, to: int, state: State) -> bool:
        entry = self._entries.get(to)
        if entry is None:
            self._entries[to] = state.copy()
            return True
        return entry.join(state, self._visits.get(to, 0) > _PATIENCE)

    def _one(self, instruction: Instruction) -> bool:  # noqa: PLR0911 - one for each kind
        """Whether the next instruction may be come to."""
        at, word, kind = instruction
        if kind < _FIRST_JUMP:
            self._caller.machine.step(word, kind, at)
            return True
        match kind:
            case Kind.CALL:
                return self._caller.direct(self._outer, self._site(at), at + jump(word, Kind.CALL))
            case Kind.CALL_REGISTER:
                return self._caller.indirect(self._outer, self._site(at), word >> 5 & 31)
            case Kind.BRANCH:
                return self._branch(at, at + jump(word, Kind.BRANCH))
            case Kind.BRANCH_REGISTER:
                return self._branch_register(at, word >> 5 & 31)
            case Kind.RETURN:
                self._return()
                return False
            case Kind.SYSTEM_CALL:
                self._caller.system_call(self._outer)
            case Kind.TRAP:
                return False
        return True

    def _site(self, at: int) -> int:
        return at if at == self._outer else self._outer << 64 | at

    def _branch(self, at: int, to: int) -> bool:
        """A jump that leaves the function is a call and a return."""
        if not self._depth and self._code[0][0] <= to <= self._code[-1][0]:
            return False
        if self._caller.direct(self._outer, self._site(at), to):
            self._return()
        return False

    def _branch_register(self, at: int, register: int) -> bool:
        """A jump to one of several places in this function; or else a tail call."""
        known = self._caller.frame.get(register) is not None
        if known or self._depth or at not in self._switches:
            self._caller.indirect(self._outer, self._site(at), register)
            self._return()
        return False

    def _return(self) -> None:
        if not self._depth and self._noting:
            value = self._caller.frame.fix(self._caller.frame.get(0))
            if value not in self.done.returned:
                self.done.returned.append(value)

    def _enter(self, target: int) -> bool:
        """Follows a small function here, if it is one. Whether it was."""
        code = self._program.small(target) if self._depth < _MAX_INLINE else ()
        if not code:
            return False
        self._depth += 1
        self._count(len(code))
        for one in code:
            self._one(one)
        self._depth -= 1
        return True

    def _note(self, called: Called) -> None:
        if self._noting:
            self._count(_CALL)
            self.done.calls.append(called)

    def _count(self, work: int) -> None:
        self._work += work
        if self._work > _MAX_WORK:
            raise TooMuch
