"""What files hide beneath their bytes comes up, within bounds that are told."""

import gzip
import io
import plistlib
import sqlite3
import zipfile
import zlib

import pytest

from appsec.engine.canaries.forms import What
from appsec.readers.trace import layers
from appsec.readers.trace.layers import Unfolding
from appsec.readers.trace.searcher import Searcher, Sought

PHONE = "0912345678"
SEARCHER = Searcher([Sought("c", What.PHONE, PHONE)])


def unfolded(data, path=None):
    """The layers in which the phone number is, and what was not looked at."""
    unfolding = Unfolding()
    found = [name for name, inner in unfolding.layers(data, path) if any(SEARCHER.found(inner))]
    return found, unfolding.limits


def database(tmp_path, *rows, page=4096, name="a.db"):
    path = tmp_path / name
    with sqlite3.connect(path) as made:
        made.execute(f"pragma page_size = {page}")
        made.execute("create table users (id integer primary key, v)")
        made.executemany("insert into users (v) values (?)", [(row,) for row in rows])
    made.close()
    return path


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (gzip.compress(PHONE.encode(), mtime=0), "gzip at 0"),
        (b"abc" + gzip.compress(PHONE.encode(), mtime=0) + b"def", "gzip at 3"),
        (gzip.compress(b"first", mtime=0) + gzip.compress(PHONE.encode(), mtime=0), "gzip at 25"),
        (zlib.compress(PHONE.encode()), "zlib at 0"),
        (zipped(a=b"x", b=PHONE.encode()), "zip b"),
        (zipped(a=gzip.compress(PHONE.encode(), mtime=0)), "zip a > gzip at 0"),
        (plistlib.dumps({"x": [gzip.compress(PHONE.encode(), mtime=0)]}, fmt=plistlib.FMT_BINARY), "plist data > gzip at 0"),
        (plistlib.dumps({"x": 912345678}, fmt=plistlib.FMT_BINARY), "plist numbers"),
    ],
)  # fmt: skip
def test_what_is_folded_is_found(data, name):
    assert unfolded(data) == ([name], [])


def test_a_number_in_a_database_is_found_though_its_bytes_are_none(tmp_path):
    path = database(tmp_path, 912345678)
    assert not any(SEARCHER.found(path.read_bytes()))
    assert unfolded(path.read_bytes(), path) == (["sqlite users"], [])
    assert unfolded(path.read_bytes()) == (["sqlite users"], [])


@pytest.mark.parametrize("before", range(440, 520, 4))
def test_a_value_that_two_pages_share_is_found(tmp_path, before):
    path = database(tmp_path, "x" * before + PHONE + "y" * 400, page=512)
    assert unfolded(path.read_bytes(), path) == (["sqlite users"], [])


def test_a_compressed_cell_is_unfolded(tmp_path):
    path = database(tmp_path, gzip.compress(PHONE.encode(), mtime=0))
    assert unfolded(path.read_bytes(), path) == (["sqlite users > gzip at 0"], [])


def test_names_in_a_database_do_no_harm(tmp_path):
    path = tmp_path / "b.db"
    with sqlite3.connect(path) as made:
        made.execute('create table "a""; drop table x; --" (v)')
        made.execute('insert into "a""; drop table x; --" values (912345678)')
    made.close()
    assert unfolded(path.read_bytes(), path) == (['sqlite a"; drop table x; --'], [])


def test_views_and_virtual_tables_are_left_alone(tmp_path):
    path = database(tmp_path, "nothing here")
    with sqlite3.connect(path) as made:
        made.execute("create view w as select 912345678")
    made.close()
    assert unfolded(path.read_bytes(), path) == ([], [])


def test_a_database_that_is_encrypted_or_damaged_is_told(tmp_path):
    path = database(tmp_path, *("x" * 50 for _ in range(500)))
    data = bytearray(path.read_bytes())
    data[100:4000] = b"\xff" * 3900
    path.write_bytes(data)
    found, limits = unfolded(bytes(data), path)
    assert found == []
    assert [one.split(":")[0] for one in limits] == ["sqlite"]


@pytest.mark.parametrize("keep", [30, 60, 90])
def test_a_damaged_archive_is_told(keep):
    data = zipped(a=bytes(range(256)) * 4)
    assert unfolded(data[: len(data) * keep // 100])[1][0].startswith("zip")


def test_a_bomb_ends_at_the_limit_and_says_so(monkeypatch):
    monkeypatch.setattr(layers, "MAX_UNFOLDED", 1 << 20)
    unfolding = Unfolding(left=1 << 20)
    bomb = gzip.compress(b"\0" * (8 << 20), mtime=0)
    total = sum(len(inner) for _, inner in unfolding.layers(bomb))
    assert total <= 1 << 20
    assert unfolding.limits == ["size"]


def test_what_is_folded_too_deep_is_told():
    data = PHONE.encode()
    for _ in range(layers.MAX_DEPTH + 1):
        data = zlib.compress(data)
    assert unfolded(data) == ([], ["depth"])
    assert unfolded(zlib.decompress(data)) == ([" > ".join(["zlib at 0"] * layers.MAX_DEPTH)], [])


def test_what_folds_nothing_has_no_layers():
    assert list(Unfolding().layers(b"plain text " * 100)) == []
