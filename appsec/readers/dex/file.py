"""One DEX file: its tables as arrays, its names decoded as they are asked for."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from struct import Struct
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from appsec.readers.dex.grouped import distinct
from appsec.readers.dex.names import FieldRef, MethodRef
from appsec.readers.dex.strings import modified_utf8, plain_strings

_MAGIC = b"dex\n"
_VERSIONS = frozenset(f"{version:03}" for version in range(35, 42))
_CONTAINER = "041"
"""From this version several DEX files may share one file; offsets count from its start."""
_HEADER = Struct("<20I")  # file size to data offset, from 0x20
_HEADER_AT, _HEADER_SIZE, _CONTAINER_HEADER_SIZE = 0x20, 0x70, 0x78
_LITTLE_ENDIAN = 0x12345678
_METHOD = np.dtype([("owner", "<u2"), ("proto", "<u2"), ("name", "<u4")])
_FIELD = np.dtype([("owner", "<u2"), ("type", "<u2"), ("name", "<u4")])
NO_INDEX = 0xFFFFFFFF
_LAST_BYTE = 0x7F


class BadDex(Exception):
    """Android would refuse the file, or it could be read in two ways."""


@dataclass(eq=False)
class Dex:
    """The tables of one DEX file. Raises BadDex, then and later, for what does not hold."""

    data: bytes
    version: str
    map_offset: int
    units: NDArray[np.uint16]
    string_offsets: NDArray[np.uint32]
    type_names: NDArray[np.uint32]
    protos: NDArray[np.uint32]
    fields: NDArray[np.void]
    methods: NDArray[np.void]
    classes: NDArray[np.uint32]
    _methods: dict[int, MethodRef] = field(default_factory=dict)
    _fields: dict[int, FieldRef] = field(default_factory=dict)
    _protos: dict[int, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    _type_lists: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _found: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _strings(self) -> list[str | None]:
        return plain_strings(self.data, self.string_offsets)

    @cached_property
    def _method_rows(self) -> memoryview:
        """Each row as one number: owner, prototype and name from its lowest bits on."""
        return memoryview(self.methods.tobytes()).cast("Q")

    @cached_property
    def types(self) -> list[str]:
        """Every type that the file names, by index."""
        return self.texts(self.type_names.tolist())

    def texts(self, indexes: Collection[int]) -> list[str]:
        """Many strings at once."""
        known = self._strings
        if len(known) <= max(indexes, default=-1):
            raise BadDex("a string that is not there")
        return [known[n] or self.string(n) for n in indexes]

    @cached_property
    def parameters(self) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """Every parameter of all prototypes: the prototype's index, and that of its type."""
        places = self.protos[:, 2].astype(np.int64) if len(self.protos) else np.zeros(0, np.int64)
        protos = np.flatnonzero(places)
        at, counts = type_lists(self, places[protos])
        return np.repeat(protos, counts), self.units[at]

    def string(self, index: int) -> str:
        """A string; what is no valid text has its odd parts replaced."""
        if index >= len(self.string_offsets):
            raise BadDex(f"string {index} of {len(self.string_offsets)}")
        found = self._strings[index]
        if found is None:
            found = self._strings[index] = modified_utf8(self._raw(index))
        return found

    def _raw(self, index: int) -> bytes:
        data, begin = self.data, int(self.string_offsets[index])
        # Its length in UTF-16 units stands before it; the last byte of a number is below 0x80.
        while data[begin] > _LAST_BYTE:
            begin += 1
        begin += 1
        end = data.find(b"\0", begin)
        if end < 0:
            raise BadDex(f"string {index} has no end")
        return data[begin:end]

    def type(self, index: int) -> str:
        """The descriptor of a type."""
        if index >= len(self.type_names):
            raise BadDex(f"type {index} of {len(self.type_names)}")
        return self.types[index]

    def method_row(self, index: int) -> tuple[int, int, int]:
        """The indexes of a method's class, prototype and name."""
        if index >= len(self.methods):
            raise BadDex(f"method {index} of {len(self.methods)}")
        row = self._method_rows[index]
        return row & 0xFFFF, row >> 16 & 0xFFFF, row >> 32

    def method(self, index: int) -> MethodRef:
        """A method that the file names, be it its own or another's."""
        found = self._methods.get(index)
        if found is None:
            owner, proto, name = self.method_row(index)
            parameters, returns = self.proto(proto)
            found = MethodRef(self.type(owner), self.string(name), parameters, returns)
            self._methods[index] = found
        return found

    def prototype(self, method: int) -> tuple[tuple[str, ...], str]:
        """The parameter types and the return type of a method that the file names."""
        return self.proto(self.method_row(method)[1])

    def proto(self, index: int) -> tuple[tuple[str, ...], str]:
        """The parameter types and the return type of a prototype."""
        found = self._protos.get(index)
        if found is None:
            _, returns, at = self.protos[index].tolist()
            parameters = tuple(self.type(one) for one in self.type_list(at))
            found = self._protos[index] = parameters, self.type(returns)
        return found

    def type_list(self, at: int) -> tuple[int, ...]:
        """The type indexes of a list, none if it is not there (offset 0)."""
        if not at:
            return ()
        found = self._type_lists.get(at)
        if found is None:
            count = int.from_bytes(self.part(at, 4), "little")
            raw = self.part(at + 4, count * 2)
            found = self._type_lists[at] = tuple(memoryview(raw).cast("H"))
        return found

    def field_ref(self, index: int) -> FieldRef:
        """A field that the file names."""
        found = self._fields.get(index)
        if found is None:
            if index >= len(self.fields):
                raise BadDex(f"field {index} of {len(self.fields)}")
            owner, kind, name = self.fields[index].item()
            found = FieldRef(self.type(owner), self.string(name), self.type(kind))
            self._fields[index] = found
        return found

    def part(self, start: int, count: int) -> bytes:
        """Bytes of the file."""
        if start < 0 or start + count > len(self.data):
            raise BadDex(f"{count} bytes at {start} are outside of the file")
        return self.data[start : start + count]

    def find_string(self, text: str) -> int:
        """The index of a string, or -1."""
        found = self._found.get(text)
        if found is None:
            low = self._first_from(text)
            there = low < len(self.string_offsets) and self.string(low) == text
            found = self._found[text] = low if there else -1
        return found

    def starting_with(self, prefix: str) -> Iterator[str]:
        """The strings that begin so."""
        for index in range(self._first_from(prefix), len(self.string_offsets)):
            if not (found := self.string(index)).startswith(prefix):
                return
            yield found

    def _first_from(self, text: str) -> int:
        """The first string that is not before one: they are sorted by their UTF-16 units."""
        every = range(len(self.string_offsets))
        if text.isascii():  # all units of others are greater, in whichever order they stand
            try:
                return bisect_left(every, text, key=cast("list[str]", self._strings).__getitem__)
            except TypeError:  # one on the way was not read yet
                return bisect_left(every, text, key=self.string)
        return bisect_left(every, _order(text), key=lambda n: _order(self.string(n)))


def read_dex(data: bytes) -> Iterator[Dex]:
    """Each DEX file in a file: one, or from version 041 on one or more. Raises BadDex."""
    start = 0
    while True:
        dex, start = _read_one(data, start)
        yield dex
        if not start:
            return


def _read_one(data: bytes, start: int) -> tuple[Dex, int]:
    """The file whose header is at `start`, and where the next header is, 0 if there is none."""
    version = data[start + 4 : start + 7].decode("ascii", "replace")
    if data[start : start + 4] != _MAGIC or data[start + 7 : start + 8] != b"\0":
        raise BadDex("no DEX magic")
    if version not in _VERSIONS:
        raise BadDex(f"unknown version {version}")
    shared = version == _CONTAINER
    size = _CONTAINER_HEADER_SIZE if shared else _HEADER_SIZE
    if len(data) < start + size:
        raise BadDex("header cut off")
    head = _HEADER.unpack_from(data, start + _HEADER_AT)
    if head[2] != _LITTLE_ENDIAN or head[1] != size:
        raise BadDex("odd header")
    if not shared and head[0] != len(data):
        raise BadDex(f"{head[0]} bytes claimed, {len(data)} there")
    tables = head[6:18]
    dex = Dex(
        data,
        version,
        head[5],
        np.frombuffer(data, "<u2", len(data) // 2),
        _table(data, np.dtype("<u4"), 1, *tables[0:2]),
        _table(data, np.dtype("<u4"), 1, *tables[2:4]),
        _table(data, np.dtype("<u4"), 3, *tables[4:6]),
        _table(data, _FIELD, 1, *tables[6:8]),
        _table(data, _METHOD, 1, *tables[8:10]),
        _table(data, np.dtype("<u4"), 8, *tables[10:12]),
    )
    _check_indexes(dex)
    return dex, _next(data, start, head[0]) if shared else 0


def _check_indexes(dex: Dex) -> None:
    """That each table refers only to what is there, so that no later question can fail."""
    types, strings = len(dex.type_names), len(dex.string_offsets)
    for indexes, count in (
        (dex.string_offsets, dex.data.rfind(b"\0")),
        (dex.type_names, strings),
        (dex.protos[:, 1] if len(dex.protos) else dex.protos, types),
        (dex.methods["owner"], types),
        (dex.methods["proto"], len(dex.protos)),
        (dex.methods["name"], strings),
        (dex.fields["owner"], types),
        (dex.fields["type"], types),
        (dex.fields["name"], strings),
    ):
        if len(indexes) and int(indexes.max()) >= count:
            raise BadDex("a table names what is not there")
    _check_type_lists(dex)


def _check_type_lists(dex: Dex) -> None:
    every = dex.protos[:, 2] if len(dex.protos) else np.zeros(0, np.uint32)
    places = distinct(every[every > 0].astype(np.int64))
    at, _ = type_lists(dex, places)
    if len(at) and dex.units[at].max() >= len(dex.type_names):
        raise BadDex("type list names what is not there")


def type_lists(dex: Dex, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The units in which the types of these lists stand, and how many each list has."""
    if (places % 4).any() or int(places.max(initial=0)) + 4 > len(dex.data):
        raise BadDex("type list outside of the file")
    counts = dex.units[places // 2] | dex.units[places // 2 + 1].astype(np.int64) << 16
    if (places + 4 + 2 * counts > len(dex.data)).any() or counts.sum() > len(dex.data):
        raise BadDex("type list runs out of the file")
    first = np.cumsum(counts) - counts
    return np.repeat(places // 2 + 2 - first, counts) + np.arange(int(counts.sum())), counts


def _next(data: bytes, start: int, size: int) -> int:
    """Where the next header of a container is, or 0."""
    total, own = (
        int.from_bytes(data[start + at : start + at + 4], "little") for at in (0x70, 0x74)
    )
    if total != len(data) or own != start or size < _CONTAINER_HEADER_SIZE:
        raise BadDex("odd container header")
    if start + size > total:
        raise BadDex("header outside of its container")
    return start + size if start + size < total else 0


def _table(data: bytes, kind: np.dtype[Any], columns: int, count: int, at: int) -> NDArray[Any]:
    if not count:
        at = 0
    if at % 4 or at + count * columns * kind.itemsize > len(data):
        raise BadDex(f"table of {count} entries at {at} is outside of the file")
    table = np.frombuffer(data, kind, count * columns, at)
    return table.reshape(-1, columns) if columns > 1 else table


def _order(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")
