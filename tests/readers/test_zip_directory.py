"""Entries that are refused beside one that is read, and records that nothing lists."""

from dataclasses import replace
from struct import pack

import pytest

from appsec.readers.archive import (
    EntryError,
    Hidden,
    Limits,
    Refusal,
)
from tests.hostile_zip import (
    ENCRYPTED,
    MIB,
    NOWHERE,
    STORED,
    STREAMED,
    UTF8,
    Descriptor,
    End,
    Header,
    Item,
    build,
    local_record,
    quoted_overlap,
)
from tests.readers.zips import ONE, TEXT, TWO, opened


def lying(header: Header) -> Item:
    return replace(ONE, local=header)


REFUSED: dict[str, tuple[list[Item], dict[str, Refusal]]] = {
    "encrypted": ([replace(ONE, flags=ENCRYPTED)], {"one.txt": Refusal.ENCRYPTED}),
    "encrypted by the directory alone": (
        [replace(ONE, flags=ENCRYPTED, local=Header(flags=0))],
        {"one.txt": Refusal.ENCRYPTED},
    ),
    "encrypted by the local header alone": (
        [lying(Header(flags=ENCRYPTED))],
        {"one.txt": Refusal.ENCRYPTED},
    ),
    "method 99": ([replace(ONE, method=99)], {"one.txt": Refusal.UNKNOWN_METHOD}),
    "method 0x1337": ([replace(ONE, method=0x1337)], {"one.txt": Refusal.UNKNOWN_METHOD}),
    "patched data": ([replace(ONE, flags=0x20)], {"one.txt": Refusal.UNKNOWN_METHOD}),
    "local method differs": ([lying(Header(method=0x1337))], {"one.txt": Refusal.LOCAL_MISMATCH}),
    "local size differs": ([lying(Header(size=1))], {"one.txt": Refusal.LOCAL_MISMATCH}),
    "local packed size differs": (
        [lying(Header(packed_size=1))],
        {"one.txt": Refusal.LOCAL_MISMATCH},
    ),
    "local checksum differs": ([lying(Header(crc=1))], {"one.txt": Refusal.LOCAL_MISMATCH}),
    "local zip64 field missing": (
        [lying(Header(size=NOWHERE))],
        {"one.txt": Refusal.LOCAL_MISMATCH},
    ),
    "local name differs": (
        [replace(ONE, local=Header(name=b"two.txt"))],
        {"one.txt": Refusal.LOCAL_MISMATCH},
    ),
    "descriptor missing": ([lying(Header(flags=STREAMED))], {"one.txt": Refusal.LOCAL_MISMATCH}),
    "local size beside a descriptor differs": (
        [replace(ONE, descriptor=Descriptor.SIGNED, local=Header(size=1))],
        {"one.txt": Refusal.LOCAL_MISMATCH},
    ),
    "no local header there": (
        [replace(ONE, at=5, recorded=False)],
        {"one.txt": Refusal.LOCAL_MISMATCH},
    ),
    "local header beyond the file": (
        [replace(ONE, at=1 << 30, recorded=False)],
        {"one.txt": Refusal.TRUNCATED},
    ),
    "data beyond the file": (
        [replace(ONE, packed_size=1 << 30)],
        {"one.txt": Refusal.TRUNCATED},
    ),
    "data into the directory": (
        [replace(ONE, packed_size=60)],
        {"one.txt": Refusal.OVERLAP},
    ),
    "stored sizes differ": (
        [replace(ONE, method=STORED, size=1)],
        {"one.txt": Refusal.SIZE_MISMATCH},
    ),
    "on another disk": ([replace(ONE, disk=1)], {"one.txt": Refusal.BAD_HEADER}),
    "zip64 field missing": (
        [replace(ONE, size=NOWHERE)],
        {"one.txt": Refusal.BAD_HEADER},
    ),
    "zip64 field too short": (
        [replace(ONE, size=NOWHERE, extra=pack("<2HL", 1, 4, 1))],
        {"one.txt": Refusal.BAD_HEADER},
    ),
    "zip64 field doubled": (
        [replace(ONE, wide=True, extra=pack("<2H3Q", 1, 24, 1, 1, 0))],
        {"one.txt": Refusal.BAD_HEADER},
    ),
    "duplicate": ([ONE, replace(ONE, data=b"other")], {"one.txt": Refusal.DUPLICATE_NAME}),
    "duplicate of one record": (
        [ONE, replace(ONE, recorded=False, at=len(local_record(TWO)))],
        {"one.txt": Refusal.DUPLICATE_NAME},
    ),
    "duplicate in two encodings": (
        [Item(b"\x82"), Item("é".encode())],
        {"é": Refusal.DUPLICATE_NAME},
    ),
    "two names for one record": (
        [ONE, Item(b"two.txt", TEXT, recorded=False, at=len(local_record(TWO)))],
        {"one.txt": Refusal.OVERLAP, "two.txt": Refusal.LOCAL_MISMATCH},
    ),
    "traversal": (
        [Item(b"../x"), Item(b"a/../x"), Item(b"a/..")],
        {
            "../x": Refusal.PATH_TRAVERSAL,
            "a/../x": Refusal.PATH_TRAVERSAL,
            "a/..": Refusal.PATH_TRAVERSAL,
        },
    ),
    "unicode path": (
        [replace(ONE, extra=pack("<2HBL", 0x7075, 8, 1, 0) + b"two")],
        {"one.txt": Refusal.TWO_NAMES},
    ),
}
for bad in ("", "/a", "a\\b", "..\\a", "C:a", "a\0", "a\nb", "\x7f", "a//b", "./a", "a/.", "\x85"):
    REFUSED[f"name {bad!r}"] = ([Item(bad.encode(), b"x")], {bad: Refusal.BAD_NAME})


@pytest.mark.parametrize("case", REFUSED)
def test_an_entry_is_refused_for_its_own_cause(case: str) -> None:
    items, refused = REFUSED[case]
    archive = opened(build([TWO, *items]))
    assert (archive.names, dict(archive.refused)) == (("two.bin",), refused)
    assert (archive.read("two.bin"), archive.is_whole) == (bytes(range(256)), False)
    for name, refusal in refused.items():
        with pytest.raises(EntryError) as caught:
            archive.entry(name)
        assert caught.value.refusal is refusal


def test_names_that_cannot_be_shown_or_are_too_long_are_refused() -> None:
    archive = opened(
        build([Item(b"caf\x82", flags=UTF8), Item(b"n" * 11), Item(b"m" * 10)]),
        Limits(max_name_bytes=10),
    )
    assert archive.names == ("m" * 10,)
    assert archive.refused == {"caf\\x82": Refusal.BAD_NAME, "n" * 10: Refusal.BAD_NAME}


def test_a_unicode_path_that_agrees_is_fine() -> None:
    field = pack("<2HBL", 0x7075, 12, 1, 0) + b"one.txt"
    assert opened(build([replace(ONE, extra=field)])).is_whole


def test_overlapping_entries_are_all_refused() -> None:
    names = [f"f{number}".encode() for number in range(20)]
    archive = opened(quoted_overlap(names, bytes(MIB)))
    assert archive.names == ()
    assert archive.refused == {name.decode(): Refusal.OVERLAP for name in names}


def test_a_record_in_the_data_of_another_is_refused_with_it() -> None:
    inner = local_record(ONE)
    outer = Item(b"outer", inner, STORED)
    at = len(local_record(TWO)) + 35
    archive = opened(build([TWO, outer, replace(ONE, recorded=False, at=at)]))
    assert archive.names == ("two.bin",)
    assert archive.refused == {"outer": Refusal.OVERLAP, "one.txt": Refusal.OVERLAP}


def test_a_record_that_is_not_listed_is_hidden() -> None:
    archive = opened(build([TWO, replace(ONE, listed=False), Item(b"three")]))
    assert archive.names == ("two.bin", "three")
    assert archive.hidden == (Hidden("one.txt", len(local_record(TWO))),)
    assert (archive.refused, archive.is_whole) == ({"one.txt": Refusal.HIDDEN}, False)
    with pytest.raises(EntryError) as caught:
        archive.read("one.txt")
    assert caught.value.refusal is Refusal.HIDDEN


def test_records_hide_in_any_hole() -> None:
    first, gap, comment = (Item(name, b"x") for name in (b"first", b"gap", b"comment"))
    archive = opened(
        build(
            [TWO],
            prefix=local_record(first),
            gap=b"?" + local_record(gap),
            end=End(comment=local_record(comment)),
        )
    )
    assert [one.name for one in archive.hidden] == ["first", "gap", "comment"]
    assert archive.refused == dict.fromkeys(("first", "gap", "comment"), Refusal.HIDDEN)


def test_an_old_copy_of_a_listed_entry_is_shown_but_the_entry_is_read() -> None:
    archive = opened(build([replace(ONE, data=b"old", listed=False), ONE]))
    assert archive.hidden == (Hidden("one.txt", 0),)
    assert (archive.read("one.txt"), archive.refused, archive.is_whole) == (TEXT, {}, False)


def test_a_filler_hides_nothing_behind_its_extra_field() -> None:
    filler = Item(b"", b"", STORED, local=Header(extra=b"12" + local_record(ONE)))
    archive = opened(build([TWO], gap=local_record(filler)))
    assert [one.name for one in archive.hidden] == ["one.txt"]


@pytest.mark.parametrize(
    "item",
    [
        Item(b"", b"x", STORED),
        Item(b"", b"", STORED, flags=UTF8),
        Item(b"", b"", packed=b""),
        Item(b"", b"", STORED, size=1),
        Item(b"", b"", STORED, packed_size=1),
        Item(b"x", b"", STORED),
    ],
)
def test_only_an_empty_nameless_record_is_a_filler(item: Item) -> None:
    archive = opened(build([TWO], gap=local_record(item)))
    assert archive.hidden == (Hidden(item.name.decode(), len(local_record(TWO))),)
    assert archive.refused == {item.name.decode(): Refusal.HIDDEN}


def test_a_prefix_is_measured() -> None:
    archive = opened(build([ONE], prefix=b"dex\n035\0" + bytes(104)))
    assert (archive.prefix, archive.read("one.txt")) == (112, TEXT)
