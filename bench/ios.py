"""`python -m bench.ios`: a full scan of an IPA of some 5 MB, which is generated for it.

The app repeats the parts of the committed samples: signed executables as frameworks, interface
files, and content that does not compress. Figures are wall seconds and the largest process.
"""

import hashlib
import os
import plistlib
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples/ios/interface/weak.ipa"
APP = "Payload/Locker.app"
RUNS = 5
FRAMEWORKS = 20
SCREENS = 150
MEGABYTES = 5


def noise(name: str, size: int) -> bytes:
    """Bytes that do not compress, the same each time."""
    return hashlib.shake_256(name.encode()).digest(size)


def padded(macho: bytes, number: int) -> bytes:
    """An executable that is larger by content which its signature does not cover."""
    return macho + noise(f"code {number}", 64 << 10)


def content() -> Iterator[tuple[str, bytes]]:
    """The files of the app."""
    with zipfile.ZipFile(SAMPLE) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    nibs = [data for name, data in files.items() if name.endswith(".nib")]
    macho = files[f"{APP}/Locker"]
    yield from ((name, data) for name, data in files.items() if "CodeResources" not in name)
    for number in range(FRAMEWORKS):
        folder = f"{APP}/Frameworks/Part{number}.framework"
        info = {"CFBundleIdentifier": f"tw.example.part{number}", "CFBundleExecutable": "Part"}
        yield f"{folder}/Info.plist", plistlib.dumps(info)
        yield f"{folder}/Part", padded(macho, number)
    for number in range(SCREENS):
        yield f"{APP}/Screen{number}.nib", nibs[number % len(nibs)]
    yield f"{APP}/Assets.car", noise("assets", (MEGABYTES << 20) - FRAMEWORKS * (75 << 10))


def write(target: Path) -> None:
    """Writes the app as an IPA."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content():
            archive.writestr(name, data)


def usage(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MiB of one run."""
    started = time.monotonic()
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=null)
    _, _, used = os.wait4(pid, 0)
    scale = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    return time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / scale


def main() -> None:
    """Prints the medians after one warm-up."""
    with tempfile.TemporaryDirectory() as folder:
        ipa = Path(folder, "generated.ipa")
        write(ipa)
        command = [sys.executable, "-m", "appsec", "scan", str(ipa), "--quiet"]
        command.append(f"--format=json={Path(folder, 'out.json')}")
        usage(command)
        runs = [usage(command) for _ in range(RUNS)]
        wall, cpu, peak = (statistics.median(run[which] for run in runs) for which in range(3))
        size = ipa.stat().st_size / 1e6
        print(f"{size:.2f} MB: {wall:.2f} s wall, {cpu:.2f} s CPU, {peak:.0f} MiB")


if __name__ == "__main__":
    main()
