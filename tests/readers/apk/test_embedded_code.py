"""Code among the bundled files, told by content."""

import pytest

from appsec.facts.embedded import CodeForm, EmbeddedCode
from appsec.model.outcome import Location
from appsec.readers.apk import embedded_code
from tests.apks import app, manifest, pack_zip
from tests.axml_builder import el

EMPTY = manifest(el("application"))
DEX = b"dex\n035\0" + bytes(100)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (DEX, CodeForm.DEX),
        (pack_zip({"classes.dex": DEX}), CodeForm.ARCHIVE),
        (pack_zip({"AndroidManifest.xml": b"x", "classes2.dex": DEX}), CodeForm.APK),
        (pack_zip({"CLASSES.DEX": DEX}), CodeForm.ARCHIVE),
        (pack_zip({"payload": DEX}), CodeForm.ARCHIVE),
        (pack_zip({"liba.so": b"\x7fELF" + bytes(60)}), CodeForm.ARCHIVE),
        (pack_zip({"a.apk": pack_zip({"classes.dex": DEX})}), CodeForm.ARCHIVE),
        (pack_zip({"page.html": b"x"}), None),
        (b"text", None),
        (b"", None),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "assets/a.bin",
        "res/raw/a",
        "kotlin/a.dex",
        "META-INF/evil.dex",
        "res/drawable/a.png",
        "lib/arm64-v8a/x.bin",
    ],
)
def test_forms(name: str, data: bytes, form: CodeForm | None) -> None:
    found = app(EMPTY, {name: data})
    assert found.embedded_code == ((EmbeddedCode(form, Location(name)),) if form else ())
    assert found.gaps_of("embedded_code") == ()


def test_the_apps_own_code_is_not_among_it() -> None:
    assert app(EMPTY, {"classes.dex": DEX, "classes2.dex": DEX}).embedded_code == ()


def test_what_lies_too_deep_or_is_too_much_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b"x"
    for _ in range(4):
        deep = pack_zip({"a.zip": deep})
    found = app(EMPTY, {"assets/a.zip": deep})
    assert found.embedded_code == ()
    assert [gap.key for gap in found.gaps_of("embedded_code")] == ["archives-too-deep"]
    monkeypatch.setattr(embedded_code, "MAX_SEARCHED", 10)
    found = app(EMPTY, {"assets/a.zip": deep})
    assert found.embedded_code == ()
    assert [gap.key for gap in found.gaps_of("embedded_code")] == ["too-much-to-search"]


def test_an_archive_that_cannot_be_opened_could_hold_some() -> None:
    found = app(EMPTY, {"assets/broken.zip": pack_zip({"classes.dex": DEX})[:-30]})
    assert found.embedded_code == ()
    assert [gap.key for gap in found.gaps_of("embedded_code")] == ["archive-unreadable"]
