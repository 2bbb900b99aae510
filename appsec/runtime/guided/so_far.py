"""A run as it stands while it is still recorded: a copy with an end, to be read like any other."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from appsec.engine.trace_lines import MAX_LINE
from appsec.model.run_files import LOOKED
from appsec.model.trace import Attachment, EndReason
from appsec.runtime.canaries import NAME as CANARIES
from appsec.runtime.run_folder import BODIES, LOG, SNAPSHOTS, TRAFFIC
from appsec.runtime.trace_file import NAME as TRACE
from appsec.runtime.trace_file import TraceFile


def copied(run: Path, to: Path) -> Path:
    """Copies a run that may be growing to a new folder, and ends the copy. What cannot change any
    more (contents, bodies) is linked. Raises OSError, and BadLine for a trace that was changed."""
    to.mkdir(mode=0o700, parents=True)
    for name in (TRACE, CANARIES, LOG, TRAFFIC):
        if (run / name).exists():
            shutil.copyfile(run / name, to / name)
            (to / name).chmod(0o600)
    for name in (TRACE, LOG, TRAFFIC):
        _cut(to / name)
    for name in (SNAPSHOTS, BODIES, LOOKED):
        if (run / name).is_dir():
            unfinished = shutil.ignore_patterns(".part-*")
            shutil.copytree(run / name, to / name, copy_function=_linked, ignore=unfinished)
    try:
        file = TraceFile.reopen(to)
    except ValueError as error:
        if str(error) != "the trace has ended":
            raise
        return to
    with file:
        now = int((time.monotonic() - file.started) * 1e6)
        grown = [_attached(to, name, now) for name in (LOG, TRAFFIC) if (to / name).exists()]
        file.write(grown)
        file.end(EndReason.FINISHED, now)
    return to


def _cut(place: Path) -> None:
    """Takes off half a line at the end: the file was appended to while it was copied."""
    if not place.exists():
        return
    with place.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        start = file.seek(max(0, size - MAX_LINE - 1))
        end = file.read().rfind(b"\n")
        file.truncate(start + end + 1)


def _attached(folder: Path, name: str, now: int) -> Attachment:
    with (folder / name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Attachment(name, digest, file.tell(), now)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Another file system, or one without hard links.
        shutil.copyfile(source, target)
