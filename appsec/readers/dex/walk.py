"""Follows the registers of one method from its first instruction to its last.

One pass in the order of the code. Where paths meet, what they agree on or may choose between is
kept; what a loop or a guarded block may change is forgotten there. So nothing is told of a value
that does not hold on every path, at the price of not telling some that would.
"""

from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from appsec.facts.values import UNKNOWN, FieldRead, Method, Value
from appsec.readers.dex.budget import Budget, budget_of
from appsec.readers.dex.code import ENDS, Code, Flow, flow_of, passed_over, read_code
from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.invoke import Call
from appsec.readers.dex.members import STATIC, Methods
from appsec.readers.dex.paths import Paths, guards
from appsec.readers.dex.state import State
from appsec.readers.dex.steps import STEPS
from appsec.readers.dex.told import Told

_TRIALS = 3
"""Then all that is known where a jump goes back is given up."""


@dataclass(slots=True)
class Walked:
    """What one method does, in order. `puts` are (place, field index, value); `filled` are fields
    whose arrays get elements. What could not be read does nothing and is not `readable`."""

    calls: list[Call] = field(default_factory=list)
    puts: list[tuple[int, int, Value]] = field(default_factory=list)
    returned: list[Value] = field(default_factory=list)
    throws: bool = False
    filled: Set[FieldRead] = frozenset()
    readable: bool = True
    _shape: tuple[Code, Flow] | None = None
    _passed: Sequence[tuple[int, int]] | None = None
    """Stretches that some path leaves out, looked for on first need."""

    def always(self, place: int) -> bool:
        """Whether every path through the method comes to a place, but for what calls throw."""
        if self._passed is None:
            self._passed = passed_over(*self._shape) if self._shape else ()
        at = bisect_left(self._passed, (place,)) - 1
        return at < 0 or place >= self._passed[at][1]


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
        self._budget.spend(code.registers * (flow.edges + 1))
        try:
            state = self._follow(code, flow, registers)
        except IndexError:
            raise BadDex("a register that the method does not have") from None
        what = (state.calls, state.puts, state.returned, state.throws, state.filled)
        return Walked(*what, _shape=(code, flow))

    def _follow(self, code: Code, flow: Flow, registers: list[Value]) -> State:
        """Once, and again where a jump back brought what was not there the time before."""
        guarded = guards(code, flow) if code.guarded else {}
        for trial in range(_TRIALS + 1):
            state = State(self._told, code.units, registers, self._budget)
            if not flow.targets:
                _straight(state, flow.places)
                break
            paths = Paths(state, flow, guarded)
            paths.follow()
            if not paths.brought:
                break
            every = frozenset(range(code.registers))
            more = paths.brought if trial + 1 < _TRIALS else dict.fromkeys(flow.changed, every)
            changed = {at: one | more.get(at, frozenset()) for at, one in flow.changed.items()}
            flow = flow._replace(changed=changed)
        return state


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
