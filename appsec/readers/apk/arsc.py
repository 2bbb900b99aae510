"""A compiled resource table, resources.arsc, indexed by resource id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from appsec.readers.apk.resources import COMPLEX, Meant, Table
from appsec.readers.apk.shield import shielded
from appsec.readers.apk.strings import Strings
from appsec.readers.apk.table_shape import check_table
from appsec.readers.apk.values import Value, ValueType

_TEXT_BUDGET = 16 << 20


class _Entry(NamedTuple):
    """A value in the table, still undecoded; `type` is negative for styles, arrays and the like."""

    type: int
    data: int
    by_default: bool


@dataclass(frozen=True, slots=True)
class _Arsc:
    entries: Mapping[int, list[_Entry]]
    strings: Strings

    def count(self, id: int) -> int:
        return len(self.entries.get(id, ()))

    def values(self, id: int) -> Iterator[Meant]:
        for entry in self.entries.get(id, ()):
            value = Value(entry.type, entry.data)
            if entry.type == ValueType.STRING:
                # Without its place in the pool: another table's may have the same text elsewhere.
                value = Value(entry.type, 0, self.strings.at(entry.data))
            yield Meant(value, entry.by_default)


def parse_arsc(data: bytes) -> Table:
    """Raises BadShape."""
    from androguard.core.axml import ARSCParser

    table = check_table(data)
    with shielded():
        return _index(ARSCParser(table))


def _index(parser: Any) -> _Arsc:
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
    return _Arsc(entries, Strings(parser.stringpool_main, _TEXT_BUDGET))


def _typed(entry: Any) -> tuple[int, int]:
    if entry.is_complex():
        return COMPLEX, entry.mResId
    if entry.is_compact():
        return entry.datatype, entry.data
    return entry.key.data_type, entry.key.data
