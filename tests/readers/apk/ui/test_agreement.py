"""Layouts and strings are what Debian's aapt and aapt2 see in them; a bundle's are an APK's."""

from pathlib import Path

import pytest

from appsec.facts.android import AndroidApp
from appsec.readers.aab.bundle import open_bundle
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.package import open_apk
from appsec.readers.archive import Archive
from tests import aapt
from tests.apks import Silent

SAMPLES = Path(__file__).parents[4] / "samples/android"
APKS = ("screens/weak.apk", "screens/fixed.apk", "package/weak.apk", "package/fixed.apk")


def read(name: str) -> AndroidApp:
    opener = open_bundle if name.endswith(".aab") else open_apk
    found = opener(Archive.from_bytes((SAMPLES / name).read_bytes()), Silent(), {}).app
    assert isinstance(found, AndroidApp)
    for fact in ("text_fields", "strings"):
        found.read(fact)
        assert found.gaps_of(fact) == ()
    return found


@pytest.mark.parametrize("name", APKS)
def test_an_apk_is_read_as_aapt_and_aapt2_read_it(name: str) -> None:
    aapt.need("aapt", "aapt2")
    files = ApkFiles(Archive.from_bytes((SAMPLES / name).read_bytes()))
    aapt.assert_agreed(read(name), files, SAMPLES / name)


@pytest.mark.parametrize("twin", ["weak", "fixed"])
def test_a_bundle_has_the_same_fields_and_strings_as_its_apk(twin: str) -> None:
    apk, bundle = read(f"screens/{twin}.apk"), read(f"screens/{twin}.aab")
    assert aapt.placeless(bundle.text_fields) == apk.text_fields
    assert len(apk.text_fields.fields) == 20
    assert [(one.name, one.texts) for one in bundle.strings] == [
        (one.name, one.texts) for one in apk.strings
    ]
    assert {text.configuration for one in apk.strings for text in one.texts} == {"", "en"}
