"""A compiled resource table, resources.arsc, read where a reference leads into it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct
from typing import NamedTuple

from appsec.readers.apk.resources import COMPLEX, Meant
from appsec.readers.apk.strings import Strings
from appsec.readers.apk.table_shape import Shape, TypeChunk, check_table
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import BadShape

_LOOKS_IN_ALL = 300_000
"""Into chunks, each for one id. Some 200 references into 150 languages need a tenth of it."""
_TEXT_BUDGET = 16 << 20
_ENTRY = Struct("<HHI")  # size, flags, key; or key, type and flags, value
_VALUE = Struct("<HBBI")  # size, zero, type, value
_IS_COMPLEX, _IS_COMPACT = 0x0001, 0x0008


class _Entry(NamedTuple):
    """A value in the table, its text not yet decoded."""

    type: int
    data: int
    by_default: bool


@dataclass(slots=True)
class Arsc:
    """One table. What it holds is looked at once for each id that is asked for."""

    shape: Shape
    strings: Strings
    _known: dict[int, list[_Entry] | BadShape] = field(default_factory=dict)
    _looks: int = 0

    def count(self, id: int) -> int:
        """How many values an id has; one, too, if `values` will say what is wrong with them."""
        entries = self._entries(id)
        return 1 if isinstance(entries, BadShape) else len(entries)

    def values(self, id: int) -> Iterator[Meant]:
        """Each of them, its text decoded as it is asked for. Raises BadShape."""
        entries = self._entries(id)
        if isinstance(entries, BadShape):
            raise entries
        for entry in entries:
            value = Value(entry.type, entry.data)
            if entry.type == ValueType.STRING:
                # Without its place in the pool: the same text may stand there twice.
                value = Value(entry.type, 0, self.strings.at(entry.data))
            yield Meant(value, entry.by_default)

    def _entries(self, id: int) -> list[_Entry] | BadShape:
        if id not in self._known:
            try:
                self._known[id] = list(self._found(id))
            except BadShape as error:
                self._known[id] = error
        return self._known[id]

    def _found(self, id: int) -> Iterator[_Entry]:
        chunks = self.shape.types.get(id >> 16, [])
        self._looks += len(chunks)
        if self._looks > _LOOKS_IN_ALL:
            raise BadShape("too many configurations")
        for chunk in chunks:
            if (place := chunk.place(id & 0xFFFF)) is not None:
                yield _entry(chunk, place, id)


def parse_arsc(data: bytes) -> Arsc:
    """Raises BadShape."""
    shape = check_table(data)
    return Arsc(shape, Strings(data, shape.strings, _TEXT_BUDGET))


def _entry(chunk: TypeChunk, place: int, id: int) -> _Entry:
    """Raises BadShape for what is not laid out as Android's tools do it."""
    if place + _ENTRY.size > chunk.end:
        raise BadShape(f"entry outside its chunk at {place}")
    size, flags, last = _ENTRY.unpack_from(chunk.data, place)
    if flags & _IS_COMPLEX and not flags & _IS_COMPACT:
        return _Entry(COMPLEX, id, chunk.by_default)
    if flags & _IS_COMPLEX:
        raise BadShape(f"odd entry at {place}")
    if flags & _IS_COMPACT:
        return _Entry(flags >> 8, last, chunk.by_default)
    # Android finds the value behind as many bytes as the entry says that it has.
    if size != _ENTRY.size or place + size + _VALUE.size > chunk.end:
        raise BadShape(f"odd entry at {place}")
    length, _, kind, data = _VALUE.unpack_from(chunk.data, place + size)
    if length != _VALUE.size:
        raise BadShape(f"odd value at {place}")
    return _Entry(kind, data, chunk.by_default)
