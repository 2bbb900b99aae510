"""A compiled resource table, resources.arsc, read where a reference leads into it."""

from collections.abc import Callable, Container, Iterator
from dataclasses import field
from struct import Struct
from typing import NamedTuple

from appsec.model.frozen import slotted
from appsec.readers.apk.pool import pool_texts
from appsec.readers.apk.resources import COMPLEX, Bag, Listed, Meant, Variant
from appsec.readers.apk.strings import Strings
from appsec.readers.apk.table_shape import Shape, TypeChunk, check_table
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import BadShape

_LOOKS_IN_ALL = 300_000
"""Into chunks, each for one id. Some 200 references into 150 languages need a tenth of it."""
_TEXT_BUDGET = 16 << 20
_ENTRY = Struct("<HHI")  # size, flags, key; or key, type and flags, value
_VALUE = Struct("<HBBI")  # size, zero, type, value
_COMPLEX_ENTRY = Struct("<HHIII")  # as an entry, then the parent and the number of items
_ITEM = Struct("<IHBBI")  # name, and a value
_ITEMS_IN_ALL = 500_000
_PLACES_IN_ALL, _LISTED_IN_ALL = 3_000_000, 600_000
"""Of one listing: places for entries, most of them empty in most configurations, and entries."""
_IS_COMPLEX, _IS_COMPACT = 0x0001, 0x0008


class _Entry(NamedTuple):
    """A value in the table, its text not yet decoded."""

    type: int
    data: int
    chunk: TypeChunk
    place: int


@slotted
class Arsc:
    """One table. What it holds is looked at once for each id that is asked for."""

    shape: Shape
    strings: Strings
    _known: dict[int, list[_Entry] | BadShape] = field(default_factory=dict)
    _looks: int = 0
    _items: int = 0

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
            yield Meant(self._value(entry.type, entry.data), entry.chunk.by_default)

    def variants(self, id: int, languages: Container[str] | None) -> Iterator[Variant]:
        """Of some languages only, the others are not even looked at. Raises BadShape."""
        for chunk, place in self._places(id, languages):
            entry = _entry(chunk, place, id)
            yield Variant(self._value(entry.type, entry.data), chunk.configuration)

    def bags(self, id: int) -> Iterator[Bag]:
        """Raises BadShape."""
        entries = self._entries(id)
        if isinstance(entries, BadShape):
            raise entries
        for entry in entries:
            if entry.type == COMPLEX:
                parent, items = _bag(entry)
                self._items += len(items)
                if self._items > _ITEMS_IN_ALL:
                    raise BadShape("too many items of styles")
                yield Bag(parent, tuple((n, self._value(*value)) for n, *value in items))

    def every(self, wanted: Callable[[str], bool]) -> Iterator[Listed]:
        """Chunk by chunk, so that each entry is looked at once. Raises BadShape."""
        strings = Strings(self.shape.data, self.shape.strings, _TEXT_BUDGET)
        places, listed = _PLACES_IN_ALL, _LISTED_IN_ALL
        for number, chunks in self.shape.types.items():
            for chunk in chunks:
                kind = chunk.names.types.at((number & 0xFF) - 1)
                if not wanted(kind):
                    continue
                places -= chunk.count
                for id, place in chunk.entries_from(number << 16):
                    listed -= 1
                    if min(places, listed) < 0:
                        raise BadShape("too many entries to list")
                    entry = _entry(chunk, place, id)
                    value = _value(strings, entry.type, entry.data)
                    yield Listed(id, kind, _key(chunk, place), Variant(value, chunk.configuration))

    def name(self, id: int) -> str:
        """Raises BadShape."""
        for chunk, place in self._places(id, None):
            return f"{chunk.names.types.at((id >> 16 & 0xFF) - 1)}/{_key(chunk, place)}"
        return ""

    def pool(self) -> Iterator[str]:
        """Every text that a value may have, in whichever configuration."""
        return pool_texts(self.shape.data, self.shape.strings)

    def _value(self, kind: int, data: int) -> Value:
        return _value(self.strings, kind, data)

    def _entries(self, id: int) -> list[_Entry] | BadShape:
        if id not in self._known:
            try:
                self._known[id] = list(self._found(id))
            except BadShape as error:
                self._known[id] = error
        return self._known[id]

    def _found(self, id: int) -> Iterator[_Entry]:
        for chunk, place in self._places(id, None):
            yield _entry(chunk, place, id)

    def _places(self, id: int, languages: Container[str] | None) -> Iterator[tuple[TypeChunk, int]]:
        for chunk in self.shape.types.get(id >> 16, []):
            if languages is not None and chunk.configuration.language not in languages:
                continue
            self._looks += 1
            if self._looks > _LOOKS_IN_ALL:
                raise BadShape("too many configurations")
            if (place := chunk.place(id & 0xFFFF)) is not None:
                yield chunk, place


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
        return _Entry(COMPLEX, id, chunk, place)
    if flags & _IS_COMPLEX:
        raise BadShape(f"odd entry at {place}")
    if flags & _IS_COMPACT:
        return _Entry(flags >> 8, last, chunk, place)
    # Android finds the value behind as many bytes as the entry says that it has.
    if size != _ENTRY.size or place + size + _VALUE.size > chunk.end:
        raise BadShape(f"odd entry at {place}")
    length, _, kind, data = _VALUE.unpack_from(chunk.data, place + size)
    if length != _VALUE.size:
        raise BadShape(f"odd value at {place}")
    return _Entry(kind, data, chunk, place)


def _key(chunk: TypeChunk, place: int) -> str:
    """What an entry is called. Raises BadShape."""
    if place + _ENTRY.size > chunk.end:
        raise BadShape(f"entry outside its chunk at {place}")
    size, flags, key = _ENTRY.unpack_from(chunk.data, place)
    return chunk.names.keys.at(size if flags & _IS_COMPACT else key)


def _value(strings: Strings, kind: int, data: int) -> Value:
    # Without its place in the pool: the same text may stand there twice.
    return Value(kind, 0, strings.at(data)) if kind == ValueType.STRING else Value(kind, data)


def _bag(entry: _Entry) -> tuple[int, list[tuple[int, int, int]]]:
    """Its parent, and name, type and data of each item. Raises BadShape."""
    chunk, place = entry.chunk, entry.place
    if place + _COMPLEX_ENTRY.size > chunk.end:
        raise BadShape(f"entry outside its chunk at {place}")
    size, _, _, parent, count = _COMPLEX_ENTRY.unpack_from(chunk.data, place)
    start = place + _COMPLEX_ENTRY.size
    if size != _COMPLEX_ENTRY.size or start + count * _ITEM.size > chunk.end:
        raise BadShape(f"odd entry at {place}")
    items = list(_ITEM.iter_unpack(chunk.data[start : start + count * _ITEM.size]))
    if any(length != _VALUE.size for _, length, _, _, _ in items):
        raise BadShape(f"odd value at {place}")
    return parent, [(name, kind, data) for name, _, _, kind, data in items]
