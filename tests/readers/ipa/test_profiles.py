"""Provisioning profiles: their kind, what is malformed or altered, and an independent reader."""

import plistlib
import subprocess
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.facts.ios_profile import ProfileKind
from appsec.model.outcome import Location
from appsec.readers.ipa.cms import AlteredCms, MalformedCms, signed_content
from tests.ipa_builder import APP, HELPER, SHARE, app_files
from tests.readers.ipa.cms_builder import KEYS, profile, signed
from tests.readers.ipa.opening import LOST, app_of, gaps

FILE = f"{APP}/embedded.mobileprovision"
DEBUG = {"get-task-allow": True}
SAMPLES = Path(__file__).parents[3] / "samples/ios"


def read(data: bytes, file: str = FILE) -> tuple[Any, list[Any]]:
    app = app_of(app_files() | {file: data})
    return app.profiles, gaps(app, "profiles")


@pytest.mark.parametrize(
    ("changes", "kind", "devices"),
    [
        ({}, ProfileKind.STORE, 0),
        ({"ProvisionedDevices": ["a", "b"]}, ProfileKind.AD_HOC, 2),
        ({"ProvisionsAllDevices": True}, ProfileKind.ENTERPRISE, 0),
        ({"ProvisionsAllDevices": False}, ProfileKind.STORE, 0),
        ({"Entitlements": DEBUG, "ProvisionedDevices": ["a"]}, ProfileKind.DEVELOPMENT, 1),
        ({"Entitlements": DEBUG, "ProvisionsAllDevices": True}, ProfileKind.DEVELOPMENT, 0),
        ({"Entitlements": {}}, ProfileKind.STORE, 0),
    ],
)
def test_kinds(changes: dict[str, Any], kind: ProfileKind, devices: int) -> None:
    (one,), lost = read(profile(**changes))
    assert (one.kind, one.devices, lost) == (kind, devices, [])
    assert (one.bundle, one.at, one.name) == (APP, Location(FILE), "Demo")
    assert (one.teams, one.prefixes, one.expires) == (("TEAM",), ("TEAM",), "2035-01-02")
    assert one.entitlements == changes.get("Entitlements", {"get-task-allow": False})


def test_one_for_each_bundle_that_runs() -> None:
    assert read(profile(), f"{SHARE}/embedded.mobileprovision")[0][0].bundle == SHARE
    assert read(profile(), f"{HELPER}/embedded.mobileprovision") == ((), [])
    assert read(profile(), f"{APP}/data/embedded.mobileprovision") == ((), [])


@pytest.mark.parametrize("changes", [{}, {"Entitlements": DEBUG}])
def test_a_profile_whose_lengths_only_end_marks_tell(changes: dict[str, Any]) -> None:
    data = signed(signed_content(profile(**changes)), "-stream")
    assert data.startswith(b"\x30\x80")
    (one,), lost = read(data)
    assert (one.kind is ProfileKind.DEVELOPMENT, lost) == (bool(changes), [])


def flipped(data: bytes, what: bytes) -> bytes:
    """One bit of the content changed."""
    at = data.index(what)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("data", "key", "values"),
    [
        (b"", "malformed-profile", {}),
        (b"<plist/>", "malformed-profile", {}),
        (plistlib.dumps({"Entitlements": {}}), "malformed-profile", {}),
        (profile()[:-1], "malformed-profile", {}),
        (profile() + b"\0", "malformed-profile", {}),
        (flipped(profile(), b"TeamIdentifier"), "altered-profile", {}),
        (signed(b"no list"), "malformed-plist", {}),
        (profile(Entitlements=None), "odd-value", {"key": "Entitlements"}),
        (profile(Entitlements=[]), "odd-value", {"key": "Entitlements"}),
        (profile(Entitlements={"get-task-allow": 1}), "odd-value",
         {"key": "Entitlements:get-task-allow"}),
        (profile(ProvisionsAllDevices="yes"), "odd-value", {"key": "ProvisionsAllDevices"}),
        (profile(ProvisionedDevices={}), "odd-value", {"key": "ProvisionedDevices"}),
        (profile(ExpirationDate="soon"), "odd-value", {"key": "ExpirationDate"}),
    ],
)  # fmt: skip
def test_what_cannot_be_relied_on_is_told(data: bytes, key: str, values: dict[str, str]) -> None:
    (one,), lost = read(data)
    assert one.kind is ProfileKind.UNREADABLE
    assert lost == [(LOST, key, {"file": FILE} | values)]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("-noattr",),
        ("-md", "sha1"),
        ("-stream",),  # lengths that only an end mark tells, and content in pieces
        ("-stream", "-noattr"),
        ("-md", "sha384"),
        ("-certfile", f"{KEYS}/test-only-ios-distribution.crt"),
    ],
)
def test_content_is_what_openssl_verifies(options: tuple[str, ...]) -> None:
    data = signed(b"content" * 99, *options)
    independent = subprocess.run(
        ["openssl", "cms", "-verify", "-noverify", "-inform", "DER"],
        input=data, capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert signed_content(data) == independent == b"content" * 99


def test_a_signature_by_a_certificate_that_is_not_there() -> None:
    with pytest.raises(AlteredCms):
        signed_content(signed(b"content", "-nocerts"))


def test_content_that_is_kept_apart() -> None:
    data = subprocess.run(
        ["openssl", "cms", "-sign", "-binary", "-outform", "DER", "-keyform", "DER", "-signer",
         f"{KEYS}/test-only-ios-ca.crt", "-inkey", f"{KEYS}/test-only-ios-ca.pk8"],
        input=b"content", capture_output=True, check=True,
    ).stdout  # fmt: skip
    with pytest.raises(MalformedCms):
        signed_content(data)


@cache
def _sound(*options: str) -> bytes:
    return signed(signed_content(profile()), *options)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from([(), ("-stream",)]))
def test_a_mutated_profile_never_gives_other_content(
    data: st.DataObject, options: tuple[str, ...]
) -> None:
    """Whatever is not refused is what was signed."""
    mutated = bytearray(_sound(*options))
    for _ in range(data.draw(st.integers(1, 3))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    with suppress(MalformedCms, AlteredCms):
        assert signed_content(bytes(mutated)) == signed_content(_sound())


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x80" * 40,
        b"\x30\x80" * 5000,
        b"\x04\x80\0\0",
        b"\x30\x80\0",
        b"\x1f\x81\x01\0",
        b"\x30\x85\0\0\0\0\1\0",
    ],
)
def test_hostile_lengths(data: bytes) -> None:
    with pytest.raises(MalformedCms):
        signed_content(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_end_as_documented(data: bytes) -> None:
    with suppress(MalformedCms, AlteredCms):
        signed_content(data)


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.ipa")), ids=lambda p: p.name)
def test_samples_are_as_openssl_and_plistlib_read_them(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.endswith("embedded.mobileprovision")]
        raw = {name: archive.read(name) for name in names}
    app = app_of(path.read_bytes())
    for one in app.profiles:
        if one.kind is ProfileKind.UNREADABLE:
            continue
        plist = plistlib.loads(
            subprocess.run(
                ["openssl", "cms", "-verify", "-noverify", "-inform", "DER"],
                input=raw[one.at.file],
                capture_output=True,
                check=True,
            ).stdout
        )
        assert one.entitlements == plist["Entitlements"]
        assert one.expires == plist["ExpirationDate"].date().isoformat()
        assert one.devices == len(plist.get("ProvisionedDevices", []))
    assert {one.at.file for one in app.profiles} == set(names)
