"""One app in every form in which it can be given: the same facts, but for where they stand."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from appsec.facts.app import FactUnavailable
from appsec.readers.artefact import open_artefact
from appsec.readers.opened import Opened, Unreadable
from tests.apks import Silent

SAMPLES = Path(__file__).parents[3] / "samples/ios/package"
ARCHIVE = "Parcel.xcarchive"
PRODUCT = f"{ARCHIVE}/Products/Applications"
SYMBOLS = f"{ARCHIVE}/dSYMs/Parcel.app.dSYM/Contents/Info.plist"


def _contents(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(SAMPLES / f"{name}.ipa") as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def _folder(place: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def _zip(place: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(place, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return place


def _moved(files: dict[str, bytes], to: str) -> dict[str, bytes]:
    return {re.sub(r"^Payload/", to, name): data for name, data in files.items()}


def _archived(files: dict[str, bytes]) -> dict[str, bytes]:
    extra = {SYMBOLS: b"x", f"{ARCHIVE}/Info.plist": b"x"}
    return _moved(files, f"{PRODUCT}/") | extra


FORMS: dict[str, tuple[str, Callable[[Path, dict[str, bytes]], Path]]] = {
    "ipa taken apart": ("ipa", lambda at, files: _folder(at / "x", files)),
    "app": ("app", lambda at, files: _folder(at, _moved(files, "")) / "Parcel.app"),
    "zipped app": ("app", lambda at, files: _zip(at / "x.zip", _moved(files, ""))),
    "xcarchive": ("xcarchive", lambda at, files: _folder(at, _archived(files)) / ARCHIVE),
    "zipped xcarchive": ("xcarchive", lambda at, files: _zip(at / "x.zip", _archived(files))),
    "its content zipped": (
        "xcarchive",
        lambda at, files: _zip(at / "x.zip", _moved(files, "Products/Applications/")),
    ),
}


def opened(path: Path) -> Opened:
    return open_artefact(path, Silent(), {})


def told(one: Opened) -> dict[str, Any]:
    """Every fact with its gaps, as text without the folders above the app."""
    facts = {}
    for fact in one.app.facts():
        try:
            value = one.app.read(fact)
            if fact == "native_code":  # it answers questions: two of them are never equal
                value = [(each.name, each.methods) for each in value.classes()]
        except FactUnavailable as reason:
            value = reason
        text = f"{value} {one.app.gaps_of(fact)}"
        facts[fact] = re.sub(
            r"(Payload|Parcel.xcarchive/Products/Applications|Products/Applications)/", "", text
        )
    return facts


@pytest.mark.parametrize("sample", ["weak", "fixed"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_facts(form: str, sample: str, tmp_path: Path) -> None:
    kind, make = FORMS[form]
    one = opened(make(tmp_path, _contents(sample)))
    usual = opened(SAMPLES / f"{sample}.ipa")
    assert told(one) == told(usual)
    usual.close()
    assert one.package().kind == kind
    symbols = [part.files for part in one.package().skipped if part.what == "symbols"]
    assert symbols == ([1] if form.endswith("xcarchive") else [])
    one.close()


def test_the_date_in_the_name_of_an_archive_moves_nothing(tmp_path: Path) -> None:
    places = []
    for name in ("Parcel 2026-11-20 10.00.xcarchive", "Parcel 2026-11-21 10.00.xcarchive"):
        files = {n.replace(ARCHIVE, name): d for n, d in _archived(_contents("fixed")).items()}
        one = opened(_folder(tmp_path, files) / name)
        places.append([bundle.at for bundle in one.app.read("bundles")])
    assert places[0] == places[1]
    assert places[0][0].file == "Products/Applications/Parcel.app/Info.plist"


def test_a_link_out_of_the_folder_is_told_and_not_followed(tmp_path: Path) -> None:
    app = _folder(tmp_path, _moved(_contents("fixed"), "")) / "Parcel.app"
    (tmp_path / "Evil.appex").mkdir()
    (tmp_path / "Evil.appex/Info.plist").write_bytes(b"x")
    (app / "PlugIns/Evil.appex").symlink_to(tmp_path / "Evil.appex")
    one = opened(app).app
    assert [b.path for b in one.read("bundles") if "Evil" in b.path] == []
    assert [(g.key, g.values) for g in one.gaps_of("bundles")] == [
        ("symlink", {"file": "Parcel.app/PlugIns/Evil.appex"})
    ]


@pytest.mark.parametrize(
    ("files", "key"),
    [
        (["readme.txt"], "folder"),
        (["X.app/Info.plist"], "folder"),
        (["Info.plist"], "folder"),
        (["Payload/readme.txt"], "folder"),
        (["Contents/Info.plist"], "folder"),
        (["Products/Applications/readme.txt"], "folder"),
        (["Payload/X.app"], "not-an-app"),
        (["Payload/X.app/readme.txt"], "no-info-plist"),
        (["Products/Applications/X.app/readme.txt"], "no-info-plist"),
    ],
)
def test_a_folder_that_is_no_app(files: list[str], key: str, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "given", dict.fromkeys(files, b"x"))
    with pytest.raises(Unreadable) as caught:
        opened(folder)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("X.app/readme.txt", "not-an-app"),
        ("X.app/Contents/Info.plist", "is-mac-app"),
        ("X.xcarchive/Info.plist", "xcarchive-without-app"),
    ],
)
def test_a_folder_of_another_kind(name: str, key: str, tmp_path: Path) -> None:
    folder = _folder(tmp_path, {name: b"x"}) / name.partition("/")[0]
    with pytest.raises(Unreadable) as caught:
        opened(folder)
    assert caught.value.key == key


def test_two_apps_in_one_archive(tmp_path: Path) -> None:
    names = [f"{PRODUCT}/{name}.app/Info.plist" for name in "AB"]
    with pytest.raises(Unreadable) as caught:
        opened(_zip(tmp_path / "x.zip", dict.fromkeys(names, b"x")))
    assert caught.value.key == "several-app-bundles"
