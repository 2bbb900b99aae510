"""What testers noted of what they tried, with the pictures that were taken then."""

from collections.abc import Iterator, Sequence

from appsec.facts.run import Attempt
from appsec.model.noted import NOTED, Tried, noted
from appsec.model.outcome import Location
from appsec.model.run_files import LOOKED
from appsec.model.trace import Attachment, Mark, Phase, State
from appsec.readers.trace.index import Index
from appsec.readers.trace.run_file import BadFile, attached
from appsec.readers.trace.watched import in_whole_stretch

PICTURE = "screenshot"
"""The name of the mark that follows a picture."""
PICTURES = "screenshots/"
_BESIDE = (PICTURE, LOOKED)
"""Marks that tell of what was taken, and begin nothing."""


def attempts_in(runs: Sequence[tuple[str, Index]], tried: Tried) -> Iterator[Attempt]:
    """All that was noted of one thing in all runs, in order."""
    for name, told in runs:
        marks = told.of(Mark)
        phase = Phase.BEFORE
        first = 0
        for place, (number, mark) in enumerate(marks):
            phase = Phase(mark.name) if mark.name in list(Phase) else phase
            said = noted(mark.note) if mark.name == NOTED else None
            if said is not None and said.tried is tried:
                following = (one for one in marks[place + 1 :] if one[1].name not in _BESIDE)
                ended = Mark("", told.end.at if told.end else mark.at)
                last, after = next(following, (told.lines, ended))
                at = Location(f"{name}/trace.jsonl", at=f"line {number + 1}")
                # A picture may be taken right before the note, too, if it is not another note's.
                pictured = _pictured(told, min(first, number), last)
                held = _held(told, number)
                whole = told.trouble is None and in_whole_stretch(told, number)
                yield Attempt(said, phase, at, mark.at, after.at, pictured, told.meta, whole, held)
            if mark.name not in _BESIDE:
                first = told.lines if mark.name == NOTED else number


def _held(told: Index, before: int) -> frozenset[str]:
    """The states of no subject in particular that were on before a line."""
    last = {one.name: one.value for at, one in told.of(State) if at < before and not one.subject}
    return frozenset(name for name, value in last.items() if value is True)


def _pictured(told: Index, first: int, last: int) -> str:
    """The first picture that is as it was taken of those between the lines of two marks."""
    lines = (one for number, one in told.of(Attachment) if first < number < last)
    paths = (one.path for one in lines if one.path.startswith(PICTURES))
    return next((path for path in paths if _is_there(told, path)), "")


def _is_there(told: Index, path: str) -> bool:
    try:
        return attached(told, path) is not None
    except BadFile:
        return False
