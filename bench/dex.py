"""`python -m bench.dex [APK...]`: what reading DEX files costs for each MB, from small to large.

Reading is all that grows with the size alone: tables and names, every call, field, type and text
that code names, and which class comes to which. Each large DEX file of the apps is read by itself,
and all files of an app as one program. CPU milliseconds, medians, in one process.
"""

import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from appsec.engine.garbage import collect_rarely
from appsec.readers.dex.dex_file import dex_file
from appsec.readers.dex.file import read_dex
from appsec.readers.dex.program import read_program
from appsec.readers.dex.reach import reached_from
from bench.__main__ import npm_apps

RUNS = 9
LARGE = 2_000_000


def read(files: list[bytes]) -> float:
    """CPU milliseconds of one reading."""
    start = time.process_time()
    program = read_program(dex_file("", dex) for data in files for dex in read_dex(data))
    reached_from(program, program.classes)
    return (time.process_time() - start) * 1e3


def programs(app: Path) -> Iterator[tuple[str, list[bytes]]]:
    """The large DEX files of an app, and all of them if there are several."""
    with zipfile.ZipFile(app) as archive:
        names = [name for name in archive.namelist() if name.endswith(".dex")]
        files = {name: archive.read(name) for name in names}
    for name, data in files.items():
        if len(data) >= LARGE:
            yield f"{app.name}!{name}", [data]
    if len(files) > 1:
        yield app.name, list(files.values())


def main() -> None:
    """Prints one row for each program, the smallest first."""
    print(f"{'program':<60} {'MB':>6} {'ms':>6} {'ms/MB':>6}")
    collect_rarely()
    with tempfile.TemporaryDirectory() as folder:
        apps = [Path(name) for name in sys.argv[1:]] or list(npm_apps(Path(folder)))
        found = [one for app in apps for one in programs(app)]
    for name, files in sorted(found, key=lambda one: sum(map(len, one[1]))):
        size = sum(map(len, files)) / 1e6
        taken = statistics.median(read(files) for _ in range(RUNS))
        print(f"{name:<60} {size:>6.2f} {taken:>6.0f} {taken / size:>6.1f}", flush=True)


if __name__ == "__main__":
    main()
