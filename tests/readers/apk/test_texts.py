"""Every medium of an APK yields its texts with their places; what cannot be read is told."""

import gzip
import json
import plistlib
import sqlite3
import struct
import zlib
from pathlib import Path

import pytest

from appsec.facts.placed_text import Medium, PlacedText
from appsec.model.outcome import Cause, Location, Origin
from tests.apks import app, manifest, pack_zip
from tests.axml_builder import arsc, axml, el
from tests.dex_builder import dex

MAIN = "tw.example.app.Main"


def launcher() -> object:
    actions = el("action", name="android.intent.action.MAIN")
    category = el("category", name="android.intent.category.LAUNCHER")
    return el("activity", el("intent-filter", actions, category), name=MAIN)


def texts(files: dict[str, bytes], *inside: object) -> tuple[list[PlacedText], list[object]]:
    data = el("meta-data", name="tw.example.KEY", value="value of a key")
    root = manifest(el("application", data, launcher(), *inside))
    read = app(root, {"classes.dex": dex("tw/example/app/Main", "named by code"), **files})
    found = list(read.texts)
    return found, list(read.gaps_of("texts"))


def one(found: list[PlacedText], text: str) -> PlacedText:
    (hit,) = [each for each in found if text in each.text]
    return hit


def hermes(*strings: str) -> bytes:
    """A bundle of version 96 that has nothing but strings."""
    storage, table, longs = b"", b"", b""
    for string in strings:
        wide = not string.isascii()
        raw = string.encode("utf-16-le" if wide else "ascii")
        length, at = len(string), len(storage)
        if length >= 0xFF:
            longs += struct.pack("<2I", at, length)
            length, at = 0xFF, len(longs) // 8 - 1
        table += struct.pack("<I", wide | at << 1 | length << 24)
        storage += raw
    head = bytes.fromhex("c61fbc03c103191f") + struct.pack("<I", 96) + bytes(20)
    counts = (0, 0, 0, 0, 0, len(strings), len(longs) // 8, len(storage))
    head += struct.pack("<8I", *counts)
    return head.ljust(128, b"\0") + table + longs + storage


def unity(*strings: str) -> bytes:
    """The metadata of a game that has nothing but texts."""
    pool, table = "".join(strings).encode(), b""
    at = 0
    for raw in (string.encode() for string in strings):
        table += struct.pack("<2I", len(raw), at)
        at += len(raw)
    head = struct.pack("<4I", 0xFAB11BAF, 29, 24, len(table))
    return head + struct.pack("<2I", 24 + len(table), len(pool)) + table + pool


def test_code_and_manifest() -> None:
    found, lost = texts({})
    code = one(found, "named by code")
    where = Location("classes.dex", f"{MAIN}.run")
    assert (code.at, code.medium, code.origin) == (where, Medium.CODE, Origin.APP)
    key = one(found, "value of a key")
    assert (key.name, key.medium) == ("tw.example.KEY.value", Medium.MANIFEST)
    assert not lost


def test_resources() -> None:
    table = arsc({0x7F010000: "a text", 0x7F020000: ("one", "一段文字")})
    found, lost = texts({"resources.arsc": table})
    assert one(found, "a text").medium is Medium.RESOURCE
    assert one(found, "一段文字").at.file == "resources.arsc"
    assert not lost


@pytest.mark.parametrize("utf8", [False, True])
def test_binary_xml(utf8: bool) -> None:
    layout = axml(el("TextView", text="寫在版面"), utf8=utf8)
    found, _ = texts({"res/layout/main.xml": layout})
    assert one(found, "寫在版面").at == Location("res/layout/main.xml")


@pytest.mark.parametrize(
    ("name", "data", "key", "text", "medium"),
    [
        ("a.json", json.dumps({"a": {"b": ["x", "秘密"]}}).encode(), "a.b", "秘密", "settings"),
        ("a.json", b'{"number": 4311952222222222}', "number", "4311952222222222", "settings"),
        ("a.json", b'{"broken": "whole', "", '{"broken": "whole', "settings"),
        ("a.properties", b"# note\nhash.key = v1\n", "hash.key", "v1", "settings"),
        (".env", b'export KEY="v2"\n', "KEY", "v2", "settings"),
        ("a.properties", b"key = v\nno pair\n", "", "key = v\nno pair\n", "settings"),
        ("a.plist", plistlib.dumps({"K": {"L": "v3"}}), "K.L", "v3", "settings"),
        ("a.plist", plistlib.dumps({"K": "v4"}, fmt=plistlib.FMT_BINARY), "K", "v4", "settings"),
        ("a.yaml", b"key: v5\n", "", "key: v5\n", "settings"),
        ("www/index.html", "<p>頁".encode(), "", "<p>頁", "script"),
        ("main.jsbundle", b"var k = 'v6';", "", "var k = 'v6';", "script"),
        ("a.bundle", hermes("first", "v7", "x" * 300), "", "v7", "script"),
        ("a.bundle", hermes("first", "字串", "x" * 300), "", "字串", "script"),
        ("a.bin", b"\0\1\2\3in a binary\0\4", "", "in a binary", "file"),
        ("a.bin", b"\0\1\2\3" + "wide text".encode("utf-16-le"), "", "wide text", "file"),
        ("a.txt", b"\xff\xfe" + "寬".encode("utf-16-le"), "", "寬", "file"),
        ("a.txt.gz", gzip.compress(b"packed text"), "", "packed text", "file"),
        ("a.gz", gzip.compress(b"one\n") + gzip.compress(b"and two"), "", "and two", "file"),
        ("a.z", zlib.compress(b"packed text"), "", "packed text", "file"),
        ("a.txt", "手機".encode("big5"), "", "手機", "file"),
        ("a.txt", "寬\n".encode("utf-16-le"), "", "寬", "file"),
        ("a.dat", unity("password", "secret", "字串"), "", "secret", "script"),
        ("a.json", b'{"k": "first", "k": "last"}', "", '{"k": "first", "k": "last"}', "settings"),
        ("a.json", b'{"name alone": {}}', "name alone", "", "settings"),
        # What begins like a picture, a sound, a font or a list of digests, and is a text.
        ("a.txt", b"ID3=x\ntold", "", "told", "file"),
        ("a.txt", b"DDS is\ntold", "", "told", "file"),
        ("a.txt", b"OTTO is\ntold", "", "told", "file"),
        ("a.txt", b"some\n\n\n\nftyp\ntold", "", "told", "file"),
        ("a.txt", b"Manifest-Version: 1.0\ntold", "", "told", "file"),
    ],
)
def test_files(name: str, data: bytes, key: str, text: str, medium: str) -> None:
    found, lost = texts({f"assets/{name}": data})
    (hit,) = [each for each in found if text in (each.text, *each.text.split("\n"))]
    assert (hit.name, hit.medium, hit.at) == (key, medium, Location(f"assets/{name}"))
    assert not lost


def test_archives_and_databases(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "a.db")
    base.execute("create table t (a text)")
    base.execute("insert into t values ('王小明的地址')")
    base.commit()
    base.close()
    data = pack_zip({"inner.zip": pack_zip({"a.txt": b"deep"})})
    found, lost = texts({"assets/a.zip": data, "assets/a.db": (tmp_path / "a.db").read_bytes()})
    assert one(found, "deep").at == Location("assets/a.zip!inner.zip!a.txt")
    assert one(found, "王小明的地址").medium is Medium.FILE
    assert not lost


@pytest.mark.parametrize(
    ("data", "key", "cause"),
    [
        (b"\xfd7zXZ\0" + bytes(20), "packed-file", Cause.OUT_OF_REACH),
        (b"\x1f\x8b\x08broken", "packed-file", Cause.LOST),
        (gzip.compress(b"whole") + b"no more", "packed-file", Cause.LOST),
        (b"XALZ" + bytes(20), "packed-file", Cause.OUT_OF_REACH),
        (b"XABA" + bytes(20), "packed-file", Cause.OUT_OF_REACH),
        (b"bvx2" + bytes(20), "packed-file", Cause.OUT_OF_REACH),
        (hermes("x")[:-1], "packed-file", Cause.OUT_OF_REACH),
        (unity("x")[:-1], "packed-file", Cause.OUT_OF_REACH),
        (gzip.compress(b"\xfd7zXZ\0"), "packed-file", Cause.OUT_OF_REACH),
        (b"PK\x03\x04 no archive", "archive-unreadable", Cause.LOST),
        (b"MZ" + bytes(80) + pack_zip({"a": b"x"}), "archive-unreadable", Cause.LOST),
    ],
)
def test_what_is_not_read_is_a_gap(data: bytes, key: str, cause: Cause) -> None:
    _, lost = texts({"assets/a": data})
    assert [(gap.fact, gap.key, gap.cause) for gap in lost] == [("texts", key, cause)]


def test_what_is_packed_twice_is_unpacked() -> None:
    inside = gzip.compress(gzip.compress(b"far inside"))
    found, lost = texts({"assets/a": inside, "assets/b": gzip.compress(pack_zip({"c": b"told"}))})
    assert one(found, "far inside").at == Location("assets/a")
    assert one(found, "told").at == Location("assets/b!c")
    assert not lost


def test_what_unpacks_to_much_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appsec.readers.texts.files.MAX_SEARCHED", 1 << 20)
    bomb = gzip.compress(bytes(900_000))
    _, lost = texts({f"assets/{n}.gz": bomb for n in range(3)})
    assert {gap.key for gap in lost} == {"too-much-to-search"}


def test_lines_with_many_spaces_take_no_time() -> None:
    line = b"key=x" + b" " * 500_000 + b"y"
    assert one(texts({"assets/a.properties": line})[0], " y").name == "key"


def test_pieces_overlap() -> None:
    long = "".join(f"{n:09}" for n in range(300_000)).encode()
    found, _ = texts({"assets/long.txt": long})
    pieces = [each for each in found if each.at.file == "assets/long.txt"]
    assert [each.start for each in pieces] == [0, 1044480, 2088960]
    assert pieces[0].text[-4096:] == pieces[1].text[:4096]
    assert pieces[-1].text.endswith("000299999")


def test_each_iteration_gives_the_same() -> None:
    read = app(manifest(el("application")), {"classes.dex": dex("a/B", "x"), "assets/a": b"a"})
    assert list(read.texts) == list(read.texts)
    assert next(t.placed(0) for t in read.texts.blocks() if t.texts) == next(iter(read.texts))
