"""A resource table in protobuf (aapt.pb.ResourceTable), each value decoded when it is asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from appsec.readers.aab.items import value_of
from appsec.readers.aab.wire import Field, Message, Raw, Wire
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
    entries: Mapping[int, tuple[Raw, ...]]

    def count(self, id: int) -> int:
        return sum(1 for entry in self._entries(id) for _ in entry.values.get(_CONFIG_VALUE, ()))

    def values(self, id: int) -> Iterator[Meant]:
        for entry in self._entries(id):
            if any(entry.has(number) for number in _FLAGGED):
                raise BadShape("resource behind a flag")
            for found in entry.messages(_CONFIG_VALUE):
                yield Meant(_value(found, id), _is_default(found))

    def _entries(self, id: int) -> Iterator[Message]:
        return (self.wire.message(raw) for raw in self.entries.get(id, ()))


def parse_proto_table(data: bytes) -> Table:
    """Raises BadShape."""
    wire = Wire()
    entries: dict[int, list[Raw]] = {}
    packages = list(_inside(wire.fields(memoryview(data)), _PACKAGE))
    if len(packages) > MAX_PACKAGES:
        raise BadShape("too many packages")
    for package in packages:
        in_package = list(wire.fields(package))
        first = _id(wire, in_package, _MAX_PACKAGE) << 24
        for kind in _inside(in_package, _TYPE):
            in_type = list(wire.fields(kind))
            second = first | _id(wire, in_type, _MAX_TYPE) << 16
            for entry in _inside(in_type, _ENTRY):
                id = second | _id(wire, wire.fields(entry), _MAX_ENTRY)
                entries.setdefault(id, []).append(entry)
    return _ProtoTable(wire, {id: tuple(raw) for id, raw in entries.items()})


def _inside(fields: Iterable[Field], number: int) -> Iterator[Raw]:
    """The messages in one field that may be repeated."""
    for found, _, value in fields:
        if found == number:
            if not isinstance(value, memoryview):
                raise BadShape(f"field {number} of another type")
            yield value


def _id(wire: Wire, fields: Iterable[Field], most: int) -> int:
    """A part of a resource id, which aapt2 wraps in a message of its own."""
    found = list(_inside(fields, _ID))
    if len(found) != 1 or (id := wire.message(found[0]).integer(1)) > most:
        raise BadShape("no id, more than one, or too large")
    return id


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
