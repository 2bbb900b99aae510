"""Files that were changed or added after an app was signed."""

import hashlib
import plistlib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from appsec.facts.ios_binary import SealedFiles
from appsec.model.outcome import Cause
from appsec.readers.folder import Folder
from appsec.readers.ipa import open_ipa, seals
from tests.ipa_builder import APP, HELPER, SHARE, Signing, Thin, app_files, seal, zipped
from tests.readers.ipa.opening import LOST, app_of, gaps, opened

WEAK_SCREENS = Path(__file__).parents[3] / "samples/ios/interface/weak.ipa"
SEAL = f"{APP}/_CodeSignature/CodeResources"


def found(files: Mapping[str, bytes]) -> SealedFiles:
    return app_of(zipped(files)).sealed_files


def with_seal(files: dict[str, bytes], change: Callable[[dict[str, Any]], object]) -> None:
    told = plistlib.loads(files[SEAL])
    change(told)
    files[SEAL] = plistlib.dumps(told)


def test_an_app_as_it_was_signed() -> None:
    files = app_files()
    files[f"{APP}/SC_Info/Demo.sinf"] = files[f"{APP}/PkgInfo"] = b"1"
    files[f"{APP}/en.lproj/locversion.plist"] = files[f"{APP}/Icons/.DS_Store"] = b"1"
    app = app_of(zipped(files))
    assert app.sealed_files == SealedFiles()
    assert gaps(app, "sealed_files") == []


@pytest.mark.parametrize(
    "name", [f"{APP}/logo.png", f"{SHARE}/Info.plist", f"{HELPER}/_CodeSignature/CodeResources"]
)
def test_a_file_that_was_changed(name: str) -> None:
    files = app_files()
    files[name] += b"\n"
    assert found(files).altered == (name,)


def test_code_inside_that_was_replaced() -> None:
    files = app_files()
    files[f"{HELPER}/Helper"] = Thin(file_type=6, signing=Signing(seals=False)).build()
    assert found(files).altered == (f"{HELPER}/Helper",)


@pytest.mark.parametrize(
    "name",
    [
        f"{APP}/main.jsbundle",
        f"{APP}/Frameworks/extra.dylib",
        f"{APP}/_CodeSignature/evil.js",
        f"{HELPER}/hook.js",
        f"{APP}/web/Info.plist",
    ],
)
def test_a_file_that_was_added(name: str) -> None:
    files = app_files() | {name: b"new"}
    assert found(files) == SealedFiles((), (name,))


def test_a_framework_that_was_added_with_a_seal_of_its_own() -> None:
    files = app_files()
    other = f"{APP}/Frameworks/Other.framework"
    names = {"Info.plist": "Info.plist", "Other": "Helper"}
    files |= {f"{other}/{new}": files[f"{HELPER}/{old}"] for new, old in names.items()}
    files[f"{other}/_CodeSignature/CodeResources"] = seal(files, other)
    assert found(files).added == (f"{other}/Other",)


def test_rules_of_the_apps_own_leave_out_nothing() -> None:
    files = app_files() | {f"{APP}/main.jsbundle": b"new"}
    with_seal(files, lambda told: told.update(rules2={"^.*": {"omit": True, "weight": 99.0}}))
    assert found(files).added == (f"{APP}/main.jsbundle",)


def test_the_first_list_counts_where_it_is_the_only_one() -> None:
    files = app_files()

    def old(told: dict[str, Any]) -> None:
        told["files"] = {
            name: hashlib.sha1(files[f"{APP}/{name}"], usedforsecurity=False).digest()
            for name in told.pop("files2")
        }

    with_seal(files, old)
    assert found(files) == SealedFiles()
    files[f"{APP}/logo.png"] = b"other"
    assert found(files).altered == (f"{APP}/logo.png",)


@pytest.mark.parametrize("odd", [{}, 7, {"hash2": "text"}, {"cdhash": b"1" * 20}])
def test_an_entry_without_a_hash_is_a_gap(odd: object) -> None:
    files = app_files()
    with_seal(files, lambda told: told["files2"].update({"logo.png": odd}))
    app = app_of(zipped(files))
    assert (LOST, "odd-value", {"file": SEAL, "key": "logo.png"}) in gaps(app, "sealed_files")


def test_a_seal_without_a_list_is_a_gap() -> None:
    files = app_files()
    with_seal(files, lambda told: told.update(files2=[]))
    assert gaps(app_of(zipped(files)), "sealed_files") == [
        (LOST, "odd-value", {"file": SEAL, "key": "files2"})
    ]


def test_of_encrypted_code_it_is_open_which_form_was_sealed() -> None:
    files = app_files()
    helper = f"{HELPER}/Helper"
    files[helper] = Thin(file_type=6, cryptid=1, signing=Signing()).build()
    app = app_of(zipped(files))
    expected = (Cause.OUT_OF_REACH, "fairplay-encrypted", {"file": helper})
    assert gaps(app, "sealed_files") == [expected]
    assert app.sealed_files == SealedFiles()


def test_an_unsigned_build_has_nothing_to_compare() -> None:
    files = {name: data for name, data in app_files().items() if "CodeResources" not in name}
    assert found(files) == SealedFiles()


def test_what_is_hashed_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "_MAX_HASHED", 10)
    app = app_of(zipped(app_files()))
    assert {gap[1] for gap in gaps(app, "sealed_files")} == {"entry-refused"}


def test_hashing_is_no_reading() -> None:
    one = opened(app_files())
    _ = one.app.read("sealed_files")
    assert f"{APP}/logo.png" not in one.package().read


def test_a_folder(tmp_path: Path) -> None:
    files = app_files() | {f"{APP}/main.jsbundle": b"new", f"{APP}/logo.png": b"other"}
    for name, data in files.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    app = open_ipa(Folder(tmp_path, ""), tmp_path, None, {}).app
    expected = SealedFiles((f"{APP}/logo.png",), (f"{APP}/main.jsbundle",))
    assert app.read("sealed_files") == expected


def test_an_interface_file_that_was_changed_after_signing() -> None:
    """Else the field that the check would ask about could be taken out."""
    with zipfile.ZipFile(WEAK_SCREENS) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
        nibs = [name for name in files if name.endswith(".nib")]
    files[nibs[0]] = files[nibs[1]]
    app = app_of(zipped(files))
    assert gaps(app, "interface") == [(LOST, "sealed-file-altered", {"file": nibs[0]})]
