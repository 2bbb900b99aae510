"""What a call finds in registers and on the stack, and what it leaves there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Protocol

from appsec.facts.ios_code import Callee
from appsec.model.frozen import frozen, slotted
from appsec.readers.macho import calls_log
from appsec.readers.macho.calls_runtime import Runtime, runtime
from appsec.readers.macho.calls_swift import joined_texts
from appsec.readers.macho.image import ObjcMethod
from appsec.readers.macho.walk_objects import SP
from appsec.readers.macho.walk_state import WORD
from appsec.readers.macho.walk_step import Machine
from appsec.readers.macho.walk_values import (
    MAX_SIZE,
    Class,
    Literal,
    Param,
    Result,
    Stack,
    Table,
    Value,
    each,
    size,
)

REGISTERS = 8
"""How many arguments have a register; a message has two of its own before them."""
UNKNOWN_MESSAGE = "?"
_FIRST_OF_MESSAGE = 2
_MAX_MORE = 24
_ASKING = re.compile(r"%[-+ #0-9.*$'hlqjztL]*")
_UP_TO_NIL = ("Objects:", "ObjectsAndKeys:")
_ONE_MORE = ("open", "openat", "fcntl", "ioctl")
_WHOLE = {"memset": 2, "memcpy": 2, "memmove": 2, "__memcpy_chk": 2, "bzero": 1, "__bzero": 1}
"""What writes a whole object, and which argument tells its size."""
_LOST = (*range(19), 30)
"""Registers that a call need not keep."""
_SWIFT = ("$s", "$S")
_SELF, _ERROR = 20, 21
"""Where Swift's methods get `self`, and its functions leave what they throw."""


@frozen
class Call:
    """One call that is being made: where it is noted, its own name, what is called. `target` is
    the address of a function of this image, or 0."""

    place: int
    site: int
    callee: Callee
    target: int = 0


class Names(Protocol):
    """What the calls of an image need to know of it."""

    def function(self, address: int) -> str:
        """What a function of this image is called."""

    def implementation(self, sign: str, owner: str, selector: str) -> int:
        """Where the only method is that a message to an own class comes to, or 0."""

    def above(self, owner: str) -> str:
        """The class above one, `?` if not known."""

    def implements(self, selector: str) -> bool:
        """Whether a class of the app has a method of this name."""


@slotted
class Frame:
    """The state of a machine as calls see it. `method` is what is followed, if it is one."""

    machine: Machine
    method: ObjcMethod | None
    table: Runtime = field(default_factory=runtime)
    _results: dict[tuple[object, ...], Result] = field(default_factory=dict)

    def get(self, register: int) -> Value:
        """What a register holds."""
        return self.machine.state.registers[register]

    def fix(self, value: Value) -> Value:
        """A value as it is now, told without the state."""
        return self.machine.view.meaning(self.machine.state.frozen(value))

    def stack(self) -> int | None:
        """Where the stack pointer is."""
        value = self.get(SP)
        return value.offset if isinstance(value, Stack) else None

    def of_function(self, name: str, first: int = 0) -> tuple[Value, ...]:
        """The arguments of a function. How many parameters it has nobody tells: what is left in
        registers may come with them."""
        count, more = REGISTERS, list[Value]()
        if name in self.table.variadic:
            count = self.table.variadic[name]
        elif name in self.table.logs:
            count = calls_log.REGISTERS
        registers = [self.fix(self.get(number)) for number in range(first, count)]
        if name in self.table.variadic:
            more = self._variadic(name, registers)
        elif name in self.table.logs:
            return (*registers, *self._packed(registers[calls_log.FORMAT]))
        elif name in self.table.stacked:
            more = self._on_stack(self.table.stacked[name])
        return _trimmed([*joined_texts(registers), *more])

    def of_message(self, selector: str) -> tuple[Value, ...]:
        """The arguments of a message, no more than its name has."""
        count = count_of(selector)
        registers = [self.fix(self.get(n)) for n in range(_FIRST_OF_MESSAGE, min(count, REGISTERS))]
        if selector in self.table.variadic_selectors:
            return _trimmed([*registers, *self._variadic(selector, registers)])
        return _trimmed([*registers, *self._on_stack((WORD,) * (count - REGISTERS))])

    def _variadic(self, name: str, before: Sequence[Value]) -> list[Value]:
        """Arguments on the stack: as many as the format before them asks for, or up to nil."""
        found, at, last = list[Value](), self.stack(), before[-1] if before else None
        most, counted = _MAX_MORE, False
        if isinstance(last, Literal) and not name.endswith(_UP_TO_NIL):
            most = _asked_for(last.text) or int(name in _ONE_MORE)
            counted = True
        while at is not None and len(found) < min(most, _MAX_MORE):
            if not counted and at not in self.machine.state.slots:
                break
            value = self.fix(self.machine.state.load(at, WORD))
            if name.endswith(_UP_TO_NIL) and type(value) is int and not value:
                break
            found.append(value)
            at += WORD
        return found

    def _packed(self, form: Value) -> Iterator[Value]:
        """The values of a log message, if its buffer is on the stack."""
        buffer = self.get(calls_log.BUFFER)
        if isinstance(form, Literal) and isinstance(buffer, Stack):
            for at, count in calls_log.places(form.text):
                yield self.fix(self.machine.state.load(buffer.offset + at, count))

    def packing(self, name: str) -> list[tuple[int, int, Value]]:
        """Where on the stack a function by that name packs its arguments, and with how many bytes;
        nothing for one that does not."""
        buffer = self.get(0)
        if not name.startswith(calls_log.HELPER) or not isinstance(buffer, Stack):
            return []
        packed = enumerate(calls_log.packed_by(name), 1)
        return [
            (buffer.offset + at, count, self.get(number))
            for number, (at, count) in packed
            if number < REGISTERS
        ]

    def _on_stack(self, sizes: Sequence[int]) -> list[Value]:
        """Arguments on the stack by their sizes."""
        found, at = list[Value](), self.stack()
        for count in sizes if at is not None else ():
            slot = self.machine.state.slots.get(at or 0)
            known = self.machine.state.load(at or 0, min(count, slot[0])) if slot else None
            found.append(self.fix(known))
            at = (at or 0) + count
        return found

    def class_of(self, value: Value) -> tuple[str, str]:
        """`+` or `-` and the class of a receiver, `?` if it is not known."""
        kinds = {self._one_class(self.machine.view.meaning(one)) for one in each(value)}
        return kinds.pop() if len(kinds) == 1 else ("-", "?")

    def _one_class(self, value: Value) -> tuple[str, str]:
        match value:
            case Class(name):
                return "+", name
            case Result():
                return "-", value.owner or "?"
            case Literal():
                return "-", "NSString"
            case Table(keyed=True):
                return "-", "NSDictionary"
            case Param(0) if self.method:
                return "+" if self.method.class_method else "-", self.method.owner
        return "-", "?"

    def result(self, call: Call, arguments: tuple[Value, ...], owner: str = "") -> Result:
        """What a call gives back: the same for the same call with the same arguments."""
        key = (call.site, call.callee.name, call.target, arguments, owner)
        if key not in self._results:
            kept = tuple(one if size(one) <= MAX_SIZE // 4 else None for one in arguments)
            self._results[key] = Result(call.site, call.callee, call.target, kept, owner)
        return self._results[key]

    def leave(
        self,
        result: Value,
        *,
        opens: bool,
        writes: bool = True,
        count: int = REGISTERS,
        name: str = "",
    ) -> None:
        """What a call with so many arguments in registers leaves: registers that it need not keep,
        and what it may have written. One that `opens` may add to the tables that it gets. The name
        tells what imported functions of Swift's get beside."""
        state = self.machine.state
        handed = [self.get(number) for number in range(count)]
        if writes:
            state.escape((*handed, *self._stacked(handed), *self._self(name)))
            state.disturb()
            made = self.get(REGISTERS)
            if isinstance(made, Stack):  # where a structure is given back
                state.forget(made.offset)
        if opens:
            state.open_up(handed)
        if type(self.get(_ERROR)) is int:
            state.registers[_ERROR] = None
        self.clobber(result)

    def _self(self, name: str) -> list[Value]:
        """What a method of Swift's gets as `self`, in a register that others keep; a static one has
        none on the stack."""
        return [self.get(_SELF)] if name.startswith(_SWIFT) and not name.endswith("Z") else []

    def writes_whole(self, name: str) -> None:
        """Takes what some functions write at once for one object."""
        start, count = self.get(0), self.get(_WHOLE.get(name, 0))
        if isinstance(start, Stack) and isinstance(count, int):
            self.machine.state.taken.bridge(start.offset, start.offset + count)

    def _stacked(self, handed: Sequence[Value]) -> list[Value]:
        """What is handed over on the stack, if the registers are all taken."""
        at = self.stack()
        if at is None or len(handed) < REGISTERS or None in handed:
            return []
        return [self.machine.state.load(at + WORD * number, WORD) for number in range(REGISTERS)]

    def clobber(self, result: Value) -> None:
        """Loses the registers that a call need not keep."""
        registers = self.machine.state.registers
        for number in _LOST:
            registers[number] = None
        registers[0] = result


def count_of(selector: str) -> int:
    """How many arguments a message has, the receiver and its name among them."""
    if selector == UNKNOWN_MESSAGE:
        return REGISTERS
    return _FIRST_OF_MESSAGE + selector.count(":")


def _asked_for(form: str) -> int:
    """How many arguments a format asks for; `*` stands for one more."""
    return sum(1 + found.count("*") for found in _ASKING.findall(form.replace("%%", "")))


def _trimmed(values: list[Value]) -> tuple[Value, ...]:
    while values and values[-1] is None:
        values.pop()
    return tuple(values)
