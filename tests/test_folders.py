"""Folders on the command line: an .app, an .xcarchive, and what is neither."""

import json
import zipfile
from pathlib import Path

import pytest

import appsec.pipeline as parent
from appsec.pipeline import ArtefactError, Options
from appsec.readers.folder import Folder
from tests.command import DAY, FIXED_IPA, WEAK_APK, WEAK_IPA, appsec
from tests.inline import Inline


def unpacked(place: Path, ipa: Path = FIXED_IPA, inside: str = "") -> Path:
    """The app's folder, in `inside`."""
    target = place / inside
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(ipa) as archive:
        archive.extractall(place / "ipa")
    return (place / "ipa/Payload/Parcel.app").rename(target / "Parcel.app")


def test_an_app_folder_is_assessed_as_the_ipa(tmp_path: Path) -> None:
    folder, report = unpacked(tmp_path, WEAK_IPA), tmp_path / "r.json"
    ran = appsec("scan", folder, "--as-of", DAY, f"--format=json={report}")
    told = json.loads(report.read_text(encoding="utf-8"))
    assert ran.code == 0
    artefact = told["artefact"]
    assert (artefact["kind"], artefact["id"]) == ("app", "tw.example.sample.parcel")
    assert artefact["sha256"] == Folder(folder, "Parcel.app").sha256()
    assert artefact["files"][0]["name"] == "Parcel.app"
    other = tmp_path / "other.json"
    appsec("scan", WEAK_IPA, "--as-of", DAY, f"--format=json={other}")
    ipa = json.loads(other.read_text(encoding="utf-8"))
    for key in ("verdicts", "gate"):
        assert _bare(told[key]) == _bare(ipa[key])
    seen = [[(f["check"], f["key"], f["kind"]) for f in one["findings"]] for one in (told, ipa)]
    assert seen[0] == seen[1]


def _bare(value: object) -> str:
    return json.dumps(value, sort_keys=True).replace("Payload/", "")


def test_an_archive_with_its_symbols_through_a_configured_glob(tmp_path: Path) -> None:
    unpacked(tmp_path, inside="build/Parcel.xcarchive/Products/Applications")
    symbols = tmp_path / "build/Parcel.xcarchive/dSYMs/Parcel.app.dSYM/Contents"
    symbols.mkdir(parents=True)
    (symbols / "Info.plist").write_bytes(b"x")
    (tmp_path / "appsec.toml").write_text('artefacts = ["build/*.xcarchive"]\n')
    ran = appsec("scan", "--as-of", DAY, "--format=json", cwd=tmp_path)
    told = json.loads(ran.out)
    assert (ran.code, told["artefact"]["kind"]) == (0, "xcarchive")
    assert [
        (p["what"], p["files"]) for p in told["coverage"]["skipped"] if p["what"] == "symbols"
    ] == [("symbols", 1)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty", "neither an app"),
        ("Mac.app/Contents/Info.plist", "macOS app"),
        ("X.framework/Info.plist", "neither an app"),
        ("X.xcarchive/Products/Library/Frameworks/X.framework/X", "holds no app"),
        ("unzipped/AndroidManifest.xml", "neither an app"),
    ],
)
def test_a_folder_that_is_no_app(name: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if "/" in name:
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x")
    else:
        file.mkdir()
    given = tmp_path / name.partition("/")[0]
    ran = appsec("scan", given)
    assert (ran.code, ran.out, said in ran.err, str(given) in ran.err) == (4, "", True, True)


def test_a_folder_that_changes_between_hash_and_reading(tmp_path, monkeypatch) -> None:
    folder = unpacked(tmp_path)

    class Late(Inline):
        def __call__(self, *args, **kwargs):
            (folder / "PkgInfo").write_bytes(b"changed")
            super().__call__(*args, **kwargs)

    monkeypatch.setattr(parent, "run_child", Late())
    with pytest.raises(ArtefactError) as caught:
        parent.scan(folder, Options(as_of=DAY))
    assert caught.value.key == "changed"


def test_a_folder_beside_a_file(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    ran = appsec("scan", WEAK_APK, unpacked(tmp_path), "--quiet", f"--format=json={reports}/")
    assert (ran.code, len(list(reports.iterdir()))) == (1, 2)
