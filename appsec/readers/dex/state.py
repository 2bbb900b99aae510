"""Where the walk through one method is: its registers, and what was met so far."""

from collections.abc import Sequence

from appsec.facts.values import UNKNOWN, Array, Constant, Value
from appsec.readers.dex.file import BadDex
from appsec.readers.dex.invoke import CHANGEABLE, Call, Replaced, effect, returned, typed
from appsec.readers.dex.told import Shape, Told


class State:
    """The registers of one method. Steps raise IndexError for one that it does not have."""

    __slots__ = (
        "calls",
        "puts",
        "registers",
        "result",
        "returned",
        "shapes",
        "throws",
        "told",
        "units",
    )

    def __init__(self, told: Told, units: memoryview, registers: list[Value]) -> None:
        self.told = told
        self.shapes = told.shapes
        self.units = units
        self.registers = registers
        self.calls: list[Call] = []
        self.puts: list[tuple[int, int, Value]] = []
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
        elif len(numbers) < len(kinds):
            raise BadDex("fewer registers than parameters")
        registers = self.registers
        arguments = tuple(
            [
                value if type(value := registers[number]) is not Constant else typed(value, kind)
                for number, kind in zip(numbers, kinds, strict=False)
            ]
        )
        self.called(Call(at, opcode, index, shape.method, arguments), shape)

    def called(self, call: Call, shape: Shape) -> None:
        """Notes a call, and what comes of it."""
        self.calls.append(call)
        self.result = None
        if not shape.changes:
            for one in call.arguments:
                if type(one) in CHANGEABLE:
                    break
            else:
                return
        self.result, replaced = effect(shape, call.arguments)
        if replaced:
            self._replace(replaced)

    def _replace(self, replaced: Replaced) -> None:
        """Gives objects other values wherever they are held."""
        if len(replaced) == 1:
            ((old, new),) = replaced
            self.registers = [new if one is old else one for one in self.registers]
        else:
            self.registers = [
                next((new for old, new in replaced if old is one), one) for one in self.registers
            ]

    def fill(self, array: Value, elements: tuple[Value, ...] | None) -> None:
        """Gives an array other elements wherever it is held."""
        if isinstance(array, Array):
            new = UNKNOWN if elements is None else Array(array.type, elements, array.site)
            self._replace([(array, new)])
