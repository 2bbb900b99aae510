"""What came of deleting a file: the test by which the norm tells settings from redundant files."""

from appsec.model.noted import DELETED, NEEDED, UNNEEDED
from appsec.model.trace import Life, LifeEvent, Mark, Phase
from appsec.readers.trace.index import Index

_STARTED = (LifeEvent.SPAWNED, LifeEvent.ATTACHED)


def deletions(told: Index) -> dict[str, bool]:
    """Whether the app needs each file that was deleted: not if it worked as before once it had been
    started again, by the process or, where nobody followed that, by a phase that began after."""
    deleted: dict[str, int] = {}
    started = -1
    found: dict[str, bool] = {}
    phases = {str(phase) for phase in Phase} - {Phase.CLOSE}
    for number, line in told.others:
        if isinstance(line, Life):
            started = number if line.event in _STARTED else started
        elif isinstance(line, Mark):
            if line.name in phases:
                started = number
            elif line.name == DELETED:
                deleted[line.note] = number
            elif line.name == NEEDED:
                found[line.note] = True
            elif line.name == UNNEEDED and deleted.get(line.note, started) < started:
                found.setdefault(line.note, False)
    return found
