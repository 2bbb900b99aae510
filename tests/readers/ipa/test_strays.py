"""What iOS may run or follow outside the bundles that are read is never passed over."""

import pytest

from tests.beside import BESIDE
from tests.ipa_builder import (
    APP,
    ARM64,
    ARMV7,
    DYLIB,
    HELPER,
    SHARE,
    Signing,
    Thin,
    app_files,
    fat,
    info,
    seal,
    zipped,
)
from tests.readers.ipa.opening import LOST, app_of, gaps

EXPOSED = Signing({"get-task-allow": True})
EVIL = Thin(signing=EXPOSED).build()


def sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The app's own seal lists what is there now."""
    name = f"{APP}/_CodeSignature/CodeResources"
    return files | {name: seal({n: d for n, d in files.items() if n != name}, APP)}


def inherited(files: dict[str, bytes] | bytes, key: str) -> list[str]:
    """The files of one key's gaps on bundles, which all that stands on bundles inherits."""
    return [values["file"] for _, found, values in gaps(app_of(files), "bundles") if found == key]


def test_an_extension_behind_a_symbolic_link() -> None:
    moved = {n.replace("/PlugIns/", "/Stuff/"): d for n, d in app_files().items()}
    moved[f"{APP}/Stuff/Share.appex/Share"] = EVIL
    link = f"{APP}/PlugIns"
    found = gaps(app_of(zipped(sealed(moved) | {link: b"Stuff"}, [link])), "bundles")
    assert found == [
        (LOST, "symlink", {"file": link}),
        (LOST, "stray-executable", {"file": f"{APP}/Stuff/Share.appex/Share"}),
    ]


@pytest.mark.parametrize("link", ["Payload", APP, f"{APP}/a/b", f"{APP}/PlugIns/"])
def test_a_symbolic_link_anywhere_in_payload(link: str) -> None:
    assert inherited(zipped(app_files() | {link: b"../x"}, [link]), "symlink") == [link]


def test_a_symbolic_link_that_is_never_installed() -> None:
    link = "Symbols/latest"
    assert gaps(app_of(zipped(app_files() | {link: b"1.0"}, [link])), "bundles") == []


def test_a_refused_folder_may_be_a_link() -> None:
    data = zipped(app_files() | {f"{APP}/PlugIns/": b"Stuff"}, [f"{APP}/PlugIns/"])
    hurt = bytearray(data)
    hurt[data.rindex(f"{APP}/PlugIns/".encode()) - 46 + 8] |= 1  # "encrypted"
    assert inherited(bytes(hurt), "entry-refused") == [f"{APP}/PlugIns/"]


def test_an_extension_in_capitals() -> None:
    files = {n: d for n, d in app_files().items() if not n.startswith(SHARE)}
    loud = f"{APP}/PlugIns/Share.APPEX"
    app = app_of(sealed(files | {f"{loud}/Info.plist": info("Share"), f"{loud}/Share": EVIL}))
    assert gaps(app, "entitlements") == []
    assert [(one.binary, one.values) for one in app.entitlements][1:] == [
        (f"{loud}/Share", {"get-task-allow": True})
    ]


@pytest.mark.parametrize("ending", ["~ipad", "-iphoneos", "-iphoneos~ipad"])
def test_an_executable_for_some_devices(ending: str) -> None:
    files = app_files(**{f"CFBundleExecutable{ending}": "Other"})
    app = app_of(sealed(files | {f"{APP}/Other": EVIL}))
    facts = app.facts().keys() - BESIDE
    assert [gaps(app, fact) for fact in facts] == [[]] * len(facts)
    assert [b.path for b in app.binaries if b.main] == [
        f"{APP}/Demo",
        f"{APP}/Other",
        f"{SHARE}/Share",
    ]
    assert {one.binary: dict(one.values) for one in app.entitlements}[f"{APP}/Other"] == {
        "get-task-allow": True
    }


@pytest.mark.parametrize(
    ("value", "gap"),
    [
        ("Gone", (LOST, "executable-missing", {"file": f"{APP}/Gone"})),
        (["Demo"], (LOST, "executable-unnamed", {"file": f"{APP}/Info.plist"})),
    ],
)
def test_an_executable_for_some_devices_that_cannot_be_had(value: object, gap: object) -> None:
    app = app_of(app_files(**{"CFBundleExecutable~ipad": value}))
    assert gaps(app, "binaries") == [gap]
    assert gaps(app, "entitlements") == [gap]


def test_a_seal_that_only_another_executable_tells_of() -> None:
    files = app_files(**{"CFBundleExecutable~ipad": "Other"})
    files[f"{APP}/Demo"] = Thin(signing=None).build()
    files[f"{APP}/Other"] = EVIL
    name = f"{APP}/_CodeSignature/CodeResources"
    del files[name]
    assert gaps(app_of(files), "bundles") == [(LOST, "seal-missing", {"file": name})]


@pytest.mark.parametrize(
    "place", ["tool", "assets/logo.png", "Templates/Old.app/Old", "Frameworks/Helper.framework/run"]
)
@pytest.mark.parametrize("data", [EVIL, fat((ARM64, Thin(file_type=DYLIB).build()), (ARMV7, EVIL))])
def test_an_executable_of_no_bundle_that_runs(place: str, data: bytes) -> None:
    files = app_files() | {f"{APP}/{place}": data}
    assert inherited(files, "stray-executable") == [f"{APP}/{place}"]


def test_a_framework_whose_executable_is_a_program() -> None:
    files = app_files() | {f"{HELPER}/Helper": EVIL}
    assert inherited(files, "stray-executable") == [f"{HELPER}/Helper"]


def test_apples_stub_belongs_in_a_watch_app_and_nowhere_else() -> None:
    watch = f"{APP}/Watch/Wrist.app"
    files = app_files() | {
        f"{watch}/Info.plist": info("Wrist"),
        f"{watch}/Wrist": EVIL,
        f"{watch}/_WatchKitStub/WK": EVIL,
        f"{APP}/_WatchKitStub/WK": EVIL,
    }
    assert inherited(files, "stray-executable") == [f"{APP}/_WatchKitStub/WK"]


def test_a_damaged_file_that_may_be_a_program() -> None:
    """Whoever cuts a header hides no executable by it; of a library the type is still known."""
    headless, cut = f"{APP}/Stuff/tool", f"{APP}/Frameworks/libCut.dylib"
    half = fat((ARM64, Thin(file_type=DYLIB).build()), (ARMV7, EVIL[:40].ljust(600, b"\0")))
    files = app_files() | {
        headless: EVIL[:100],
        f"{APP}/half": half,
        cut: Thin(file_type=DYLIB).build()[:0x1000],
    }
    assert gaps(app_of(files), "bundles") == [
        (LOST, "malformed-macho", {"file": headless}),
        (LOST, "malformed-macho", {"file": f"{APP}/half"}),
    ]


def test_an_entry_that_cannot_be_read_may_be_a_program_or_a_link() -> None:
    hidden = f"{APP}/Stuff/tool"
    data = bytearray(zipped(app_files() | {hidden: EVIL}))
    data[data.rindex(hidden.encode()) - 46 + 8] |= 1
    assert gaps(app_of(bytes(data)), "bundles") == [
        (LOST, "entry-refused", {"file": hidden, "why": "encrypted"})
    ]


def test_a_refused_entry_is_told_once() -> None:
    name = f"{SHARE}/Info.plist"
    data = bytearray(zipped(app_files()))
    data[data.rindex(name.encode()) - 46 + 8] |= 1
    assert gaps(app_of(bytes(data)), "bundles") == [
        (LOST, "entry-refused", {"file": name, "why": "encrypted"}),
        (LOST, "stray-executable", {"file": f"{SHARE}/Share"}),
    ]


@pytest.mark.parametrize("name", ["Info-iphoneos.plist", "info-iPhoneOS.plist", "INFO.plist"])
@pytest.mark.parametrize("bundle", [APP, SHARE])
def test_a_list_that_ios_may_read_in_place_of_the_info_plist(name: str, bundle: str) -> None:
    open_to_all = info("Demo", NSAppTransportSecurity={"NSAllowsArbitraryLoads": True})
    files = app_files() | {f"{bundle}/{name}": open_to_all, f"{APP}/data/{name}": b""}
    assert inherited(files, "rival-info-plist") == [f"{bundle}/{name}"]
