"""What resource ids stand for, read from resources.arsc only when a setting needs it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.apk.shield import shielded
from appsec.readers.apk.strings import Strings
from appsec.readers.apk.table_shape import check_table
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import BadShape

TABLE = "resources.arsc"
_COMPLEX = -1
_MAX_HOPS = 20
_MAX_VISITS = 1000
_VISITS_IN_ALL = 1_000_000
_TEXT_BUDGET = 16 << 20


@dataclass(frozen=True, slots=True)
class Meant:
    """One thing that a reference means; `by_default` where no configuration qualifies it."""

    value: Value
    by_default: bool


class _Entry(NamedTuple):
    """A value in the table, still undecoded; `type` is negative for styles, arrays and the like."""

    type: int
    data: int
    by_default: bool


@dataclass(frozen=True, slots=True)
class _Table:
    entries: Mapping[int, list[_Entry]]
    strings: Strings

    def value(self, entry: _Entry) -> Value:
        text = self.strings.at(entry.data) if entry.type == ValueType.STRING else ""
        return Value(entry.type, entry.data, text)


class Resources:
    """The resource table of one package. `load` gives its bytes or raises FactUnavailable."""

    def __init__(self, load: Callable[[], bytes]) -> None:
        self._load = load
        self._table: _Table | FactUnavailable | None = None
        self._visits = 0

    def meanings(self, value: Value) -> tuple[Meant, ...]:
        """Every different value that a device can find, references followed to their end.

        Raises FactUnavailable where one of them cannot be told.
        """
        found: dict[Value, Meant] = {}
        most = min(self._visits + _MAX_VISITS, _VISITS_IN_ALL)
        try:
            for meant in self._follow(Meant(value, True), (), most):
                known = found.get(meant.value)
                if not known or (meant.by_default and not known.by_default):
                    found[meant.value] = meant
        except BadShape as error:
            raise _malformed(error) from error
        return tuple(found.values())

    def _follow(self, meant: Meant, met: tuple[int, ...], most: int) -> Iterator[Meant]:
        value = meant.value
        if not value.is_reference or value.is_null:
            if value.is_theme or value.type == _COMPLEX:
                raise _unresolved(value)
            yield meant
            return
        table = self._open()
        entries = table.entries.get(value.data, ())
        self._visits += len(entries)
        if not entries or value.data in met or len(met) == _MAX_HOPS or self._visits > most:
            raise _unresolved(value)
        for entry in entries:
            next_one = Meant(table.value(entry), meant.by_default and entry.by_default)
            yield from self._follow(next_one, (*met, value.data), most)

    def _open(self) -> _Table:
        if self._table is None:
            try:
                self._table = _parse(self._load())
            except FactUnavailable as reason:
                self._table = reason
            except BadShape as error:
                self._table = _malformed(error)
        if isinstance(self._table, FactUnavailable):
            raise self._table
        return self._table


def _malformed(error: BadShape) -> FactUnavailable:
    return FactUnavailable(Cause.LOST, "malformed-resources", {"file": TABLE, "why": str(error)})


def _unresolved(value: Value) -> FactUnavailable:
    return FactUnavailable(Cause.LOST, "unresolved-reference", {"id": value.as_text()})


def _parse(data: bytes) -> _Table:
    from androguard.core.axml import ARSCParser

    table = check_table(data)
    with shielded():
        return _index(ARSCParser(table))


def _index(parser: Any) -> _Table:
    """androguard's own index keeps only the last of several entries of one configuration."""
    from androguard.core.axml import ARSCResTableEntry, ARSCResType

    entries: dict[int, list[_Entry]] = {}
    for parts in parser.packages.values():
        by_default = False
        for part in parts:
            if isinstance(part, ARSCResType):
                by_default = part.config.is_default()
            elif isinstance(part, ARSCResTableEntry):
                entries.setdefault(part.mResId, []).append(_Entry(*_typed(part), by_default))
    return _Table(entries, Strings(parser.stringpool_main, _TEXT_BUDGET))


def _typed(entry: Any) -> tuple[int, int]:
    if entry.is_complex():
        return _COMPLEX, entry.mResId
    if entry.is_compact():
        return entry.datatype, entry.data
    return entry.key.data_type, entry.key.data
