"""An app is judged alike whether it comes as APK, AAB, APKS or XAPK."""

import zipfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from appsec.facts.signing import Scheme
from appsec.model.outcome import Location
from appsec.model.verdict import Result
from appsec.readers.artefact import open_artefact
from tests.apks import Silent
from tests.command import CONTAINERS, SAMPLES
from tests.inline import scan_inline

ON_SIGNATURES = (
    "android-debug-certificate",
    "android-invalid-signature",
    "android-janus-signature",
    "android-weak-signing-key",
)
XHDPI = "splits/base-xhdpi.apk"
FACTS = (
    "manifest",
    "network_config",
    "bundled_certificates",
    "backup_rules",
    "file_paths",
    "shortcuts",
    "native_libraries",
    "native_strings",
    "embedded_code",
    "key_files",
)
KINDS = ("aab", "apks", "xapk")
EVERY = [(twin, kind) for twin in ("weak", "fixed") for kind in KINDS]


def placeless(value):
    """The value with the file of each location left out."""
    if isinstance(value, Location):
        return replace(value, file="")
    if isinstance(value, tuple):
        return tuple(placeless(one) for one in value)
    if is_dataclass(value):
        changed = {f.name: placeless(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changed)
    return value


def facts(path: Path):
    """Every fact, none of which may have a gap."""
    opened = open_artefact(path, Silent(), {})
    found = {name: placeless(opened.app.read(name)) for name in FACTS}
    assert [opened.app.gaps_of(name) for name in FACTS] == [()] * len(FACTS)
    package = opened.package()
    opened.close()
    return found, (package.id, package.name, package.version, package.build, package.hints)


def plain_apk(twin: str) -> Path:
    return SAMPLES / f"android/package/{twin}.apk"


@pytest.mark.parametrize(("twin", "kind"), EVERY)
def test_the_facts_are_those_of_the_apk(twin, kind):
    assert facts(CONTAINERS / f"{twin}.{kind}") == facts(plain_apk(twin))


def judged(assessment, leaving_out=()):
    seen = sorted(
        (r.kind, r.check, r.key, tuple(r.values.items()), r.fingerprint)
        for r in assessment.findings
        if r.check not in leaving_out
    )
    verdicts = {v.requirement: v.result for v in (*assessment.verdicts, *assessment.verdicts_apart)}
    return seen, verdicts, assessment.gate.code


@pytest.mark.parametrize("twin", ["weak", "fixed"])
@pytest.mark.parametrize("kind", ["apks", "xapk"])
def test_the_verdicts_are_those_of_the_apk(twin, kind, monkeypatch):
    found = scan_inline(CONTAINERS / f"{twin}.{kind}", monkeypatch)
    assert judged(found) == judged(scan_inline(plain_apk(twin), monkeypatch))
    assert found.artefact.kind == kind


@pytest.mark.parametrize("twin", ["weak", "fixed"])
def test_of_a_bundle_everything_but_the_signature_can_be_told(twin, monkeypatch):
    """The store signs what users get: item 44 would stay open for that alone, because Janus
    depends on it; without a database of advisories it is open for any build."""
    found = scan_inline(CONTAINERS / f"{twin}.aab", monkeypatch)
    seen, verdicts, code = judged(scan_inline(plain_apk(twin), monkeypatch), ON_SIGNATURES)
    assert verdicts["44"] is Result.INCONCLUSIVE
    assert judged(found) == (seen, verdicts, code)
    assert {one.key for id in ON_SIGNATURES for one in found.checks[id].unread} == {
        "bundle-signature"
    }


def test_splits_signed_by_another_key_are_no_clean_set(tmp_path):
    """Android would not install them together, so that the set is not what users get."""
    with (
        zipfile.ZipFile(CONTAINERS / "fixed.apks") as base,
        zipfile.ZipFile(CONTAINERS / "weak.apks") as other,
        zipfile.ZipFile(tmp_path / "mixed.apks", "w") as mixed,
    ):
        for name in base.namelist():
            mixed.writestr(name, (other if name == XHDPI else base).read(name))
    opened = open_artefact(tmp_path / "mixed.apks", Silent(), {})
    assert opened.app.signing.of(Scheme.V2).at.file == "splits/base-master.apk!APK Signing Block"
    assert {
        (gap.key, gap.values["file"], gap.values["scheme"]) for gap in opened.app.gaps_of("signing")
    } == {("split-signed-otherwise", XHDPI, scheme) for scheme in ("v1", "v2", "v3")}
    assert opened.app.acceptance
    assert {gap.key for gap in opened.app.gaps_of("acceptance")} == {"split-signed-otherwise"}
    opened.close()


@pytest.mark.parametrize("twin", ["weak", "fixed"])
def test_places_name_the_apk_inside(twin, monkeypatch):
    found = scan_inline(CONTAINERS / f"{twin}.apks", monkeypatch)
    files = {place.file for one in found.findings for place in one.locations}
    assert files
    assert all(file.startswith("splits/base-master.apk!") for file in files)


def test_the_hash_is_that_of_the_container(monkeypatch):
    import hashlib

    path = CONTAINERS / "fixed.apks"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest in str(scan_inline(path, monkeypatch))


def with_files(container: Path, target: Path, files: dict[str, bytes]) -> Path:
    """A copy that holds more files."""
    with zipfile.ZipFile(container) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        for name, data in files.items():
            new.writestr(name, data)
    return target


def test_files_of_every_module_of_a_bundle_are_looked_at(tmp_path):
    native, content = (SAMPLES / f"android/{topic}/weak.apk" for topic in ("native", "content"))
    library = zipfile.ZipFile(native).read("lib/x86_64/liblocker.so")
    content = zipfile.ZipFile(content)
    path = with_files(
        CONTAINERS / "fixed.aab",
        tmp_path / "more.aab",
        {
            "base/lib/x86_64/liblocker.so": library,
            "guide/assets/server.pem": content.read("assets/server.pem"),
            "guide/assets/plugin.bin": content.read("assets/plugin.bin"),
            "base/dex/classes2.dex": content.read("classes.dex"),
            "BUNDLE-METADATA/com.example/liblocker.so": library,
        },
    )
    opened = open_artefact(path, Silent(), {})
    app = opened.app
    assert [(one.abi, one.at.file) for one in app.native_libraries] == [
        ("x86_64", "base/lib/x86_64/liblocker.so")
    ]
    assert [key.at.file for key in app.key_files] == ["guide/assets/server.pem"]
    assert [code.at.file for code in app.embedded_code] == ["guide/assets/plugin.bin"]
    opened.close()


def test_files_of_splits_are_named_with_their_apk(tmp_path):
    with zipfile.ZipFile(CONTAINERS / "fixed.apks") as apks:
        split = tmp_path / "split.apk"
        split.write_bytes(apks.read(XHDPI))
        native = zipfile.ZipFile(SAMPLES / "android/native/weak.apk")
        name = "lib/x86_64/liblocker.so"
        more = with_files(split, tmp_path / "more.apk", {name: native.read(name)}).read_bytes()
        path = tmp_path / "more.apks"
        with zipfile.ZipFile(path, "w") as new:
            for entry in apks.infolist():
                new.writestr(entry, more if entry.filename == XHDPI else apks.read(entry))
    opened = open_artefact(path, Silent(), {})
    assert [one.at.file for one in opened.app.native_libraries] == [f"{XHDPI}!{name}"]
    opened.close()
