"""What each instruction does to the registers of the method that is walked."""

from collections.abc import Callable, Sequence

from appsec.facts.values import UNKNOWN, Array, Constant, FieldRead, Method, New, OneOf, Value
from appsec.readers.dex import opcodes
from appsec.readers.dex.arithmetic import COMPUTING, computed, constant_of
from appsec.readers.dex.code import signed, written_by
from appsec.readers.dex.file import BadDex
from appsec.readers.dex.invoke import MAX_ARRAY, Call, array_data, shallow
from appsec.readers.dex.opcodes import Op
from appsec.readers.dex.state import State
from appsec.readers.dex.told import Shape

_PLACEHOLDER = Constant(0)
_MAX_NUMBERS = 5
_PERHAPS_ARRAYS = frozenset((FieldRead, OneOf))
_SMALL = tuple(Constant(signed(value, 4)) for value in range(16))
_AT_RUN_TIME = Shape(Method("", "", (), ""), (), None, False)
Step = Callable[[State, int, int], None]
"""Takes the state, the place of an instruction, and its first unit."""


def _registers(state: State, at: int, unit: int) -> Sequence[int]:
    """Those that an instruction hands over."""
    rest = state.units[at + 2]
    key = unit >> 8 << 16 | rest
    found = state.told.handed.get(key)
    if found is None:
        count = unit >> 12
        if count > _MAX_NUMBERS:
            raise BadDex("more than five registers")
        five = (rest & 0xF, rest >> 4 & 0xF, rest >> 8 & 0xF, rest >> 12, unit >> 8 & 0xF)
        found = state.told.handed[key] = five[:count]
    return found


def _register_range(state: State, at: int, unit: int) -> Sequence[int]:
    first = state.units[at + 2]
    return range(first, first + (unit >> 8))


def _invoke(state: State, at: int, unit: int) -> None:
    index = state.units[at + 1]
    shape = state.shapes.get(index << 1) or state.told.shape(index << 1)
    state.call(at, unit & 0xFF, index, shape, _registers(state, at, unit))


def _invoke_static(state: State, at: int, unit: int) -> None:
    index = state.units[at + 1]
    shape = state.shapes.get(index << 1 | 1) or state.told.shape(index << 1 | 1)
    state.call(at, unit & 0xFF, index, shape, _registers(state, at, unit))


def _invoke_range(state: State, at: int, unit: int) -> None:
    index, opcode = state.units[at + 1], unit & 0xFF
    key = index << 1 | (opcode == Op.INVOKE_STATIC_RANGE)
    shape = state.shapes.get(key) or state.told.shape(key)
    state.call(at, opcode, index, shape, _register_range(state, at, unit))


def _polymorphic(of: Callable[[State, int, int], Sequence[int]]) -> Step:
    """Takes whatever is handed over."""

    def invoke(state: State, at: int, unit: int) -> None:
        values = tuple([state.registers[one] for one in of(state, at, unit)])
        if not values:
            raise BadDex("fewer registers than parameters")
        index = state.units[at + 1]
        shape = state.told.shape(index << 1)
        state.called(Call(at, unit & 0xFF, index, shape.method, values), shape)

    return invoke


def _custom(of: Callable[[State, int, int], Sequence[int]]) -> Step:
    """The method is found at run time."""

    def invoke(state: State, at: int, unit: int) -> None:
        values = tuple([state.registers[one] for one in of(state, at, unit)])
        state.called(Call(at, unit & 0xFF, -1, _AT_RUN_TIME.method, values), _AT_RUN_TIME)

    return invoke


def _move_low(state: State, at: int, unit: int) -> None:
    registers = state.registers
    registers[unit >> 8 & 0xF] = registers[unit >> 12]


def _move(state: State, at: int, unit: int) -> None:
    units = state.units
    opcode = unit & 0xFF
    if opcode in (0x01, 0x04, 0x07):
        target, source = unit >> 8 & 0xF, unit >> 12
    elif opcode in (0x02, 0x05, 0x08):
        target, source = unit >> 8, units[at + 1]
    else:
        target, source = units[at + 1], units[at + 2]
    state.registers[target] = state.registers[source]
    if opcode in (0x04, 0x05, 0x06):
        state.registers[target + 1] = UNKNOWN


def _move_result(state: State, at: int, unit: int) -> None:
    state.registers[unit >> 8] = state.take_result()


def _move_result_wide(state: State, at: int, unit: int) -> None:
    state.registers[unit >> 8] = state.take_result()
    state.registers[(unit >> 8) + 1] = UNKNOWN


def _returns(state: State, at: int, unit: int) -> None:
    state.returned.append(state.registers[unit >> 8])


def _constant(state: State, at: int, unit: int) -> None:
    register, value, wide = constant_of(state.units, at)
    state.registers[register] = state.told.number(value)
    if wide:
        state.registers[register + 1] = UNKNOWN


def _small_constant(state: State, at: int, unit: int) -> None:
    state.registers[unit >> 8 & 0xF] = _SMALL[unit >> 12]


def _string(state: State, at: int, unit: int) -> None:
    state.registers[unit >> 8] = state.told.text(state.units[at + 1])


def _jumbo_string(state: State, at: int, unit: int) -> None:
    units = state.units
    state.registers[unit >> 8] = state.told.text(units[at + 1] | units[at + 2] << 16)


def _class_constant(state: State, at: int, unit: int) -> None:
    state.registers[unit >> 8] = state.told.class_constant(state.units[at + 1])


def _new_instance(state: State, at: int, unit: int) -> None:
    state.registers[unit >> 8] = New(state.told.type(state.units[at + 1]), (), at + 1)


def _new_array(state: State, at: int, unit: int) -> None:
    kind = state.told.type(state.units[at + 1])
    size = state.registers[unit >> 12]
    count = size.value if isinstance(size, Constant) else None
    made: Value = UNKNOWN
    if isinstance(count, int) and 0 <= count <= MAX_ARRAY:
        made = Array(kind, (_PLACEHOLDER,) * count, at + 1)
    state.registers[unit >> 8 & 0xF] = made


def _filled_array(of: Callable[[State, int, int], Sequence[int]]) -> Step:
    def fill(state: State, at: int, unit: int) -> None:
        kind = state.told.type(state.units[at + 1])
        elements = tuple([state.registers[one] for one in of(state, at, unit)])
        state.result = Array(kind, shallow(elements), at + 1)

    return fill


def _fill_array(state: State, at: int, unit: int) -> None:
    state.fill(state.registers[unit >> 8], array_data(state.units, at))


def _array_put(state: State, at: int, unit: int) -> None:
    pair = state.units[at + 1]
    array = state.registers[pair & 0xFF]
    if not isinstance(array, Array):
        if type(array) in _PERHAPS_ARRAYS:
            state.fill(array, None)
        return
    index = state.registers[pair >> 8]
    place = index.value if isinstance(index, Constant) else None
    if isinstance(place, int) and 0 <= place < len(array.elements):
        elements = list(array.elements)
        elements[place] = state.registers[unit >> 8]
        state.fill(array, tuple(elements))
    else:
        state.fill(array, None)


def _static_get(state: State, at: int, unit: int) -> None:
    _read(state, unit >> 8, state.units[at + 1] << 1 | 1)


def _field_get(state: State, at: int, unit: int) -> None:
    _read(state, unit >> 8 & 0xF, state.units[at + 1] << 1)


def _read(state: State, register: int, key: int) -> None:
    value, wide = state.told.fields.get(key) or state.told.field(key)
    state.registers[register] = value
    if wide:
        state.registers[register + 1] = UNKNOWN


def _static_put(state: State, at: int, unit: int) -> None:
    state.puts.append((at, state.units[at + 1], state.registers[unit >> 8]))


def _field_put(state: State, at: int, unit: int) -> None:
    state.puts.append((at, state.units[at + 1], state.registers[unit >> 8 & 0xF]))


def _throw(state: State, at: int, unit: int) -> None:
    state.throws = True


def _nothing(state: State, at: int, unit: int) -> None:
    """A cast, for one, leaves the value what it is."""


def _computed(state: State, at: int, unit: int) -> None:
    """Arithmetic."""
    registers = state.registers
    for register, value in computed(state.units, at, unit & 0xFF, registers.__getitem__):
        registers[register] = value


def _unknown(state: State, at: int, unit: int) -> None:
    """Whatever else writes a register."""
    for register in written_by(state.units, at):
        state.registers[register] = UNKNOWN


def _steps() -> list[Step]:
    groups: tuple[tuple[Sequence[int], Step], ...] = (
        (COMPUTING, _computed),
        (opcodes.MOVES, _move),
        ((0x01, 0x07), _move_low),
        (opcodes.MOVE_RESULTS, _move_result),
        ((Op.MOVE_RESULT_WIDE,), _move_result_wide),
        (range(0x0F, 0x12), _returns),
        (opcodes.CONSTANTS, _constant),
        ((Op.CONST_4,), _small_constant),
        ((Op.CONST_STRING,), _string),
        ((Op.CONST_STRING_JUMBO,), _jumbo_string),
        ((Op.CONST_CLASS,), _class_constant),
        ((Op.NEW_INSTANCE,), _new_instance),
        ((Op.NEW_ARRAY,), _new_array),
        ((Op.FILLED_NEW_ARRAY,), _filled_array(_registers)),
        ((Op.FILLED_NEW_ARRAY_RANGE,), _filled_array(_register_range)),
        ((Op.FILL_ARRAY_DATA,), _fill_array),
        (opcodes.ARRAY_PUTS, _array_put),
        (opcodes.FIELD_GETS, _field_get),
        (opcodes.STATIC_GETS, _static_get),
        (opcodes.FIELD_PUTS, _field_put),
        (opcodes.STATIC_PUTS, _static_put),
        ((Op.NOP, Op.RETURN_VOID, 0x1D, 0x1E, Op.CHECK_CAST, Op.GOTO), _nothing),
        ((Op.THROW,), _throw),
        ((Op.GOTO_16, Op.GOTO_32, Op.PACKED_SWITCH, Op.SPARSE_SWITCH), _nothing),
        (opcodes.IFS, _nothing),
        (opcodes.INVOKES, _invoke),
        ((Op.INVOKE_STATIC,), _invoke_static),
        (opcodes.INVOKES_RANGE, _invoke_range),
        ((Op.INVOKE_POLYMORPHIC,), _polymorphic(_registers)),
        ((Op.INVOKE_POLYMORPHIC_RANGE,), _polymorphic(_register_range)),
        ((Op.INVOKE_CUSTOM,), _custom(_registers)),
        ((Op.INVOKE_CUSTOM_RANGE,), _custom(_register_range)),
    )
    steps: list[Step] = [_unknown] * 256
    for group, step in groups:
        for opcode in group:
            steps[opcode] = step
    return steps


STEPS = _steps()
