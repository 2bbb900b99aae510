"""The committed samples: every fact, compared with what plistlib and llvm-objdump show of them."""

import json
import plistlib
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from appsec.facts.ios import BundleKind, IosApp, TransportDomain, TransportSecurity
from appsec.model.outcome import Cause, Location
from appsec.model.package import ClassHint, Part, Purpose
from tests.beside import BESIDE
from tests.readers.ipa.opening import app_of, gaps, opened

SAMPLES = Path(__file__).parents[3] / "samples/ios/package"
APP = "Payload/Parcel.app"
SHARE = f"{APP}/PlugIns/Share.appex"
HELPER = f"{APP}/Frameworks/Helper.framework"
FACTS = tuple(fact for fact in IosApp.facts() if fact not in BESIDE)  # a person's, not the build's


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.ipa").read_bytes()


@pytest.mark.parametrize("name", ["weak", "fixed"])
def test_nothing_of_a_whole_build_is_a_gap(name: str) -> None:
    app = app_of(sample(name))
    assert {fact: gaps(app, fact) for fact in FACTS} == {fact: [] for fact in FACTS}


@pytest.mark.parametrize("name", ["weak", "fixed"])
def test_plists_are_as_plistlib_reads_them(name: str) -> None:
    app = app_of(sample(name))
    with zipfile.ZipFile(SAMPLES / f"{name}.ipa") as archive:
        expected = {
            entry.rpartition("/")[0]: plistlib.loads(archive.read(entry))
            for entry in archive.namelist()
            if entry.endswith("Info.plist")
        }
    assert {bundle.path: bundle.plist for bundle in app.bundles} == expected


def test_bundles() -> None:
    app = app_of(sample("weak"))
    assert [(b.kind, b.path, b.executable, b.at) for b in app.bundles] == [
        (BundleKind.APP, APP, "Parcel", Location(f"{APP}/Info.plist")),
        (BundleKind.FRAMEWORK, HELPER, "Helper", Location(f"{HELPER}/Info.plist")),
        (BundleKind.EXTENSION, SHARE, "Share", Location(f"{SHARE}/Info.plist")),
    ]


def test_transport_security() -> None:
    file, key = f"{APP}/Info.plist", "NSAppTransportSecurity"
    domain = TransportDomain(
        name="api.parcel.example.tw",
        includes_subdomains=False,
        allows_http=True,
        minimum_tls="TLSv1.0",
        forward_secrecy=True,
        at=Location(file, f"{key}:NSExceptionDomains:api.parcel.example.tw"),
    )
    weak = TransportSecurity(APP, True, False, False, False, (domain,), Location(file, key))
    fixed = TransportSecurity(APP, False, False, False, True, (), Location(file, key))
    at = Location(f"{SHARE}/Info.plist", key)
    share = TransportSecurity(SHARE, False, False, False, False, (), at)
    assert app_of(sample("weak")).transport_security == (weak, share)
    assert app_of(sample("fixed")).transport_security == (fixed, share)


@pytest.mark.parametrize(("name", "pie", "stack"), [("weak", False, True), ("fixed", True, False)])
def test_flags(name: str, pie: bool, stack: bool) -> None:
    app = app_of(sample(name))
    shown = [
        (
            b.path,
            b.bundle,
            b.main,
            [(s.architecture, s.file_type, s.pie, s.stack_executable) for s in b.slices],
        )
        for b in app.binaries
    ]
    assert shown == [
        (f"{HELPER}/Helper", HELPER, False, [("arm64", "dylib", False, False)]),
        (f"{APP}/Parcel", APP, True, [("arm64", "execute", pie, stack)]),
        (f"{SHARE}/Share", SHARE, True, [("arm64", "execute", True, False)]),
    ]
    assert {
        (s.signed, s.encrypted, s.heap_executable, s.min_os) for b in app.binaries for s in b.slices
    } == {(True, False, False, "15.0")}


@pytest.mark.skipif(not shutil.which("llvm-objdump"), reason="llvm-objdump is not installed")
@pytest.mark.parametrize("name", ["weak", "fixed", "fixed-encrypted"])
def test_headers_are_as_llvm_reads_them(name: str, tmp_path: Path) -> None:
    for binary in app_of(sample(name)).binaries:
        file = tmp_path / "binary"
        with zipfile.ZipFile(SAMPLES / f"{name}.ipa") as archive:
            file.write_bytes(archive.read(binary.path))
        command = ["llvm-objdump", "--macho", "--private-headers", str(file)]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        header = next(line for line in shown.splitlines() if line.startswith("MH_MAGIC_64")).split()
        lines = [line.split() for line in shown.splitlines()]
        (one,) = binary.slices
        assert one.file_type.upper() == header[4]
        assert one.pie == ("PIE" in header)
        assert one.stack_executable == ("ALLOW_STACK_EXECUTION" in header)
        assert one.encrypted == (["cryptid", "1"] in lines)
        assert one.signed == (["cmd", "LC_CODE_SIGNATURE"] in lines)
        assert ["minos", one.min_os] in lines
        dylibs = [
            n
            for n, line in enumerate(lines)
            if line[:1] == ["cmd"] and "DYLIB" in line[1] and "ID_" not in line[1]
        ]
        assert list(one.libraries) == [lines[n + 2][1] for n in dylibs]


def test_entitlements() -> None:
    weak, share = app_of(sample("weak")).entitlements
    assert (weak.binary, weak.at) == (f"{APP}/Parcel", Location(f"{APP}/Parcel"))
    source = SAMPLES / "weak/Parcel.entitlements"
    assert source.is_file()
    assert weak.values["get-task-allow"] is True
    assert weak.values["keychain-access-groups"] == ["SAMPLE0001.*"]
    assert share.binary == f"{SHARE}/Share"
    fixed, _ = app_of(sample("fixed")).entitlements
    assert fixed.values["get-task-allow"] is False


def test_code_of_an_encrypted_executable_is_out_of_reach() -> None:
    app = app_of(sample("fixed-encrypted"))
    assert app.code == (f"{HELPER}/Helper", f"{SHARE}/Share")
    assert gaps(app, "code") == [
        (Cause.OUT_OF_REACH, "fairplay-encrypted", {"file": f"{APP}/Parcel"})
    ]
    assert [b.path for b in app.binaries if any(s.encrypted for s in b.slices)] == [f"{APP}/Parcel"]
    assert len(app.entitlements) == 2, "the signature is not encrypted"


def test_package() -> None:
    one = opened(sample("weak"))
    package = one.package()
    assert (package.kind, package.platform, package.id) == (
        "ipa",
        "ios",
        "tw.example.sample.parcel",
    )
    assert (package.name, package.version, package.build) == ("包裹小幫手", "1.0", "1")
    assert package.skipped == (
        Part("text", 3, 164832),
        Part("ios-signing", 5, 14899),
        Part("ios-assets", 1, 8),
    )
    assert package.read == tuple(
        sorted(
            f"{bundle}/{file}"
            for bundle, executable in ((APP, "Parcel"), (SHARE, "Share"), (HELPER, "Helper"))
            for file in (executable, "Info.plist", "_CodeSignature/CodeResources")
        )
    )
    assert package.refused == {}
    assert package.hints == (
        ClassHint(
            Purpose.LOGIN,
            "CFBundleURLSchemes: com.googleusercontent.apps.123-abc",
            f"{APP}/Info.plist",
        ),
    )
    json.dumps(list(package.read))
