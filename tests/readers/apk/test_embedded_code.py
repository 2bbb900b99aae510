"""Code among the bundled files, told by content."""

import pytest

from appsec.facts.embedded import CodeForm, EmbeddedCode
from appsec.model.outcome import Location
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
        (pack_zip({"page.html": b"x"}), None),
        (b"text", None),
        (b"", None),
    ],
)
@pytest.mark.parametrize("name", ["assets/a.bin", "res/raw/a", "kotlin/a.dex"])
def test_forms(name: str, data: bytes, form: CodeForm | None) -> None:
    found = app(EMPTY, {name: data})
    assert found.embedded_code == ((EmbeddedCode(form, Location(name)),) if form else ())
    assert found.gaps_of("embedded_code") == ()


def test_the_apps_own_code_is_not_among_it() -> None:
    assert app(EMPTY, {"classes.dex": DEX, "classes2.dex": DEX}).embedded_code == ()


def test_an_archive_that_cannot_be_opened_could_hold_some() -> None:
    found = app(EMPTY, {"assets/broken.zip": pack_zip({"classes.dex": DEX})[:-30]})
    assert found.embedded_code == ()
    assert [gap.key for gap in found.gaps_of("embedded_code")] == ["archive-unreadable"]
