"""What one instruction makes of registers and stack."""

from collections.abc import Callable, Mapping
from functools import reduce

from appsec.model.frozen import slotted
from appsec.readers.macho.arm64 import (
    Kind,
    add_immediate,
    adr_offset,
    logic_immediate,
    signed,
    wrapped,
)
from appsec.readers.macho.arm64_access import (
    Access,
    pair_access,
    signed_offset,
    unsigned_offset,
)
from appsec.readers.macho.walk_objects import SP
from appsec.readers.macho.walk_state import State
from appsec.readers.macho.walk_values import (
    Address,
    Datum,
    Either,
    Extern,
    Loaded,
    Param,
    Result,
    Stack,
    Value,
    depth,
    either,
)
from appsec.readers.macho.walk_view import View

_ZERO_REGISTER = 31
_PAGE, _POINTER = 1 << 12, 8
_SWIFT_TEXT, _SWIFT_BIAS = 1 << 63, 32
_SIGNED = 2
"""How LDR of a literal names a word whose sign is extended."""
_AND, _OR, _XOR = 0, 1, 2
_NOT, _ZERO, _KEEP = 0, 2, 3
_MAX_LOADS = 3
_WHOLE = 3
"""An index register that is taken as it is."""


@slotted
class Machine:
    """Follows straight code. Branches and calls are for others."""

    view: View
    state: State

    def step(self, word: int, kind: int, at: int) -> None:
        """One instruction at an address."""
        if step := _BY_KIND[kind]:
            step(self, word, at)

    def get(self, number: int) -> Value:
        """A register where 31 means zero."""
        return 0 if number == _ZERO_REGISTER else self.state.registers[number]

    def set(self, number: int, value: Value) -> None:
        """Writes a register where 31 means nowhere."""
        if number != _ZERO_REGISTER:
            self.state.registers[number] = value

    def _lose(self, *registers: int) -> None:
        """What these point to may be written through a pointer that is not followed."""
        self.state.escape(
            value for one in registers if isinstance(value := self.state.registers[one], Stack)
        )

    def writes(self, word: int, at: int) -> None:
        self._lose(word >> 5 & 31, word >> 16 & 31)
        self.set(word & 31, None)

    def wild(self, word: int, at: int) -> None:
        self.state = self.state.lost()

    def memory(self, word: int, at: int) -> None:
        base = word >> 5 & 31
        value = self.state.registers[base]
        if isinstance(value, Stack):
            self.state.forget(value.offset)
        self.state.disturb()
        for shift in (0, 5, 10, 16):
            register = word >> shift & 31
            if register != _ZERO_REGISTER:
                self.state.registers[register] = None
        for register in ((word & 31) + 1, (word >> 16 & 31) + 1):
            if register < _ZERO_REGISTER:
                self.state.registers[register] = None

    def adr(self, word: int, at: int) -> None:
        self.set(word & 31, Address(at + adr_offset(word)))

    def adrp(self, word: int, at: int) -> None:
        self.set(word & 31, Address((at & -_PAGE) + adr_offset(word) * _PAGE))

    def add(self, word: int, at: int) -> None:
        """ADD and SUB of an immediate, for which 31 is the stack pointer."""
        target, source = word & 31, word >> 5 & 31
        value = self.state.registers[source]
        self._sum(target, value, add_immediate(word), word >> 31 == 1)
        found = self.state.registers[target]
        if isinstance(value, Stack) and isinstance(found, Stack):
            self.state.taken.add_from(source, value.offset, target, found.offset)

    def _sum(self, target: int, value: Value, more: int, wide: bool) -> None:
        found: Value = None
        if type(value) is int:
            found = wrapped(value + more, wide)
        elif wide and isinstance(value, Address):
            found = Address(value.value + more)
        elif wide and isinstance(value, Stack):
            found = Stack(value.offset + more)
        elif more == 0:
            found = value
        if isinstance(value, Stack) and found is None:
            self.state.escape((value,))
        self.state.registers[target] = found

    def add_register(self, word: int, at: int) -> None:
        one, other = self.get(word >> 5 & 31), self.get(word >> 16 & 31)
        minus = word >> 30 & 1
        if type(one) is int and not minus:
            one, other = other, one
        target, wide = word & 31, word >> 31 == 1
        below = isinstance(one, Stack) and one == self.state.registers[SP] and minus and wide
        if type(other) is int and target != _ZERO_REGISTER:
            self._sum(target, one, -other if minus else other, wide)
        elif below and target != _ZERO_REGISTER:
            if word >> 5 & 31 not in (SP, *self.state.taken.frame):
                self.state.registers[word >> 5 & 31] = None  # a copy that was made for this
            self._new_frame(target, one)
        else:
            self.writes(word, at)

    def add_extended(self, word: int, at: int) -> None:
        self._lose(word >> 5 & 31)
        target, flags = word & 31, word >> 29 & 1
        if target == SP and not flags:
            self._new_frame(SP, self.state.registers[word >> 5 & 31])
        else:
            self.set(target, None)

    def _new_frame(self, target: int, value: Value) -> None:
        where = value.offset if isinstance(value, Stack) else 0
        self.state.registers[target] = Stack(self.state.taken.below(where))

    def logic(self, word: int, at: int) -> None:
        """AND, ORR and EOR with a mask; ORR with the top bit makes a Swift text of an address."""
        mask, value = logic_immediate(word), self.get(word >> 5 & 31)
        operation, wide = word >> 29 & 3, word >> 31 == 1
        found: Value = None
        if mask is not None and type(value) is int:
            done = {_AND: value & mask, _OR: value | mask, _XOR: value ^ mask}
            found = wrapped(done.get(operation, value & mask), wide)
        elif isinstance(value, Address) and operation == _OR and mask == _SWIFT_TEXT:
            found = self.view.text(value.value + _SWIFT_BIAS)
        if operation <= _XOR and word & 31 == SP:
            self._new_frame(SP, value)
        else:
            self._lose(word >> 5 & 31)
            self.set(word & 31, found)

    def move_wide(self, word: int, at: int) -> None:
        how, wide = word >> 29 & 3, word >> 31 == 1
        shift = 16 * (word >> 21 & 3)
        part = (word >> 5 & 0xFFFF) << shift
        if how == _KEEP:
            before = self.get(word & 31)
            kept = before & ~(0xFFFF << shift) | part if type(before) is int else None
            self.set(word & 31, None if kept is None else wrapped(kept, wide))
        else:
            self.set(word & 31, wrapped(~part if how == _NOT else part, wide))

    def move(self, word: int, at: int) -> None:
        value = self.get(word >> 16 & 31)
        if not word >> 31:
            if type(value) is int:
                value = wrapped(value, False)
            elif isinstance(value, (Address, Stack)):
                value = None
        self.set(word & 31, value)

    def select(self, word: int, at: int) -> None:
        one, other = self.get(word >> 5 & 31), self.get(word >> 16 & 31)
        invert, more, wide = word >> 30 & 1, word >> 10 & 1, word >> 31 == 1
        if invert or more:
            if type(other) is int:
                other = wrapped((~other if invert else other) + (1 if more else 0), wide)
            else:
                other = None
        found = either(one, other)
        if found is None:
            self._lose(word >> 5 & 31, word >> 16 & 31)
        self.set(word & 31, found)

    def literal(self, word: int, at: int) -> None:
        where, size = at + signed(word >> 5 & 0x7FFFF, 19) * 4, word >> 30
        count = _POINTER if size == 1 else 4
        if not word >> 26 & 1 and size <= _SIGNED:
            self.set(word & 31, _extended(self.view.load(where, count), count, size == _SIGNED))

    def access(self, word: int, at: int) -> None:
        self._do(unsigned_offset(word))

    def unscaled(self, word: int, at: int) -> None:
        self._do(signed_offset(word))

    def pair(self, word: int, at: int) -> None:
        self._do(pair_access(word))

    def indexed(self, word: int, at: int) -> None:
        found = unsigned_offset(word)
        index = self.get(word >> 16 & 31)
        option, shift = word >> 13 & 7, found.size.bit_length() - 1 if word >> 12 & 1 else 0
        known = type(index) is int and option == _WHOLE
        self._do(found._replace(offset=index << shift if known and type(index) is int else None))

    def _do(self, access: Access) -> None:
        base = self.state.registers[access.base]
        at = access.offset
        if access.back is not None:
            self._sum(access.base, base, access.back, True)
        if isinstance(base, Stack) and at is not None and not access.load:
            whole = access.size * len(access.registers)
            self.state.taken.bridge(base.offset + at, base.offset + at + whole)
        for number, register in enumerate(access.registers):
            place = None if at is None else at + number * access.size
            if not access.load:
                self._store(base, place, access, register)
            elif not access.vector:
                self.set(register, self._load(base, place, access))

    def _load(self, base: Value, offset: int | None, access: Access) -> Value:
        if offset is None:
            return None
        if isinstance(base, Either):
            # Compilers choose between the addresses of two constants, and read the one chosen.
            return reduce(either, [self._load_from(one, offset, access) for one in base.values])
        return self._load_from(base, offset, access)

    def _load_from(self, base: Value, offset: int, access: Access) -> Value:
        found: Value = None
        if isinstance(base, Stack):
            found = self.state.load(base.offset + offset, access.size)
        elif isinstance(base, Address):
            found = self.view.load(base.value + offset, access.size)
        elif isinstance(base, Extern) and not offset and access.size == _POINTER:
            found = Datum(base.name)
        elif access.size == _POINTER and isinstance(base, (Param, Result, Loaded)):
            found = Loaded(base, offset) if depth(base) < _MAX_LOADS else None
        return _extended(found, access.size, access.extends)

    def _store(self, base: Value, offset: int | None, access: Access, register: int) -> None:
        value = None if access.vector else self.get(register)
        if not isinstance(base, Stack):
            self.state.escape((value,))
            self.state.open_up((value,))
            self.state.disturb()
        elif offset is None:
            self.state.forget(base.offset)
            self.state.escape((value,))
        else:
            self.state.store(base.offset + offset, access.size, value)


def _extended(value: Value, count: int, signs: bool) -> Value:
    if type(value) is not int:
        return value
    held = value & ((1 << 8 * count) - 1)
    return wrapped(signed(held, 8 * count) if signs else held)


_STEPS: Mapping[Kind, Callable[[Machine, int, int], None]] = {
    Kind.WRITES: Machine.writes,
    Kind.MEMORY: Machine.memory,
    Kind.WILD: Machine.wild,
    Kind.ADR: Machine.adr,
    Kind.ADRP: Machine.adrp,
    Kind.ADD_IMMEDIATE: Machine.add,
    Kind.LOGIC_IMMEDIATE: Machine.logic,
    Kind.MOVE_WIDE: Machine.move_wide,
    Kind.MOVE: Machine.move,
    Kind.ADD_REGISTER: Machine.add_register,
    Kind.ADD_EXTENDED: Machine.add_extended,
    Kind.SELECT: Machine.select,
    Kind.PAIR: Machine.pair,
    Kind.UNSIGNED: Machine.access,
    Kind.UNSCALED: Machine.unscaled,
    Kind.INDEXED: Machine.indexed,
    Kind.LITERAL: Machine.literal,
}
_BY_KIND = tuple(_STEPS.get(kind) for kind in Kind)
