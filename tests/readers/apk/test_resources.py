"""References lead to every value that a device can find, or to the reason why not."""

import time
from collections.abc import Callable

import pytest

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.resources import TABLE, Meant, Resources, Table
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.archive import Archive
from tests.apks import pack_zip
from tests.axml_builder import arsc, chunk, ref

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
    "more items": lambda: GOOD.replace(
        b"\x10\0\1\0\0\0\0\0\0\0\0\0\2", b"\x10\0\1\0\0\0\0\0\0\0\0\0\xff"
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_table_is_lost(name: str) -> None:
    data = MALFORMED[name]()
    assert data != GOOD
    assert lost(data) == "malformed-resources"


def test_entries_that_share_one_large_array_are_refused_at_once() -> None:
    """2,000 entries of 20,000 items each are 40 million in a file of 250 kB."""
    table = arsc({LIST: tuple([1] * 20_000)})
    start = table.index(b"\1\2\x54\0")
    size = int.from_bytes(table[start + 4 : start + 8], "little")
    extra = 2_000
    head = bytearray(table[start : start + 0x54])
    head[4:8] = (size + 4 * extra).to_bytes(4, "little")
    head[12:16] = (1 + extra).to_bytes(4, "little")
    head[16:20] = (0x58 + 4 * extra).to_bytes(4, "little")
    grown = bytearray(table[:start] + bytes(head) + b"\0" * 4 * extra + table[start + 0x54 :])
    package = table.index(b"\0\2\x20\1")
    for at in (4, package + 4):
        old = int.from_bytes(grown[at : at + 4], "little")
        grown[at : at + 4] = (old + 4 * extra).to_bytes(4, "little")
    began = time.process_time()
    assert lost(bytes(grown), LIST) == "malformed-resources"
    assert time.process_time() - began < 20
