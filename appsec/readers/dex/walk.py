"""Follows the registers of one method from its first instruction to its last.

One pass in the order of the code. Where paths meet, what they agree on or may choose between is
kept; what a loop or a guarded block may change is forgotten there. So nothing is told of a value
that does not hold on every path, at the price of not telling some that would.
"""

from bisect import bisect_left
from collections.abc import Container, Sequence, Set
from dataclasses import dataclass, field

from appsec.facts.values import UNKNOWN, FieldRead, Method, Value
from appsec.model.frozen import slotted
from appsec.readers.dex.budget import Budget, budget_of
from appsec.readers.dex.code import ENDS, Code, Flow, flow_of, passed_over, read_code
from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.invoke import Call
from appsec.readers.dex.members import STATIC, Methods
from appsec.readers.dex.opcodes import ALL_INVOKES
from appsec.readers.dex.paths import Paths, guards
from appsec.readers.dex.state import State
from appsec.readers.dex.steps import STEPS
from appsec.readers.dex.told import Told

_TRIALS = 3
"""Then all that is known where a jump goes back is given up."""


@slotted
class Walked:
    """What one method does, in order. `puts` are (place, field index, value); `filled` are fields
    whose arrays get elements. What could not be read does nothing and is not `readable`."""

    calls: list[Call] = field(default_factory=list)
    puts: list[tuple[int, int, Value]] = field(default_factory=list)
    returned: list[Value] = field(default_factory=list)
    filled: Set[FieldRead] = frozenset()
    readable: bool = True
    throws: bool = False
    _walking: "Walking | None" = None
    _passed: Sequence[tuple[int, int]] | None = None
    """Stretches that some path leaves out, looked for on first need."""

    def always(self, place: int) -> bool:
        """Whether every path through the method comes to a place, but for what calls throw."""
        if self._passed is None:
            walking = self._walking
            self._passed = passed_over(walking.code, walking.flow) if walking else ()
        at = bisect_left(self._passed, (place,)) - 1
        return at < 0 or place >= self._passed[at][1]


@dataclass(eq=False, slots=True)
class Walking:
    """The way through one method, gone as far as was asked for. Raises BadDex where the code is
    what Android would refuse, and whenever it is to go further."""

    code: Code
    flow: Flow
    told: Told
    registers: list[Value]
    budget: Budget
    paths: Paths = field(init=False)
    walked: Walked = field(init=False)
    _next: int = 0

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        state = State(self.told, self.code.units, list(self.registers), self.budget)
        guarded = guards(self.code, self.flow) if self.code.guarded else {}
        self.paths = Paths(state, self.flow, guarded)
        self.walked = Walked(state.calls, state.puts, state.returned, state.filled, _walking=self)

    def whole(self) -> Walked:
        """All that the method does."""
        return self._to(len(self.flow.places))

    def calling(self, methods: Container[int]) -> Walked:
        """What it does up to its last call of one of these methods. With a loop all of it, as what
        comes later may go back to where it was."""
        if self.flow.changed:
            return self.whole()
        places, units, opcodes = self.flow.places, self.code.units, self.code.opcodes
        for n in range(len(places) - 1, self._next - 1, -1):
            at = places[n]
            if opcodes[at] in ALL_INVOKES and units[at + 1] in methods:
                return self._to(n + 1)
        return self.walked

    def _to(self, end: int) -> Walked:
        """Up to an instruction, by its number. Where that is refused the next one who asks begins
        anew, so that what one is told does not depend on who asked before."""
        begin, self._next = self._next, max(self._next, end)
        try:
            if begin < end:
                self._go(self.flow.places[begin:end])
        except (IndexError, BadDex) as error:
            self._next = 0
            self._begin()
            if isinstance(error, BadDex):
                raise
            raise BadDex("a register that the method does not have") from None
        return self.walked

    def _go(self, places: list[int]) -> None:
        """Once, and again where a jump back brought what was not there the time before."""
        if not self.flow.targets:
            _straight(self.paths.state, places)
        else:
            self.paths.follow(places)
            for trial in range(1, _TRIALS + 1):
                if not (brought := self.paths.brought):
                    break
                every = frozenset(range(self.code.registers))
                changed = self.flow.changed
                more = brought if trial < _TRIALS else dict.fromkeys(changed, every)
                known = {at: one | more.get(at, frozenset()) for at, one in changed.items()}
                self.flow = self.flow._replace(changed=known)
                self._begin()
                self.paths.follow(places)
        self.walked.throws = self.paths.state.throws


@dataclass(eq=False)
class Walker:
    """Walks the methods of one file. What they name is made into values once."""

    dex: Dex
    methods: Methods
    _told: Told = field(init=False)
    _budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        self._told = Told(self.dex)
        self._budget = budget_of(len(self.dex.data))

    def told(self, index: int) -> Method:
        """A method that the file names, as people write it."""
        return self._told.method(index)

    def start(self, row: int) -> Walking:
        """At the first instruction of a method. Raises BadDex for code that Android would refuse,
        as far as that shows before it is followed."""
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
        self._budget.spend(code.registers * (flow.edges + 1))
        return Walking(code, flow, self._told, registers, self._budget)


def walk(dex: Dex, methods: Methods, row: int) -> Walked:
    """What one method does. Raises BadDex for code that Android would refuse."""
    return Walker(dex, methods).start(row).whole()


def _straight(state: State, places: list[int]) -> None:
    """Code without a jump."""
    units = state.units
    for at in places:
        unit = units[at]
        opcode = unit & 0xFF
        STEPS[opcode](state, at, unit)
        if opcode in ENDS:
            return
