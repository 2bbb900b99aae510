"""Strings and chunks that Android reads in another way never make an app look harmless."""

from collections.abc import Callable
from pathlib import Path
from struct import pack, pack_into, unpack_from

import pytest

from appsec.model.assessment import Assessment
from appsec.readers.apk.attributes import Attr
from tests.apks import manifest, pack_zip
from tests.axml_builder import ANDROID, NOTHING, A, E, axml, chunk, el, node
from tests.inline import scan_inline

INTERNET = "android.permission.INTERNET"
USES = "uses-permission"
POOL = 8
SDK = el("uses-sdk", minSdkVersion=24, targetSdkVersion=30)
"""With it `allowBackup=false` keeps all data on the device."""
REQUIREMENTS = ("28", "29", "41", "42")
SAFE = ("pass", "not_applicable")


def app(name: str = INTERNET, tag: str = USES, **attributes: object) -> E:
    """An app that asks for the network, and has no other fault."""
    given = {"allowBackup": False} | attributes
    return manifest(el(tag, name=name), el("application", **given), sdk=SDK)


def utf8(root: E) -> bytes:
    return axml(root, utf8=True)


def swapped(data: bytes, old: bytes, new: bytes) -> bytes:
    """With a part in place of another of the same size."""
    assert len(old) == len(new)
    assert data.count(old) == 1
    return data.replace(old, new)


def entry(units: int, raw: bytes) -> bytes:
    """A string of a UTF-8 pool with its two lengths."""
    return bytes((units, len(raw))) + raw + b"\0"


def respelled(written: str, units: int, raw: bytes) -> bytes:
    """The app with these bytes where the permission's name is."""
    plain = entry(len(written), written.encode())
    return swapped(utf8(app(written)), plain, entry(units, raw))


def wide(text: str) -> bytes:
    raw = text.encode("utf-16-le", "surrogatepass")
    return pack("<H", len(raw) // 2) + raw + b"\0\0"


def padded(data: bytes, room: int) -> bytes:
    """With as many more zeros at the end of the string pool."""
    (size,) = unpack_from("<I", data, POOL + 4)
    grown = bytearray(data[: POOL + size] + bytes(room) + data[POOL + size :])
    pack_into("<I", grown, POOL + 4, size + room)
    pack_into("<I", grown, 4, len(grown))
    return bytes(grown)


def moved(data: bytes, text: str, by: int) -> bytes:
    """With the offset of one string of a UTF-16 pool changed."""
    count, _, _, start = unpack_from("<4I", data, POOL + 8)
    changed = bytearray(data)
    for at in range(POOL + 28, POOL + 28 + 4 * count, 4):
        (offset,) = unpack_from("<I", data, at)
        if data[POOL + start + offset :].startswith(wide(text)):
            pack_into("<I", changed, at, offset + by)
    assert changed != data
    return bytes(changed)


def with_header(data: bytes, at: int, value: int) -> bytes:
    changed = bytearray(data)
    pack_into("<I", changed, POOL + at, value)
    return bytes(changed)


def hidden_behind_a_namespace() -> bytes:
    """A reader that goes on right behind the namespace sees the permission inside an element x."""
    data = axml(app())
    tag = string_index(data, USES)
    shell = node(0x0102, pack("<2I6H", NOTHING, tag, 20, 20, 0, 0, 0, 0))
    end = node(0x0103, pack("<2I", NOTHING, tag))
    asks = start_of(data, USES)
    after = data.index(pack("<HHI", 0x0103, 16, 24), asks) + 24
    hollow = [
        chunk(0x0100, pack("<2I", 1, NOTHING), pack("<2I", tag, tag) + inner)
        for inner in (shell, end)
    ]
    changed = data[:asks] + hollow[0] + data[asks:after] + hollow[1] + data[after:]
    return changed[:4] + pack("<I", len(changed)) + changed[8:]


def string_index(data: bytes, text: str) -> int:
    count, _, _, start = unpack_from("<4I", data, POOL + 8)
    for index in range(count):
        (offset,) = unpack_from("<I", data, POOL + 28 + 4 * index)
        if data[POOL + start + offset :].startswith(wide(text)):
            return index
    raise AssertionError(text)


def start_of(data: bytes, tag: str) -> int:
    """Where the element of this name starts."""
    at = 8
    while at < len(data):
        kind, _, size = unpack_from("<HHI", data, at)
        if kind == 0x0102 and unpack_from("<I", data, at + 20)[0] == string_index(data, tag):
            return at
        at += size
    raise AssertionError(tag)


def map_behind_a_namespace() -> bytes:
    """Android does not look for the map there, so that allowBackup keeps its default."""
    data = axml(manifest(el("application", allowBackup=False), sdk=SDK))
    (pool,) = unpack_from("<I", data, POOL + 4)
    at = POOL + pool
    (size,) = unpack_from("<I", data, at + 4)
    ids, namespace = data[at : at + size], data[at + size : at + size + 24]
    return data[:at] + namespace + ids + data[at + size + 24 :]


def of_another_package() -> E:
    """A resource table can say that 0x02 is the platform's package."""
    name = A("name", INTERNET, 0x02000000 | Attr.NAME & 0xFFFFFF, ANDROID)
    return manifest(E(USES, (name,)), el("application", allowBackup=False), sdk=SDK)


TRICKS: dict[str, Callable[[], bytes]] = {
    "NUL behind a name": lambda: utf8(app(INTERNET + "\0")),
    "NUL inside a tag": lambda: utf8(app(tag=f"{USES}\0x")),
    "NUL inside a wide name": lambda: axml(app(INTERNET + "\0x")),
    "overlong letter": lambda: respelled(
        "??" + INTERNET[1:], len(INTERNET), b"\xc1\xa1" + INTERNET[1:].encode()
    ),
    "overlong NUL": lambda: respelled(
        INTERNET + "??", len(INTERNET) + 1, INTERNET.encode() + b"\xc0\x80"
    ),
    "no UTF-8": lambda: respelled(INTERNET + "?", len(INTERNET) + 1, INTERNET.encode() + b"\xff"),
    "lone surrogate": lambda: respelled(
        INTERNET + "???", len(INTERNET) + 1, INTERNET.encode() + b"\xed\xa0\x80"
    ),
    "lone wide surrogate": lambda: swapped(
        axml(app(INTERNET + "?")), wide(INTERNET + "?"), wide(INTERNET + "\ud800")
    ),
    "stated length": lambda: respelled(INTERNET, len(INTERNET) - 1, INTERNET.encode()),
    "no end": lambda: swapped(
        utf8(app(INTERNET + "?")),
        entry(len(INTERNET) + 1, INTERNET.encode() + b"?"),
        bytes([len(INTERNET)] * 2) + INTERNET.encode() + b"??",
    ),
    "no wide end": lambda: swapped(
        axml(app(INTERNET + "?")),
        wide(INTERNET + "?"),
        wide(INTERNET)[:-2] + "?".encode("utf-16-le") + b"\0\0",
    ),
    "beyond the pool": lambda: swapped(
        utf8(app()), entry(27, INTERNET.encode())[:4], bytes((27, 0xFF)) + b"an"
    ),
    "odd place": lambda: moved(padded(axml(app()), 70_000), USES, 1),
    "odd place of a name": lambda: moved(padded(axml(app()), 70_000), INTERNET, 1),
    "unknown flags": lambda: with_header(axml(app()), 16, 0x200),
    "strings counted from their start": lambda: with_header(axml(app()), 8, 3),
    "styles in the midst of strings": lambda: with_header(with_header(axml(app()), 12, 1), 24, 60),
    "element behind a namespace": hidden_behind_a_namespace,
    "map behind a namespace": map_behind_a_namespace,
    "attribute of another package": lambda: axml(of_another_package()),
}


def scanned(folder: Path, monkeypatch: pytest.MonkeyPatch, document: bytes) -> dict[str, str]:
    path = folder / "x.apk"
    path.write_bytes(pack_zip({"AndroidManifest.xml": document, "classes.dex": b"dex"}))
    found = scan_inline(path, monkeypatch)
    assert isinstance(found, Assessment)
    return {v.requirement: v.result.value for v in found.verdicts}


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_never_makes_an_item_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    results = scanned(tmp_path, monkeypatch, TRICKS[name]())
    assert not {results[one] for one in REQUIREMENTS} & set(SAFE)


@pytest.mark.parametrize("wider", [False, True])
def test_the_same_app_without_a_trick_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wider: bool
) -> None:
    results = scanned(tmp_path, monkeypatch, axml(app(), utf8=not wider))
    assert (results["28"], results["29"]) == ("pass", "inconclusive")
    offline = axml(manifest(el("application", allowBackup=False), sdk=SDK), utf8=not wider)
    results = scanned(tmp_path, monkeypatch, offline)
    assert {results[one] for one in REQUIREMENTS} <= set(SAFE)
