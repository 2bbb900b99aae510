"""Runs the `appsec` command as a user would, in a process of its own."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
WEAK_APK = SAMPLES / "android/package/weak.apk"
FIXED_APK = SAMPLES / "android/package/fixed.apk"
OFFLINE_APK = SAMPLES / "android/offline/offline.apk"
SIGNED_WEAK_APK = SAMPLES / "android/signing/weak.apk"
SIGNED_FIXED_APK = SAMPLES / "android/signing/fixed.apk"
TAMPERED_APK = SAMPLES / "android/signing/tampered.apk"
WEAK_IPA = SAMPLES / "ios/package/weak.ipa"
FIXED_IPA = SAMPLES / "ios/package/fixed.ipa"
ENCRYPTED_IPA = SAMPLES / "ios/package/fixed-encrypted.ipa"
DAY = "2026-01-01"
MAX_SECONDS = 120
COMMAND = (sys.executable, "-P", "-m", "appsec")


def environment(**more: str) -> dict[str, str]:
    """The test's environment without colours and without its terminal width."""
    dropped = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "APPSEC_DEBUG")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    # Without an installed package the checkout itself is what runs.
    path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH", ""))))
    return kept | {"PYTHONPATH": path} | more


@dataclass(frozen=True)
class Ran:
    """How a run ended; `peak` is the memory in MiB of its largest process, children included."""

    code: int
    out: str
    err: str
    seconds: float
    peak: float


def appsec(*args: object, cwd: Path | None = None, **env: str) -> Ran:
    """Runs `appsec ARGS`. A traceback on stderr fails the test at once."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        run = subprocess.Popen(
            [*COMMAND, *map(str, args)], stdout=out, stderr=err, cwd=cwd, env=environment(**env)
        )
        watch = threading.Timer(MAX_SECONDS, run.kill)
        watch.start()
        # wait4 tells the memory of the largest process among the command and its children.
        _, status, used = os.wait4(run.pid, 0)
        watch.cancel()
        run.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - started
        texts = [_whole(file) for file in (out, err)]
    scale = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    ran = Ran(run.returncode, *texts, seconds, used.ru_maxrss / scale)
    assert "Traceback" not in ran.err, ran.err
    return ran


def _whole(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()
