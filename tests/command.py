"""Runs the `appsec` command as a user would, in a process of its own."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
WEAK_APK = SAMPLES / "android/package/weak.apk"
FIXED_APK = SAMPLES / "android/package/fixed.apk"
OFFLINE_APK = SAMPLES / "android/offline/offline.apk"
WEAK_IPA = SAMPLES / "ios/package/weak.ipa"
FIXED_IPA = SAMPLES / "ios/package/fixed.ipa"
ENCRYPTED_IPA = SAMPLES / "ios/package/fixed-encrypted.ipa"
DAY = "2026-01-01"
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


_MEASURED = (
    "import json, resource, subprocess, sys; "
    "done = subprocess.run(sys.argv[1:]); "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss; "
    "print(json.dumps([done.returncode, used]), file=open(3, 'w'))"
)


def appsec(*args: object, cwd: Path | None = None, **env: str) -> Ran:
    """Runs `appsec ARGS`. A traceback on stderr fails the test at once."""
    read, write = os.pipe()
    os.set_inheritable(write, True)
    started = time.monotonic()
    done = subprocess.run(
        ["sh", "-c", f'exec 3>&{write}; exec "$@"', "sh",
         sys.executable, "-c", _MEASURED, *COMMAND, *map(str, args)],
        capture_output=True, timeout=120, check=False, cwd=cwd, env=environment(**env),
        pass_fds=(write,),
    )  # fmt: skip
    seconds = time.monotonic() - started
    os.close(write)
    with os.fdopen(read) as told:
        code, peak = map(int, told.read().strip("[] \n").split(","))
    scale = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    ran = Ran(code, done.stdout.decode(), done.stderr.decode(), seconds, peak / scale)
    assert "Traceback" not in ran.err, ran.err
    return ran
