"""What a file is, is told by what is in it."""

from pathlib import Path

import pytest

from appsec.assess.words import fill, load
from appsec.model.text import Lang
from appsec.readers.archive import ArchiveFault
from appsec.readers.artefact import open_artefact
from appsec.readers.opened import Unreadable
from tests.apks import Silent, manifest, pack_zip, save
from tests.axml_builder import axml, el
from tests.proto_builder import proto_xml

MODERN = manifest(el("application"))
MANIFEST = axml(MODERN)

OTHERS = {
    "no-base-apk": [
        ["toc.pb", "splits/base-master.apk"],
        ["toc.pb"],
        ["base.apk", "split.apk"],
        ["manifest.json", "tw.example.apk"],
    ],
    "is-aar": [["AndroidManifest.xml", "classes.jar"]],
    "is-mac-app": [["Sample.app/Contents/Info.plist"], ["x/Sample.app/Contents/Info.plist"]],
    "xcarchive-without-app": [["Sample.xcarchive/Info.plist"]],
    "two-kinds": [
        ["AndroidManifest.xml", "Payload/Sample.app/Info.plist"],
        ["base/manifest/AndroidManifest.xml", "Payload/Sample.app/Info.plist"],
        ["base.apk", "Payload/Sample.app/Info.plist"],
    ],
    "no-manifest": [
        ["classes.dex", "resources.arsc"],
        ["BundleConfig.pb", "base/dex/classes.dex"],
    ],
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


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("aab", {"base/manifest/AndroidManifest.xml": proto_xml(MODERN)}),
        ("apks", {"base.apk": pack_zip({"AndroidManifest.xml": MANIFEST})}),
        ("apks", {"toc.pb": b"", "universal.apk": pack_zip({"AndroidManifest.xml": MANIFEST})}),
        ("xapk", {"manifest.json": b"{}", "x.apk": pack_zip({"AndroidManifest.xml": MANIFEST})}),
        ("xapk", {"info.json": b"{}", "base.APK": pack_zip({"AndroidManifest.xml": MANIFEST})}),
        ("apk", {"AndroidManifest.xml": MANIFEST, "assets/x.apk": b"", "toc.pb": b""}),
    ],
)
def test_containers_are_opened_by_what_they_hold(
    tmp_path: Path, kind: str, files: dict[str, bytes]
) -> None:
    opened = open_artefact(save(tmp_path, files), Silent(), {})
    assert opened.app.read("manifest").package == "tw.example.app"
    assert opened.package().kind == kind
    opened.close()


def test_an_apk_inside_an_ipa_does_not_make_it_an_android_app(tmp_path: Path) -> None:
    files = {"Payload/Sample.app/x.apk": b"", "Payload/Sample.app/readme": b""}
    assert refused(save(tmp_path, files)).key == "no-info-plist"


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
    values = dict.fromkeys(
        ("file", "error", "bytes", "limit", "entries", "refusal", "split", "count"), "x"
    )
    assert all(fill(words[key].text, values)[Lang.ZH_TW] for key in keys)
