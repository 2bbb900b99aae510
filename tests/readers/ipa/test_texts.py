"""Every medium of an iOS app yields its texts with their places; what cannot be read is told."""

from typing import Any

from appsec.facts.placed_text import Medium, PlacedText
from appsec.model.outcome import Cause, Location, Origin
from tests.ipa_builder import APP, HELPER, Thin, app_files
from tests.readers.ipa.opening import app_of, gaps
from tests.readers.macho.sketch import Sketch

C_STRINGS = 2


def image(file_type: int = 2, cryptid: int = 0) -> bytes:
    sketch = Sketch(file_type=file_type, cryptid=cryptid)
    sketch.add("__TEXT,__cstring", b"in code\0" + "字串".encode() + b"\0", C_STRINGS)
    sketch.add("__TEXT,__ustring", "寬字串\0".encode("utf-16-le"))
    sketch.add("__DATA,__const", b"\1\2constant\0")
    sketch.add("__TEXT,__objc_methname", b"notAText:\0", C_STRINGS)
    return sketch.build()


def read(files: dict[str, bytes], **info: Any) -> tuple[list[PlacedText], list[Any]]:
    app = app_of(app_files(**info) | files)
    return list(app.texts), gaps(app, "texts")


def places(found: list[PlacedText], text: str) -> list[tuple[str, str, Medium, Origin]]:
    return [(t.at.file, t.name, t.medium, t.origin) for t in found if t.text == text]


def test_executables() -> None:
    found, lost = read({f"{APP}/Demo": image(), f"{HELPER}/Helper": image(6)})
    main = (f"{APP}/Demo", "", Medium.CODE, Origin.APP)
    helper = places(found, "in code")[1]
    assert places(found, "in code")[0] == main
    assert helper[:3] == (f"{HELPER}/Helper", "", Medium.NATIVE)
    for text in ("字串", "寬字串", "constant"):
        assert places(found, text)[0] == main
    assert not places(found, "notAText:")
    assert not lost


def test_info_and_files() -> None:
    files = {f"{APP}/www/a.js": b"var a = 1;", f"{APP}/zh.lproj/L.strings": '"k" = "值";'.encode()}
    found, _ = read(files, HASHKEY="in the plist")
    assert places(found, "in the plist") == [
        (f"{APP}/Info.plist", "HASHKEY", Medium.MANIFEST, Origin.APP)
    ]
    assert places(found, "var a = 1;")[0][2] is Medium.SCRIPT
    assert places(found, '"k" = "值";')[0][2] is Medium.SETTINGS


def test_encrypted_code_is_a_gap_of_code() -> None:
    app = app_of(app_files() | {f"{APP}/Demo": Thin(cryptid=1).build()})
    with app.watching() as touched:
        assert not places(list(app.texts), "in code")
    assert "code" in touched
    assert [cause for cause, _, _ in gaps(app, "code")] == [Cause.OUT_OF_REACH]


def test_packed_files_are_gaps() -> None:
    _, lost = read({f"{APP}/a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(20)})
    assert lost == [(Cause.OUT_OF_REACH, "packed-file", {"file": f"{APP}/a.7z"})]


def test_a_place_is_the_file() -> None:
    found, _ = read({f"{APP}/note.txt": b"text"})
    assert [t.at for t in found if t.text == "text"] == [Location(f"{APP}/note.txt")]
