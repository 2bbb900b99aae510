"""`python -m bench.dex [APK...]`: what reading DEX files costs for each MB, from small to large.

Reading is all that grows with the size alone: tables and names, every call, field, type and text
that code names, and which class comes to which. Each DEX file of the apps that is large enough is
read by itself, and so are files of one app together, the first two, the first three and so on.
CPU milliseconds in one process: the least of several, as what else the machine does only adds.
"""

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
from appsec.readers.dex.reach import links_of
from bench.__main__ import NPM, npm_apps

RUNS = 9
SMALL = "io.appium.settings@3.3.0"
"""An app of long ago, for want of a new one of its size."""
LARGE = 1_900_000


def read(files: list[bytes]) -> float:
    """CPU milliseconds of one reading."""
    start = time.process_time()
    program = read_program(dex_file("", dex) for data in files for dex in read_dex(data))
    links_of(program).reached_from(program.classes)
    return (time.process_time() - start) * 1e3


def programs(app: Path) -> Iterator[tuple[str, list[bytes]]]:
    """The large DEX files of an app, and its files together as far as they make a large step."""
    with zipfile.ZipFile(app) as archive:
        names = [name for name in archive.namelist() if name.endswith(".dex")]
        files = {name: archive.read(name) for name in names}
    for name, data in files.items():
        if len(data) >= LARGE:
            yield f"{app.name}!{name}", [data]
    together: list[bytes] = []
    told = 0
    for data in sorted(files.values(), key=len):
        together.append(data)
        size = sum(map(len, together))
        if len(together) > 1 and size >= told + LARGE:
            told = size
            yield f"{app.name}, its {len(together)} smallest", list(together)


def main() -> None:
    """Prints one row for each program, the smallest first."""
    print(f"{'program':<60} {'MB':>6} {'ms':>6} {'ms/MB':>6}")
    collect_rarely()
    with tempfile.TemporaryDirectory() as folder:
        apps = [Path(name) for name in sys.argv[1:]] or list(npm_apps(Path(folder), (*NPM, SMALL)))
        found = [one for app in apps for one in programs(app)]
    costs = []
    for name, files in sorted(found, key=lambda one: sum(map(len, one[1]))):
        size = sum(map(len, files)) / 1e6
        taken = min(read(files) for _ in range(RUNS))
        costs.append(taken / size)
        print(f"{name:<60} {size:>6.2f} {taken:>6.0f} {costs[-1]:>6.1f}", flush=True)
    middle = (min(costs) + max(costs)) / 2
    print(f"all within {max(costs) / middle - 1:.0%} of {middle:.1f} ms/MB")


if __name__ == "__main__":
    main()
