"""Follows the registers of one method from its first instruction to its last.

One pass in the order of the code. Where paths meet, what they agree on or may choose between is
kept; what a loop or a guarded block may change is forgotten there. So nothing is told of a value
that does not hold on every path, at the price of not telling some that would.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    Changed,
    ClassConstant,
    Constant,
    FieldRead,
    New,
    Parameter,
    Value,
    either,
)
from appsec.readers.dex import opcodes
from appsec.readers.dex.arithmetic import computed, constant_of
from appsec.readers.dex.code import Code, falls_through, flow_of, read_code, targets_of
from appsec.readers.dex.file import BadDex, Dex, class_name
from appsec.readers.dex.invoke import MAX_ARRAY, Call, Invoker
from appsec.readers.dex.members import STATIC, Methods
from appsec.readers.dex.opcodes import Op

_MAX_MERGED = 5_000_000
"""Registers times places where paths meet: the work of one method."""
_PLACEHOLDER = Constant(0)


@dataclass(slots=True)
class Walked:
    """What one method does, in order. `puts` are (place, field index, value)."""

    calls: list[Call] = field(default_factory=list)
    puts: list[tuple[int, int, Value]] = field(default_factory=list)
    returned: list[Value] = field(default_factory=list)
    throws: bool = False


def walk(dex: Dex, methods: Methods, row: int) -> Walked:
    """Raises BadDex for code that Android would refuse."""
    code = read_code(dex, methods, row)
    reference = dex.method(int(methods.method[row]))
    registers: list[Value] = [UNKNOWN] * code.registers
    at = code.registers - code.incoming
    types = [*([] if int(methods.access[row]) & STATIC else [reference.owner])]
    first = -len(types)
    for number, kind in enumerate((*types, *reference.parameters), first):
        if at < code.registers:
            registers[at] = Parameter(number, class_name(kind))
        at += 2 if kind in "JD" else 1
    return _Walk(dex, code, registers).run()


@dataclass(slots=True)
class _Walk:
    dex: Dex
    code: Code
    registers: list[Value]
    result: Value = UNKNOWN
    done: Walked = field(default_factory=Walked)
    pending: dict[int, list[Value]] = field(default_factory=dict)
    invoker: Invoker = field(init=False)

    def __post_init__(self) -> None:
        self.invoker = Invoker(self.dex, self.code.units)

    def run(self) -> Walked:
        flow = flow_of(self.code)
        if len(self.registers) * (len(flow.targets) + 1) > _MAX_MERGED:
            raise BadDex("too many registers and jumps")
        units = self.code.units
        starts = {one.start: one for one in self.code.guarded}
        live = True
        for at in flow.places:
            if at in flow.targets:
                self._meet(at, live, flow.changed.get(at))
                live = True
            if at in starts and live:
                self._guard(starts[at].end, starts[at].handlers, at, flow.written)
            opcode = units[at] & 0xFF
            if live:
                self._step(at, opcode)
                for to in targets_of(units, at):
                    if to > at:
                        self._send(to, self.registers)
            live = live and falls_through(opcode)
        return self.done

    def _meet(self, at: int, live: bool, changed: frozenset[int] | None) -> None:
        """What holds at a place that is jumped to."""
        waiting = self.pending.pop(at, None)
        if waiting is None and not live:
            self.registers = [UNKNOWN] * len(self.registers)
        elif waiting is not None and live:
            pairs = zip(self.registers, waiting, strict=True)
            self.registers = [either(one, other) for one, other in pairs]
        elif waiting is not None:
            self.registers = list(waiting)
        if changed is not None:
            self.registers = _forget(self.registers, changed)

    def _guard(
        self,
        end: int,
        handlers: tuple[int, ...],
        at: int,
        written: Mapping[int, tuple[int, ...]],
    ) -> None:
        """Any instruction of the block may throw: what it writes is unknown to the handlers."""
        inside = {r for place, one in written.items() if at <= place < end for r in one}
        known = _forget(self.registers, inside)
        for to in handlers:
            if to > at:
                self._send(to, known)

    def _send(self, to: int, registers: list[Value]) -> None:
        waiting = self.pending.get(to)
        if waiting is None:
            self.pending[to] = list(registers)
        else:
            pairs = zip(waiting, registers, strict=True)
            self.pending[to] = [either(one, other) for one, other in pairs]

    def _step(self, at: int, opcode: int) -> None:
        if opcode in opcodes.ALL_INVOKES:
            self._invoke(at, opcode)
        elif step := _STEPS.get(opcode):
            step(self, at, self.code.units[at])
        else:
            self._computed(at, opcode)

    def _set(self, register: int, value: Value) -> None:
        if register < len(self.registers):
            self.registers[register] = value

    def _get(self, register: int) -> Value:
        return self.registers[register] if register < len(self.registers) else UNKNOWN

    def _invoke(self, at: int, opcode: int) -> None:
        call = self.invoker.call(at, opcode, self._get)
        self.done.calls.append(call)
        self.result, replaced = self.invoker.effect(call)
        if replaced:
            self.registers = [
                next((new for old, new in replaced if old is one), one) for one in self.registers
            ]

    def _computed(self, at: int, opcode: int) -> None:
        """Arithmetic and whatever else writes a register."""
        for register, value in computed(self.code.units, at, opcode, self._get):
            self._set(register, value)

    def move(self, at: int, unit: int) -> None:
        units = self.code.units
        opcode = unit & 0xFF
        if opcode in (0x01, 0x04, 0x07):
            target, source = unit >> 8 & 0xF, unit >> 12
        elif opcode in (0x02, 0x05, 0x08):
            target, source = unit >> 8, units[at + 1]
        else:
            target, source = units[at + 1], units[at + 2]
        self._set(target, self._get(source))
        if opcode in (0x04, 0x05, 0x06):
            self._set(target + 1, UNKNOWN)

    def move_result(self, at: int, unit: int) -> None:
        self._set(unit >> 8, self.result)
        if unit & 0xFF == Op.MOVE_RESULT_WIDE:
            self._set((unit >> 8) + 1, UNKNOWN)
        self.result = UNKNOWN

    def returns(self, at: int, unit: int) -> None:
        self.done.returned.append(self._get(unit >> 8))

    def constant(self, at: int, unit: int) -> None:
        register, value, wide = constant_of(self.code.units, at)
        self._set(register, Constant(value))
        if wide:
            self._set(register + 1, UNKNOWN)

    def string(self, at: int, unit: int) -> None:
        units = self.code.units
        jumbo = unit & 0xFF == Op.CONST_STRING_JUMBO
        index = units[at + 1] | (units[at + 2] << 16 if jumbo else 0)
        self._set(unit >> 8, Constant(self.dex.string(index)))

    def class_constant(self, at: int, unit: int) -> None:
        name = class_name(self.dex.type(self.code.units[at + 1]))
        self._set(unit >> 8, ClassConstant(name))

    def new_instance(self, at: int, unit: int) -> None:
        self._set(unit >> 8, New(class_name(self.dex.type(self.code.units[at + 1])), (), at + 1))

    def new_array(self, at: int, unit: int) -> None:
        kind = class_name(self.dex.type(self.code.units[at + 1]))
        size = self._get(unit >> 12)
        count = size.value if isinstance(size, Constant) else None
        made: Value = UNKNOWN
        if isinstance(count, int) and 0 <= count <= MAX_ARRAY:
            made = Array(kind, (_PLACEHOLDER,) * count, at + 1)
        self._set(unit >> 8 & 0xF, made)

    def filled_array(self, at: int, unit: int) -> None:
        kind = class_name(self.dex.type(self.code.units[at + 1]))
        elements = tuple(self._get(one) for one in self.invoker.registers(at, unit & 0xFF))
        self.result = Array(kind, elements, at + 1)

    def fill_array(self, at: int, unit: int) -> None:
        self._replace(self._get(unit >> 8), self.invoker.array_data(at))

    def array_put(self, at: int, unit: int) -> None:
        pair = self.code.units[at + 1]
        array, index = self._get(pair & 0xFF), self._get(pair >> 8)
        if not isinstance(array, Array):
            return
        place = index.value if isinstance(index, Constant) else None
        if isinstance(place, int) and 0 <= place < len(array.elements):
            elements = list(array.elements)
            elements[place] = self._get(unit >> 8)
            self._replace(array, tuple(elements))
        else:
            self._replace(array, None)

    def _replace(self, array: Value, elements: tuple[Value, ...] | None) -> None:
        """Gives an array other elements wherever it is held."""
        if isinstance(array, Array):
            new = UNKNOWN if elements is None else Array(array.type, elements, array.site)
            self.registers = [new if one is array else one for one in self.registers]

    def field_get(self, at: int, unit: int) -> None:
        static = unit & 0xFF in opcodes.STATIC_GETS
        one = self.dex.field_ref(self.code.units[at + 1])
        register = unit >> 8 if static else unit >> 8 & 0xF
        value = FieldRead(class_name(one.owner), one.name, class_name(one.type), static)
        self._set(register, value)
        if one.type in "JD":
            self._set(register + 1, UNKNOWN)

    def field_put(self, at: int, unit: int) -> None:
        static = unit & 0xFF in opcodes.STATIC_PUTS
        value = self._get(unit >> 8 if static else unit >> 8 & 0xF)
        self.done.puts.append((at, self.code.units[at + 1], value))

    def throw(self, at: int, unit: int) -> None:
        self.done.throws = True

    def nothing(self, at: int, unit: int) -> None:
        """A cast, for one, leaves the value what it is."""


def _forget(registers: list[Value], changed: frozenset[int] | set[int]) -> list[Value]:
    """Without what may have been written, or changed in place."""
    return [
        UNKNOWN if number in changed or isinstance(value, (Array, Built, New, Changed)) else value
        for number, value in enumerate(registers)
    ]


_Step = Callable[[_Walk, int, int], None]


def _steps() -> dict[int, _Step]:
    groups: tuple[tuple[tuple[int, ...] | range, _Step], ...] = (
        (opcodes.MOVES, _Walk.move),
        (opcodes.MOVE_RESULTS, _Walk.move_result),
        (range(0x0F, 0x12), _Walk.returns),
        (opcodes.CONSTANTS, _Walk.constant),
        ((Op.CONST_STRING, Op.CONST_STRING_JUMBO), _Walk.string),
        ((Op.CONST_CLASS,), _Walk.class_constant),
        ((Op.NEW_INSTANCE,), _Walk.new_instance),
        ((Op.NEW_ARRAY,), _Walk.new_array),
        ((Op.FILLED_NEW_ARRAY, Op.FILLED_NEW_ARRAY_RANGE), _Walk.filled_array),
        ((Op.FILL_ARRAY_DATA,), _Walk.fill_array),
        (opcodes.ARRAY_PUTS, _Walk.array_put),
        (opcodes.FIELD_GETS, _Walk.field_get),
        (opcodes.STATIC_GETS, _Walk.field_get),
        (opcodes.FIELD_PUTS, _Walk.field_put),
        (opcodes.STATIC_PUTS, _Walk.field_put),
        ((Op.NOP, Op.RETURN_VOID, 0x1D, 0x1E, Op.CHECK_CAST, Op.GOTO), _Walk.nothing),
        ((Op.THROW,), _Walk.throw),
        ((Op.GOTO_16, Op.GOTO_32, Op.PACKED_SWITCH, Op.SPARSE_SWITCH), _Walk.nothing),
        (opcodes.IFS, _Walk.nothing),
    )
    return {opcode: step for group, step in groups for opcode in group}


_STEPS: Mapping[int, _Step] = _steps()
