"""A resource table in protobuf (aapt.pb.ResourceTable), each value decoded when it is asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appsec.readers.aab.items import value_of
from appsec.readers.aab.wire import Message, Raw, Wire
from appsec.readers.apk.resources import COMPLEX, Meant, Table
from appsec.readers.apk.table_shape import MAX_PACKAGES
from appsec.readers.apk.values import Value
from appsec.readers.apk.xml_shape import BadShape

_PACKAGE, _TYPE, _ENTRY, _CONFIG_VALUE = 2, 3, 3, 6
_ID = 1
_FLAGGED = (8, 9)
_MAX_PACKAGE, _MAX_TYPE, _MAX_ENTRY = 0xFF, 0xFF, 0xFFFF
_ITEM, _COMPOUND = 4, 5


@dataclass(frozen=True, slots=True)
class _ProtoTable:
    wire: Wire
    entries: Mapping[int, Raw]

    def count(self, id: int) -> int:
        entry = self.entries.get(id)
        if entry is None:
            return 0
        return sum(number == _CONFIG_VALUE for number, _, _ in self.wire.fields(entry))

    def values(self, id: int) -> Iterator[Meant]:
        raw = self.entries.get(id)
        if raw is None:
            return
        entry = self.wire.message(raw)
        if any(entry.has(number) for number in _FLAGGED):
            raise BadShape("resource behind a flag")
        for found in entry.messages(_CONFIG_VALUE):
            yield Meant(_value(found, id), _is_default(found))


def parse_proto_table(data: bytes) -> Table:
    """Raises BadShape."""
    if not data:
        raise BadShape("empty")
    wire = Wire()
    entries: dict[int, Raw] = {}
    packages = [one for number, one in _messages(wire, memoryview(data)) if number == _PACKAGE]
    if len(packages) > MAX_PACKAGES:
        raise BadShape("too many packages")
    for package in packages:
        first, types = _numbered(wire, package, _TYPE, _MAX_PACKAGE)
        for kind in types:
            second, inside = _numbered(wire, kind, _ENTRY, _MAX_TYPE)
            for entry in inside:
                third, _ = _numbered(wire, entry, 0, _MAX_ENTRY)
                id = first << 24 | second << 16 | third
                if id in entries:
                    raise BadShape("resource given twice")
                entries[id] = entry
    return _ProtoTable(wire, entries)


def _messages(wire: Wire, data: Raw) -> Iterator[tuple[int, Raw]]:
    """The fields that hold bytes."""
    for number, _, value in wire.fields(data):
        if isinstance(value, memoryview):
            yield number, value


def _numbered(wire: Wire, data: Raw, number: int, most: int) -> tuple[int, list[Raw]]:
    """Its part of a resource id, which aapt2 wraps in a message, and what is in one field."""
    ids, inside = [], []
    for found, value in _messages(wire, data):
        if found == _ID:
            ids.append(value)
        elif found == number:
            inside.append(value)
    if len(ids) != 1 or (id := wire.message(ids[0]).integer(1)) > most:
        raise BadShape("no id, more than one, or too large")
    return id, inside


def _is_default(found: Message) -> bool:
    """Whether no configuration qualifies a value."""
    config = found.message(1)
    held = config.values.values() if config else ()
    return all(not value for values in held for _, value in values)


def _value(found: Message, id: int) -> Value:
    value = found.message(2)
    if value is None:
        raise BadShape("resource without a value")
    if value.has(_COMPOUND) == value.has(_ITEM):
        raise BadShape("resource with several values, or one of an unknown kind")
    item = value.message(_ITEM)
    return value_of(item) if item else Value(COMPLEX, id)
