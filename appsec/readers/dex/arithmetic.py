"""Constants in instructions, and what can be computed from them."""

from collections.abc import Callable, Iterator
from operator import add, and_, mul, or_, sub, xor

from appsec.facts.values import UNKNOWN, Constant, Value
from appsec.readers.dex.code import signed, written_by
from appsec.readers.dex.opcodes import Op

_INT = 32
_OPERATIONS: tuple[Callable[[int, int], int] | None, ...] = (
    add,
    sub,
    mul,
    None,  # division rounds otherwise than ours
    None,
    and_,
    or_,
    xor,
    lambda one, other: one << (other & 31),
    lambda one, other: one >> (other & 31),
    None,
)
"""In the order of the opcodes; those of long take another shift mask and are left alone there."""
_REVERSED_SUB = 1
_WITH_UNIT = (Op.CONST_16, Op.CONST_WIDE_16)
_WITH_TWO = (Op.CONST, Op.CONST_WIDE_32)
_INT_BINARY, _INT_BINARY_TO, _INT_LITERAL_16, _INT_LITERAL_8 = 0x90, 0xB0, 0xD0, 0xD8
COMPUTING = (
    *(Op.INT_TO_LONG, Op.LONG_TO_INT),
    *range(_INT_BINARY, _INT_BINARY + 11),
    *range(_INT_BINARY_TO, _INT_BINARY_TO + 11),
    *range(_INT_LITERAL_16, _INT_LITERAL_16 + 8),
    *range(_INT_LITERAL_8, _INT_LITERAL_8 + 11),
)
"""Opcodes whose result may be told."""


def constant_of(units: memoryview, at: int) -> tuple[int, int, bool]:
    """Register and number of a const instruction, and whether it fills two registers."""
    unit = units[at]
    opcode, register = unit & 0xFF, unit >> 8
    wide = opcode >= Op.CONST_WIDE_16
    if opcode == Op.CONST_4:
        return register & 0xF, signed(unit >> 12, 4), False
    if opcode in _WITH_UNIT:
        return register, signed(units[at + 1], 16), wide
    if opcode in _WITH_TWO:
        return register, signed(units[at + 1] | units[at + 2] << 16, 32), wide
    if opcode == Op.CONST_HIGH16:
        return register, signed(units[at + 1] << 16, 32), wide
    if opcode == Op.CONST_WIDE_HIGH16:
        return register, signed(units[at + 1] << 48, 64), wide
    value = sum(units[at + 1 + n] << 16 * n for n in range(4))
    return register, signed(value, 64), wide


def computed(
    units: memoryview, at: int, opcode: int, get: Callable[[int], Value]
) -> Iterator[tuple[int, Value]]:
    """What is written to each register that the instruction writes."""
    value = _value(units, at, opcode, get)
    for register in written_by(units, at):
        yield register, value
        value = UNKNOWN  # the second half of a wide one


def _value(units: memoryview, at: int, opcode: int, get: Callable[[int], Value]) -> Value:
    unit = units[at]
    if opcode in (Op.INT_TO_LONG, Op.LONG_TO_INT):
        number = _number(get(unit >> 12))
        return UNKNOWN if number is None else Constant(signed(number & 0xFFFFFFFF, _INT))
    if _INT_BINARY <= opcode < _INT_BINARY + 11:
        pair = units[at + 1]
        return _binary(opcode - _INT_BINARY, get(pair & 0xFF), get(pair >> 8))
    if _INT_BINARY_TO <= opcode < _INT_BINARY_TO + 11:
        return _binary(opcode - _INT_BINARY_TO, get(unit >> 8 & 0xF), get(unit >> 12))
    if _INT_LITERAL_16 <= opcode < _INT_LITERAL_16 + 8:
        literal = Constant(signed(units[at + 1], 16))
        return _literal(opcode - _INT_LITERAL_16, get(unit >> 12), literal)
    if _INT_LITERAL_8 <= opcode < _INT_LITERAL_8 + 11:
        pair = units[at + 1]
        literal = Constant(signed(pair >> 8, 8))
        return _literal(opcode - _INT_LITERAL_8, get(pair & 0xFF), literal)
    return UNKNOWN


def _literal(operation: int, value: Value, literal: Constant) -> Value:
    if operation == _REVERSED_SUB:
        return _binary(operation, literal, value)
    return _binary(operation, value, literal)


def _binary(operation: int, one: Value, other: Value) -> Value:
    left, right = _number(one), _number(other)
    compute = _OPERATIONS[operation]
    if left is None or right is None or compute is None:
        return UNKNOWN
    return Constant(signed(compute(left, right) & 0xFFFFFFFF, _INT))


def _number(value: Value) -> int | None:
    if isinstance(value, Constant) and isinstance(value.value, int):
        return value.value
    return None
