"""A database is read together with its write-ahead log, or it is told that it was not."""

import gzip
import sqlite3
import struct

import pytest

from appsec.readers.trace.layers import Unfolding
from appsec.readers.trace.wal import BadLog, with_log
from tests.readers.trace.test_hidden import tarred
from tests.readers.trace.test_layers import PHONE, SEARCHER, database, unfolded, zipped


def running(tmp_path, *rows, page=4096, before=("x",)):
    """A database and its log while an app has it open: `rows` are in the log alone."""
    path = tmp_path / "a.db"
    made = sqlite3.connect(path)
    made.execute(f"pragma page_size = {page}")
    made.execute("pragma journal_mode = wal")
    made.execute("create table users (id integer primary key, v)")
    made.executemany("insert into users (v) values (?)", [(row,) for row in before])
    made.commit()
    made.execute("pragma wal_checkpoint(truncate)")
    for row in rows:
        made.execute("insert into users (v) values (?)", (row,))
        made.commit()
    found = path.read_bytes(), (tmp_path / "a.db-wal").read_bytes()
    made.close()
    return found


def with_it(data, log):
    unfolding = Unfolding()
    found = [n for n, inner in unfolding.layers(data, None, log) if any(SEARCHER.found(inner))]
    return found, unfolding.limits


@pytest.mark.parametrize("page", [512, 4096, 65536])
@pytest.mark.parametrize(
    "row",
    [912345678, gzip.compress(PHONE.encode()), "x" * 900 + PHONE],
    ids=["number", "packed", "long"],
)
def test_rows_in_the_log_alone_are_found(tmp_path, page, row):
    data, log = running(tmp_path, "first", row, page=page)
    found, limits = with_it(data, log)
    assert (found[0].split(" > ")[0], limits) == ("sqlite users", [])
    assert unfolded(data) == ([], [])


def test_a_database_that_needs_a_log_is_read_without_one(tmp_path):
    data, _ = running(tmp_path, before=(912345678,))
    assert data[18:20] == b"\2\2"
    assert unfolded(data) == (["sqlite users"], [])


def test_a_database_that_is_all_in_its_log(tmp_path):
    data, log = running(tmp_path, *range(3), 912345678, before=())
    assert with_it(data, log) == (["sqlite users"], [])


def test_only_what_was_committed_is_in_it(tmp_path):
    data, log = running(tmp_path, "first", 912345678)
    frame = 24 + 4096
    first = log[: 32 + frame]
    assert with_it(data, first) == ([], [])
    assert with_it(data, b"") == with_it(data, bytes(4096)) == ([], [])


def test_a_transaction_that_was_not_done_is_told(tmp_path):
    path = tmp_path / "a.db"
    made = sqlite3.connect(path)
    made.execute("pragma journal_mode = wal")
    made.execute("create table users (v)")
    made.commit()
    made.execute("pragma cache_size = 1")
    made.executemany("insert into users values (?)", [("y" * 3000,) for _ in range(30)])
    data, log = path.read_bytes(), (tmp_path / "a.db-wal").read_bytes()
    made.close()
    assert with_it(data, log) == ([], ["sqlite log: not committed"])


@pytest.mark.parametrize("at", [0, 5, 9, 17, 25, 31])
def test_a_log_whose_beginning_is_damaged_is_told(tmp_path, at):
    data, log = running(tmp_path, 912345678)
    changed = log[:at] + bytes([log[at] ^ 1]) + log[at + 1 :]
    assert with_it(data, changed) == ([], ["sqlite log: header"])
    assert with_it(data, log[:20]) == ([], ["sqlite log: header"])


@pytest.mark.parametrize("at", [32, 36, 40, 48, 52, 60, 4000])
def test_a_frame_that_is_damaged_is_told(tmp_path, at):
    data, log = running(tmp_path, 912345678)
    changed = log[:at] + bytes([log[at] ^ 1]) + log[at + 1 :]
    assert with_it(data, changed) == ([], ["sqlite log: damaged"])
    assert with_it(data, log[:-1])[1] == ["sqlite log: damaged"]


def test_older_frames_behind_those_of_this_log_are_left_alone(tmp_path):
    data, log = running(tmp_path, "first", "second")
    older = bytearray(log[32 : 32 + 24 + 4096])
    older[8] ^= 1
    assert with_it(data, log + bytes(older)) == ([], [])


def test_a_log_of_another_page_size_is_told(tmp_path):
    data, _ = running(tmp_path, "x")
    (tmp_path / "b").mkdir()
    _, log = running(tmp_path / "b", "x", page=512)
    assert with_it(data, log) == ([], ["sqlite log: pages of 512 bytes"])


def test_a_log_that_claims_too_many_pages_is_refused(tmp_path):
    _, log = running(tmp_path, "x")
    from appsec.readers.trace.wal import _summed

    frame = bytearray(log[32 : 32 + 24 + 4096])
    frame[4:8] = struct.pack(">I", 0x7FFFFFFF)
    sums = struct.unpack(">II", log[24:32])
    order = "<" if log[3] == 0x82 else ">"
    sums = _summed(bytes(frame[24:]), order, _summed(bytes(frame[:8]), order, sums))
    frame[16:24] = struct.pack(">II", *sums)
    with pytest.raises(BadLog, match="pages"):
        with_log(b"", log[:32] + bytes(frame))


def test_a_log_in_an_archive_belongs_to_its_database(tmp_path):
    data, log = running(tmp_path, "first", 912345678)
    for archive, kind in (
        (zipped(**{"a": data, "a-wal": log}), "zip"),
        (tarred(a=data, a_wal=log), "tar"),
    ):
        assert unfolded(archive) == ([f"{kind} a > sqlite users"], [])
    assert unfolded(zipped(**{"a-wal": log}))[1] == ["sqlite: a log without its database"]


def test_a_journal_of_a_database_is_searched_as_it_lies(tmp_path):
    path = database(tmp_path, PHONE)
    made = sqlite3.connect(path)
    made.execute("pragma journal_mode = persist")
    made.execute("update users set v = 'gone'")
    made.commit()
    journal = (tmp_path / "a.db-journal").read_bytes()
    made.close()
    assert any(SEARCHER.found(journal))
    assert unfolded(journal) == ([], [])
