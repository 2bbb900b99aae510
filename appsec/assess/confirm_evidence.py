"""Evidence files beside a confirmations file: which paths may name one, and what lies there."""

import hashlib
import stat
from pathlib import Path, PurePosixPath

from appsec.model.frozen import frozen


@frozen
class Filed:
    """What lies at a path: its SHA-256 and size, both empty if there is no file to read."""

    sha256: str = ""
    size: int = 0


def bad_path(written: str) -> str:
    """Why a path may not name evidence; empty if it may.

    It is read the same on every system, and never leads out of the folder of the file.
    """
    path = PurePosixPath(written)
    if not written.strip() or "\0" in written or not path.name:
        return "names no file"
    if path.is_absolute() or "\\" in written or ":" in path.parts[0]:
        return "must be relative to this file, with / between folders"
    if ".." in path.parts:
        return "must not lead out of this folder"
    if path.as_posix() != written:
        return f"write it as {path.as_posix()}"  # one file, one name
    return ""


def look_at(folder: Path, written: str) -> Filed:
    """What lies at a path relative to `folder`. Raises ValueError for one that leads out of it.

    Something that is no regular file, or that nobody may read, counts as not there.
    """
    if problem := bad_path(written):
        raise ValueError(problem)
    path = folder / written
    try:
        real, root = path.resolve(), folder.resolve()
        if not real.is_relative_to(root):
            raise ValueError("a link leads out of this folder")
        if not stat.S_ISREG(real.stat().st_mode):
            return Filed()
        with real.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return Filed(digest.hexdigest(), file.tell())
    except (OSError, RuntimeError):
        return Filed()
