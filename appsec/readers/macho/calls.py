"""What a call is: which function or message, with what, and what it leaves behind."""

from collections.abc import Callable, Sequence
from functools import partial

from appsec.facts.ios_code import BLOCK, Callee
from appsec.model.frozen import frozen
from appsec.readers.macho.calls_frame import (
    REGISTERS,
    UNKNOWN_MESSAGE,
    Call,
    Frame,
    Names,
    count_of,
)
from appsec.readers.macho.calls_runtime import ASKING, IN_REGISTER, MESSAGES, result_owner
from appsec.readers.macho.calls_swift import demangled, joined_texts
from appsec.readers.macho.calls_tables import Tables
from appsec.readers.macho.image import ImageAddress, Import, ObjcMethod, Selector
from appsec.readers.macho.walk_state import WORD
from appsec.readers.macho.walk_step import Machine
from appsec.readers.macho.walk_values import (
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
)

NAMELESS = ("0x", "OUTLINED_FUNCTION_")
"""How functions are called of which nobody knows the name, or that only the compiler knows of."""
_NUMBER = _INVOKE = 16
_CHOSEN = 128
"""The bit from which on the number of a choice is kept in the name of a call."""
_BODIES = (
    *("methodForSelector:", "instanceMethodForSelector:", "class_getMethodImplementation"),
    *("method_getImplementation", "class_lookupMethod"),
)
"""What gives the function behind a method, which is called as the message would be."""
_PERFORM = "performSelector"
_CLASS_BY_NAME = ("NSClassFromString", "objc_getClass", "objc_lookUpClass")
_SELECTOR_BY_NAME = ("NSSelectorFromString", "sel_registerName")
_SAME_TEXT = ("stringWithUTF8String:", "stringWithString:", "initWithString:")
_HARMLESS = ("Sec", "CF", "NS", "objc_", "swift_", "$s", "UI", "kSec")
"""How functions begin that change no dictionary or array that they get: those that do are known."""
_ANY_MESSAGE = (UNKNOWN_MESSAGE, _PERFORM)
"""How messages begin that may be any of the app's."""
_LITERAL = "$sSD17dictionaryLiteral"
_BRIDGED = "Swift.Dictionary._bridgeToObjectiveC"
_STORES = ("objc_storeStrong", "objc_storeWeak", "objc_initWeak")
_LOADS = ("objc_loadWeakRetained", "objc_loadWeak", "objc_loadRetained")


@frozen
class Called:
    """One call. `target` is the address of a function of this image, or 0."""

    at: int
    callee: Callee
    receiver: Value
    arguments: tuple[Value, ...]
    target: int = 0


class Caller:
    """Makes the calls of one function on the state of a machine, and notes them. `place` is where
    a call is noted, `site` tells it from others; `enter` follows a small function where it is
    called, and is false for any other."""

    def __init__(
        self,
        machine: Machine,
        names: Names,
        method: ObjcMethod | None,
        note: Callable[[Called], None],
        enter: Callable[[int], bool],
    ) -> None:
        self.machine = machine
        self.frame = Frame(machine, method)
        self._names, self._note, self._enter = names, note, enter

    def direct(self, place: int, site: int, target: int) -> bool:
        """A call of an address. Whether it may come back."""
        stub = self.machine.view.image.stub(target)
        if isinstance(stub, Import):
            return self.imported(place, site, stub.name)
        if isinstance(stub, Selector):
            self._message(place, site, stub.name)
        else:
            self._own(place, site, stub.address if isinstance(stub, ImageAddress) else target)
        return True

    def indirect(self, place: int, site: int, register: int) -> bool:
        """A call through a register. Whether it may come back."""
        values = each(self.frame.get(register))
        return any(self._one_of([partial(self._through, place, site, value) for value in values]))

    def _one_of(self, calls: Sequence[Callable[[], bool]]) -> list[bool]:
        """Makes one of several calls; what holds after any of them holds. Which may come back."""
        before = self.machine.state.copy() if len(calls) > 1 else self.machine.state
        back = [calls[0]()]
        after = self.machine.state
        for call in calls[1:]:
            self.machine.state = before.copy()
            back.append(call())
            after.join(self.machine.state, forget=False)
        self.machine.state = after
        return back

    def _through(self, place: int, site: int, value: Value) -> bool:
        match value:
            case Extern(name) | Datum(name):
                return self.imported(place, site, name)
            case Address(address):
                return self.direct(place, site, address)
            case Result(callee=Callee("dlsym"), arguments=(_, Literal(name), *_)):
                return self.imported(place, site, name)
            case Result(callee=found) if found.name in _BODIES or found.selector in _BODIES:
                self._messages(place, site)
            case Loaded(base, offset) if offset == _INVOKE and base == self.frame.get(0):
                self._block(place, site, base, 1)
            case Param() | Loaded():
                self._block(place, site, value, 0)
            case _:
                # An entry of a table of functions, a closure: that it is called is told.
                self._block(place, site, None, 0)
        return True

    def _block(self, place: int, site: int, block: Value, first: int) -> None:
        call = Call(place, site, Callee(BLOCK))
        arguments = self.frame.of_function("", first)
        self._note(Called(place, call.callee, self.frame.fix(block), arguments))
        result = None if block is None else self.frame.result(call, arguments)
        self.frame.leave(result, opens=True)

    def system_call(self, place: int) -> None:
        """SVC: the number of the call and its arguments."""
        number = self.frame.fix(self.frame.get(_NUMBER))
        self._note(Called(place, Callee("svc"), None, (number, *self.frame.of_function(""))))
        self.frame.leave(None, opens=False)

    def _own(self, place: int, site: int, target: int) -> None:
        call = Call(place, site, Callee(self._names.function(target)), target)
        arguments, handed = self.frame.of_function(""), self.frame.get(0)
        packed = self.frame.packing(call.callee.name)
        if not call.callee.name.startswith(NAMELESS):
            self._note(Called(place, call.callee, None, arguments, target))
        if not self._enter(target):
            if call.callee.name.startswith(NAMELESS):
                self._note(Called(place, call.callee, None, arguments, target))
            self.frame.leave(self.frame.result(call, arguments), opens=True)
            if arguments and isinstance(arguments[0], Table) and isinstance(handed, Stack):
                self.machine.state.contents[site] = arguments[0]
        for at, count, value in packed:
            self.machine.state.store(at, count, value)

    def imported(self, place: int, site: int, name: str) -> bool:
        """A call of an imported function. Whether it may come back."""
        if name == "objc_msgSend":
            self._messages(place, site)
        elif name in ("objc_msgSendSuper2", "objc_msgSendSuper"):
            self._super(place, site)
        elif name in MESSAGES:
            self._message(place, site, MESSAGES[name])
        elif name in ASKING:
            self.machine.state.registers[2] = self.frame.get(1)
            self._message(place, site, ASKING[name])
        elif name == "objc_alloc_init":
            self._message(place, site, "alloc")
            self._message(place, ~site, "init")
        elif not self._is_runtime(name):
            self._function(place, site, name)
        return name not in self.frame.table.no_return

    def _is_runtime(self, name: str) -> bool:
        """Calls that only hand a value on, and those of no interest."""
        state, table = self.machine.state, self.frame.table
        first, second = self.frame.get(0), self.frame.get(1)
        slot = first.offset if isinstance(first, Stack) else None
        kept: Value = None
        if match := IN_REGISTER.fullmatch(name):
            kept = self.frame.get(min(int(match[2]), 28)) if match[1] == "objc_retain" else None
        elif name == "objc_retainBlock":
            state.escape((first,))
            kept = self.frame.fix(first)
        elif name in table.passes:
            kept = first
        elif name == "swift_initStackObject":
            kept = second  # the place on the stack, where an array of constants is put next
        elif name in table.passes_swift:
            kept = joined_texts((self.frame.fix(first), self.frame.fix(second)))[0]
        elif name in _STORES:
            kept = second
            if slot is None:
                state.open_up((second,))
            else:
                state.store(slot, WORD, second)
        elif name in _LOADS:
            kept = None if slot is None else state.load(slot, WORD)
        elif name not in table.quiet:
            return False
        self.frame.clobber(kept)
        return True

    def _function(self, place: int, site: int, name: str) -> None:
        call = Call(place, site, Callee(demangled(name)))
        if call.callee.name == _BRIDGED and isinstance(self.frame.fix(self.frame.get(0)), Table):
            self.frame.clobber(self.frame.get(0))
            return
        raw = [self.frame.get(number) for number in range(REGISTERS)]
        self.frame.writes_whole(name)
        arguments = self.frame.of_function(name)
        self._note(Called(place, call.callee, None, arguments))
        result: Value = self.frame.result(call, arguments)
        if arguments and isinstance(arguments[0], Literal):
            if name in _CLASS_BY_NAME:
                result = Class(arguments[0].text)
            elif name in _SELECTOR_BY_NAME:
                result = Message(arguments[0].text)
        if name.startswith(_LITERAL) and arguments and isinstance(arguments[0], Table):
            made: Table | None = arguments[0]
        else:
            made = self._tables().made_by_function(name, raw)
        self._tables().changed_by_function(name, raw)
        writes = name not in self.frame.table.reads_only
        opens = writes and not name.startswith(_HARMLESS)
        self.frame.leave(result, opens=opens, writes=writes, name=name)
        if made is not None:
            self.machine.state.contents[site] = made

    def _messages(self, place: int, site: int) -> None:
        """A message of which the selector may be one of several."""
        calls = []
        for number, one in enumerate(each(self.machine.view.meaning(self.frame.get(1)))):
            name = one.name if isinstance(one, Message) else UNKNOWN_MESSAGE
            calls.append(partial(self._message, place, (number << _CHOSEN) | site, name))
        self._one_of(calls)

    def _super(self, place: int, site: int) -> None:
        """A message to the class above that of the method: x0 points to self and the class."""
        where, method = self.frame.get(0), self.frame.method
        me = self.machine.state.load(where.offset, WORD) if isinstance(where, Stack) else None
        owner = self._names.above(method.owner) if method else "?"
        sign = "+" if method and method.class_method else "-"
        named = self.machine.view.meaning(self.frame.get(1))
        selector = named.name if isinstance(named, Message) else UNKNOWN_MESSAGE
        self._sent(Call(place, site, Callee(f"{sign}[{owner} {selector}]")), me)

    def _message(self, place: int, site: int, selector: str) -> bool:
        """A message to what the first register holds. It comes back."""
        sign, owner = self.frame.class_of(self.frame.get(0))
        target = self._names.implementation(sign, owner, selector)
        callee = Callee(f"{sign}[{owner} {selector}]")
        self._sent(Call(place, site, callee, target), self.frame.get(0))
        return True

    def _sent(self, call: Call, receiver: Value) -> None:
        selector, table = call.callee.selector, self.frame.table
        raw = [self.frame.get(number) for number in range(2, REGISTERS)]
        arguments, told = self.frame.of_message(selector), self.frame.fix(receiver)
        self._note(Called(call.place, call.callee, told, arguments, call.target))
        if selector.startswith(_PERFORM) and arguments and isinstance(arguments[0], Message):
            performed = Callee(f"{call.callee.name.partition(' ')[0]} {arguments[0].name}]")
            self._note(Called(call.place, performed, told, arguments[1:]))
        made = None
        if not call.target:
            more = self.frame.stack() if selector in table.variadic_selectors else None
            made = self._tables().made_by_message(call.callee.owner, selector, receiver, raw, more)
            self._tables().changed_by_message(selector, receiver, raw)
        result = self._given(call, receiver, (told, *arguments))
        opens = bool(call.target) or self._names.implements(selector)
        opens |= selector.startswith(_ANY_MESSAGE)
        writes = bool(call.target) or selector not in table.reading_selectors
        count = min(count_of(selector), REGISTERS)
        self.frame.leave(result, opens=opens, writes=writes, count=count)
        if made is not None and isinstance(result, Result):
            self.machine.state.contents[result.site] = made

    def _given(self, call: Call, receiver: Value, arguments: tuple[Value, ...]) -> Value:
        """What a message gives back."""
        selector, owner, sign = call.callee.selector, call.callee.owner, call.callee.name[0]
        if selector in ("retain", "autorelease", "self") or (selector == "class" and sign == "+"):
            return receiver
        if selector == "class" and owner != "?":
            return Class(owner)
        text = arguments[1] if len(arguments) > 1 else None
        if selector in _SAME_TEXT and owner == "NSString" and isinstance(text, Literal):
            return text
        return self.frame.result(call, arguments, result_owner(owner, sign, selector))

    def _tables(self) -> Tables:
        return Tables(self.machine.view, self.machine.state, self.frame.fix)
