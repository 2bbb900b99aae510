"""Builds the wheel and compares what is in it with what git tracks."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def expected() -> set[str]:
    """Every tracked file below appsec/, checks/ and profiles/, by its place in the wheel."""
    listed = subprocess.run(
        ["git", "ls-files", "appsec", "checks", "profiles"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    return {name if name.startswith("appsec/") else f"appsec/{name}" for name in listed}


def built(folder: Path) -> set[str]:
    """What a fresh wheel holds besides its metadata."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps",
         "--no-build-isolation", "-w", str(folder), str(ROOT)],
        check=True,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def main() -> int:
    """0 when wheel and git agree."""
    with tempfile.TemporaryDirectory() as folder:
        wheel, tracked = built(Path(folder)), expected()
    for name in sorted(tracked - wheel):
        print(f"not in the wheel: {name}", file=sys.stderr)
    for name in sorted(wheel - tracked):
        print(f"in the wheel but not tracked: {name}", file=sys.stderr)
    return wheel != tracked


if __name__ == "__main__":
    sys.exit(main())
