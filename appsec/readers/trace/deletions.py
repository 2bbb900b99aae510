"""What came of deleting a file: the test by which the norm tells settings from redundant files."""

from appsec.model.noted import DELETED, FILES_LEFT, NEEDED, REDO, STEP_DONE, UNNEEDED
from appsec.model.trace import BROKE_OFF, Life, LifeEvent, Mark, Phase
from appsec.readers.trace.index import Index

_STARTED = (LifeEvent.SPAWNED, LifeEvent.ATTACHED)
_PHASES = {str(phase) for phase in Phase} - {Phase.BEFORE, Phase.CLOSE, Phase.UNINSTALL}


def deletions(told: Index) -> dict[str, bool]:
    """Whether the app needs each file that was deleted, by what was said last. It shows once the
    app has been started again, by the process or, where nobody followed that, by a phase that began
    after. What was said in a step of the guided session that broke off counts for nothing."""
    said = _Said()
    deleted: dict[str, int] = {}
    started = -1
    for number, line in told.others:
        if isinstance(line, Life):
            started = number if line.event in _STARTED else started
        elif isinstance(line, Mark):
            if line.name in _PHASES:
                started = number
            elif line.name == DELETED:
                deleted[line.note] = number
            elif line.name in (NEEDED, UNNEEDED) and deleted.get(line.note, started) < started:
                said.answers[line.note] = line.name == NEEDED
            said.mark(line)
    return said.kept | said.answers


class _Said:
    """The answers of this try of a step, and those that are not taken back with it."""

    def __init__(self) -> None:
        self.kept: dict[str, bool] = {}
        self.answers: dict[str, bool] = {}
        self._left: tuple[str, ...] = ()
        self._step, self._whole = "", False

    def mark(self, one: Mark) -> None:
        """Keeps what a try settled, and forgets that of one that broke off. A step that is whole
        may be redone until another begins, and asks about all its files again then."""
        if one.name in _PHASES:
            self._whole &= one.note == self._step
            self._step = one.note
        elif one.name in (FILES_LEFT, STEP_DONE):
            self._whole = one.name == STEP_DONE
            self._left = tuple(self.answers)
            self.kept |= self.answers
            self.answers = {}
        elif one.name == BROKE_OFF:
            self.answers = {}
            # A try that left files over is gone on with by doing the step again; whatever else
            # breaks it off (another build of the app, say) has its answers show nothing.
            gone = () if one.note.startswith(REDO) else self._left
            self.kept = {
                file: told
                for file, told in self.kept.items()
                if not self._whole and file not in gone
            }
            self._left = ()
