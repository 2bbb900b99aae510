"""Real apps from public npm packages: what is decided of them, and that nothing is noise."""

import json
import shutil
import subprocess
import tarfile
from collections import Counter

import pytest

from appsec.facts.signing import Validity
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.package import open_apk
from appsec.readers.archive import Archive
from tests import aapt
from tests.aapt_manifest import MISSING, agrees, has_aapt
from tests.apk_signer import read
from tests.apks import Silent
from tests.command import DAY, appsec

pytestmark = pytest.mark.npm

APPS = {
    "android-apidemos@5.0.0": "ApiDemos-debug.apk",
    "io.appium.settings@8.0.10": "settings_apk-debug.apk",
    "appium-uiautomator2-server@10.6.6": "appium-uiautomator2-server-v10.6.6.apk",
}

EXPECTED = {
    "ApiDemos-debug.apk": {
        "android-abusable-permission": 2,
        "android-backup-allowed": 1,
        "android-clipboard-data": 1,
        "android-dangerous-permission": 1,
        "android-debug-certificate": 1,
        "android-debuggable": 1,
        "android-embedded-code": 1,
        "android-exported-component": 329,
        "android-keyboard-cache": 2,
        "android-keyboard-in-code": 1,
        "android-open-receiver": 1,
        "android-overlay-touch": 1,
        "android-own-installer": 1,
        "android-public-notification": 2,
        "android-readable-code": 1,
        "android-shared-storage-file": 1,
        "android-unlimited-input": 2,
        "android-unmasked-password": 1,
        "android-webview-debugging": 2,
        "android-world-accessible-file": 2,
    },
    "settings_apk-debug.apk": {
        "android-abusable-permission": 1,
        "android-backup-allowed": 1,
        "android-dangerous-permission": 1,
        "android-debug-certificate": 1,
        "android-debuggable": 1,
        "android-dynamic-code": 1,
        "android-exported-component": 11,
        "android-open-receiver": 1,
        "android-public-notification": 1,
        "android-readable-code": 1,
        "android-weak-permission-level": 2,
    },
    "appium-uiautomator2-server-v10.6.6.apk": {
        "android-abusable-permission": 1,
        "android-accepting-trust-manager": 1,
        "android-backup-allowed": 1,
        "android-clipboard-data": 1,
        "android-dangerous-permission": 1,
        "android-debug-certificate": 1,
        "android-debuggable": 1,
        "android-device-identifier": 1,
        "android-exported-component": 3,
        "android-readable-code": 1,
        "android-secret-in-package": 1,
    },
}
"""Findings and questions by check. ApiDemos exports each of its demonstrations on purpose."""
GAPS = {"ApiDemos-debug.apk": [("code", "bundled-code")]}
"""ApiDemos brings another app, to show how one is installed."""


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    """The APKs, fetched once; where npm cannot be reached the tests are skipped and say so."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed, so its packages cannot be fetched")
    folder = tmp_path_factory.mktemp("npm")
    found = {}
    for package, name in APPS.items():
        packed = subprocess.run(
            ["npm", "pack", "--silent", package],
            cwd=folder, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        if packed.returncode:
            pytest.skip(f"the npm registry cannot be reached: {packed.stderr.strip()[:200]}")
        with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as archive:
            archive.extractall(folder / name, filter="data")
        (found[name],) = (folder / name).rglob(name)
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_app(name, apps, tmp_path):
    report = tmp_path / "report.json"
    ran = appsec("scan", apps[name], "--class", "L2", "--as-of", DAY, "--quiet",
                 f"--format=json={report}", f"--format=html={tmp_path / 'report.html'}")  # fmt: skip
    saved = json.loads(report.read_text())
    seen = Counter(r["check"] for r in saved["findings"] if r["kind"] != "evidence")
    assert (ran.code, dict(seen)) == (1, EXPECTED[name])
    gaps = [(gap["fact"], gap["key"]) for gap in saved["coverage"]["gaps"]]
    assert (gaps, saved["coverage"]["refused_total"]) == (GAPS.get(name, []), 0)
    assert not [v["requirement"] for v in saved["verdicts"] if v["result"] == "pass"]
    assert (tmp_path / "report.html").stat().st_size < 1_000_000


@pytest.mark.skipif(not has_aapt(), reason=MISSING)
@pytest.mark.parametrize("name", EXPECTED)
def test_aapt_sees_the_same_files(name, apps):
    assert agrees(apps[name]) >= 1


@pytest.mark.parametrize("name", EXPECTED)
def test_layouts_and_strings_are_those_that_aapt_and_aapt2_see(name, apps):
    aapt.need("aapt", "aapt2")
    data = apps[name].read_bytes()
    app = open_apk(Archive.from_bytes(data), Silent(), {}).app
    aapt.assert_agreed(app, ApkFiles(Archive.from_bytes(data)), apps[name])
    assert (app.gaps_of("text_fields"), app.gaps_of("strings")) == ((), ())


@pytest.mark.parametrize("name", EXPECTED)
def test_the_same_fields_and_strings_are_read_from_protobuf(name, apps, tmp_path):
    aapt.need("aapt2")
    apk = open_apk(Archive.from_bytes(apps[name].read_bytes()), Silent(), {}).app
    bundle = aapt.as_bundle(apps[name], tmp_path)
    assert aapt.placeless(bundle.text_fields) == apk.text_fields
    assert [(s.name, s.texts) for s in bundle.strings] == [(s.name, s.texts) for s in apk.strings]
    assert (bundle.gaps_of("text_fields"), bundle.gaps_of("strings")) == ((), ())


@pytest.mark.debian
@pytest.mark.parametrize("low", [23, 24, 28])
@pytest.mark.parametrize("name", EXPECTED)
def test_apksigner_accepts_what_we_take_to_be_signed(name, low, apps):
    program = shutil.which("apksigner")
    if not program:
        pytest.skip("apksigner is not installed (Debian package of that name)")
    target = open_apk(
        Archive.from_bytes(apps[name].read_bytes()), Silent(), {}
    ).app.manifest.target_sdk
    ours = [one.validity for one in read(apps[name].read_bytes(), low, target).acceptance]
    verify = [program, "verify", "--min-sdk-version", str(low), apps[name]]
    accepted = subprocess.run(verify, capture_output=True, check=False, timeout=120).returncode == 0
    assert accepted == all(one is Validity.VERIFIED for one in ours)
