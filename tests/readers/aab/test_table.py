"""Protobuf resource tables mean what compiled ones mean."""

import pytest

from appsec.facts.app import FactUnavailable
from appsec.readers.aab.table import parse_proto_table
from appsec.readers.apk.arsc import parse_arsc
from appsec.readers.apk.resources import Resources
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import BadShape
from tests.axml_builder import arsc, ref
from tests.proto_builder import item, proto_table, put

TEXT, OTHER, FLAG, LIST = 0x7F010000, 0x7F010001, 0x7F020000, 0x7F040000
RESOURCES = {
    TEXT: {0: "label", 23: ref(OTHER)},
    OTHER: "https",
    FLAG: {0: True, 26: False},
    LIST: ("a", "b"),
}


@pytest.mark.parametrize("id", [TEXT, OTHER, FLAG])
def test_the_same_as_in_a_compiled_table(id: int) -> None:
    value = Value(ValueType.REFERENCE, id)
    compiled = Resources(lambda: {"": parse_arsc(arsc(RESOURCES))}).meanings(value)
    assert Resources(lambda: {"": parse_proto_table(proto_table(RESOURCES))}).meanings(
        value
    ) == tuple(compiled)


def lost(table: bytes, id: int = TEXT) -> str:
    resources = Resources(lambda: {"base/resources.pb": parse_proto_table(table)})
    with pytest.raises(FactUnavailable) as caught:
        resources.meanings(Value(ValueType.REFERENCE, id))
    return caught.value.key


def test_what_is_no_single_value_or_not_there() -> None:
    assert lost(proto_table(RESOURCES), LIST) == "unresolved-reference"
    assert lost(proto_table(RESOURCES), 0x7F010009) == "unresolved-reference"
    assert lost(put(1, b"")) == "unresolved-reference"


def table(*entries: bytes) -> bytes:
    inside = put(1, put(1, 1)) + b"".join(put(3, entry) for entry in entries)
    return put(2, put(1, put(1, 0x7F)) + put(3, inside))


ID = put(1, b"")


@pytest.mark.parametrize(
    "entry",
    [
        ID + put(6, put(1, b"")),  # no value
        ID + put(6, put(2, b"")),
        ID + put(6, put(2, put(4, item("x")) + put(5, b""))),
        ID + put(6, put(2, put(4, item("x") + put(8, 1)))),
        ID + put(6, put(2, put(4, item("x")))) + put(8, put(2, put(4, item("y")))),
        ID + put(6, put(2, put(4, b"\xff"))),
    ],
)
def test_a_value_that_cannot_be_told_costs_its_own_setting_only(entry: bytes) -> None:
    whole = table(entry, put(1, put(1, 1)) + put(6, put(2, put(4, item("sound")))))
    assert lost(whole) == "malformed-resources"
    (meant,) = Resources(lambda: {"": parse_proto_table(whole)}).meanings(
        Value(ValueType.REFERENCE, OTHER)
    )
    assert meant.value.text == "sound"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        proto_table(RESOURCES)[:-1],
        table(put(2, "no id")),
        table(ID + ID),
        table(put(1, put(1, 0x10000))),
        put(2, put(3, b"")),
        table(ID, ID),
        put(2, put(1, put(1, 1))) * 17,
    ],
)
def test_a_malformed_table(data: bytes) -> None:
    with pytest.raises(BadShape):
        parse_proto_table(data)
