"""Makes sure that a resource table costs no more to decode than its size allows.

androguard decodes every entry of every type at once; a table whose chunks overlap or whose
entries share places could otherwise make it work without end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct

from appsec.readers.apk.xml_shape import BadShape, check_pool

_TABLE, _POOL, _PACKAGE, _TYPE, _SPEC = 0x0002, 0x0001, 0x0200, 0x0201, 0x0202
_CHUNK = Struct("<HHI")
_TYPE_HEAD = Struct("<BBHII")  # id, flags, reserved, entries, where they start
_PACKAGE_STRINGS = Struct("<4I")  # types' pool, last public type, keys' pool, last public key
_PACKAGE_STRINGS_AT, _TYPE_OFFSET_AT = 268, 284
_TABLE_HEADER, _SPEC_HEADER, _TYPE_HEADER = 12, 16, 20
_LEAST_PACKAGE, _LEAST_TYPE = 284, 48  # with a configuration of the first Android's size
_SPEC_COUNT_AT = 12
_SPARSE, _NARROW = 0x01, 0x02
_COMPLEX, _COMPACT = 0x0001, 0x0008
_NO_ENTRY_16, _NO_ENTRY_32 = 0xFFFF, 0xFFFFFFFF
_ENTRY = Struct("<HHI")
_COUNT_AT, _MAP_ITEM, _COMPLEX_HEAD = 12, 12, 16
MAX_PACKAGES = 16


@dataclass(slots=True)
class _Budget:
    """How many items of complex entries may still be decoded: never more than the table's size."""

    left: int

    def spend(self, items: int) -> None:
        self.left -= items
        if self.left < 0:
            raise BadShape("entries that share their places")


def check_table(data: bytes) -> bytes:
    """The table without what is appended to it. Raises BadShape."""
    if len(data) < _TABLE_HEADER:
        raise BadShape("too short")
    kind, header, size = _CHUNK.unpack_from(data)
    if kind != _TABLE or header != _TABLE_HEADER or not header <= size <= len(data):
        raise BadShape("not a resource table, or cut off")
    budget = _Budget(size)
    chunks = list(_chunks(data, header, size))
    packages = [chunk for chunk in chunks if chunk[1] == _PACKAGE]
    if len(packages) > MAX_PACKAGES or [c[1] for c in chunks].count(_POOL) != 1:
        raise BadShape("too many packages, or not one string pool")
    for at, _, head, length in packages:
        _check_package(data, at, head, length, budget)
    return data[:size]


def _chunks(data: bytes, at: int, stop: int) -> Iterator[tuple[int, int, int, int]]:
    """Place, kind, header size and size of each chunk; together they cover the span."""
    while at < stop:
        if at + _CHUNK.size > stop:
            raise BadShape(f"cut chunk at {at}")
        kind, header, length = _CHUNK.unpack_from(data, at)
        if not _CHUNK.size <= header <= length or length % 4 or at + length > stop:
            raise BadShape(f"chunk with an odd size at {at}")
        if kind == _POOL:
            check_pool(data, at, header, length)
        yield at, kind, header, length
        at += length


def _check_package(data: bytes, at: int, header: int, length: int, budget: _Budget) -> None:
    if header < _LEAST_PACKAGE:
        raise BadShape(f"package with an odd header at {at}")
    types, _, keys, _ = _PACKAGE_STRINGS.unpack_from(data, at + _PACKAGE_STRINGS_AT)
    if header > _TYPE_OFFSET_AT and _number(data, at + _TYPE_OFFSET_AT):
        raise BadShape(f"package whose types are counted from elsewhere at {at}")
    chunks = list(_chunks(data, at + header, at + length))
    pools = [place - at for place, kind, _, _ in chunks[:2] if kind == _POOL]
    if pools != [types, keys] or any(kind == _POOL for _, kind, _, _ in chunks[2:]):
        raise BadShape(f"package whose string pools are elsewhere at {at}")
    for place, kind, head, size in chunks[2:]:
        if kind == _TYPE:
            _check_type(data, place, head, size, budget)
        elif kind == _SPEC and (
            head != _SPEC_HEADER or size < head + 4 * _number(data, place + _SPEC_COUNT_AT)
        ):
            raise BadShape(f"more flags than fit at {place}")


def _check_type(data: bytes, at: int, header: int, size: int, budget: _Budget) -> None:
    if header < _LEAST_TYPE or header != _TYPE_HEADER + _number(data, at + _TYPE_HEADER):
        raise BadShape(f"type with an odd header at {at}")
    _, flags, _, count, start = _TYPE_HEAD.unpack_from(data, at + _CHUNK.size)
    short = flags & _NARROW and not flags & _SPARSE
    if header + count * (2 if short else 4) > size or not header <= start <= size:
        raise BadShape(f"more entries than fit at {at}")
    for offset in _offsets(data, at + header, count, flags):
        place = at + start + offset
        if place + _ENTRY.size > at + size:
            raise BadShape(f"entry outside its chunk at {place}")
        _, bits, _ = _ENTRY.unpack_from(data, place)
        if bits & _COMPLEX:
            budget.spend(_items(data, place, at + size, bits))


def _items(data: bytes, place: int, stop: int, bits: int) -> int:
    if bits & _COMPACT or place + _COMPLEX_HEAD > stop:
        raise BadShape(f"odd entry at {place}")
    items = _number(data, place + _COUNT_AT)
    if place + _COMPLEX_HEAD + items * _MAP_ITEM > stop:
        raise BadShape(f"more items than fit at {place}")
    return items


def _offsets(data: bytes, at: int, count: int, flags: int) -> Iterator[int]:
    if flags & _SPARSE:
        pairs = Struct(f"<{2 * count}H").unpack_from(data, at)
        return (offset * 4 for offset in pairs[1::2])
    if flags & _NARROW:
        short = Struct(f"<{count}H").unpack_from(data, at)
        return (offset * 4 for offset in short if offset != _NO_ENTRY_16)
    return (o for o in Struct(f"<{count}I").unpack_from(data, at) if o != _NO_ENTRY_32)


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
