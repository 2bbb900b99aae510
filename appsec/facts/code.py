"""Facts about an app's bytecode: who calls what with which values, and what methods do."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Protocol

from appsec.facts.values import UNKNOWN, FieldRead, Method, Value
from appsec.model.frozen import frozen
from appsec.model.outcome import Location, Origin


@frozen
class CallSite:
    """One call of an API. `arguments` are what the calling method itself tells, the receiver
    first unless the method is static; `argument` looks beyond it.

    `at` names the calling method. `origin` tells whether that is the app's own code. `calling` and
    `certain` tell what `around` and `always` are.
    """

    method: Method
    arguments: tuple[Value, ...]
    caller: Method
    static: bool
    at: Location
    origin: Origin
    resolve: Callable[[Value], Value] = field(repr=False, compare=False)
    calling: Callable[[], tuple[Method, ...]] = field(default=tuple, repr=False, compare=False)
    certain: Callable[[], bool] = field(default=lambda: False, repr=False, compare=False)
    written: Callable[[FieldRead], Iterable[Value]] = field(
        default=lambda read: (), repr=False, compare=False
    )
    """Whatever the app writes to a field, for those that hold no one value."""

    @property
    def around(self) -> tuple[Method, ...]:
        """All methods that the calling method calls, in order."""
        return self.calling()

    @property
    def always(self) -> bool:
        """Whether nothing in the calling method can jump past the call or leave before it; a
        reader that does not tell says no."""
        return self.certain()

    def argument(self, number: int) -> Value:
        """The value of a parameter, counted from 0 without the receiver, as far as fields with
        one constant value, helpers of the app and its callers tell."""
        return self.resolve(self.near(number))

    def near(self, number: int) -> Value:
        """What the calling method itself tells of a parameter. Nothing if there is none: an app's
        subclass may have a method of the same name that takes less."""
        at = number if self.static else number + 1
        return self.arguments[at] if at < len(self.arguments) else UNKNOWN

    def taking(self, kind: str) -> Iterator[int]:
        """The numbers of the parameters of a type."""
        return (number for number, one in enumerate(self.method.parameters) if one == kind)

    @property
    def texts(self) -> tuple[int, ...]:
        """The numbers of the parameters that are texts."""
        return tuple(self.taking("java.lang.String"))

    @property
    def receiver(self) -> Value:
        """The object that is called, resolved likewise; unknown for static methods."""
        return UNKNOWN if self.static else self.resolve(next(iter(self.arguments), UNKNOWN))


@frozen
class Body:
    """What one method of the app does. `returned` are the values that it may return; `throws`
    says that it has a throw of its own; `calls` are the methods that it calls, in order."""

    method: Method
    at: Location
    origin: Origin
    returned: tuple[Value, ...]
    throws: bool
    calls: tuple[Method, ...]


@frozen
class ClassName:
    """A class as the build names it, in a DEX file. `source` is the source file that the build
    still tells of, or empty; `own` says that it is in a package of the app's own, whether anything
    reaches it."""

    name: str
    file: str
    source: str
    own: bool

    @property
    def at(self) -> Location:
        """Where it is defined: of very many classes few are told of."""
        return Location(self.file, self.name)


@frozen
class Annotation:
    """An annotation of a method, be it one without code. `texts` are those of its elements that
    are plain texts, by name."""

    kind: str
    method: Method
    at: Location
    origin: Origin
    texts: Mapping[str, str]


class Code(Protocol):
    """The bytecode of an app. What was not read of it is a gap of the fact."""

    def calls(self, *apis: str) -> Iterator[CallSite]:
        """The calls of APIs such as `javax.crypto.Cipher.getInstance`, of all overloads and on
        subclasses, too, in the order of the files. `(com.example.Type)` is any method with a
        parameter of that type, whatever an obfuscator called it. Raises LookupError for one that
        no check announced under `watches` or, for calls in the app's own code, `watches_own`."""

    def unreached(self, *apis: str) -> Iterator[CallSite]:
        """The calls of these APIs in the app's own code that no component comes to. Those of an
        API of `watches_own` are nowhere else; the others are among `calls` as well."""

    def overriding(self, base: str, name: str) -> Iterator[Body]:
        """The methods of this name in the app's classes below a class or interface."""

    def subclasses(self, base: str) -> Iterable[tuple[str, Location, Origin]]:
        """The app's classes below a class or interface: name, place and origin of each."""

    def naming(self, *texts: str) -> Iterator[tuple[str, Location, Origin]]:
        """Where code names one of these texts as a constant: the text, the method, its origin."""

    def class_names(self) -> Collection[ClassName]:
        """Every class that the app defines."""

    def annotations(self, *kinds: str) -> Iterator[Annotation]:
        """The annotations of these types on methods."""
