"""References lead to every value that a device can find, or to the reason why not."""

import tracemalloc
from collections.abc import Callable
from struct import pack

import pytest

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.apk.arsc import parse_arsc
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.resources import TABLE, Meant, Resources, Table
from appsec.readers.apk.table_shape import MAX_CHUNKS
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.archive import Archive
from tests.apks import pack_zip
from tests.axml_builder import arsc, chunk, large_arsc, ref, resized

TEXT, OTHER, FLAG, LIST = 0x7F010000, 0x7F010001, 0x7F020000, 0x7F040000


def resources(*tables: bytes) -> Resources:
    files = [ApkFiles(Archive.from_bytes(pack_zip({TABLE: table}))) for table in tables]
    return Resources(lambda: {str(n): one.table() for n, one in enumerate(files)})


def meanings(table: bytes, id: int) -> set[tuple[str, bool]]:
    found = resources(table).meanings(Value(ValueType.REFERENCE, id))
    return {(meant.value.as_text(), meant.by_default) for meant in found}


def lost(table: bytes, id: int = TEXT) -> str:
    with pytest.raises(FactUnavailable) as caught:
        meanings(table, id)
    return caught.value.key


@pytest.mark.parametrize("compact", [True, False])
def test_a_reference_is_followed_through_others(compact: bool) -> None:
    table = arsc({TEXT: ref(OTHER), OTHER: "here", FLAG: True}, compact)
    assert meanings(table, TEXT) == {("here", True)}
    assert meanings(table, FLAG) == {("true", True)}


def test_each_configuration_counts_once_and_the_default_is_known() -> None:
    assert meanings(arsc({FLAG: {0: True, 23: False, 26: False}}), FLAG) == {
        ("true", True),
        ("false", False),
    }
    assert meanings(arsc({FLAG: {0: True, 23: True}}), FLAG) == {("true", True)}


def test_nothing_is_read_for_what_is_no_reference() -> None:
    def load() -> dict[str, Table]:
        raise AssertionError

    value = Value(ValueType.STRING, 0, "x")
    assert Resources(load).meanings(value) == (Meant(value, True),)
    null = Value(ValueType.REFERENCE, 0)
    assert Resources(load).meanings(null) == (Meant(null, True),)


def test_what_leads_nowhere_is_unresolved() -> None:
    table = arsc({TEXT: ref(OTHER), OTHER: ref(TEXT), FLAG: ref(0x7F030009), LIST: ("a", "b")})
    assert {lost(table, id) for id in (TEXT, OTHER, FLAG, LIST, 0x01010001)} == {
        "unresolved-reference"
    }


def test_what_one_part_defines_another_adds_to() -> None:
    both = resources(arsc({TEXT: ref(OTHER), OTHER: "base"}), arsc({OTHER: {23: "split"}}))
    assert set(both.meanings(Value(ValueType.REFERENCE, TEXT))) == {
        Meant(Value(ValueType.STRING, 0, "base"), True),
        Meant(Value(ValueType.STRING, 0, "split"), False),
    }


def test_many_ways_to_the_same_place_end() -> None:
    layers = {0x7F010000 + n: {v: ref(0x7F010001 + n) for v in range(8)} for n in range(15)}
    assert lost(arsc(layers | {0x7F01000F: "end"})) == "unresolved-reference"


def test_the_table_is_loaded_once_even_if_it_fails() -> None:
    loads: list[int] = []

    def load() -> dict[str, Table]:
        loads.append(1)
        raise FactUnavailable(Cause.LOST, "malformed-resources")

    failing = Resources(load)
    for _ in range(3):
        with pytest.raises(FactUnavailable, match="malformed-resources"):
            failing.meanings(Value(ValueType.REFERENCE, TEXT))
    assert loads == [1]


GOOD = arsc({TEXT: "here", FLAG: {0: True, 23: False}, LIST: ("a", "b")})


def cut(part: bytes) -> int:
    return GOOD.index(part)


MALFORMED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "another kind": lambda: b"\3" + GOOD[1:],
    "cut off": lambda: GOOD[:-1],
    "no pool": lambda: chunk(0x0002, b"\1\0\0\0"),
    "chunk of no size": lambda: GOOD[:12] + b"\1\0\x1c\0\0\0\0\0" + GOOD[20:],
    "header larger than its configuration": lambda: GOOD.replace(b"\1\2\x54\0", b"\1\2\x53\0", 1),
    "more entries": lambda: GOOD.replace(b"\1\0\0\0\x58\0\0\0", b"\xff\xff\0\0\x58\0\0\0"),
    "more flags": lambda: GOOD.replace(
        b"\2\2\x10\0\x14\0\0\0\1\0\0\0\1", b"\2\2\x10\0\x14\0\0\0\1\0\0\0\xff"
    ),
    "types counted from elsewhere": lambda: (
        GOOD[: cut(b"\0\2\x20\1") + 284] + b"\1" + GOOD[cut(b"\0\2\x20\1") + 285 :]
    ),
    "platform's package": lambda: GOOD.replace(b"\x7f\0\0\0t\0w\0.\0", b"\1\0\0\0t\0w\0.\0"),
    "value behind more bytes": lambda: GOOD.replace(
        b"\x08\0\0\0\0\0\0\0\x08\0\0\3", b"\x10\0\0\0\0\0\0\0\x08\0\0\3", 1
    ),
    "value of another size": lambda: GOOD.replace(
        b"\x08\0\0\0\0\0\0\0\x08\0\0\3", b"\x08\0\0\0\0\0\0\0\x0c\0\0\3", 1
    ),
    "entry at an odd place": lambda: GOOD.replace(
        b"\1\0\0\0\x58\0\0\0" + GOOD[cut(b"\1\0\0\0\x58\0\0\0") + 8 :][:64] + bytes(4),
        b"\1\0\0\0\x58\0\0\0" + GOOD[cut(b"\1\0\0\0\x58\0\0\0") + 8 :][:64] + b"\2\0\0\0",
        1,
    ),
    "sparse entries out of order": lambda: sparse((5, 0)),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_table_is_lost(name: str) -> None:
    data = MALFORMED[name]()
    assert data != GOOD
    assert lost(data) == "malformed-resources"


def sparse(indexes: tuple[int, ...]) -> bytes:
    """A table whose text stands under each of these entries, in this order."""
    table = arsc({TEXT: "here"})
    at = table.index(b"\1\2\x54\0")
    head, entry = table[at + 8 : at + 0x54], table[at + 0x58 :]
    pairs = b"".join(pack("<2H", index, 0) for index in indexes)
    place = pack("<BBHII", 1, 1, 0, len(indexes), 0x54 + len(pairs))
    part = chunk(0x0201, place + head[12:], pairs + entry)
    return resized(table[:at] + part, len(part) - (len(table) - at))


def test_sparse_entries_are_found() -> None:
    assert meanings(sparse((0, 5)), TEXT) == {("here", True)}
    assert meanings(sparse((0, 5)), TEXT + 5) == {("here", True)}
    assert lost(sparse((0, 5)), TEXT + 3) == "unresolved-reference"


def test_a_large_table_costs_little_more_than_its_bytes() -> None:
    table = large_arsc(60_000, 40)
    tracemalloc.start()
    found = Resources(lambda: {TABLE: parse_arsc(table)}).meanings(
        Value(ValueType.REFERENCE, TEXT + 59_999)
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == (Meant(Value(ValueType.STRING, 0, "here"), True),)
    assert len(table) > 40 << 20
    assert peak < 1 << 20


def test_too_many_configurations_are_refused() -> None:
    assert lost(large_arsc(1, MAX_CHUNKS + 1)) == "malformed-resources"


def test_looking_for_many_ids_in_many_configurations_ends() -> None:
    table = large_arsc(0, 40_000)
    resources = Resources(lambda: {TABLE: parse_arsc(table)})
    keys = set()
    for id in range(TEXT, TEXT + 1_000):
        with pytest.raises(FactUnavailable) as caught:
            resources.meanings(Value(ValueType.REFERENCE, id))
        keys.add(caught.value.key)
    assert keys == {"unresolved-reference", "malformed-resources"}


def test_an_array_that_claims_to_be_large_is_not_read() -> None:
    table = arsc({LIST: (1, 2)}).replace(
        b"\x10\0\1\0\0\0\0\0\0\0\0\0\2", b"\x10\0\1\0" + b"\xff" * 9
    )
    assert lost(table, LIST) == "unresolved-reference"
