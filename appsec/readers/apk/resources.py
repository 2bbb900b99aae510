"""What resource ids stand for, looked up only when a setting needs it."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from appsec.facts.app import FactUnavailable
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause
from appsec.readers.apk.configuration import Configuration
from appsec.readers.apk.values import Value
from appsec.readers.apk.xml_shape import BadShape

TABLE = "resources.arsc"
COMPLEX = -1
"""The type of styles, arrays and the like, which are no single value."""
_PLATFORM = 0x01
_MAX_HOPS = 20
_MAX_VISITS = 1000
_VISITS_IN_ALL = 1_000_000


@frozen
class Meant:
    """One thing that a reference means; `by_default` where no configuration qualifies it."""

    value: Value
    by_default: bool


class Variant(NamedTuple):
    """What one configuration holds for an id."""

    value: Value
    configuration: Configuration


class Listed(NamedTuple):
    """A value with the id, the type and the name of its resource."""

    id: int
    type: str
    name: str
    variant: Variant


class Bag(NamedTuple):
    """A style, array or the like in one configuration: its parent's id and its items, which for a
    style go by the ids of attributes."""

    parent: int
    items: tuple[tuple[int, Value], ...]


class Table(Protocol):
    """The resources of one APK or module, each with a value for every configuration."""

    def count(self, id: int) -> int:
        """How many values there are."""

    def values(self, id: int) -> Iterator[Meant]:
        """Each of them, decoded only as it is asked for. Raises BadShape."""

    def variants(self, id: int, languages: Container[str] | None) -> Iterator[Variant]:
        """Each of them with its configuration, or only of some languages. Raises BadShape."""

    def bags(self, id: int) -> Iterator[Bag]:
        """The composed values. Raises BadShape."""

    def every(self, wanted: Callable[[str], bool]) -> Iterator[Listed]:
        """Each value of all resources of the types whose name is wanted. Raises BadShape."""

    def pool(self) -> Iterator[str]:
        """Every text that any value has. Raises BadShape."""

    def name(self, id: int) -> str:
        """`layout/login`; empty without a value. Raises BadShape."""


class Resources:
    """The resources of an app. `load` gives the table of each part that has one, by the name of
    its file, or raises FactUnavailable: what one part defines, another may add to."""

    def __init__(self, load: Callable[[], Mapping[str, Table]]) -> None:
        self._load = load
        self._tables: Mapping[str, Table] | FactUnavailable | None = None
        self._visits = 0

    def meanings(self, value: Value) -> tuple[Meant, ...]:
        """Every different value that a device can find, references followed to their end.

        Raises FactUnavailable where one of them cannot be told.
        """
        found: dict[Value, Meant] = {}
        most = min(self._visits + _MAX_VISITS, _VISITS_IN_ALL)
        for meant in self._follow(Meant(value, True), (), most):
            known = found.get(meant.value)
            if not known or (meant.by_default and not known.by_default):
                found[meant.value] = meant
        return tuple(found.values())

    def _follow(self, meant: Meant, met: tuple[int, ...], most: int) -> Iterator[Meant]:
        value = meant.value
        if not value.is_reference or value.is_null:
            if value.is_theme or value.type == COMPLEX:
                raise _unresolved(value)
            yield meant
            return
        tables = self.tables()
        count = sum(table.count(value.data) for table in tables.values())
        self._visits += count
        if not count or value.data in met or len(met) == _MAX_HOPS or self._visits > most:
            raise _unresolved(value)
        for entry in _values(tables, value.data):
            next_one = Meant(entry.value, meant.by_default and entry.by_default)
            yield from self._follow(next_one, (*met, value.data), most)

    def bags(self, id: int) -> Iterator[Bag]:
        """The composed values of an id in all tables. Raises FactUnavailable."""
        for file, table in self.tables().items():
            try:
                yield from table.bags(id)
            except BadShape as error:
                raise malformed_table(file, error) from error

    def name(self, id: int) -> str:
        """`id/password`; empty for what no table holds. Raises FactUnavailable."""
        for file, table in self.tables().items():
            try:
                if name := table.name(id):
                    return name
            except BadShape as error:
                raise malformed_table(file, error) from error
        return ""

    def texts(
        self, value: Value, languages: Container[str] | None, hops: int = 0
    ) -> Mapping[str, str]:
        """Its text by configuration, in these languages where it is in any of them. Nothing for
        what is the platform's or a theme's. Raises FactUnavailable."""
        if not value.is_reference:
            return {} if value.is_theme or value.is_null else {"": value.as_text()}
        if value.is_null or value.data >> 24 == _PLATFORM:
            return {}
        found: dict[str, str] = {}
        for variant in self._variants(value.data, languages) or self._variants(value.data, None):
            if hops == _MAX_HOPS or variant.value.type == COMPLEX:
                raise _unresolved(value)
            for where, text in self.texts(variant.value, languages, hops + 1).items():
                found.setdefault(str(variant.configuration) or where, text)
        if not found and not self._variants(value.data, None):
            raise _unresolved(value)
        return found

    def _variants(self, id: int, languages: Container[str] | None) -> list[Variant]:
        found: list[Variant] = []
        for file, table in self.tables().items():
            try:
                found += table.variants(id, languages)
            except BadShape as error:
                raise malformed_table(file, error) from error
        self._visits += len(found)
        if self._visits > _VISITS_IN_ALL:
            raise FactUnavailable(Cause.LOST, "unresolved-reference", {"id": f"@0x{id:08x}"})
        return found

    def tables(self) -> Mapping[str, Table]:
        """Each table by the name of its file. Raises FactUnavailable."""
        if self._tables is None:
            try:
                self._tables = self._load()
            except FactUnavailable as reason:
                self._tables = reason
        if isinstance(self._tables, FactUnavailable):
            raise self._tables
        return self._tables


def _values(tables: Mapping[str, Table], id: int) -> Sequence[Meant]:
    found: list[Meant] = []
    for file, table in tables.items():
        try:
            found += table.values(id)
        except BadShape as error:
            raise malformed_table(file, error) from error
    return found


def malformed_table(file: str, error: BadShape) -> FactUnavailable:
    """For a table that Android would not accept, or could read in two ways."""
    return FactUnavailable(Cause.LOST, "malformed-resources", {"file": file, "why": str(error)})


def _unresolved(value: Value) -> FactUnavailable:
    return FactUnavailable(Cause.LOST, "unresolved-reference", {"id": value.as_text()})
