"""Build symbols/: the dSYM, zipped, of the app's own executable in fixed.ipa."""

import sys
import tempfile
import zipfile
from pathlib import Path

from samples.packing import Entry, run, write_zip

DSYMUTIL = Path("/usr/lib/llvm-14/bin/dsymutil")
EXECUTABLE = "Payload/Parcel.app/Parcel"
BUNDLE = "Parcel.app.dSYM"


def build(out: Path) -> None:
    """Write the sample below `out`, from the IPA that is there."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        executable, bundle = work / "Parcel", work / BUNDLE
        with zipfile.ZipFile(out / "package/fixed.ipa") as ipa:
            executable.write_bytes(ipa.read(EXECUTABLE))
        run((DSYMUTIL, executable, "-o", bundle))
        files = sorted(path for path in bundle.rglob("*") if path.is_file())
        entries = [Entry(path.relative_to(work).as_posix(), path.read_bytes()) for path in files]
    target = out / "symbols" / f"{BUNDLE}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(target, entries)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
