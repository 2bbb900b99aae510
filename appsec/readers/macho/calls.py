"""What a call is: which function or message, with what, and what it leaves behind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from appsec.facts.ios_code import BLOCK, Callee
from appsec.readers.macho import calls_runtime as runtime
from appsec.readers.macho.calls_swift import demangled, joined_texts
from appsec.readers.macho.calls_tables import Tables
from appsec.readers.macho.image import ImageAddress, Import, ObjcMethod, Selector
from appsec.readers.macho.walk_state import SP, WORD
from appsec.readers.macho.walk_step import Machine
from appsec.readers.macho.walk_values import (
    MAX_SIZE,
    Address,
    Class,
    Datum,
    Extern,
    Literal,
    Loaded,
    Message,
    Param,
    Result,
    Stack,
    Table,
    Value,
    each,
    either,
    size,
)

NAMELESS = ("0x", "OUTLINED_FUNCTION_")
"""How functions are called of which nobody knows the name, or that only the compiler knows of."""
_REGISTERS = 8
_MAX_MORE = 24
_LOST = (*range(19), 30)
"""Registers that a call need not keep."""
_ERROR = 21
"""Where Swift's functions leave what they throw."""
_NUMBER = 16
_INVOKE = 16
_UNKNOWN_MESSAGE = "?"
_CHOSEN = 128
"""The bit from which on the number of a choice is kept in the name of a call."""


@dataclass(frozen=True, slots=True)
class Called:
    """One call. `target` is the address of a function of this image, or 0."""

    at: int
    callee: Callee
    receiver: Value
    arguments: tuple[Value, ...]
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


class Caller:
    """Makes the calls of one function on the state of a machine, and notes them."""

    def __init__(
        self,
        machine: Machine,
        names: Names,
        method: ObjcMethod | None,
        note: Callable[[Called], None],
    ) -> None:
        self.machine = machine
        self._names, self._method, self._note = names, method, note
        self._results: dict[tuple[object, ...], Result] = {}
        self.enter: Callable[[int], bool] = lambda _: False
        """Follows a small function where it is called; false for any other."""

    def direct(self, place: int, site: int, target: int) -> bool:
        """A call of an address, noted at a place. Whether it may come back."""
        stub = self.machine.view.image.stub(target)
        if isinstance(stub, Import):
            return self.imported(place, site, stub.name)
        if isinstance(stub, Selector):
            self._message(place, site, self.get(0), stub.name)
        else:
            self._own(place, site, stub.address if isinstance(stub, ImageAddress) else target)
        return True

    def indirect(self, place: int, site: int, register: int) -> bool:
        """A call through a register. Whether it may come back."""
        values = tuple(each(self.get(register)))
        back: list[bool] = []
        self._one_of([partial(self._through, place, site, value) for value in values], back)
        return any(back)

    def _one_of(self, calls: Sequence[Callable[[], bool]], back: list[bool]) -> None:
        """Makes one of several calls; what holds after any of them holds."""
        before = self.machine.state.copy() if len(calls) > 1 else self.machine.state
        back.append(calls[0]())
        after = self.machine.state
        for call in calls[1:]:
            self.machine.state = before.copy()
            back.append(call())
            after.join(self.machine.state, forget=False)
        self.machine.state = after

    def _through(self, place: int, site: int, value: Value) -> bool:
        if isinstance(value, (Extern, Datum)):
            return self.imported(place, site, value.name)
        if isinstance(value, Address):
            return self.direct(place, site, value.value)
        named = value.arguments[1:2] if isinstance(value, Result) else ()
        if isinstance(value, Result) and value.callee.name == "dlsym" and named:
            if isinstance(named[0], Literal):
                return self.imported(place, site, named[0].text)
        if isinstance(value, Loaded) and value.offset == _INVOKE and value.base == self.get(0):
            self._block(place, site, value.base, 1)
        elif isinstance(value, (Param, Loaded)):
            self._block(place, site, value, 0)
        else:
            self._after(place, site, None, opens=True)
        return True

    def _block(self, place: int, site: int, block: Value, first: int) -> None:
        arguments = self._arguments(first, "")
        self._note(Called(place, Callee(BLOCK), self.fix(block), arguments))
        self._after(place, site, self._result(site, Callee(BLOCK), 0, arguments), opens=True)

    def system_call(self, place: int) -> None:
        """SVC: the number of the call and its arguments."""
        arguments = (self.fix(self.get(_NUMBER)), *self._arguments(0, ""))
        self._note(Called(place, Callee("svc"), None, arguments))
        self._after(place, place, None, opens=False)

    def get(self, register: int) -> Value:
        return self.machine.state.registers[register]

    def fix(self, value: Value) -> Value:
        """A value as it is now, told without the state."""
        return self.machine.view.meaning(self.machine.state.frozen(value))

    def _own(self, place: int, site: int, target: int) -> None:
        callee = Callee(self._names.function(target))
        arguments = self._arguments(0, "")
        if not callee.name.startswith(NAMELESS):
            self._note(Called(place, callee, None, arguments, target))
        if not self.enter(target):
            self._after(place, site, self._result(site, callee, target, arguments), opens=True)

    def imported(self, place: int, site: int, name: str) -> bool:
        """A call of an imported function. Whether it may come back."""
        match name:
            case "objc_msgSend":
                self._messages(place, site, self.get(0), self.get(1))
            case "objc_msgSendSuper2" | "objc_msgSendSuper":
                self._super(place, site)
            case "objc_alloc":
                self._message(place, site, self.get(0), "alloc")
            case "objc_allocWithZone":
                self._message(place, site, self.get(0), "allocWithZone:")
            case "objc_opt_new":
                self._message(place, site, self.get(0), "new")
            case "objc_opt_class":
                self._message(place, site, self.get(0), "class")
            case "objc_opt_isKindOfClass":
                self._shifted(place, site, "isKindOfClass:")
            case "objc_opt_respondsToSelector":
                self._shifted(place, site, "respondsToSelector:")
            case "objc_alloc_init":
                self._message(place, site, self.get(0), "alloc")
                self._message(place, ~site, self.get(0), "init")
            case _ if self._is_runtime(name, site):
                pass
            case _:
                self._function(place, site, name)
        return name not in runtime.NO_RETURN

    def _shifted(self, place: int, site: int, selector: str) -> None:
        self.machine.state.registers[2] = self.get(1)
        self._message(place, site, self.get(0), selector)

    def _is_runtime(self, name: str, site: int) -> bool:
        """Calls that only hand a value on, and those of no interest."""
        state = self.machine.state
        first, second = self.get(0), self.get(1)
        kept: Value
        if match := runtime.IN_REGISTER.fullmatch(name):
            kept = self.get(min(int(match[2]), 28)) if match[1] == "objc_retain" else None
        elif name in runtime.PASSES:
            kept = first
        elif name in runtime.PASSES_SWIFT:
            kept = joined_texts((self.fix(first), self.fix(second)))[0]
        elif name in ("objc_storeStrong", "objc_storeWeak", "objc_initWeak"):
            if isinstance(first, Stack):
                state.store(first.offset, WORD, second)
            kept = second
        elif name in ("objc_loadWeakRetained", "objc_loadWeak", "objc_loadRetained"):
            kept = state.load(first.offset, WORD) if isinstance(first, Stack) else None
        elif name in runtime.QUIET:
            kept = None
        else:
            return False
        if name == "objc_retainBlock":
            state.escape((first,))
            kept = self.fix(first)
        self._clobber(kept)
        return True

    def _function(self, place: int, site: int, name: str) -> None:
        state, tables = self.machine.state, self._tables()
        raw = [self.get(number) for number in range(_REGISTERS)]
        arguments = self._arguments(0, name)
        callee = Callee(demangled(name))
        self._note(Called(place, callee, None, arguments))
        result: Value = self._result(site, callee, 0, arguments)
        if name in ("NSClassFromString", "objc_getClass", "objc_lookUpClass") and arguments:
            result = Class(one.text) if isinstance(one := arguments[0], Literal) else result
        elif name in ("NSSelectorFromString", "sel_registerName") and arguments:
            result = Message(one.text) if isinstance(one := arguments[0], Literal) else result
        table = tables.made_by_function(name, raw)
        tables.changed_by_function(name, raw)
        self._after(place, site, result, opens=False, writes=name not in runtime.READS_ONLY)
        if table is not None:
            state.contents[site] = table

    def _messages(self, place: int, site: int, receiver: Value, selector: Value) -> None:
        """A message of which the selector may be one of several."""
        calls = []
        for number, one in enumerate(each(self.machine.view.meaning(selector))):
            name = one.name if isinstance(one, Message) else _UNKNOWN_MESSAGE
            which = (number << _CHOSEN) | site
            calls.append(partial(self._message, place, which, receiver, name))
        self._one_of(calls, [])

    def _super(self, place: int, site: int) -> None:
        """A message to the class above that of the method: x0 points to self and the class."""
        where = self.get(0)
        me = self.machine.state.load(where.offset, WORD) if isinstance(where, Stack) else None
        owner = self._names.above(self._method.owner) if self._method else "?"
        sign = "+" if self._method and self._method.class_method else "-"
        named = self.machine.view.meaning(self.get(1))
        selector = named.name if isinstance(named, Message) else _UNKNOWN_MESSAGE
        self._sent(place, site, me, (sign, owner), selector)

    def _message(self, place: int, site: int, receiver: Value, selector: str) -> bool:
        self._sent(place, site, receiver, self._class_of(receiver), selector)
        return True

    def _sent(
        self, place: int, site: int, receiver: Value, kind: tuple[str, str], selector: str
    ) -> None:
        state = self.machine.state
        sign, owner = kind
        callee = Callee(f"{sign}[{owner} {selector}]")
        target = self._names.implementation(sign, owner, selector)
        raw = [self.get(number) for number in range(2, _REGISTERS)]
        arguments = self._arguments(2, selector)
        told = self.fix(receiver)
        self._note(Called(place, callee, told, arguments, target))
        table = None
        made_of = receiver.owner if isinstance(receiver, Result) and sign == "-" else owner
        if target == 0:
            tables = self._tables()
            more = self._stack() if selector in runtime.VARIADIC_SELECTORS else None
            table = tables.made_by_message(made_of, selector, receiver, raw, more)
            tables.changed_by_message(selector, receiver, raw)
        result = self._given(site, callee, target, receiver, told, arguments)
        opens = target != 0 or self._names.implements(selector)
        writes = target != 0 or selector not in runtime.READING_SELECTORS
        count = min(2 + selector.count(":"), _REGISTERS) if selector != "?" else _REGISTERS
        self._after(place, site, result, opens, writes, count)
        if table is not None and isinstance(result, Result):
            state.contents[result.site] = table

    def _given(
        self,
        site: int,
        callee: Callee,
        target: int,
        receiver: Value,
        told: Value,
        arguments: tuple[Value, ...],
    ) -> Value:
        """What a message gives back."""
        selector, sign, owner = callee.selector, callee.name[0], callee.owner
        if selector in ("retain", "autorelease", "self", "class") and sign == "+":
            return receiver
        if selector in ("retain", "autorelease", "self"):
            return receiver
        if selector == "class" and owner != "?":
            return Class(owner)
        text = arguments[0] if arguments else None
        if selector in ("stringWithUTF8String:", "stringWithString:", "initWithString:"):
            if isinstance(text, Literal) and owner in ("NSString", "NSMutableString"):
                return text
        kind = runtime.result_owner(owner, sign, selector)
        return self._result(site, callee, target, (told, *arguments), kind)

    def _class_of(self, value: Value) -> tuple[str, str]:
        kinds = {self._one_class(self.machine.view.meaning(one)) for one in each(value)}
        return kinds.pop() if len(kinds) == 1 else ("-", "?")

    def _one_class(self, value: Value) -> tuple[str, str]:
        if isinstance(value, Class):
            return "+", value.name
        if isinstance(value, Result):
            return "-", value.owner or "?"
        if isinstance(value, Literal):
            return "-", "NSString"
        if isinstance(value, Table):
            return "-", "NSDictionary" if value.keyed else "?"
        if value == Param(0) and self._method:
            return "+" if self._method.class_method else "-", self._method.owner
        return "-", "?"

    def _tables(self) -> Tables:
        return Tables(self.machine.view, self.machine.state, self.fix)

    def _stack(self) -> int | None:
        value = self.get(SP)
        return value.offset if isinstance(value, Stack) else None

    def _arguments(self, first: int, name: str) -> tuple[Value, ...]:
        """What a message (`first` is 2) or function gets, as far as it is known. How many
        parameters a function has nobody tells: what is left in registers may come with them."""
        message, more = first == 2 and name != _UNKNOWN_MESSAGE, list[Value]()  # noqa: PLR2004
        count = 2 + name.count(":") if message else runtime.VARIADIC.get(name, _REGISTERS)
        if name in runtime.VARIADIC_SELECTORS or name in runtime.VARIADIC:
            more = self._more((WORD,) * _MAX_MORE)
        elif count > _REGISTERS or name in runtime.STACKED:
            more = self._more(runtime.STACKED.get(name, (WORD,) * (count - _REGISTERS)))
        registers = [self.fix(self.get(n)) for n in range(first, min(count, _REGISTERS))]
        return _trimmed([*(registers if message else joined_texts(registers)), *more])

    def _more(self, sizes: Sequence[int]) -> list[Value]:
        """Arguments on the stack, as long as there are any."""
        at, found = self._stack(), list[Value]()
        for size_of_one in sizes if at is not None else ():
            slot = self.machine.state.slots.get(at or 0)
            if slot is None and len(sizes) == _MAX_MORE:
                break
            known = self.machine.state.load(at or 0, min(size_of_one, slot[0])) if slot else None
            found.append(self.fix(known))
            at = (at or 0) + size_of_one
        return found

    def _result(
        self,
        site: int,
        callee: Callee,
        target: int,
        arguments: tuple[Value, ...],
        owner: str = "",
    ) -> Result:
        """The same one for the same call with the same arguments."""
        key = (site, callee.name, target, arguments, owner)
        if key not in self._results:
            kept = tuple(one if size(one) <= MAX_SIZE // 4 else None for one in arguments)
            self._results[key] = Result(site, callee, target, kept, owner)
        return self._results[key]

    def _after(
        self,
        place: int,
        site: int,
        result: Value,
        opens: bool,
        writes: bool = True,
        count: int = _REGISTERS,
    ) -> None:
        """What a call with so many arguments in registers leaves: registers that it need not keep,
        and what it may have written."""
        state = self.machine.state
        handed = [self.get(number) for number in range(count)]
        if writes:
            state.escape((*handed, *self._stacked(handed)))
            state.disturb()
            made = self.get(_REGISTERS)
            if isinstance(made, Stack):  # where a structure is given back
                state.forget(made.offset)
        if opens:
            state.open_up(handed)
        if type(self.get(_ERROR)) is int:
            state.registers[_ERROR] = None
        self._clobber(result)

    def _stacked(self, handed: Sequence[Value]) -> list[Value]:
        """What is handed over on the stack, if the registers are all taken."""
        at = self._stack()
        if at is None or len(handed) < _REGISTERS or None in handed:
            return []
        return [self.machine.state.load(at + WORD * number, WORD) for number in range(_REGISTERS)]

    def _clobber(self, result: Value) -> None:
        registers = self.machine.state.registers
        for number in _LOST:
            registers[number] = None
        registers[0] = result


def _trimmed(values: list[Value]) -> tuple[Value, ...]:
    while values and values[-1] is None:
        values.pop()
    return tuple(values)
