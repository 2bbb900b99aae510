"""Bad input gets a clear message with file and cause, the documented exit code, in bounds."""

import json
import os
import zipfile
from io import BytesIO

import pytest

from tests import hostile_zip
from tests.command import DAY, FIXED_APK, FIXED_IPA, WEAK_APK, WEAK_IPA, appsec

MAX_SECONDS = 20
MAX_MIB = 512


def rezipped(source, change):
    """The archive with its entries changed: `change` maps a dict of names to bytes to another."""
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in change(entries).items():
            archive.writestr(name, data)
    return out.getvalue()


def without(name):
    return lambda entries: {n: d for n, d in entries.items() if not n.endswith(name)}


def replaced(name, data):
    return lambda entries: {n: data if n.endswith(name) else d for n, d in entries.items()}


def cut(name):
    return lambda entries: {
        n: d[: len(d) // 2] if n.endswith(name) else d for n, d in entries.items()
    }


def bomb(name):
    return hostile_zip.build([hostile_zip.bomb(name, 2 << 30)])


def many_entries():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"assets/{number}", b"")
    return out.getvalue()


def twice_ended(source):
    """Two end records that both fit: which archive this is depends on who reads it."""
    data = source.read_bytes()
    return hostile_zip.with_second_end(
        data, hostile_zip.items_of(data), next(iter(hostile_zip.Second))
    )


UNREADABLE = {
    "empty": lambda: b"",
    "text": lambda: b"This is not an app.\n" * 100,
    "half-an-apk": lambda: FIXED_APK.read_bytes()[:6000],
    "half-an-ipa": lambda: FIXED_IPA.read_bytes()[:9000],
    "no-manifest": lambda: rezipped(FIXED_APK, without("AndroidManifest.xml")),
    "no-info-plist": lambda: rezipped(FIXED_IPA, without("Parcel.app/Info.plist")),
    "neither": lambda: rezipped(FIXED_APK, lambda _: {"readme.txt": b"hello"}),
    "no-entries": lambda: rezipped(FIXED_APK, lambda _: {}),
    "60000-entries-of-nothing": many_entries,
    "two-end-records": lambda: twice_ended(FIXED_APK),
    "pdf": lambda: b"%PDF-1.7\n" + bytes(5000),
    "elf": lambda: b"\x7fELF" + bytes(5000),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_at_all(kind, tmp_path):
    app, report = tmp_path / "given.apk", tmp_path / "report.json"
    app.write_bytes(UNREADABLE[kind]())
    ran = appsec("scan", app, f"--format=json={report}")
    assert (ran.code, report.exists(), ran.out) == (4, False, "")
    assert ran.err.count(str(app)) == 2  # one line in each language
    assert ran.seconds < MAX_SECONDS
    assert ran.peak < MAX_MIB


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device"])
def test_what_is_no_file(kind, tmp_path):
    app = {"device": "/dev/null"}.get(kind, tmp_path / "given.apk")
    if kind == "folder":
        app.mkdir()
    elif kind == "pipe":
        os.mkfifo(app)
    ran = appsec("scan", app)
    assert (ran.code, str(app) in ran.err) == (4, True)
    assert ran.seconds < MAX_SECONDS


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything; run as another user")
def test_a_file_without_permission(tmp_path):
    app = tmp_path / "given.apk"
    app.touch(mode=0)
    assert appsec("scan", app).code == 4


PARTLY = {
    "malformed-manifest": (FIXED_APK, replaced("AndroidManifest.xml", b"\x03\x00\x08\x00" * 64)),
    "manifest-as-text": (FIXED_APK, replaced("AndroidManifest.xml", b"<manifest/>")),
    "half-a-manifest": (FIXED_APK, cut("AndroidManifest.xml")),
    "half-a-resource-table": (FIXED_APK, cut("resources.arsc")),
    "half-a-network-config": (FIXED_APK, cut("network_security_config.xml")),
    "half-the-backup-rules": (FIXED_APK, cut("data_extraction_rules.xml")),
    "half-a-mach-o": (FIXED_IPA, cut("Parcel.app/Parcel")),
    "mach-o-of-noise": (FIXED_IPA, replaced("Parcel.app/Parcel", b"\xcf\xfa\xed\xfe" + b"\xff" * 4000)),
    "half-an-extension-plist": (FIXED_IPA, cut("Share.appex/Info.plist")),
}  # fmt: skip


@pytest.mark.parametrize("kind", PARTLY)
def test_what_is_partly_broken_is_assessed_and_left_open(kind, tmp_path):
    source, change = PARTLY[kind]
    app, report = tmp_path / "given", tmp_path / "report.json"
    app.write_bytes(rezipped(source, change))
    ran = appsec("scan", app, "--quiet", "--as-of", DAY, f"--format=json={report}")
    assert ran.code == 3, ran.err
    saved = json.loads(report.read_text())
    causes = {gap["cause"] for gap in saved["coverage"]["gaps"]}
    assert "lost" in causes
    assert ran.seconds < MAX_SECONDS
    assert ran.peak < MAX_MIB


@pytest.mark.parametrize(
    "name", [b"AndroidManifest.xml", b"Payload/A.app/Info.plist", b"classes.dex"]
)
def test_a_bomb_stops_at_its_limit(name, tmp_path):
    app = tmp_path / "bomb.apk"
    app.write_bytes(bomb(name))
    ran = appsec("scan", app, "--quiet")
    assert ran.code in (3, 4)
    assert ran.seconds < MAX_SECONDS
    assert ran.peak < MAX_MIB


@pytest.mark.parametrize("how", list(hostile_zip.Spoil))
@pytest.mark.parametrize(
    ("source", "name"),
    [(WEAK_APK, "AndroidManifest.xml"), (WEAK_IPA, "Payload/Parcel.app/Info.plist")],
)
def test_an_entry_that_everything_rests_on_is_refused_not_guessed(source, name, how, tmp_path):
    app, report = tmp_path / "given", tmp_path / "report.json"
    app.write_bytes(hostile_zip.spoil(source.read_bytes(), name, how))
    ran = appsec("scan", app, "--quiet", f"--format=json={report}")
    assert ran.code in (3, 4), how
    if report.exists():
        results = {v["result"] for v in json.loads(report.read_text())["verdicts"]}
        assert "pass" not in results


def test_names_that_leave_the_archive_are_refused_and_listed(tmp_path):
    app, report = tmp_path / "given.apk", tmp_path / "report.json"
    app.write_bytes(rezipped(FIXED_APK, lambda e: e | {"../../etc/passwd": b"x"}))
    ran = appsec("scan", app, "--quiet", f"--format=json={report}")
    refused = json.loads(report.read_text())["coverage"]["refused"]
    assert (ran.code, [(r["file"], r["cause"]) for r in refused]) == (
        3,
        [("../../etc/passwd", "path-traversal")],
    )
