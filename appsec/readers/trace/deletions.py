"""What came of deleting a file: the test by which the norm tells settings from redundant files."""

from appsec.model.noted import DELETED, NEEDED, UNNEEDED
from appsec.model.trace import Life, LifeEvent, Mark, Phase
from appsec.readers.trace.index import Index

_STARTED = (LifeEvent.SPAWNED, LifeEvent.ATTACHED)


def deletions(told: Index) -> dict[str, bool]:
    """Whether the app needs each file that was deleted. It shows once the app has been
    started again, by the process or, where nobody followed that, by a phase that began after."""
    deleted: dict[str, int] = {}
    started = -1
    found: dict[str, bool] = {}
    phases = {str(phase) for phase in Phase} - {Phase.BEFORE, Phase.CLOSE, Phase.UNINSTALL}
    for number, line in told.others:
        if isinstance(line, Life):
            started = number if line.event in _STARTED else started
        elif isinstance(line, Mark):
            if line.name in phases:
                started = number
            elif line.name == DELETED:
                deleted[line.note] = number
            elif line.name in (NEEDED, UNNEEDED) and deleted.get(line.note, started) < started:
                found[line.note] = line.name == NEEDED or found.get(line.note, False)
    return found
