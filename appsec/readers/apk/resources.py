"""What resource ids stand for, read from resources.arsc only when a setting needs it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.apk.values import Value
from appsec.readers.apk.xml_shape import BadShape

if TYPE_CHECKING:
    from appsec.readers.apk.arsc import Arsc

TABLE = "resources.arsc"
COMPLEX = -1
"""The type of styles, arrays and the like, which are no single value."""
_MAX_HOPS = 20
_MAX_VISITS = 1000
_VISITS_IN_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Meant:
    """One thing that a reference means; `by_default` where no configuration qualifies it."""

    value: Value
    by_default: bool


class Resources:
    """The resource table of one package. `load` gives its bytes or raises FactUnavailable."""

    def __init__(self, load: Callable[[], bytes]) -> None:
        self._load = load
        self._table: Arsc | FactUnavailable | None = None
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
            if value.is_theme or value.type == COMPLEX:
                raise _unresolved(value)
            yield meant
            return
        table = self._open()
        count = table.count(value.data)
        self._visits += count
        if not count or value.data in met or len(met) == _MAX_HOPS or self._visits > most:
            raise _unresolved(value)
        for entry in table.values(value.data):
            next_one = Meant(entry.value, meant.by_default and entry.by_default)
            yield from self._follow(next_one, (*met, value.data), most)

    def _open(self) -> "Arsc":
        from appsec.readers.apk.arsc import parse_arsc

        if self._table is None:
            try:
                self._table = parse_arsc(self._load())
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
