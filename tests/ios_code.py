"""Code of iOS apps made of hand-written calls and methods, so that a check's test needs no binary."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from appsec.facts.ios_code import (
    NOTHING,
    Block,
    Callee,
    CallResult,
    ClassObject,
    NativeBody,
    NativeCall,
    NativeClass,
    NativeValue,
    Number,
    Symbol,
    Words,
)
from appsec.model.outcome import Location, Origin

BINARY = "Payload/Demo.app/Demo"
CALLER = "-[Login save:]"
ADDRESS = 0x100004000


def place(address: int = ADDRESS) -> Location:
    """A place in the app's executable."""
    return Location(BINARY, f"0x{address:x}")


def call(
    callee: str,
    *arguments: NativeValue,
    receiver: NativeValue = NOTHING,
    caller: str = CALLER,
    origin: Origin = Origin.APP,
    address: int = ADDRESS,
    around: Iterable[str] = (),
) -> NativeCall:
    """A call of a function (`CCCrypt`) or a message (`-[NSUserDefaults setObject:forKey:]`)."""
    named = tuple(Callee(name) for name in around)
    return NativeCall(Callee(callee), receiver, arguments, caller, place(address), origin, named)


def result(callee: str, *arguments: NativeValue) -> CallResult:
    """What a call gave back; for messages the receiver is the first argument."""
    return CallResult(Callee(callee), arguments)


def shared(owner: str, selector: str) -> CallResult:
    """The object of a class method: `shared("NSUserDefaults", "standardUserDefaults")`."""
    return result(f"+[{owner} {selector}]", ClassObject(owner))


def boxed(value: int) -> CallResult:
    """`@YES` or `@1`."""
    return result("+[NSNumber numberWithBool:]", ClassObject("NSNumber"), Number(value))


def key(name: str) -> Symbol | Words:
    """A constant by its name, or a text: `kSecClass`, `pin`."""
    return Symbol(name) if name.startswith("kSec") else Words(name)


def body(
    name: str,
    *returned: NativeValue,
    calls: Iterable[NativeCall] = (),
    origin: Origin = Origin.APP,
    address: int = ADDRESS,
) -> NativeBody:
    """A method or function of the app."""
    return NativeBody(name, place(address), origin, returned, tuple(calls))


def native_class(
    name: str,
    superclass: str = "NSObject",
    *methods: str,
    protocols: Iterable[str] = (),
    origin: Origin = Origin.APP,
) -> NativeClass:
    """A class that the app defines, with its methods as `-[Owner name]`."""
    return NativeClass(name, superclass, tuple(protocols), methods, False, place(), origin)


@dataclass
class FakeNativeCode:
    """Knows only what it is given. Calls are found as in real code: by the name of a function, by
    a message to the class or to `?`, and by `-[* name]`."""

    sites: Iterable[NativeCall] = ()
    bodies: Iterable[NativeBody] = ()
    blocks: Mapping[int, NativeBody] = field(default_factory=dict)
    defined: Iterable[NativeClass] = ()
    imported: Iterable[str] = ()
    named: Mapping[str, int] = field(default_factory=dict)
    types: Iterable[str] = ()

    def calls(self, *callees: str) -> Iterator[NativeCall]:
        for wanted in callees:
            yield from (one for one in self.sites if _matches(one.callee, Callee(wanted)))

    def implementing(self, *selectors: str) -> Iterator[NativeBody]:
        yield from (one for one in self.bodies if Callee(one.name).selector in selectors)

    def body(self, block: Block, at: Location) -> NativeBody | None:
        return self.blocks.get(block.at)

    def classes(self) -> Iterator[NativeClass]:
        yield from self.defined

    def imports(self, *names: str) -> Iterator[tuple[str, Location, Origin]]:
        for name in names:
            if name in self.imported:
                yield name, Location(BINARY), Origin.APP

    def texts(self, *texts: str) -> Iterator[tuple[str, Location, Origin]]:
        for text in texts:
            if text in self.named:
                yield text, place(self.named[text]), Origin.APP

    def swift_types(self) -> Iterator[tuple[str, Location, Origin]]:
        for name in self.types:
            yield name, Location(BINARY), Origin.APP


def _matches(callee: Callee, wanted: Callee) -> bool:
    if wanted.selector:
        owners = {callee.owner, wanted.owner}
        return callee.selector == wanted.selector and (
            len(owners) == 1 or not owners.isdisjoint("?*")
        )
    if wanted.name.endswith("*"):
        return callee.name.startswith(wanted.name[:-1])
    return callee.name == wanted.name


def native_code(
    *sites: NativeCall, bodies: Iterable[NativeBody] = (), **more: Any
) -> FakeNativeCode:
    """Code with these calls and methods, and whatever else FakeNativeCode is given."""
    return FakeNativeCode(sites, tuple(bodies), **more)
