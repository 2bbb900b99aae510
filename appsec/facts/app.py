"""The mechanism of facts: read once, on first use, with the gaps of what was read."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from enum import StrEnum
from typing import Any, Generic, Protocol, Self, TypeVar, overload

from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap
from appsec.model.shortage import is_out_of_memory

T = TypeVar("T")


class FactUnavailable(Exception):
    """A fact cannot be had at all. Checks never handle it; the runner makes it unknown."""

    def __init__(self, cause: Cause, key: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{cause}: {key} {dict(values or {})}")
        self.cause = cause
        self.key = key
        self.values = dict(values or {})


@frozen
class Known(Generic[T]):
    """A fact's value, and what of it could not be read.

    A value that goes on reading while it is asked may add to its gaps: they are looked at whenever
    a check has ended. So they are a collection, never a generator that is empty the second time.
    """

    value: T
    gaps: Collection[Gap] = ()


class Asked(ABC):
    """A value of which each asker lacks something else: a run shows nothing of what no hook
    watched, and only who asks for that is any the worse."""

    @abstractmethod
    def taken(self) -> list[Gap]:
        """What those who asked since the last time have lacked."""


class About(StrEnum):
    """What a fact is about: the code, which a companion build may tell, or the package as it is
    shipped (signatures, settings, headers), which no other build can tell. What is DERIVED is made
    of other facts alone, and so of those of the app that it is asked of."""

    CODE = "code"
    PACKAGE = "package"
    DERIVED = "derived"


class Fact(Generic[T]):
    """Declares a fact of an app class; `app.name` reads it or raises FactUnavailable."""

    def __init__(self, doc: str, about: About = About.PACKAGE) -> None:
        self.__doc__ = doc
        self.name = ""
        self.about = about

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, app: None, owner: type) -> "Fact[T]": ...
    @overload
    def __get__(self, app: "App", owner: type) -> T: ...
    def __get__(self, app: "App | None", owner: type) -> "Fact[T] | T":
        if app is None:
            return self
        value: T = app.read(self.name)
        return value


class Journal(Protocol):
    """Told of each fact before and after it is read, so that a crash can name its fact."""

    def begin(self, fact: str) -> None:
        """This fact is about to be read."""

    def end(self, fact: str) -> None:
        """This fact has been read, or is unavailable."""


Reader = Callable[[Any], Known[Any]]
"""Reads one fact of the app that it is given; may ask the app for other facts."""


class App:
    """One app: facts read on first use by `readers`, which hold one function for each fact.

    A fact that needs another inherits its gaps. `watching` tells which facts were touched.
    """

    platform = ""
    watched: frozenset[str] = frozenset()
    """The APIs whose calls the loaded checks ask for; set before the first fact is read."""
    watched_in_own: frozenset[str] = frozenset()
    """Those whose calls they ask for in the app's own code only."""

    def __init__(self, readers: Mapping[str, Reader], journal: Journal | None = None) -> None:
        if strange := readers.keys() - self.facts().keys():
            raise TypeError(f"no such facts: {', '.join(sorted(strange))}")
        self._readers = readers
        self._journal = journal
        self._known: dict[str, Known[Any] | FactUnavailable] = {}
        self._needs: dict[str, set[str]] = {}
        self._watchers: list[set[str]] = []

    @classmethod
    def facts(cls) -> dict[str, "Fact[Any]"]:
        """Every fact that this kind of app has, by name."""
        return {
            name: member
            for base in reversed(cls.__mro__)
            for name, member in vars(base).items()
            if isinstance(member, Fact)
        }

    def read(self, name: str) -> Any:
        """The value of a fact, read now if it has not been. Raises FactUnavailable."""
        if name not in self._known:
            self._known[name] = self._read_now(name)
        for watcher in self._watchers:
            watcher.add(name)
            watcher.update(self._needs.get(name, set()))
        known = self._known[name]
        if isinstance(known, FactUnavailable):
            raise known
        return known.value

    def read_for(self, app: "App", name: str) -> Known[Any]:
        """A fact as this app's reader makes it of the facts of another. Raises FactUnavailable."""
        reader = self._readers.get(name)
        if reader is None:
            raise FactUnavailable(Cause.NOT_SUPPLIED, "no-reader", {"fact": name})
        return reader(app)

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """The same app as it would be if these facts were these values, without any gap. What was
        made of others is not read again."""
        other = copy(self)
        kept = {n: k for n, k in self._known.items() if not self._needs.get(n, set()) & {*values}}
        other._known = kept | {name: Known(value) for name, value in values.items()}
        other._needs = dict(self._needs)
        other._watchers = []
        return other

    def _read_now(self, name: str) -> Known[Any] | FactUnavailable:
        reader = self._readers.get(name)
        if reader is None:
            return FactUnavailable(Cause.NOT_SUPPLIED, "no-reader", {"fact": name})
        if self._journal:
            self._journal.begin(name)
        try:
            with self.watching() as needed:
                result = reader(self)
        except FactUnavailable as reason:
            return reason
        except RecursionError:
            return FactUnavailable(Cause.LOST, "nested-too-deep", {"fact": name})
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            return FactUnavailable(Cause.LOST, "out-of-memory", {"fact": name})
        finally:
            if self._journal:
                self._journal.end(name)
        self._needs[name] = needed
        return result

    @contextmanager
    def watching(self) -> Iterator[set[str]]:
        """Collects the names of the facts touched inside, those that others needed included."""
        touched: set[str] = set()
        self._watchers.append(touched)
        try:
            yield touched
        finally:
            self._watchers.pop()

    def lacked(self, name: str) -> list[Gap]:
        """What those who asked a fact's value since the last time have lacked, if it tells."""
        known = self._known.get(name)
        value = known.value if isinstance(known, Known) else None
        return value.taken() if isinstance(value, Asked) else []

    def gaps_of(self, name: str) -> tuple[Gap, ...]:
        """What of a fact that was touched could not be read; the whole of it if unavailable."""
        known = self._known.get(name)
        if known is None:
            return ()
        if isinstance(known, FactUnavailable):
            return (Gap(name, known.cause, known.key, known.values),)
        return tuple(known.gaps)
