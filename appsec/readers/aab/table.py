"""A resource table in protobuf (aapt.pb.ResourceTable), each value decoded when it is asked for."""

from collections.abc import Callable, Container, Iterator, Mapping

from appsec.model.frozen import frozen
from appsec.readers.aab.configuration import configuration_of
from appsec.readers.aab.items import value_of
from appsec.readers.aab.wire import Message, Raw, Wire, decoded
from appsec.readers.apk.resources import COMPLEX, Bag, Listed, Meant, Table, Variant
from appsec.readers.apk.table_shape import MAX_PACKAGES
from appsec.readers.apk.values import Value
from appsec.readers.apk.xml_shape import BadShape

_PACKAGE, _TYPE, _ENTRY, _CONFIG_VALUE = 2, 3, 3, 6
_ID = 1
_FLAGGED = (8, 9)
_MAX_PACKAGE, _MAX_TYPE, _MAX_ENTRY = 0xFF, 0xFF, 0xFFFF
_ITEM, _COMPOUND = 4, 5
_NAME = 2
_STYLE, _ARRAY = 2, 4


@frozen
class _ProtoTable:
    wire: Wire
    entries: Mapping[int, Raw]
    types: Mapping[int, str]

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

    def variants(self, id: int, languages: Container[str] | None) -> Iterator[Variant]:
        raw = self.entries.get(id)
        for found in self.wire.message(raw).messages(_CONFIG_VALUE) if raw is not None else ():
            configuration = configuration_of(found.message(1))
            if languages is None or configuration.language in languages:
                yield Variant(_value(found, id), configuration)

    def bags(self, id: int) -> Iterator[Bag]:
        raw = self.entries.get(id)
        for found in self.wire.message(raw).messages(_CONFIG_VALUE) if raw is not None else ():
            value = found.message(2)
            compound = value.message(_COMPOUND) if value else None
            if compound is not None:
                yield _bag(compound)

    def every(self, wanted: Callable[[str], bool]) -> Iterator[Listed]:
        for id in sorted(self.entries):
            if wanted(self.types[id >> 16]):
                kind, _, name = self.name(id).partition("/")
                yield from (Listed(id, kind, name, one) for one in self.variants(id, None))

    def pool(self) -> Iterator[str]:
        for id in sorted(self.entries):
            values = [variant.value for variant in self.variants(id, None)]
            if any(one.type == COMPLEX for one in values):
                values = [value for bag in self.bags(id) for _, value in bag.items]
            yield from (one.text for one in values if one.text)

    def name(self, id: int) -> str:
        raw = self.entries.get(id)
        return "" if raw is None else f"{self.types[id >> 16]}/{self.wire.message(raw).text(2)}"


def parse_proto_table(data: bytes) -> Table:
    """Raises BadShape."""
    if not data:
        raise BadShape("empty")
    wire = Wire()
    entries: dict[int, Raw] = {}
    names: dict[int, str] = {}
    packages = [one for number, one in _messages(wire, memoryview(data)) if number == _PACKAGE]
    if len(packages) > MAX_PACKAGES:
        raise BadShape("too many packages")
    for package in packages:
        first, types = _numbered(wire, package, _TYPE, _MAX_PACKAGE)
        for kind in types:
            second, inside = _numbered(wire, kind, _ENTRY, _MAX_TYPE)
            # Several packages of one id may share a type, but not call it by two names.
            if names.setdefault(first << 8 | second, name := _type_name(wire, kind)) != name:
                raise BadShape("type with two names")
            for entry in inside:
                third, _ = _numbered(wire, entry, 0, _MAX_ENTRY)
                id = first << 24 | second << 16 | third
                if id in entries:
                    raise BadShape("resource given twice")
                entries[id] = entry
    return _ProtoTable(wire, entries, names)


def _type_name(wire: Wire, kind: Raw) -> str:
    found = [value for number, value in _messages(wire, kind) if number == _NAME]
    if len(found) > 1:
        raise BadShape("type with two names")
    return decoded(found[0]) if found else ""


def _bag(compound: Message) -> Bag:
    """A style or an array; of other composed values nothing is read."""
    if style := compound.message(_STYLE):
        parent = style.message(1)
        items = tuple(_item(entry, entry.message(3)) for entry in style.messages(3))
        return Bag(parent.integer(2) if parent else 0, items)
    if array := compound.message(_ARRAY):
        found = (entry.message(3) for entry in array.messages(1))
        return Bag(0, tuple((n, value_of(item)) for n, item in enumerate(found) if item))
    return Bag(0, ())


def _item(entry: Message, key: Message | None) -> tuple[int, Value]:
    item = entry.message(4)
    if key is None or item is None:
        raise BadShape("item of a style without name or value")
    return key.integer(2), value_of(item)


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
