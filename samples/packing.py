"""What both platforms' build scripts share: run a tool, write a zip whose bytes repeat."""

import os
import subprocess
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

SAMPLES = Path(__file__).resolve().parent
KEYS = SAMPLES / "keys"

# Some arguments of a command, grouped as they are best read.
Arguments: TypeAlias = tuple[str | Path, ...]

# A time as a zip entry carries it, to the second.
When: TypeAlias = tuple[int, int, int, int, int, int]

# The earliest date that a zip entry can carry.
_ZIP_EPOCH: When = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a package."""

    name: str
    data: bytes
    stored: bool = False
    executable: bool = False


def run(*groups: Arguments) -> None:
    """Run a build tool; its output is shown only when it fails, which ends the build."""
    command = [str(part) for group in groups for part in group]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed ({done.returncode}):\n{done.stdout}")


def write_zip(target: Path, entries: Iterable[Entry], when: When = _ZIP_EPOCH) -> None:
    """Write the entries in the given order, with one time and fixed modes."""
    with zipfile.ZipFile(target, "w") as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, when)
            info.create_system = _UNIX
            info.external_attr = (0o100755 if entry.executable else 0o100644) << 16
            info.compress_type = zipfile.ZIP_STORED if entry.stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, entry.data, compresslevel=9)
