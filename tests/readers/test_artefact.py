"""What a file is, is told by what is in it."""

from pathlib import Path

import pytest

from appsec.assess.words import fill, load
from appsec.model.text import Lang
from appsec.readers.archive import ArchiveFault
from appsec.readers.artefact import open_artefact
from appsec.readers.opened import Unreadable
from tests.apks import Silent, manifest, save
from tests.axml_builder import axml, el

MANIFEST = axml(manifest(el("application")))

OTHERS = {
    "is-aab": [["BundleConfig.pb", "base/dex/classes.dex"], ["base/manifest/AndroidManifest.xml"]],
    "is-apks": [["toc.pb", "splits/base-master.apk"], ["toc.pb"], ["base.apk", "split.apk"]],
    "is-xapk": [["manifest.json", "tw.example.apk"]],
    "is-aar": [["AndroidManifest.xml", "classes.jar"]],
    "is-mac-app": [["Sample.app/Contents/Info.plist"], ["x/Sample.app/Contents/Info.plist"]],
    "xcarchive-without-app": [["Sample.xcarchive/Info.plist"]],
    "two-kinds": [["AndroidManifest.xml", "Payload/Sample.app/Info.plist"]],
    "no-manifest": [["classes.dex", "resources.arsc"]],
    "not-an-app": [
        ["readme.txt"],
        ["manifest.json"],
        ["Payload/readme.txt"],
        ["assets/AndroidManifest.xml"],
    ],
}


def refused(path: Path) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        open_artefact(path, Silent(), {})
    return caught.value


def test_an_apk_is_opened_whatever_its_name(tmp_path: Path) -> None:
    opened = open_artefact(save(tmp_path, {"AndroidManifest.xml": MANIFEST}), Silent(), {})
    assert opened.app.read("manifest").package == "tw.example.app"
    opened.close()


@pytest.mark.parametrize(("key", "names"), [(k, n) for k, sets in OTHERS.items() for n in sets])
def test_other_kinds_are_refused_by_name(tmp_path: Path, key: str, names: list[str]) -> None:
    assert refused(save(tmp_path, dict.fromkeys(names, b"x"))).key == key


@pytest.mark.parametrize(("data", "key"), [(b"", "zip-empty"), (b"hello", "zip-not-a-zip")])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes, key: str) -> None:
    path = tmp_path / "x.apk"
    path.write_bytes(data)
    assert refused(path).key == key


def test_every_refusal_has_words_that_its_values_fill() -> None:
    words = load("unreadable")
    keys = {
        *OTHERS,
        "manifest-refused",
        "folder",
        "folder-no-entries",
        "folder-too-many-entries",
        "only-a-split",
        *(f"zip-{fault}" for fault in ArchiveFault),
    }
    assert keys <= words.keys()
    values = dict.fromkeys(("file", "error", "bytes", "limit", "entries", "refusal", "split"), "x")
    assert all(fill(words[key].text, values)[Lang.ZH_TW] for key in keys)
