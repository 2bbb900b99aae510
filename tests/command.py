"""Runs the `appsec` command as a user would, in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
WEAK_APK = SAMPLES / "android/package/weak.apk"
FIXED_APK = SAMPLES / "android/package/fixed.apk"
OFFLINE_APK = SAMPLES / "android/offline/offline.apk"
CONTAINERS = SAMPLES / "android/containers"
SIGNED_WEAK_APK = SAMPLES / "android/signing/weak.apk"
SIGNED_FIXED_APK = SAMPLES / "android/signing/fixed.apk"
TOPIC_APKS = tuple(
    (SAMPLES / f"android/{topic}/weak.apk", SAMPLES / f"android/{topic}/fixed.apk")
    for topic in ("network", "sharing", "content", "native", "components")
)
TAMPERED_APK = SAMPLES / "android/signing/tampered.apk"
SCREENS_WEAK_APK = SAMPLES / "android/screens/weak.apk"
SCREENS_FIXED_APK = SAMPLES / "android/screens/fixed.apk"
WEAK_IPA = SAMPLES / "ios/package/weak.ipa"
FIXED_IPA = SAMPLES / "ios/package/fixed.ipa"
ENCRYPTED_IPA = SAMPLES / "ios/package/fixed-encrypted.ipa"
BUNDLE_WEAK_IPA = SAMPLES / "ios/bundle/bundle-weak.ipa"
BUNDLE_FIXED_IPA = SAMPLES / "ios/bundle/bundle-fixed.ipa"
SIGNING_FIXED_IPA = SAMPLES / "ios/signing/signing-fixed.ipa"
SIGNING_WEAK_IPAS = tuple(
    SAMPLES / f"ios/signing/{name}.ipa" for name in ("resigned", "two-forms", "development")
)
DECLARED = tuple(
    (SAMPLES / f"{folder}/undeclared.{suffix}", SAMPLES / f"{folder}/declared.{suffix}")
    for folder, suffix in (("android/declaration", "apk"), ("ios/declaration", "ipa"))
)
"""The same app twice, beside each a declaration: one that names hardly anything, and a whole one."""
DAY = "2026-01-01"
MAX_SECONDS = 120
COMMAND = (sys.executable, "-P", "-m", "appsec")


def environment(**more: str) -> dict[str, str]:
    """The test's environment without colours and without its terminal width."""
    dropped = ("COLUMNS", "NO_COLOR", "FORCE_COLOR")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and not name.startswith("APPSEC_")
    }
    # Without an installed package the checkout itself is what runs.
    path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH", ""))))
    # Nor does a database of advisories count that whoever runs the tests has.
    return kept | {"PYTHONPATH": path, "XDG_DATA_HOME": str(ROOT / "none")} | more


@dataclass(frozen=True)
class Ran:
    """How a run ended; `peak` is the memory in MiB of its largest process, children included."""

    code: int
    out: str
    err: str
    seconds: float
    peak: float


_MEASURE = (
    "import json, resource, subprocess, sys; "
    "code = subprocess.run(sys.argv[2:]).returncode; "
    "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss; "
    "open(sys.argv[1], 'w').write(json.dumps([code, peak]))"
)
"""A small process between: what Linux counts for a child starts with the memory of its parent."""


def appsec(*args: object, cwd: Path | None = None, **env: str) -> Ran:
    """Runs `appsec ARGS`. A traceback on stderr fails the test at once."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told")
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, str(told), *COMMAND, *map(str, args)],
            capture_output=True,
            timeout=MAX_SECONDS,
            check=True,
            cwd=cwd,
            env=environment(**env),
        )
        seconds = time.monotonic() - started
        code, peak = json.loads(told.read_text(encoding="utf-8"))
    scale = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    ran = Ran(code, done.stdout.decode(), done.stderr.decode(), seconds, peak / scale)
    assert "Traceback" not in ran.err, ran.err
    return ran
