"""Every file that facts are read from, damaged or dropped: a gap each time, never silence."""

import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import IosApp
from appsec.readers.opened import Unreadable
from tests.ipa_builder import zipped
from tests.readers.ipa.opening import app_of

SAMPLE = Path(__file__).parents[3] / "samples/ios/package/fixed.ipa"
APP = "Payload/Parcel.app"
READ = tuple(
    f"{bundle}/{file}"
    for bundle, executable in (
        (APP, "Parcel"),
        (f"{APP}/PlugIns/Share.appex", "Share"),
        (f"{APP}/Frameworks/Helper.framework", "Helper"),
    )
    for file in (executable, "Info.plist", "_CodeSignature/CodeResources")
)

_OF_BINARIES = ("binaries", "builds", "signatures", "fields_in_code", "code")


def _drop(files: dict[str, bytes], name: str) -> bytes:
    return zipped({path: data for path, data in files.items() if path != name})


def _empty(files: dict[str, bytes], name: str) -> bytes:
    return zipped(files | {name: b""})


def _halve(files: dict[str, bytes], name: str) -> bytes:
    return zipped(files | {name: files[name][: len(files[name]) // 2]})


def _scramble(files: dict[str, bytes], name: str) -> bytes:
    return zipped(files | {name: bytes(byte ^ 0xA5 for byte in files[name])})


def _encrypt(files: dict[str, bytes], name: str) -> bytes:
    data = bytearray(zipped(files))
    first, last = data.index(name.encode()), data.rindex(name.encode())
    data[first - 30 + 6] |= 1
    data[last - 46 + 8] |= 1
    return bytes(data)


def _hide(files: dict[str, bytes], name: str) -> bytes:
    """Takes the entry out of the directory and leaves its record in the file."""
    data = zipped({path: files[path] for path in [*(f for f in files if f != name), name]})
    end, entry = data.rindex(b"PK\5\6"), data.rindex(b"PK\1\2")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    count = (len(files) - 1).to_bytes(2, "little")
    size = (entry - start).to_bytes(4, "little")
    return data[:entry] + data[end : end + 8] + count * 2 + size + data[end + 16 :]


DAMAGES = (_drop, _empty, _halve, _scramble, _encrypt, _hide)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("damage", DAMAGES)
def test_no_false_pass(damage: Callable[[dict[str, bytes], str], bytes], name: str) -> None:
    with zipfile.ZipFile(SAMPLE) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    try:
        app = app_of(damage(files, name))
    except Unreadable as reason:
        assert (reason.key, name) == ("no-info-plist", f"{APP}/Info.plist")
        return
    touched = _facts_of(app, name)
    assert touched
    assert [fact for fact in touched if not _has_gap(app, fact)] == []


SCREENS = SAMPLE.parents[1] / "interface/weak.ipa"
LOCKER = "Payload/Locker.app"


@pytest.mark.parametrize(
    "name",
    [
        f"{LOCKER}/Base.lproj/Main.storyboardc/Log-in-01-view-Log-in-02.nib",
        f"{LOCKER}/DeliveryView.nib",
    ],
)
@pytest.mark.parametrize("damage", DAMAGES)
def test_no_false_pass_of_screens(
    damage: Callable[[dict[str, bytes], str], bytes], name: str
) -> None:
    with zipfile.ZipFile(SCREENS) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    assert _has_gap(app_of(damage(files, name)), "interface")


def _facts_of(app: IosApp, name: str) -> tuple[str, ...]:
    """The facts that stand on a file."""
    if name == f"{APP}/Info.plist":
        return tuple(app.facts())
    if name.endswith(("Info.plist", "CodeResources")):
        return ("bundles", "transport_security", "entitlements", *_OF_BINARIES)
    return _OF_BINARIES if name.endswith("Helper") else ("entitlements", *_OF_BINARIES)


def _has_gap(app: IosApp, fact: str) -> bool:
    """As a check would see it: the gaps of what the fact needs count too."""
    with app.watching() as touched, suppress(FactUnavailable):
        app.read(fact)
    return any(app.gaps_of(one) for one in touched)
