"""Code made of hand-written calls and methods, so that a check's test needs no bytecode."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from appsec.facts.code import Annotation, Body, CallSite, ClassName
from appsec.facts.values import (
    UNKNOWN,
    Array,
    Constant,
    FieldRead,
    Method,
    New,
    OneOf,
    Returned,
    Value,
)
from appsec.model.outcome import Location, Origin

CALLER = "tw.example.app.Login.open"


def text(value: str) -> Constant:
    """A constant text."""
    return Constant(value)


def octets(*values: int) -> Array:
    """A byte array of constants."""
    return Array("byte[]", tuple(Constant(one) for one in values))


def one_of(*values: Value) -> OneOf:
    """What depends on the path."""
    return OneOf(frozenset(values))


def method(api: str, *parameters: str, returns: str = "void") -> Method:
    owner, _, name = api.rpartition(".")
    return Method(owner, name, parameters, returns)


def site(
    api: str,
    *arguments: Value,
    receiver: Value = UNKNOWN,
    static: bool = False,
    caller: str = CALLER,
    origin: Origin = Origin.APP,
    types: Iterable[str] = (),
    around: Iterable[Method] = (),
    parameters: tuple[str, ...] | None = None,
) -> CallSite:
    """A call of an API; constructors and methods have a receiver unless `static`. `types` are
    those of the parameters, where the check looks at them."""
    every = arguments if static else (receiver, *arguments)
    at = Location("classes.dex", caller)
    given = tuple(types) if parameters is None else parameters
    kinds = given or ("java.lang.Object",) * len(arguments)
    what = (method(api, *kinds), every, method(caller), static, at, origin)
    called = tuple(around)
    return CallSite(*what, lambda value: value, lambda: called)


def intent(*types: str, site_number: int = 1, caller: str = CALLER) -> tuple[New, CallSite]:
    """An Intent made with a constructor of these parameter types, and the call of it."""
    made = New("android.content.Intent", (), site_number)
    called = "android.content.Intent.<init>"
    return made, site(called, *[UNKNOWN] * len(types), receiver=made, caller=caller, types=types)


def typed(name: str, kind: str = "android.widget.EditText") -> Returned:
    """What a person typed into the view in the field of this name, as a text."""
    view = FieldRead("tw.example.app.Login", name, kind, False)
    got = Returned(
        method("android.widget.EditText.getText", returns="android.text.Editable"), (view,)
    )
    return Returned(method("java.lang.Object.toString", returns="java.lang.String"), (got,))


def body(
    name: str,
    *returned: Value,
    throws: bool = False,
    calls: Iterable[str] = (),
    origin: Origin = Origin.APP,
    returns: str = "void",
) -> Body:
    """A method of the app."""
    made = tuple(method(one) for one in calls)
    return Body(
        method(name, returns=returns), Location("classes.dex", name), origin, returned, throws, made
    )


def named(name: str, own: bool = True) -> ClassName:
    """A class by its name."""
    return ClassName(name, "classes.dex", "", own)


@dataclass
class FakeCode:
    """Knows only what it is given."""

    sites: Mapping[str, Iterable[CallSite]] = field(default_factory=dict)
    bodies: Mapping[tuple[str, str], Iterable[Body]] = field(default_factory=dict)
    below: Mapping[str, Iterable[str]] = field(default_factory=dict)
    texts: Mapping[str, Iterable[str]] = field(default_factory=dict)
    classes: Iterable[ClassName] = ()
    annotated: Iterable[Annotation] = ()

    def calls(self, *apis: str) -> Iterator[CallSite]:
        for api in apis:
            yield from self.sites.get(api, ())

    def unreached(self, *apis: str) -> Iterator[CallSite]:
        yield from (one for one in self.calls(*apis) if one.origin is Origin.UNREACHED)

    def overriding(self, base: str, name: str) -> Iterator[Body]:
        yield from self.bodies.get((base, name), ())

    def subclasses(self, base: str) -> Iterator[tuple[str, Location, Origin]]:
        for one in self.below.get(base, ()):
            yield one, Location("classes.dex", one), Origin.APP

    def naming(self, *texts: str) -> Iterator[tuple[str, Location, Origin]]:
        for text in texts:
            for caller in self.texts.get(text, ()):
                yield text, Location("classes.dex", caller), Origin.APP

    def class_names(self) -> Collection[ClassName]:
        return tuple(self.classes)

    def annotations(self, *kinds: str) -> Iterator[Annotation]:
        yield from (one for one in self.annotated if one.kind in kinds)


def code(
    *sites: CallSite, bodies: Mapping[tuple[str, str], Iterable[Body]] | None = None
) -> FakeCode:
    """Code with these calls, by the API that each names and by what it takes, and these methods."""
    found: dict[str, list[CallSite]] = {}
    for one in sites:
        for name in (
            one.method.api,
            *(f"({kind})" for kind in dict.fromkeys(one.method.parameters)),
        ):
            found.setdefault(name, []).append(one)
    return FakeCode(found, bodies or {})
