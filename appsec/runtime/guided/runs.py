"""The run directories of a guided session: opened, taken up again, and ended."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from appsec.engine.trace_lines import BadLine
from appsec.model.trace import EndReason, Meta
from appsec.runtime.canaries import BadCanaries, Kept
from appsec.runtime.guided.state import RUNS
from appsec.runtime.guided.steps import Which
from appsec.runtime.run_folder import RunFolder


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

    def end(self) -> list[str]:
        """Ends those that were left open on other days, and names those that cannot be."""
        return [run.name for run in self.all() if not ended(run, EndReason.FINISHED)]


def run_folders(session: Path) -> list[Path]:
    """The directories of all runs of a session."""
    below = session / RUNS
    return sorted(below.iterdir()) if below.is_dir() else []


def ended(folder: Path, reason: EndReason) -> bool:
    """Ends a run that was left open. Whether it has an end now."""
    try:
        run = RunFolder.resume(folder)
    except (BadLine, BadCanaries, OSError):
        return False
    except ValueError:
        return True
    whole = run.end(reason)
    run.close()
    return whole
