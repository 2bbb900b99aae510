"""Formats in which a text could hide from plain search: unfolded, or told; never silently passed."""

import base64
import bz2
import gzip
import io
import lzma
import plistlib
import random
import struct
import tarfile
import zlib
from datetime import datetime

import pytest

from appsec.readers.trace import streams
from tests.readers.trace.test_layers import PHONE, database, unfolded, zipped

TEXT = b"".join(b"line %d of a text, " % n for n in range(500)) + PHONE.encode()

LONG = b"".join(b"%d " % (n * n) for n in range(5000))


def damaged(data):
    """The same with two bytes changed in the midst."""
    middle = len(data) // 2
    return (
        data[:middle] + bytes(255 - one for one in data[middle : middle + 2]) + data[middle + 2 :]
    )


def names(data, path=None):
    found, limits = unfolded(data, path)
    assert limits == []
    return found


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("gzip", gzip.compress),
        ("zlib", zlib.compress),
        ("bzip2", bz2.compress),
        ("xz", lzma.compress),
    ],
)
class TestStreams:
    def test_anywhere(self, name, pack):
        for before in (b"", b"x\x9c not zlib ", b"key="):
            assert names(before + pack(TEXT) + b" after") == [f"{name} at {len(before)}"]

    def test_two_of_them(self, name, pack):
        first = pack(b"nothing here" * 50)
        assert names(first + pack(TEXT)) == [f"{name} at {len(first)}"]

    def test_damage_is_told(self, name, pack):
        for before in (b"", b"key="):
            _, limits = unfolded(before + damaged(pack(LONG)))
            assert limits == [f"{name} at {len(before)}: damaged"]


def test_what_a_cut_stream_still_holds_is_looked_at():
    text = PHONE.encode() + bytes(random.Random(1).randbytes(5000))
    assert names(gzip.compress(text, mtime=0)[:-900]) == ["gzip at 0"]


@pytest.mark.parametrize("data", [b"x^2 + y^2", b"x\x9c" + bytes(100), b"x\x01", b"BZh9 is a word"])
def test_what_only_begins_like_a_stream_is_searched_all_the_same(data):
    assert names(data + b" " + gzip.compress(TEXT, mtime=0)) == [f"gzip at {len(data) + 1}"]


def test_ciphertext_and_pictures_are_no_limit():
    noise = random.Random(7).randbytes(4 << 20)
    for begin in (b"", b"\xff\xd8\xff\xe0", b"RIFF1234WEBP", b"\0\1\0\0", b"wOF2", b"\x7fELF"):
        assert unfolded(begin + noise) == ([], [])


def png(*chunks):
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_picture_is_read_for_its_texts():
    pixels = zlib.compress(random.Random(3).randbytes(20000))
    parts = [(b"IDAT", pixels[:9000]), (b"IDAT", pixels[9000:])]
    text = (b"zTXt", b"Comment\0\0" + zlib.compress(PHONE.encode()))
    assert names(png(*parts, (b"IEND", b""))) == []
    assert names(png(*parts)) == []
    assert names(png(*parts, text, (b"IEND", b""))) == ["png zTXt"]
    after = png(*parts, (b"IEND", b""))
    assert names(after + gzip.compress(TEXT, mtime=0)) == [f"gzip at {len(after)}"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x28\xb5\x2f\xfd\x04\x00abc", "zstd"),
        (b"key\0\x28\xb5\x2f\xfd\x04\x00abc", "zstd at 4"),
        (b"\x04\x22\x4d\x18\x64\x40abc", "LZ4"),
        (b"\xff\x06\0\0sNaPpYabc", "snappy"),
        (b"bvx2abc", "LZFSE"),
        (b"7z\xbc\xaf\x27\x1cabc", "7z"),
        (b"%PDF-1.7\n", "PDF"),
        (b"ANDROID BACKUP\n5\n1\nAES-256\n00", "an encrypted backup"),
        (b"GET\0content-encoding:br\0\0abc", "HTTP br"),
        (b"bplist00 and nothing", "plist: damaged"),
        (b'<?xml version="1.0"?><plist><dict>', "plist: damaged"),
        (bytes.fromhex("d9d505f920a163d7") + bytes(600), "sqlite: a transaction that was not done"),
        (bytes.fromhex("377f0682") + bytes(600), "sqlite: a log without its database"),
    ],
)
def test_what_cannot_be_unfolded_is_told(data, told):
    assert unfolded(data) == ([], [told])


def test_too_many_beginnings_are_told(monkeypatch):
    monkeypatch.setattr(streams, "MAX_TRIED", 10)
    assert unfolded(b"x^2 " * 11) == ([], ["streams"])


def test_a_cell_is_told_for_itself(tmp_path):
    path = database(tmp_path, "text", b"\x28\xb5\x2f\xfd\x04\x00abc")
    assert unfolded(path.read_bytes(), path) == ([], ["zstd"])


@pytest.mark.parametrize("stored", [912345678, 912345678.0])
def test_a_number_of_either_kind_is_found(tmp_path, stored):
    path = database(tmp_path, stored)
    assert names(path.read_bytes(), path) == ["sqlite users"]


def test_base64_in_lines_is_found():
    text = base64.encodebytes(TEXT)
    assert names(b"<a>" + text + b"</a>")[0].startswith("base64 at 3")
    assert names(b"{" + text.replace(b"\n", b"\\n") + b"}")[0].startswith("base64 at 1")


def test_base64_of_something_compressed_is_found():
    for pack in (gzip.compress, zlib.compress, lzma.compress, bz2.compress):
        packed = pack(TEXT)
        assert names(b'"' + base64.b64encode(packed) + b'"')[0].startswith("base64 at 1 > ")
        assert names(b'"' + base64.urlsafe_b64encode(packed) + b'"') != []


def test_a_property_list_in_xml_is_read():
    data = plistlib.dumps({"x": {"y": [TEXT]}}, fmt=plistlib.FMT_XML)
    assert "plist data" in names(data)


def test_dates_in_property_lists_are_those_of_taiwan_too():
    from appsec.engine.canaries.forms import What
    from appsec.readers.trace.layers import Unfolding
    from appsec.readers.trace.searcher import Searcher, Sought

    searcher = Searcher([Sought("b", What.BIRTHDAY, "1990-05-17")])
    for stored in (datetime(1990, 5, 17), datetime(1990, 5, 16, 16)):
        data = plistlib.dumps({"born": stored}, fmt=plistlib.FMT_BINARY)
        assert [n for n, d in Unfolding().layers(data) if any(searcher.found(d))] == [
            "plist numbers"
        ]


def tarred(**members):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name.replace("_", "-"))
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def test_a_backup_of_android_is_read(tmp_path):
    made = database(tmp_path, 912345678).read_bytes()
    backup = b"ANDROID BACKUP\n5\n1\nnone\n" + zlib.compress(tarred(a=made))
    assert names(backup) == ["zlib at 24 > tar a > sqlite users"]


def test_a_cut_archive_is_read_as_far_as_it_goes():
    data = zipped(a=TEXT, b=random.Random(2).randbytes(9000))
    assert unfolded(data[:-3000]) == (["zip at 0"], ["zip: damaged"])
    assert names(b"before" + data)[0] == "zip at 6"
