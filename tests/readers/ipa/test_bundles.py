"""Bundles, their Info.plist files, and what the code seal says is missing."""

import plistlib
import unicodedata

import pytest

from appsec.facts.ios import BundleKind
from appsec.readers.opened import Unreadable
from tests.ipa_builder import (
    APP,
    DYLIB,
    HELPER,
    NORMAL,
    SHARE,
    Signing,
    Thin,
    app_files,
    info,
    seal,
    zipped,
)
from tests.readers.ipa.opening import LOST, app_of, gaps, opened

SEAL = f"{APP}/_CodeSignature/CodeResources"


def test_a_whole_app_has_no_gap() -> None:
    app = app_of(app_files())
    assert [bundle.path for bundle in app.bundles] == [APP, HELPER, SHARE]
    assert gaps(app, "bundles") == []


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({"readme.txt": b""}, "no-app-bundle"),
        ({"Payload/Demo.app": b""}, "no-app-bundle"),
        ({"Demo.app/readme.txt": b""}, "no-app-bundle"),
        ({"A.app/Info.plist": b"", "B.app/Info.plist": b""}, "several-app-bundles"),
        ({"A.app/Info.plist": b"", "Products/Applications/A.app/x": b""}, "several-app-bundles"),
        ({"A.app/Info.plist": b"", f"{APP}/Demo": b""}, "no-info-plist"),
        ({f"{APP}/Info.plist": b"", "Payload/Other.app/x": b""}, "several-app-bundles"),
        ({f"{APP}/Info.plist": b"", "payload/Other.APP/x": b""}, "several-app-bundles"),
        ({f"{APP}/Demo": b""}, "no-info-plist"),
    ],
)
def test_what_is_no_app(files: dict[str, bytes], key: str) -> None:
    with pytest.raises(Unreadable) as error:
        opened(files)
    assert error.value.key == key


def test_kinds_follow_the_folders_that_ios_loads_from() -> None:
    watch = f"{APP}/Watch/Wrist.app"
    paths = {
        watch: BundleKind.WATCH,
        f"{watch}/PlugIns/Face.appex": BundleKind.EXTENSION,
        f"{APP}/AppClips/Clip.app": BundleKind.CLIP,
        f"{APP}/Extensions/Intent.appex": BundleKind.EXTENSION,
        f"{APP}/PlugIns/In.appex/Frameworks/Deep.framework": BundleKind.FRAMEWORK,
        f"{APP}/PlugIns/In.appex": BundleKind.EXTENSION,
        f"{APP}/plugins/Loud.APPEX": BundleKind.EXTENSION,
        f"{APP}/Odd.Framework": BundleKind.FRAMEWORK,
    }
    files = {f"{path}/Info.plist": info("X", CFBundleExecutable=None) for path in paths}
    elsewhere = {f"{APP}/Templates/Old.app/Info.plist": info("Old"), f"{APP}/a/.framework/x": b""}
    app = app_of({f"{APP}/Info.plist": info("Demo"), **files, **elsewhere})
    assert {b.path: b.kind for b in app.bundles} == {APP: BundleKind.APP, **paths}


def test_a_bundle_without_info_plist_is_a_gap() -> None:
    files = app_files()
    del files[f"{SHARE}/Info.plist"]
    files[f"{HELPER}/Info.plist"] = b"<plist><dict>"
    app = app_of(files)
    assert [bundle.path for bundle in app.bundles] == [APP]
    assert gaps(app, "bundles") == [
        (LOST, "malformed-plist", {"file": f"{HELPER}/Info.plist"}),
        (LOST, "info-plist-missing", {"file": f"{SHARE}/Info.plist"}),
        (LOST, "sealed-file-missing", {"file": f"{SHARE}/Info.plist", "count": "1"}),
        (LOST, "stray-executable", {"file": f"{SHARE}/Share"}),
    ]


def test_an_info_plist_that_cannot_be_read_takes_all_with_it() -> None:
    files = app_files()
    files[f"{APP}/Info.plist"] = b"bplist00"
    app = app_of(files)
    lost = {"file": f"{APP}/Info.plist"}
    for fact in ("info", "bundles", "transport_security", "binaries", "entitlements", "code"):
        assert gaps(app, fact) == [(LOST, "malformed-plist", lost)]


def test_a_dropped_bundle_is_told_by_the_seal() -> None:
    files = {name: data for name, data in app_files().items() if not name.startswith(SHARE)}
    app = app_of(files)
    assert [bundle.path for bundle in app.bundles] == [APP, HELPER]
    first = f"{SHARE}/Info.plist"
    assert gaps(app, "bundles") == [(LOST, "sealed-file-missing", {"file": first, "count": "3"})]


def test_a_dropped_seal_is_told_by_the_signature() -> None:
    files = app_files()
    del files[SEAL]
    assert gaps(app_of(files), "bundles") == [(LOST, "seal-missing", {"file": SEAL})]


def test_an_unsigned_build_needs_no_seal() -> None:
    files = {name: data for name, data in app_files().items() if "_CodeSignature" not in name}
    unsigned = Thin(signing=None).build()
    files |= {f"{APP}/Demo": unsigned, f"{SHARE}/Share": unsigned}
    files[f"{HELPER}/Helper"] = Thin(
        file_type=DYLIB, flags=NORMAL, signing=Signing(seals=False)
    ).build()
    assert gaps(app_of(files), "bundles") == []


def test_a_malformed_seal_is_a_gap() -> None:
    files = app_files() | {SEAL: b"not a plist"}
    assert gaps(app_of(files), "bundles") == [(LOST, "malformed-plist", {"file": SEAL})]


def test_what_a_seal_lists_in_other_ways() -> None:
    name = "檔案 é.txt"
    listed = {
        "zh-Hant.lproj/locversion.plist": {"hash2": b"", "optional": True},
        "PlugIns/Share.appex": {"cdhash": b"", "requirement": "anchor apple"},
        unicodedata.normalize("NFD", name): {"hash2": b""},
        "gone.png": {"hash2": b""},
        "Frameworks": {"hash2": b""},
    }
    files = app_files() | {f"{APP}/{unicodedata.normalize('NFC', name)}": b""}
    files[SEAL] = plistlib.dumps({"files": {"old.png": b"hash"}, "files2": listed})
    missing = {"file": f"{APP}/gone.png", "count": "2"}
    assert gaps(app_of(files), "bundles") == [(LOST, "sealed-file-missing", missing)]


def test_a_hidden_extension_is_not_overlooked() -> None:
    """Its record is still in the file, but the directory at the archive's end does not list it."""
    files = {name: data for name, data in app_files().items() if not name.startswith(SHARE)}
    files[SEAL] = seal(files, APP)
    extension = {f"{SHARE}/Info.plist": info("Share")}
    whole, alone = zipped(files), zipped(extension)
    start = alone[: alone.index(b"PK\1\2")]
    at = whole.index(b"PK\1\2")
    end = whole.rindex(b"PK\5\6")
    moved = (at + len(start)).to_bytes(4, "little")
    hiding = whole[:at] + start + whole[at : end + 16] + moved + whole[end + 20 :]
    app = app_of(hiding)
    values = {"file": f"{SHARE}/Info.plist", "why": "hidden"}
    assert (LOST, "entry-refused", values) in gaps(app, "bundles")
    assert (LOST, "entry-refused", values) in gaps(app, "binaries")


def test_thousands_of_gaps_are_counted_not_listed() -> None:
    files = app_files() | {f"{APP}/Frameworks/F{n:04}.framework/x": b"" for n in range(100)}
    found = gaps(app_of(files), "bundles")
    assert [key for _, key, _ in found] == ["info-plist-missing"] * 20 + ["more-of-these"]
    assert found[-1][2]["count"] == "80"


def test_too_many_bundles() -> None:
    files = app_files() | {f"{APP}/Frameworks/F{n:04}.framework/x": b"" for n in range(2100)}
    assert gaps(app_of(files), "bundles") == [(LOST, "too-many-bundles", {"count": "2000"})]
