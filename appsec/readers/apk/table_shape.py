"""Where the parts of a resource table lie; its entries are read when a reference leads to them.

A table of 50 MiB holds millions of entries, and an app's settings need a handful. Only the chunks
are walked here, so that a table costs no more than its own bytes.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from struct import Struct

from appsec.model.frozen import frozen
from appsec.readers.apk.configuration import Configuration, parse_configuration
from appsec.readers.apk.strings import Strings
from appsec.readers.apk.xml_shape import BadShape, Pool, check_pool

_TABLE, _POOL, _PACKAGE, _TYPE, _SPEC = 0x0002, 0x0001, 0x0200, 0x0201, 0x0202
_CHUNK = Struct("<HHI")
_TYPE_HEAD = Struct("<BBHII")  # id, flags, reserved, entries, where they start
_PACKAGE_STRINGS = Struct("<4I")  # types' pool, last public type, keys' pool, last public key
_PACKAGE_STRINGS_AT, _TYPE_OFFSET_AT = 268, 284
_TABLE_HEADER, _SPEC_HEADER, _TYPE_HEADER = 12, 16, 20
_LEAST_PACKAGE, _LEAST_TYPE = 284, 48  # with a configuration of the first Android's size
_SPEC_COUNT_AT = 12
_SPARSE, _NARROW = 0x01, 0x02
_PAIR = 4  # index and offset
_PLATFORM, _MOST_IDS = 0x01, 0xFF
MAX_PACKAGES = 16
NAME_BUDGET = 4 << 20
MAX_CHUNKS = 50_000
"""The largest tables known have some 10,000: one for each type and configuration."""
MAX_ENTRIES = 1 << 16
"""Of one type: an id has 16 bits for them."""


@dataclass(frozen=True)
class TypeChunk:
    """The values of one type in one configuration."""

    data: bytes
    end: int
    offsets: int
    entries: int
    count: int
    flags: int
    qualifiers: bytes
    names: "Names"

    @cached_property
    def by_default(self) -> bool:
        """Whether no configuration qualifies the values."""
        return not any(self.qualifiers)

    @cached_property
    def configuration(self) -> Configuration:
        """The one that the values are for."""
        return parse_configuration(self.qualifiers)

    def indexes(self) -> Iterator[int]:
        """Every entry that there is. Raises BadShape."""
        if self.flags & _SPARSE:
            yield from (self._index(number) for number in range(self.count))
            return
        narrow = bool(self.flags & _NARROW)
        none = 0xFFFF if narrow else 0xFFFFFFFF
        offsets = Struct(f"<{self.count}{'H' if narrow else 'I'}")
        found = offsets.unpack_from(self.data, self.offsets)
        yield from (index for index, offset in enumerate(found) if offset != none)

    def entries_from(self, first: int) -> Iterator[tuple[int, int]]:
        """The id of each entry, counted from that of the first, and its place. Raises BadShape."""
        for index in self.indexes():
            if (place := self.place(index)) is not None:
                yield first | index, place

    def place(self, index: int) -> int | None:
        """Where an entry starts, None without it. Raises BadShape."""
        offset = self._searched(index) if self.flags & _SPARSE else self._listed(index)
        if offset is None:
            return None
        if offset % 4:
            raise BadShape("entry at an odd place")
        return self.entries + offset

    def _listed(self, index: int) -> int | None:
        if index >= self.count:
            return None
        width, step = (2, 4) if self.flags & _NARROW else (4, 1)
        at = self.offsets + width * index
        offset = int.from_bytes(self.data[at : at + width], "little")
        return None if offset == (1 << 8 * width) - 1 else offset * step

    def _searched(self, index: int) -> int | None:
        # Android halves its way to an entry, too, and misses those that are out of order.
        if not self._in_order:
            raise BadShape("entries out of order")
        found = bisect_left(range(self.count), index, key=self._index)
        if found == self.count or self._index(found) != index:
            return None
        at = self.offsets + _PAIR * found + _PAIR // 2
        return 4 * int.from_bytes(self.data[at : at + _PAIR // 2], "little")

    def _index(self, number: int) -> int:
        at = self.offsets + _PAIR * number
        return int.from_bytes(self.data[at : at + _PAIR // 2], "little")

    @cached_property
    def _in_order(self) -> bool:
        indexes = Struct(f"<{2 * self.count}H").unpack_from(self.data, self.offsets)[::2]
        return all(one < after for one, after in pairwise(indexes))


@frozen
class Names:
    """What one package calls its types, and the entries of all of them."""

    types: Strings
    keys: Strings


@frozen
class Shape:
    """A table's strings, and its chunks by package and type: the upper half of an id."""

    data: bytes
    strings: Pool
    types: Mapping[int, list[TypeChunk]]


def check_table(data: bytes) -> Shape:
    """Raises BadShape for a table that Android could read in another way, or that is too large.

    What is appended to the table is left alone.
    """
    if len(data) < _TABLE_HEADER:
        raise BadShape("too short")
    kind, header, size = _CHUNK.unpack_from(data)
    if kind != _TABLE or header != _TABLE_HEADER or not header <= size <= len(data):
        raise BadShape("not a resource table, or cut off")
    chunks = list(_chunks(data, header, size))
    packages = [chunk for chunk in chunks if chunk[1] == _PACKAGE]
    pools = [chunk for chunk in chunks if chunk[1] == _POOL]
    if len(packages) > MAX_PACKAGES or len(pools) != 1:
        raise BadShape("too many packages, or not one string pool")
    types: dict[int, list[TypeChunk]] = {}
    for package in packages:
        for number, chunk in _types(data, package):
            types.setdefault(number, []).append(chunk)
    place, _, head, length = pools[0]
    return Shape(data, check_pool(data, place, head, length), types)


def _chunks(data: bytes, at: int, stop: int) -> Iterator[tuple[int, int, int, int]]:
    """Place, kind, header size and size of each chunk; together they cover the span."""
    for _ in range(MAX_CHUNKS):
        if at == stop:
            return
        if at + _CHUNK.size > stop:
            raise BadShape(f"cut chunk at {at}")
        kind, header, length = _CHUNK.unpack_from(data, at)
        if not _CHUNK.size <= header <= length or length % 4 or at + length > stop:
            raise BadShape(f"chunk with an odd size at {at}")
        yield at, kind, header, length
        at += length
    raise BadShape("too many chunks")


def _types(data: bytes, package: tuple[int, int, int, int]) -> Iterator[tuple[int, TypeChunk]]:
    """The chunks of values of one package, each with the upper half of its ids."""
    at, _, header, length = package
    if header < _LEAST_PACKAGE:
        raise BadShape(f"package with an odd header at {at}")
    id = _number(data, at + _CHUNK.size)
    # The platform's own package could say that other ids stand for those of its attributes.
    if id == _PLATFORM or id > _MOST_IDS:
        raise BadShape(f"package of the platform at {at}")
    types, _, keys, _ = _PACKAGE_STRINGS.unpack_from(data, at + _PACKAGE_STRINGS_AT)
    if header > _TYPE_OFFSET_AT and _number(data, at + _TYPE_OFFSET_AT):
        raise BadShape(f"package whose types are counted from elsewhere at {at}")
    chunks = list(_chunks(data, at + header, at + length))
    pools = [place - at for place, kind, _, _ in chunks[:2] if kind == _POOL]
    if pools != [types, keys] or any(kind == _POOL for _, kind, _, _ in chunks[2:]):
        raise BadShape(f"package whose string pools are elsewhere at {at}")
    names = Names(*(_strings(data, chunk) for chunk in chunks[:2]))
    for place, kind, head, size in chunks[2:]:
        if kind == _TYPE:
            yield id << 8 | data[place + _CHUNK.size], _type(data, (place, head, size), names)
        elif kind == _SPEC and (
            head != _SPEC_HEADER or size < head + 4 * _number(data, place + _SPEC_COUNT_AT)
        ):
            raise BadShape(f"more flags than fit at {place}")


def _strings(data: bytes, chunk: tuple[int, int, int, int]) -> Strings:
    place, _, head, length = chunk
    return Strings(data, check_pool(data, place, head, length), NAME_BUDGET)


def _type(data: bytes, chunk: tuple[int, int, int], names: Names) -> TypeChunk:
    at, header, size = chunk
    if header < _LEAST_TYPE or header != _TYPE_HEADER + _number(data, at + _TYPE_HEADER):
        raise BadShape(f"type with an odd header at {at}")
    _, flags, _, count, start = _TYPE_HEAD.unpack_from(data, at + _CHUNK.size)
    narrow = flags & _NARROW and not flags & _SPARSE
    if (
        count > MAX_ENTRIES
        or header + count * (2 if narrow else 4) > size
        or not header <= start <= size
        or start % 4
    ):
        raise BadShape(f"more entries than fit at {at}")
    qualifiers = data[at + _TYPE_HEADER + 4 : at + header]
    return TypeChunk(data, at + size, at + header, at + start, count, flags, qualifiers, names)


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
