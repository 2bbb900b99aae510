"""The run directories of a guided session: opened, taken up again, and ended."""

import errno
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from appsec.engine.trace_lines import MAX_LINE, BadLine
from appsec.model.trace import LEFT_OUT, EndReason, Meta
from appsec.runtime.canaries import NAME as CANARIES
from appsec.runtime.canaries import PART, BadCanaries, Kept
from appsec.runtime.guided.state import RUNS
from appsec.runtime.guided.steps import Which
from appsec.runtime.run_folder import RunFolder
from appsec.runtime.trace_file import NAME as TRACE

_NAME = re.compile(rf"({'|'.join(Which)})(-[1-9][0-9]*)?")


class Runs:
    """All runs of one session, each in a directory that is named like what it is for. `typed` are
    the canaries that the steps of each can have typed."""

    def __init__(self, folder: Path, meta: Meta, typed: Mapping[Which, Iterable[Kept]]) -> None:
        self.folder = folder
        self.meta = meta
        self._typed = {which: tuple(each) for which, each in typed.items()}

    def all(self) -> list[Path]:
        """The directories of all runs so far."""
        return run_folders(self.folder)

    def opened(self, which: Which) -> RunFolder:
        """The run of this name that was paused, or a new one. Raises OSError."""
        _sweep(self.folder)
        known = [one for one in self.all() if one.name.split("-")[0] == which]
        for each in known:
            if which is not Which.PLAIN:
                # Nothing waits in it that could be gone on with.
                ended(each, EndReason.INTERRUPTED)
                continue
            try:
                return RunFolder.resume(each)
            except (BadLine, BadCanaries):
                continue  # it was changed; what reads it says so
            except ValueError:
                continue  # it has ended
        name = f"{which}-{len(known) + 1}" if known else str(which)
        now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        meta = replace(self.meta, run=name, created=now, instrumented=which is Which.INSTRUMENTED)
        if which is not Which.INSTRUMENTED:
            meta = replace(meta, agent="", agent_sha256="")
        return RunFolder.create(self.folder / RUNS / name, meta, self._typed.get(which, ()))

    def leave_out(self, fields: Iterable[str]) -> None:
        """Marks fields in the run without an agent, which waits for its next step. If it has ended,
        another has the marks. Raises OSError."""
        run = self.opened(Which.PLAIN)
        for one in fields:
            run.mark(LEFT_OUT, one)
        run.pause()
        if run.recorder.full.is_set():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def end(self, which: Which | None = None) -> list[str]:
        """Ends those (of this kind alone) that were left open on other days, and names those that
        cannot be."""
        _sweep(self.folder)
        every = [one for one in self.all() if which in (None, one.name.split("-")[0])]
        return [run.name for run in every if not ended(run, EndReason.FINISHED)]


def run_folders(session: Path) -> list[Path]:
    """The directories of all runs of a session, by their names: what a file manager leaves beside
    them, and what a person puts there, is none."""
    below = session / RUNS
    found = sorted(below.iterdir()) if below.is_dir() else []
    return [one for one in found if _NAME.fullmatch(one.name) and one.is_dir()]


def ended(folder: Path, reason: EndReason) -> bool:
    """Ends a run that was left open. Whether it has an end now; one that was changed cannot. Raises
    OSError for a full disk."""
    try:
        run = RunFolder.resume(folder)
    except (BadLine, BadCanaries):
        return False
    except ValueError:
        return True
    whole = run.end(reason)
    run.close()
    if not whole:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return whole


def _sweep(folder: Path) -> None:
    """Takes away runs that were never begun, as a full disk leaves them: one without a first line
    would count as a run that nobody can read."""
    for run in run_folders(folder):
        names = {one.name for one in run.iterdir()}
        if names <= {TRACE, CANARIES, PART} and not _begun(run / TRACE):
            shutil.rmtree(run)


def _begun(trace: Path) -> bool:
    if not trace.exists():
        return False
    with trace.open("rb") as file:
        return file.readline(MAX_LINE + 1).endswith(b"\n")
