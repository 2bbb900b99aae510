"""Where the walk through one method is: its registers, and what was met so far."""

from collections.abc import Sequence

from appsec.facts.values import UNKNOWN, Array, Value
from appsec.readers.dex.file import BadDex
from appsec.readers.dex.invoke import Call, Replaced, effect, returned, typed
from appsec.readers.dex.told import Shape, Told


class State:
    """The registers of one method. What is beyond them is unknown, and not written."""

    __slots__ = (
        "_last",
        "_result",
        "calls",
        "puts",
        "registers",
        "returned",
        "throws",
        "told",
        "units",
    )

    def __init__(self, told: Told, units: memoryview, registers: list[Value]) -> None:
        self.told = told
        self.units = units
        self.registers = registers
        self.calls: list[Call] = []
        self.puts: list[tuple[int, int, Value]] = []
        self.returned: list[Value] = []
        self.throws = False
        self._result: Value | None = UNKNOWN
        self._last: Call | None = None

    def get(self, register: int) -> Value:
        """What a register holds."""
        return self.registers[register] if register < len(self.registers) else UNKNOWN

    def set(self, register: int, value: Value) -> None:
        """Writes a register."""
        if register < len(self.registers):
            self.registers[register] = value

    def gave(self, value: Value) -> None:
        """What the next instruction may take as a result."""
        self._result = value

    def take_result(self) -> Value:
        """The result of the instruction before. That of a call is made only if it is taken."""
        value, last = self._result, self._last
        if value is None:
            assert last is not None
            value = returned(last.reference, last.arguments)
        self._result = UNKNOWN
        return value

    def call(self, at: int, opcode: int, shape: Shape, numbers: Sequence[int]) -> None:
        """Calls a method with these registers. Raises BadDex if they are too few."""
        count = len(shape.kinds)
        if shape.places is not None:
            if count and shape.places[-1] >= len(numbers):
                raise BadDex("fewer registers than parameters")
            numbers = [numbers[place] for place in shape.places]
        elif count > len(numbers):
            raise BadDex("fewer registers than parameters")
        registers = self.registers
        try:
            values = [registers[one] for one in numbers[:count]]
        except IndexError:
            values = [self.get(one) for one in numbers[:count]]
        arguments = tuple([typed(*pair) for pair in zip(values, shape.kinds, strict=True)])
        self.called(at, opcode, self.units[at + 1], shape, arguments)

    def called(
        self, at: int, opcode: int, method: int, shape: Shape, arguments: tuple[Value, ...]
    ) -> None:
        """Notes a call, and what comes of it."""
        self._last = call = Call(at, opcode, method, shape.method, arguments)
        self.calls.append(call)
        self._result, replaced = effect(shape, arguments)
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
