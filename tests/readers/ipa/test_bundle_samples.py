"""The samples on the bundle and on signing: compared with independent readers, and damaged."""

import plistlib
import re
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import IosApp
from appsec.facts.ios_privacy import AccessedApi, CollectedData
from appsec.facts.ios_profile import ProfileKind
from tests.beside import BESIDE
from tests.ipa_builder import zipped
from tests.readers.ipa.opening import app_of, gaps

SAMPLES = Path(__file__).parents[3] / "samples/ios"
BUNDLE, SIGNING = SAMPLES / "bundle", SAMPLES / "signing"
APP = "Payload/Parcel.app"
HELPER = f"{APP}/Frameworks/Helper.framework"
KEYS = f"{APP}/PlugIns/Keys.appex"
XML, DER = bytes.fromhex("fade7171"), bytes.fromhex("fade7172")


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def app(path: Path) -> IosApp:
    return app_of(path.read_bytes())


def blob(macho: bytes, magic: bytes) -> bytes:
    at = macho.rindex(magic)
    return macho[at + 8 : at + int.from_bytes(macho[at + 4 : at + 8], "big")]


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.ipa")), ids=lambda path: path.name)
def test_entitlements_are_as_plistlib_and_openssl_read_them(path: Path) -> None:
    files = files_of(path)
    for one in app(path).entitlements:
        macho = files[one.binary]
        assert one.values == plistlib.loads(blob(macho, XML))
        told = subprocess.run(
            ["openssl", "asn1parse", "-inform", "DER"],
            input=blob(macho, DER), capture_output=True, check=True,
        ).stdout.decode()  # fmt: skip
        strings = re.findall(r"UTF8STRING +:(.*)", told)
        assert {*one.values} <= {*strings}
        assert len(re.findall(r"BOOLEAN +:(?!0)", told)) == list(one.values.values()).count(True)


@pytest.mark.parametrize("path", sorted(BUNDLE.glob("*.ipa")), ids=lambda path: path.name)
def test_nothing_of_a_whole_build_is_a_gap(path: Path) -> None:
    one = app(path)
    facts = one.facts().keys() - BESIDE
    assert {fact: gaps(one, fact) for fact in facts} == {fact: [] for fact in facts}


def test_what_the_weak_bundle_says() -> None:
    one = app(BUNDLE / "bundle-weak.ipa")
    (manifest,) = one.privacy_manifests
    assert (manifest.folder, manifest.of_app, manifest.tracking) == (HELPER, False, True)
    assert manifest.tracking_domains == ("track.example.net",)
    assert manifest.collected == (
        CollectedData("DeviceID", True, True, ("ThirdPartyAdvertising",)),
        CollectedData("PreciseLocation", True, False, ()),
    )
    assert manifest.accessed == (AccessedApi("UserDefaults", ()),)
    assert [(s.key, s.secure, s.default) for s in one.settings] == [
        ("locker_password", False, "parcel-0000"),
        ("notify", False, True),
    ]
    assert [(b.language, b.values) for b in one.localized_info] == [
        ("zh-Hant", {"CFBundleDisplayName": "包裹小幫手"})
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("signing-fixed", ProfileKind.STORE),
        ("two-forms", ProfileKind.STORE),
        ("resigned", ProfileKind.AD_HOC),
        ("development", ProfileKind.DEVELOPMENT),
    ],
)
def test_kinds_of_profile(name: str, kind: ProfileKind) -> None:
    found = {one.bundle: one.kind for one in app(SIGNING / f"{name}.ipa").profiles}
    assert found == {APP: kind, KEYS: ProfileKind.AD_HOC}


def test_two_forms() -> None:
    one = app(SIGNING / "two-forms.ipa")
    assert [(d.key, d.xml, d.der) for d in one.entitlement_differences] == [
        ("get-task-allow", "false", "true")
    ]
    assert [key for _, key, _ in gaps(one, "entitlements")] == ["entitlements-disagree"]


DAMAGED = {
    f"{APP}/embedded.mobileprovision": "profiles",
    f"{KEYS}/embedded.mobileprovision": "profiles",
    f"{APP}/PrivacyInfo.xcprivacy": "privacy_manifests",
    f"{HELPER}/PrivacyInfo.xcprivacy": "privacy_manifests",
    f"{APP}/Settings.bundle/Root.plist": "settings",
    f"{APP}/zh-Hant.lproj/InfoPlist.strings": "localized_info",
}


def _encrypted(files: dict[str, bytes], name: str) -> bytes:
    data = bytearray(zipped(files))
    first, last = data.index(name.encode()), data.rindex(name.encode())
    data[first - 30 + 6] |= 1
    data[last - 46 + 8] |= 1
    return bytes(data)


DAMAGES: dict[str, Callable[[dict[str, bytes], str], bytes]] = {
    "dropped": lambda files, name: zipped({n: d for n, d in files.items() if n != name}),
    "halved": lambda files, name: zipped(files | {name: files[name][: len(files[name]) // 2]}),
    "scrambled": lambda files, name: zipped(files | {name: bytes(b ^ 0xA5 for b in files[name])}),
    "encrypted": _encrypted,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", DAMAGED)
def test_no_file_is_damaged_in_silence(name: str, damage: str) -> None:
    files = files_of(BUNDLE / "bundle-fixed.ipa")
    one = app_of(DAMAGES[damage](files, name))
    with one.watching() as touched, suppress(FactUnavailable):
        one.read(DAMAGED[name])
    assert any(one.gaps_of(fact) for fact in touched)


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("data", [b"", b"/* cut */", plistlib.dumps({})])
def test_a_file_that_was_changed_after_signing(name: str, data: bytes) -> None:
    """Each of these is, to some reader, a valid file that says nothing."""
    files = files_of(BUNDLE / "bundle-fixed.ipa")
    found = gaps(app_of(zipped(files | {name: data})), DAMAGED[name])
    assert [(key, values) for _, key, values in found] == [("sealed-file-altered", {"file": name})]
