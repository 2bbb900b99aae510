"""Facts about the code of an iOS app: who calls what with which values, and what its classes do."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Protocol, TypeAlias

from appsec.model.frozen import frozen
from appsec.model.outcome import Location, Origin


@frozen
class Callee:
    """What is called: a function, or a message to a class or object.

    `name` is `CCCrypt` for functions, `-[NSUserDefaults setObject:forKey:]` or
    `+[UIPasteboard generalPasteboard]` for messages; `-[? setObject:forKey:]` where the
    receiver's class is not known. Swift functions are demangled as far as `Module.Type.name`.
    """

    name: str

    @property
    def selector(self) -> str:
        """The message, or empty for a function."""
        return self.name[:-1].partition(" ")[2] if self.name[:1] in ("-", "+") else ""

    @property
    def owner(self) -> str:
        """The class of the receiver, `?` if not known; empty for a function."""
        return self.name[2:].partition(" ")[0] if self.selector else ""


@frozen
class NoValue:
    """Nothing can be told."""


@frozen
class Number:
    """An integer as 64 bits hold it, signed; nil, NULL, NO and false are 0."""

    value: int


@frozen
class Words:
    """A constant text (NSString, C string)."""

    text: str


@frozen
class Symbol:
    """An imported constant: `kSecAttrAccessibleAlways`, `kCFBooleanTrue`."""

    name: str


@frozen
class ClassObject:
    """A class itself, as the receiver of a `+` message."""

    name: str


@frozen
class SelectorValue:
    """A selector that is passed along (`@selector(...)`)."""

    name: str


@frozen
class CallResult:
    """What a call gave back; `arguments` are as in a call: the receiver first for messages."""

    callee: Callee
    arguments: tuple["NativeValue", ...] = ()


@frozen
class Argument:
    """What the caller passes: `number` counts registers from 0 (self is 0 in a method). Swift
    passes self, and what a closure captures, as 20."""

    number: int


@frozen
class Block:
    """A function or block that is passed along; `at` is its unslid address."""

    at: int


@frozen
class Data:
    """Constant bytes of the image, or a buffer that may be written to (None): on the stack, or a
    variable. How many of them belong together is not known: there are up to 256, whatever
    follows."""

    content: bytes | None
    at: int = 0


@frozen
class Dictionary:
    """A dictionary that code made, at the moment of the call. Of a key only the last value is told;
    not `complete` if there may be others, or other values."""

    entries: tuple[tuple["NativeValue", "NativeValue"], ...]
    complete: bool = True

    def value(self, key: str) -> "NativeValue":
        """What a key is set to, be the key a constant's name or a text; nothing if it is not."""
        names = (Symbol(key), Words(key))
        return next((value for name, value in self.entries if name in names), NOTHING)


@frozen
class Items:
    """An array or set that code made, at the moment of the call."""

    values: tuple["NativeValue", ...]
    complete: bool = True


@frozen
class Choice:
    """One of several, depending on the path."""

    values: frozenset["NativeValue"]


NativeValue: TypeAlias = (
    NoValue
    | Number
    | Words
    | Symbol
    | ClassObject
    | SelectorValue
    | CallResult
    | Argument
    | Block
    | Data
    | Dictionary
    | Items
    | Choice
)
NOTHING = NoValue()
BLOCK = "(block)"
"""What a call of a block, or of a function that was handed over, names as its callee."""


def unboxed(value: NativeValue) -> NativeValue:
    """The number in an NSNumber (`@1`, `@YES`, kCFBooleanTrue); anything else as it is."""
    if isinstance(value, CallResult) and value.callee.name.startswith("+[NSNumber numberWith"):
        return value.arguments[1] if len(value.arguments) > 1 else NOTHING
    if isinstance(value, Symbol) and value.name.lstrip("_") in (
        "kCFBooleanTrue",
        "kCFBooleanFalse",
    ):
        return Number(int(value.name.endswith("True")))
    return value


def choices(value: NativeValue) -> tuple[NativeValue, ...]:
    """Each value that it may be, in a fixed order."""
    return tuple(sorted(value.values, key=repr)) if isinstance(value, Choice) else (value,)


@frozen
class NativeCall:
    """One call on arm64. `arguments` are those of registers and stack as far as told, without the
    receiver and the selector for messages. A call of a block or function that was handed over has
    the callee `(block)` and that value as its receiver, as has any other through a register, such
    as one of a table of functions (NOTHING if the value is not known); the supervisor call of the
    kernel is `svc` with the number (x16) before the arguments. A 32-bit register is a number
    without a sign.

    `at` is the address of the call, `caller` the function that it is in (`-[Login save:]`, a
    symbol, or empty in a stripped build); `around` are all callees of that function, in order.
    """

    callee: Callee
    receiver: NativeValue
    arguments: tuple[NativeValue, ...]
    caller: str
    at: Location
    origin: Origin
    around: tuple[Callee, ...] = field(default=(), repr=False)

    def argument(self, number: int) -> NativeValue:
        """The value of a parameter, counted from 0 without receiver and selector."""
        return self.arguments[number] if number < len(self.arguments) else NOTHING


@frozen
class NativeBody:
    """What one method or function of the app does. `returned` are the constants that it may return
    (NoValue among them if others are possible); `calls` are its calls, in order. Of a method of a
    Swift class those of the functions that it calls are told in place of the calls of these."""

    name: str
    at: Location
    origin: Origin
    returned: tuple[NativeValue, ...]
    calls: tuple[NativeCall, ...]


@frozen
class NativeClass:
    """An Objective-C class, or a Swift class that Objective-C can see. `extended` says that another
    image defines it, and that categories of this one add methods to it."""

    name: str
    superclass: str
    protocols: tuple[str, ...]
    methods: tuple[str, ...]
    swift: bool
    at: Location
    origin: Origin
    extended: bool = False


class NativeCode(Protocol):
    """The code of every arm64 slice of an app. What was not read of it is a gap of the fact."""

    def calls(self, *callees: str) -> Iterator[NativeCall]:
        """The calls of functions (`CCCrypt`) and messages. `-[NSUserDefaults setObject:forKey:]` is
        that message to this class, one below it, or a receiver of unknown class, for which the
        callee's owner is `?` (also where only its superclass is not known, or it is one above);
        `-[* setObject:forKey:]` is to any, and `CryptoKit.Insecure.*` any name that begins so.
        Raises LookupError for one that no check `watches`."""

    def implementing(self, *selectors: str) -> Iterator[NativeBody]:
        """The app's methods by one of these names, whichever class."""

    def body(self, block: Block, at: Location) -> NativeBody | None:
        """What a block or function does that is handed over in a call at this place."""

    def classes(self) -> Iterable[NativeClass]:
        """The classes that the app defines or extends."""

    def imports(self, *names: str) -> Iterator[tuple[str, Location, Origin]]:
        """Which executables take these functions, data or classes (`OBJC_CLASS_$_LAContext`) from
        others: name and place of each. Says nothing of whether they are used."""

    def texts(self, *texts: str) -> Iterator[tuple[str, Location, Origin]]:
        """Where code refers to one of these constant texts: the text, the address, its origin."""

    def swift_types(self) -> Iterable[tuple[str, Location, Origin]]:
        """The nominal types that Swift's metadata tells, as `Module.Type`."""
