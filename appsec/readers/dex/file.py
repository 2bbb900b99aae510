"""One DEX file: its tables as arrays, its names decoded as they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
_PRIMITIVES = dict(
    V="void", Z="boolean", B="byte", S="short", C="char", I="int", J="long", F="float", D="double"
)


class BadDex(Exception):
    """Android would refuse the file, or it could be read in two ways."""


@dataclass(frozen=True, slots=True)
class MethodRef:
    """A method as the bytecode names it. `owner` and types are descriptors (Lcom/example/A;)."""

    owner: str
    name: str
    parameters: tuple[str, ...]
    returns: str

    @property
    def api(self) -> str:
        """Class and name as people write them: javax.crypto.Cipher.getInstance."""
        return f"{class_name(self.owner)}.{self.name}"

    @property
    def descriptor(self) -> str:
        """Parameters and return type: (Ljava/lang/String;)V."""
        return f"({''.join(self.parameters)}){self.returns}"


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field as the bytecode names it."""

    owner: str
    name: str
    type: str


@dataclass(slots=True)
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
    _strings: dict[int, str] = field(default_factory=dict)
    _methods: dict[int, MethodRef] = field(default_factory=dict)
    _protos: dict[int, tuple[tuple[str, ...], str]] = field(default_factory=dict)

    def string(self, index: int) -> str:
        """A string; what is no valid text has its odd parts replaced."""
        found = self._strings.get(index)
        if found is None:
            found = self._strings[index] = _text(self.raw_string(index))
        return found

    def raw_string(self, index: int) -> bytes:
        """The bytes of a string: modified UTF-8."""
        if index >= len(self.string_offsets):
            raise BadDex(f"string {index} of {len(self.string_offsets)}")
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
        return self.string(int(self.type_names[index]))

    def method(self, index: int) -> MethodRef:
        """A method that the file names, be it its own or another's."""
        found = self._methods.get(index)
        if found is None:
            if index >= len(self.methods):
                raise BadDex(f"method {index} of {len(self.methods)}")
            owner, proto, name = self.methods[index].item()
            parameters, returns = self.proto(proto)
            found = MethodRef(self.type(owner), self.string(name), parameters, returns)
            self._methods[index] = found
        return found

    def proto(self, index: int) -> tuple[tuple[str, ...], str]:
        """The parameter types and the return type of a prototype."""
        found = self._protos.get(index)
        if found is None:
            _, returns, at = (int(value) for value in self.protos[index])
            parameters = tuple(self.type(one) for one in self.type_list(at))
            found = self._protos[index] = parameters, self.type(returns)
        return found

    def type_list(self, at: int) -> tuple[int, ...]:
        """The type indexes of a list, none if it is not there (offset 0)."""
        if not at:
            return ()
        count = int.from_bytes(self.part(at, 4), "little")
        return tuple(np.frombuffer(self.part(at + 4, count * 2), "<u2").tolist())

    def field_ref(self, index: int) -> FieldRef:
        """A field that the file names."""
        if index >= len(self.fields):
            raise BadDex(f"field {index} of {len(self.fields)}")
        owner, kind, name = self.fields[index].item()
        return FieldRef(self.type(owner), self.string(name), self.type(kind))

    def part(self, start: int, count: int) -> bytes:
        """Bytes of the file."""
        if start < 0 or start + count > len(self.data):
            raise BadDex(f"{count} bytes at {start} are outside of the file")
        return self.data[start : start + count]

    def find_string(self, text: str) -> int:
        """The index of a string, or -1."""
        low = self._first_from(text)
        return low if low < len(self.string_offsets) and self.string(low) == text else -1

    def starting_with(self, prefix: str) -> Iterator[str]:
        """The strings that begin so."""
        for index in range(self._first_from(prefix), len(self.string_offsets)):
            if not (found := self.string(index)).startswith(prefix):
                return
            yield found

    def _first_from(self, text: str) -> int:
        """The first string that is not before one: they are sorted by their UTF-16 units."""
        wanted, low, high = _order(text), 0, len(self.string_offsets)
        while low < high:
            middle = (low + high) // 2
            if _order(self.string(middle)) < wanted:
                low = middle + 1
            else:
                high = middle
        return low


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
    places = np.unique(dex.protos[:, 2]).astype(np.int64) if len(dex.protos) else dex.protos
    places = places[places > 0]
    if not len(places):
        return
    if (places % 4).any() or places.max() + 4 > len(dex.data):
        raise BadDex("type list outside of the file")
    counts = dex.units[places // 2] | dex.units[places // 2 + 1].astype(np.int64) << 16
    if (places + 4 + 2 * counts > len(dex.data)).any() or counts.sum() > len(dex.data):
        raise BadDex("type list runs out of the file")
    which = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(which)) - (np.cumsum(counts) - counts)[which]
    if len(which) and dex.units[places[which] // 2 + 2 + within].max() >= len(dex.type_names):
        raise BadDex("type list names what is not there")


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


def _text(raw: bytes) -> str:
    """Modified UTF-8: NUL takes two bytes, and what is beyond the first plane is two surrogates."""
    if raw.isascii():
        return raw.decode("ascii")
    plain = raw.replace(b"\xc0\x80", b"\0")
    try:
        text = plain.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return plain.decode("utf-8", "replace")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _order(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def class_name(descriptor: str) -> str:
    """A type as people write it: com.example.A, int, byte[]."""
    element = descriptor.lstrip("[")
    dimensions = "[]" * (len(descriptor) - len(element))
    if element.startswith("L") and element.endswith(";"):
        return element[1:-1].replace("/", ".") + dimensions
    return _PRIMITIVES.get(element, element) + dimensions


def descriptor(name: str) -> str:
    """The reverse: a type as the file writes it."""
    element = name.rstrip("[]")
    letter = next((one for one, word in _PRIMITIVES.items() if word == element), "")
    dimensions = "[" * ((len(name) - len(element)) // 2)
    return dimensions + (letter or f"L{element.replace('.', '/')};")
