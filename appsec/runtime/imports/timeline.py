"""When what is imported happened: wall clocks, and the phases that the tester's marks begin.

All times here are microseconds since 1970 (UTC).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from appsec.model.frozen import frozen
from appsec.model.trace import Phase

SECOND = 1_000_000
LATEST = 4_102_444_800 * SECOND
"""The year 2100: what claims to be later, or before 1970, has no time."""
_EPOCH = re.compile(r"(\d{9,10})(?:\.(\d{1,9}))?")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)


class BadTime(ValueError):
    """A text that is no time, or no time zone."""


def zone_of(text: str) -> tzinfo | None:
    """A time zone by name (`Asia/Taipei`) or offset (`+08:00`); None, this computer's, if empty.
    Raises BadTime."""
    if not text:
        return None
    if match := _OFFSET.fullmatch(text):
        hours, minutes = int(match[2]), int(match[3])
        if hours < 24 and minutes < 60:  # noqa: PLR2004
            ahead = timedelta(hours=hours, minutes=minutes)
            return timezone(ahead if match[1] == "+" else -ahead)
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadTime(text[:40]) from error


def moment(text: str, zone: tzinfo | None = None) -> int:
    """A time in ISO 8601 or as seconds since 1970; one without an offset is of `zone`. Raises
    BadTime."""
    if match := _EPOCH.fullmatch(text.strip()):
        return int(match[1]) * SECOND + int((match[2] or "").ljust(6, "0")[:6])
    try:
        told = datetime.fromisoformat(text.strip())
        return since(told if told.tzinfo or zone is None else told.replace(tzinfo=zone))
    except (ValueError, OverflowError, OSError) as error:
        raise BadTime(text[:40]) from error


def since(told: datetime) -> int:
    """A time as a number; a naive one is of this computer's zone. Raises BadTime, OverflowError."""
    at = (told.astimezone(UTC) - _BEGAN) // timedelta(microseconds=1)
    if not 0 <= at <= LATEST:
        raise BadTime(str(told)[:40])
    return at


def written(at: int) -> str:
    """A time as a trace has it."""
    return (_BEGAN + timedelta(microseconds=at)).isoformat().replace("+00:00", "Z")


@frozen
class Marked:
    """What the tester did at a time: a phase's name begins it."""

    at: int
    name: str
    note: str = ""


@frozen
class Stretch:
    """One phase from its mark to the next, or to the end."""

    phase: Phase
    begin: int
    end: int


class Timeline:
    """The phases of a session in their order. What lies outside of them is BEFORE."""

    def __init__(self, marks: Iterable[Marked], until: int) -> None:
        self.marks = tuple(sorted(marks, key=lambda one: one.at))
        names = {str(phase) for phase in Phase}
        begun = [one for one in self.marks if one.name in names]
        ends = [*(one.at for one in begun[1:]), max([until, *(one.at for one in self.marks)])]
        self.stretches = tuple(
            Stretch(Phase(one.name), one.at, end) for one, end in zip(begun, ends, strict=False)
        )
        self._begins = [one.begin for one in self.stretches]
        self.until = ends[-1]

    def phase_at(self, at: int) -> Phase:
        """The phase that was going on."""
        place = bisect_right(self._begins, at) - 1
        if place < 0 or at > self.until:
            return Phase.BEFORE
        return self.stretches[place].phase

    def of(self, phase: Phase) -> tuple[Stretch, ...]:
        """All stretches of a phase."""
        return tuple(one for one in self.stretches if one.phase is phase)


def covered(windows: Sequence[tuple[int, int]], begin: int, end: int) -> bool:
    """Whether these windows together leave no time out between two moments."""
    for first, last in sorted(windows):
        if first <= begin <= last:
            begin = last
            if begin >= end:
                return True
    return False
