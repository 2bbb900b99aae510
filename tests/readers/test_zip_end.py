"""End records: archives of which nothing can be used, and why."""

import os
from dataclasses import replace
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appsec.readers.archive import (
    Archive,
    ArchiveError,
    ArchiveFault,
    EntryError,
    Limits,
)
from tests.hostile_zip import (
    NOWHERE,
    STORED,
    End,
    Item,
    Second,
    build,
    central_header,
    end_record,
    local_record,
    with_second_end,
)
from tests.readers.zips import HONEST, ONE, TEXT, TWO, fault_of, opened, patched

WIDE = build([ONE, TWO], end=End(wide=True))
LOCATOR = WIDE.index(b"PK\x06\x07")
WIDE_END = WIDE.index(b"PK\x06\x06")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", ArchiveFault.EMPTY),
        (b"just some text", ArchiveFault.NOT_A_ZIP),
        (b"PK", ArchiveFault.NOT_A_ZIP),
        (local_record(ONE), ArchiveFault.NO_END_RECORD),
        (HONEST[:-1], ArchiveFault.TRUNCATED),
        (build([ONE], end=End(comment=b"four"))[:-1], ArchiveFault.TRUNCATED),
        (HONEST + b"\n", ArchiveFault.TRAILING_BYTES),
        (build([]), ArchiveFault.NO_ENTRIES),
        (b"MZ stub" + HONEST, ArchiveFault.MOVED_DIRECTORY),
        (build([ONE], end=End(directory=0)), ArchiveFault.MOVED_DIRECTORY),
        (build([ONE], end=End(directory=NOWHERE, size=NOWHERE)), ArchiveFault.BAD_DIRECTORY),
        (HONEST[:-22] + b"slack" + HONEST[-22:], ArchiveFault.MOVED_DIRECTORY),
        (build([ONE], end=End(disk=1)), ArchiveFault.MULTI_DISK),
        (patched(HONEST, -14, "<H", 1), ArchiveFault.MULTI_DISK),
        (patched(WIDE, -14, "<H", 1), ArchiveFault.MULTI_DISK),
        (patched(WIDE, LOCATOR + 16, "<L", 2), ArchiveFault.MULTI_DISK),
        (patched(WIDE, WIDE_END + 16, "<2L", 1, 1), ArchiveFault.MULTI_DISK),
        (patched(WIDE, WIDE_END + 24, "<Q", 1), ArchiveFault.MULTI_DISK),
        (patched(WIDE, WIDE_END, "<L", 0), ArchiveFault.BAD_DIRECTORY),
        (patched(WIDE, WIDE_END + 4, "<Q", 45), ArchiveFault.BAD_DIRECTORY),
        (patched(WIDE, LOCATOR + 8, "<Q", 0), ArchiveFault.BAD_DIRECTORY),
        (patched(WIDE, LOCATOR + 8, "<Q", 1 << 62), ArchiveFault.BAD_DIRECTORY),
        (
            build([replace(ONE, extra=b"??\x14\0PK\x06\x07" + bytes(16))]),
            ArchiveFault.BAD_DIRECTORY,
        ),
        (end_record(0, 0, 0, End(comment=b"PK\x06\x07" + bytes(16))), ArchiveFault.NO_ENTRIES),
        (build([ONE, TWO], end=End(count=1)), ArchiveFault.BAD_DIRECTORY),
        (build([ONE, TWO], end=End(count=3)), ArchiveFault.BAD_DIRECTORY),
        (build([ONE, TWO], end=End(count=0)), ArchiveFault.BAD_DIRECTORY),
        (HONEST.replace(b"PK\x01\x02", b"PK\x01\x03"), ArchiveFault.BAD_DIRECTORY),
        (patched(HONEST, HONEST.rindex(b"PK\x01\x02"), "<L", 0), ArchiveFault.BAD_DIRECTORY),
    ],
)
def test_an_unusable_archive_says_why(data: bytes, fault: ArchiveFault) -> None:
    assert fault_of(data) == (fault, {})


@pytest.mark.parametrize(
    ("limits", "fault", "values"),
    [
        (Limits(max_entries=1), ArchiveFault.TOO_MANY_ENTRIES, {"entries": "2", "limit": "1"}),
        (
            Limits(max_directory_bytes=99),
            ArchiveFault.DIRECTORY_TOO_LARGE,
            {"bytes": "106", "limit": "99"},
        ),
    ],
)
def test_a_directory_beyond_the_limits(
    limits: Limits, fault: ArchiveFault, values: dict[str, str]
) -> None:
    assert fault_of(HONEST, limits) == (fault, values)
    assert opened(HONEST, Limits(max_entries=2, max_directory_bytes=106)).is_whole


def test_hidden_records_count_towards_the_limits() -> None:
    data = build([ONE], gap=local_record(TWO) * 9)
    assert fault_of(data, Limits(max_entries=4))[0] is ArchiveFault.TOO_MANY_ENTRIES
    assert fault_of(data, Limits(max_directory_bytes=53))[0] is ArchiveFault.DIRECTORY_TOO_LARGE


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    empty = tmp_path / "empty"
    empty.touch()
    expected = {
        tmp_path / "absent": (ArchiveFault.UNREADABLE, {"error": "ENOENT"}),
        tmp_path: (ArchiveFault.NOT_A_FILE, {}),
        fifo: (ArchiveFault.NOT_A_FILE, {}),
        empty: (ArchiveFault.EMPTY, {}),
    }
    for path, fault in expected.items():
        with pytest.raises(ArchiveError) as caught:
            Archive.open(path)
        assert (caught.value.key, caught.value.values) == fault


@pytest.mark.parametrize(
    "archive",
    [
        HONEST,
        build([ONE, TWO], end=End(comment=b"a comment", wide=True)),
        build([Item(b"inner.apk", HONEST, STORED), ONE]),
    ],
    ids=["plain", "zip64 and comment", "archive within"],
)
def test_an_archive_cut_anywhere_is_unusable(archive: bytes) -> None:
    for length in range(len(archive)):
        fault_of(archive[:length])


@given(st.integers(0, len(HONEST)), st.integers(1, len(HONEST)))
def test_nothing_vanishes_silently_when_bytes_are_taken_out(start: int, count: int) -> None:
    data = HONEST[:start] + HONEST[start + count :]
    if data == HONEST:
        return
    with pytest.raises((ArchiveError, EntryError)):
        archive = opened(data)
        for name in ("one.txt", "two.bin"):
            archive.read(name)


LIE = Item(b"one.txt", b"another text", at=0)


@pytest.mark.parametrize("where", Second)
@pytest.mark.parametrize("items", [[LIE], []], ids=["other entry", "no entry"])
def test_two_end_records_are_ambiguous(where: Second, items: list[Item]) -> None:
    assert fault_of(with_second_end(HONEST, items, where)) == (
        ArchiveFault.AMBIGUOUS_END_RECORD,
        {},
    )


@pytest.mark.parametrize(
    "comment",
    [
        end_record(0, 0, 0),
        b"--" + end_record(0, 0, 0) + b"--",
        end_record(0, 0, 0, End(wide=True)),
        HONEST,
        central_header(ONE, 0)
        + b"slack"
        + end_record(0, 1, len(central_header(ONE, 0)), End(directory=len(build([ONE])))),
    ],
    ids=["at the end", "within", "zip64", "a whole archive", "with slack"],
)
def test_an_end_record_that_a_lenient_parser_would_take_is_ambiguous(comment: bytes) -> None:
    data = build([ONE], end=End(comment=comment))
    assert fault_of(data)[0] is ArchiveFault.AMBIGUOUS_END_RECORD


def test_an_end_record_hidden_in_the_directory_is_ambiguous() -> None:
    field = pack("<2H", 0xCAFE, 22) + end_record(0, 0, 0)
    data = build([replace(ONE, extra=field)])
    assert fault_of(data)[0] is ArchiveFault.AMBIGUOUS_END_RECORD


def test_archives_behind_each_other_are_ambiguous() -> None:
    at = len(HONEST)
    second = build([replace(ONE, at=at)], end=End(directory=at + len(local_record(ONE))))
    assert fault_of(HONEST + second)[0] is ArchiveFault.AMBIGUOUS_END_RECORD


@pytest.mark.parametrize(("at", "form", "value"), [(-14, "<2H", 1), (-10, "<L", 1), (-6, "<L", 1)])
def test_a_zip64_record_that_contradicts_the_end_record_is_ambiguous(
    at: int, form: str, value: int
) -> None:
    torn = patched(WIDE, at, form, *[value] * (2 if form == "<2H" else 1))
    assert fault_of(torn)[0] is ArchiveFault.AMBIGUOUS_END_RECORD


def test_an_end_record_that_fits_nothing_is_no_candidate() -> None:
    junk = end_record(0, 3, 500, End(directory=12345))
    archive = opened(build([ONE], end=End(comment=junk)))
    assert (archive.read("one.txt"), archive.is_whole) == (TEXT, True)


def test_the_end_record_of_an_archive_within_is_no_candidate() -> None:
    archive = opened(build([ONE, Item(b"base.apk", HONEST, STORED)]))
    assert archive.is_whole
    assert Archive.from_bytes(archive.read("base.apk")).names == ("one.txt", "two.bin")
