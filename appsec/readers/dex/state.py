"""Where the walk through one method is: its registers, and what was met so far."""

from collections.abc import Sequence, Set

from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    Constant,
    FieldRead,
    OneOf,
    Value,
    each,
)
from appsec.readers.dex.budget import Budget
from appsec.readers.dex.file import BadDex
from appsec.readers.dex.invoke import CHANGEABLE, Call, Replaced, effect, returned, shallow, typed
from appsec.readers.dex.told import Shape, Told


class State:
    """The registers of one method. Steps raise IndexError for one that it does not have."""

    __slots__ = (
        "budget",
        "calls",
        "filled",
        "puts",
        "registers",
        "result",
        "returned",
        "shapes",
        "throws",
        "told",
        "units",
    )

    def __init__(
        self, told: Told, units: memoryview, registers: list[Value], budget: Budget
    ) -> None:
        self.told = told
        self.budget = budget
        self.shapes = told.shapes
        self.units = units
        self.registers = registers
        self.calls: list[Call] = []
        self.puts: list[tuple[int, int, Value]] = []
        self.filled: set[FieldRead] = set()
        self.returned: list[Value] = []
        self.throws = False
        self.result: Value | None = UNKNOWN
        """What the next instruction may take; None for what the last call gives back, which is
        made only if it is taken."""

    def take_result(self) -> Value:
        """The result of the instruction before."""
        value = self.result
        if value is None:
            last = self.calls[-1]
            value = returned(last.reference, last.arguments)
        self.result = UNKNOWN
        return value

    def call(self, at: int, opcode: int, index: int, shape: Shape, numbers: Sequence[int]) -> None:
        """Calls a method with these registers. Raises BadDex if they are too few."""
        kinds, places = shape.kinds, shape.places
        if places is not None:
            if places[-1] >= len(numbers):
                raise BadDex("fewer registers than parameters")
            numbers = [numbers[place] for place in places]
        elif len(numbers) != len(kinds):
            if len(numbers) < len(kinds):
                raise BadDex("fewer registers than parameters")
            numbers = numbers[: len(kinds)]
        registers = self.registers
        values = [registers[number] for number in numbers]
        changes = shape.changes
        for n, value in enumerate(values):
            kind = type(value)
            if kind is Constant:
                values[n] = typed(value, kinds[n])
            elif kind in CHANGEABLE:
                changes = True
        call = tuple.__new__(Call, (at, opcode, index, shape.method, tuple(values)))
        self.calls.append(call)
        self.result = None
        if changes:
            self._change(call, shape)

    def called(self, call: Call, shape: Shape) -> None:
        """Notes a call, and what comes of it."""
        self.calls.append(call)
        self.result = None
        if shape.changes or any(type(one) in CHANGEABLE for one in call.arguments):
            self._change(call, shape)

    def _change(self, call: Call, shape: Shape) -> None:
        self.result, replaced = effect(shape, call.arguments)
        if replaced:
            self._replace(replaced)

    def _replace(self, replaced: Replaced) -> None:
        """Gives objects other values wherever they are held; what only may be one of them is
        unknown from here on."""
        for old, new in replaced:
            self.budget.spend(len(self.registers))
            sites = {one.site for one in each(old) if isinstance(one, (Array, Built))}
            self.registers = [
                new
                if one is old
                else UNKNOWN
                if type(one) in CHANGEABLE and _may_be(one, old, sites)
                else one
                for one in self.registers
            ]

    def fill(self, array: Value, elements: tuple[Value, ...] | None) -> None:
        """Gives an array other elements wherever it is held. Of a field's it is noted; what may be
        one of several arrays is unknown."""
        if isinstance(array, Array):
            new: Value = UNKNOWN
            if elements is not None:
                new = Array(array.type, shallow(elements), array.site)
            self._replace([(array, new)])
        elif isinstance(array, OneOf):
            self._replace([(array, UNKNOWN)])
        self.filled.update(one for one in each(array) if isinstance(one, FieldRead))


def _may_be(value: Value, changed: Value, sites: Set[int]) -> bool:
    """Whether a value may be, or be one of, some objects that are told by where they were made."""
    if type(value) is not OneOf and type(changed) is not OneOf:
        return False  # two registers that surely hold one object hold one value
    return any(isinstance(one, (Array, Built)) and one.site in sites for one in each(value))
