"""What a tester says of files that other tools wrote: marks, times, and what was recorded when."""

import re
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from pathlib import Path

from appsec.model.noted import DELETED, NEEDED, NOTED, UNNEEDED, noted
from appsec.model.trace import ABSENT, TYPED, Phase
from appsec.runtime.imports.gathered import LOG, TRAFFIC
from appsec.runtime.imports.plan import Kind, Said
from appsec.runtime.imports.timeline import LATEST, SECOND, BadTime, Marked, Timeline, moment

MAX_MARKS_FILE = 1 << 20
MAX_MARKS = 10_000
MAX_NOTE = 500
_PHASES = {str(phase) for phase in Phase}
_OF_CANARIES = {"t": TYPED, "a": ABSENT}
_WITH_NOTE = {"d": DELETED, "k": NEEDED, "u": UNNEEDED, "o": NOTED, "n": "note"}
_OFFSET = re.compile(r"[+-]?\d{1,8}(?:\.\d{1,6})?")


class BadSaid(ValueError):
    """Something that the tester said and that makes no sense: what it is, and what is wanted."""


def marks_of(
    file: Path | None, marks: Iterable[str], typed: Iterable[str], zone: tzinfo | None
) -> tuple[list[Marked], int]:
    """All marks, from a file and from options (`login@TIME`, `phone@TIME`), and when the session
    ended, 0 if nobody says. Raises BadSaid, OSError."""
    made: list[Marked] = []
    until = 0
    if file is not None:
        with file.open("rb") as opened:
            text = opened.read(MAX_MARKS_FILE + 1).decode("utf-8-sig", "replace")
        if len(text) > MAX_MARKS_FILE:
            raise BadSaid(f"{file.name}: too large")
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.lstrip().startswith("#"):
                mark = _line(f"{file.name}:{number}", line.strip(), zone)
                if mark.name:
                    made.append(mark)
                else:
                    until = mark.at
    for one in marks:
        name, at = _at(one, zone)
        made.append(Marked(at, _phase(name, one)))
    for one in typed:
        name, at = _at(one, zone)
        made.append(Marked(at, TYPED, name))
    if len(made) > MAX_MARKS:
        raise BadSaid(f"more than {MAX_MARKS} marks")
    return made, until


def _line(place: str, line: str, zone: tzinfo | None) -> Marked:
    """One line: a time, and a command as a recording takes it."""
    time, _, rest = line.partition(" ")
    word, _, value = rest.strip().partition(" ")
    name, _, note = value.strip().partition(" ")
    at = _moment(time, place, zone)
    if word == "m" and name:
        return Marked(at, _phase(name, place), note[:MAX_NOTE])
    if word in _OF_CANARIES and name:
        return Marked(at, _OF_CANARIES[word], name)
    if word in _WITH_NOTE and value.strip() and (word != "o" or noted(value)):
        return Marked(at, _WITH_NOTE[word], value.strip()[:MAX_NOTE])
    if word == "q" and not value:
        return Marked(at, "")
    raise BadSaid(f"{place}: TIME m PHASE | t CANARY | a CANARY | o TRIED OUTCOME | n TEXT | q")


def when(
    text: str, marks: Sequence[Marked], until: int, zone: tzinfo | None
) -> tuple[str, int]:  # fmt: skip
    """The phase and the time of a copy, from `PHASE`, `PHASE@TIME` or `TIME`. Of a phase alone the
    time is its beginning: what was entered later in it, nobody knows to be in the copy. Raises
    BadSaid."""
    timeline = Timeline(marks, until or LATEST)
    name, _, time = text.partition("@")
    if name not in _PHASES:
        at = _moment(text, text, zone)
        return "", at
    stretches = timeline.of(Phase(name))
    if not stretches:
        raise BadSaid(f"{text}: no mark begins {name}")
    if not time:
        return name, stretches[0].begin
    at = _moment(time, text, zone)
    if timeline.phase_at(at) is not Phase(name):
        raise BadSaid(f"{text}: {name} was not going on then")
    return name, at


def captured(texts: Iterable[str], zone: tzinfo | None) -> tuple[Said, ...]:
    """What was recorded without a break: `traffic`, `log`, or with `@FROM/TO`. Raises BadSaid."""
    made = []
    for text in texts:
        what, _, times = text.partition("@")
        begin, _, end = times.partition("/")
        if what not in (TRAFFIC, LOG) or bool(times) is not bool(begin and end):
            raise BadSaid(f"{text}: traffic, log, traffic@FROM/TO or log@FROM/TO")
        both = [_moment(one, text, zone) if one else 0 for one in (begin, end)]
        made.append(Said(what, *both))
    return tuple(made)


def offsets(texts: Iterable[str]) -> dict[str, int]:
    """By how much clocks are ahead of the marks', in microseconds: `log=+2.5`. Raises BadSaid."""
    made = {}
    for text in texts:
        kind, _, seconds = text.partition("=")
        if kind not in (Kind.HAR, Kind.PCAP, Kind.FLOWS, Kind.LOG) or not _OFFSET.fullmatch(
            seconds
        ):
            raise BadSaid(f"{text}: har, pcap, flows or log = seconds")
        made[kind] = round(float(seconds) * SECOND)
    return made


def _at(text: str, zone: tzinfo | None) -> tuple[str, int]:
    name, at, time = text.partition("@")
    if not at:
        raise BadSaid(f"{text}: NAME@TIME")
    return name, _moment(time, text, zone)


def _phase(name: str, place: str) -> str:
    if name not in _PHASES - {str(Phase.BEFORE)}:
        raise BadSaid(f"{place}: {name[:40]!r} is no phase ({', '.join(sorted(_PHASES))})")
    return name


def _moment(text: str, place: str, zone: tzinfo | None) -> int:
    try:
        return moment(text, zone)
    except BadTime as error:
        raise BadSaid(f"{place}: {text[:40]!r} is no time (2026-11-21T16:00:00+08:00)") from error
