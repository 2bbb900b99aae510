"""`python -m bench [APP...]`: full scans beside androguard's AnalyzeAPK, and `appsec --help`.

Each command runs as a process of its own, in turn with its peer; CPU time counts the process and
all that it started, memory is the largest single process. Medians are printed. Nothing here is a
test: a machine's speed is not a fact about the code.
"""

import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

RUNS = 5
NPM = ("io.appium.settings", "android-apidemos", "appium-uiautomator2-server")
PEER = (
    "from loguru import logger; logger.remove(); import sys; "
    "from androguard.misc import AnalyzeAPK; AnalyzeAPK(sys.argv[1])"
)
SAMPLES = Path(__file__).parents[1] / "samples"


def usage(command: list[str]) -> tuple[float, float]:
    """CPU seconds and peak MiB of one run. Any exit code counts: a gate may well fail."""
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)],
    )
    _, _, used = os.wait4(pid, 0)
    peak = used.ru_maxrss / (1024 if sys.platform.startswith("linux") else 1024 * 1024)
    return used.ru_utime + used.ru_stime, peak


def median(command: list[str], peer: list[str] | None) -> list[tuple[float, float]]:
    """Medians of CPU and memory for a command and its peer, run in turn after one warm-up."""
    pair = [command, peer] if peer else [command]
    for each in pair:
        usage(each)
    runs = [[usage(each) for each in pair] for _ in range(RUNS)]
    return [
        (
            statistics.median(run[which][0] for run in runs),
            statistics.median(run[which][1] for run in runs),
        )
        for which in range(len(pair))
    ]


def npm_apps(folder: Path, packages: Iterable[str] = NPM) -> Iterator[Path]:
    """APKs of public npm packages; none where npm cannot be reached."""
    for package in packages:
        own = folder / package
        own.mkdir(exist_ok=True)
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=own, capture_output=True, check=False
        )
        for archive in own.glob("*.tgz") if packed.returncode == 0 else ():
            with tarfile.open(archive) as tar:
                tar.extractall(own, filter="data")
            yield max(own.rglob("*.apk"), key=lambda p: p.stat().st_size)


def main() -> None:
    """Prints one row for each app."""
    # The warm-up then leaves the bytecode that an installer would: nobody compiles at each start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    scan = [str(Path(sys.executable).with_name("appsec"))]
    ((cpu, _),) = median([*scan, "--help"], None)
    print(f"appsec --help: {cpu:.2f} s CPU")
    print(f"{'app':<44} {'MB':>6} {'appsec s':>9} {'MiB':>5} {'peer s':>7} {'MiB':>6} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        given = [Path(name) for name in sys.argv[1:]]
        apps = given or [*sorted(SAMPLES.glob("*/package/*.[ai]p[ka]")), *npm_apps(Path(folder))]
        for app in apps:
            row(scan, app, Path(folder))


def row(scan: list[str], app: Path, folder: Path) -> None:
    """One app: scan to JSON and HTML, and the peer where there is one (none for iOS)."""
    formats = [f"--format={form}={folder / 'out'}.{form}" for form in ("json", "html")]
    mine = [*scan, "scan", str(app), "--quiet", "--class", "L2", *formats]
    peer = [sys.executable, "-c", PEER, str(app)] if app.suffix == ".apk" else None
    (cpu, peak), *theirs = median(mine, peer)
    size = app.stat().st_size / 1e6
    line = f"{app.name:<44} {size:>6.2f} {cpu:>9.2f} {peak:>5.0f}"
    for peer_cpu, peer_peak in theirs:
        line += f" {peer_cpu:>7.2f} {peer_peak:>6.0f} {peer_cpu / cpu:>5.1f}x"
    print(line, flush=True)


if __name__ == "__main__":
    main()
