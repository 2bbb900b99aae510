"""Real apps from public npm packages: what is decided of them, and that nothing is noise."""

import json
import shutil
import subprocess
import tarfile
from collections import Counter

import pytest

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
        "android-exported-component": 331,
        "android-open-receiver": 1,
        "android-public-notification": 2,
        "android-readable-code": 1,
    },
    "settings_apk-debug.apk": {
        "android-abusable-permission": 1,
        "android-backup-allowed": 1,
        "android-dangerous-permission": 1,
        "android-debug-certificate": 1,
        "android-debuggable": 1,
        "android-exported-component": 11,
        "android-open-receiver": 1,
        "android-public-notification": 1,
        "android-readable-code": 1,
        "android-weak-permission-level": 2,
    },
    "appium-uiautomator2-server-v10.6.6.apk": {
        "android-abusable-permission": 1,
        "android-backup-allowed": 1,
        "android-dangerous-permission": 1,
        "android-debug-certificate": 1,
        "android-debuggable": 1,
        "android-device-identifier": 1,
        "android-exported-component": 3,
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
