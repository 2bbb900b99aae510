"""An import as its caller sees it: hostile files are read in a child, if need be without some."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from appsec.engine.isolate import MIB, ChildFailure, Limits, run_child
from appsec.model.frozen import frozen, slotted
from appsec.runtime.imports.plan import Plan, plain

ENTRY = "appsec.runtime.imports.job:work"
LIMITS = Limits(memory=2048 * MIB, cpu=1800, wall=3600)


@frozen
class Lost:
    """What could not be imported: the index of the file, -1 for the run itself, and why."""

    index: int
    key: str
    values: Mapping[str, str]


@slotted
class Imported:
    """What came of an import: how much each file gave, what was lost, and whether the run has its
    end."""

    taken: dict[int, int] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    whole: bool = False


def import_run(plan: Plan, limits: Limits = LIMITS) -> Imported:
    """Makes a run of files. A folder that holds none of what was given is not left behind. Raises
    FileExistsError for one that is there, OSError, ChildFailure if it fails by itself."""
    folder = Path(plan.run)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    killed: list[Lost] = []
    while True:
        hearing = _Hearing()
        request = {**plain(plan), "lost": [one.index for one in killed]}
        done = False
        try:
            run_child(ENTRY, request, hearing.hear, limits)
            done = True
        except ChildFailure as failure:
            if hearing.begun < 0:
                raise
            # What killed the child is left out, and everything else read once more.
            why = failure.values.get("how", failure.key)
            killed.append(Lost(hearing.begun, "killed", {"why": why[:200]}))
            continue
        finally:
            # Half a run is of no use: it can be imported again.
            if not (done and hearing.told.taken):
                shutil.rmtree(folder, ignore_errors=True)
        hearing.told.lost += killed
        return hearing.told


class _Hearing:
    """Takes what the child tells."""

    def __init__(self) -> None:
        self.told = Imported()
        self.begun = -1

    def hear(self, line: bytes) -> None:
        message: dict[str, Any] = json.loads(line)
        if "begin" in message:
            self.begun = int(message["begin"])
        elif "taken" in message:
            self.told.taken[int(message["taken"]["index"])] = int(message["taken"]["count"])
        elif "loss" in message:
            loss = message["loss"]
            self.told.lost.append(Lost(int(loss["index"]), str(loss["key"]), loss["values"]))
        elif "done" in message:
            self.told.whole = message["done"] is True
