"""Lines of the system's log as `logcat` and `idevicesyslog` print them."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from appsec.model.frozen import frozen
from appsec.runtime.imports.timeline import SECOND, BadTime, moment, since
from appsec.runtime.vis import decoded

_TIME = (
    r"(?P<time>(?:(?P<year>\d{4})-)?(?P<month>\d\d)-(?P<day>\d\d) "
    r"(?P<clock>\d\d:\d\d:\d\d\.\d{3,9})(?: (?P<zone>[+-]\d{4}))?|\d{9,10}\.\d{3,9})"
)
_UID = r"(?:(?P<uid>[A-Za-z_]\w*|\d+)[: ] *)?"
_TAG = r"(?P<tag>.*?)"
_LEVEL = r"(?P<level>[VDIWEFAS])"
_FORMS = {
    "threadtime": rf"\s*{_TIME} +{_UID}(?P<pid>\d+) +\d+ {_LEVEL} {_TAG}: (?P<text>.*)",
    "time": rf"\s*{_TIME} {_LEVEL}/{_TAG}\( *{_UID}(?P<pid>\d+)\): (?P<text>.*)",
    "brief": rf"{_LEVEL}/{_TAG}\( *{_UID}(?P<pid>\d+)\): (?P<text>.*)",
    "thread": rf"{_LEVEL}\( *{_UID}(?P<pid>\d+): *\d+\) (?P<text>.*)",
    "process": rf"{_LEVEL}\( *{_UID}(?P<pid>\d+)\) (?P<text>.*)",
    "long": rf"\[ +{_TIME} +{_UID}(?P<pid>\d+): *\d+ {_LEVEL}/{_TAG}\]",
    "ios": (
        r"(?P<name>[A-Z][a-z]{2}) +(?P<day>\d\d?) (?P<clock>\d\d:\d\d:\d\d(?:\.\d{1,9})?) "
        r"(?P<tag>[^\[\]<>]+)\[(?P<pid>\d+)\] <(?P<level>\w+)>: "
        r"(?P<text>.*)"
    ),
}
FORMS = {name: re.compile(pattern) for name, pattern in _FORMS.items()}
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_COLOURS = re.compile(r"\x1b\[[0-9;]{0,20}m")
_DIVIDER = re.compile(r"--------- ((?:beginning of|switch to) \w+)")
_SPANNING = ("long", "ios")
"""Formats whose messages go on in lines without a head."""
_CONNECTED, _DISCONNECTED = "[connected]", "[disconnected"
SAMPLE = 200
STRANGE, BUFFER = -1, -2
_HALF_YEAR = 183 * 86_400 * SECOND


@frozen
class Printed:
    """One line. `at` is None if it has no time; `uid` is as printed, empty if it is not; the tag of
    iOS is all that stands before the process's number. Instead of a process, what is no line has
    STRANGE and what begins a buffer BUFFER."""

    at: int | None
    text: str
    tag: str = ""
    level: str = ""
    pid: int = STRANGE
    uid: str = ""


def form_of(lines: list[str]) -> str:
    """The format that most of these lines have; empty if none has any."""
    plain = [_COLOURS.sub("", line) for line in lines]
    counts = {name: sum(map(bool, map(form.fullmatch, plain))) for name, form in FORMS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


@frozen
class Clock:
    """Whose clock a log has: its zone, and a moment near which it was written, for what does not
    print its year."""

    zone: tzinfo | None
    near: int

    def read(self, found: dict[str, str | None]) -> int | None:
        """The time of a line; None if it has none that makes sense."""
        text = found.get("time") or ""
        try:
            if text and not found.get("month"):
                return moment(text)
            if not found.get("clock"):
                return None
            return self._nearest(found)
        except (BadTime, ValueError, OverflowError):
            return None

    def _nearest(self, found: dict[str, str | None]) -> int:
        name = found.get("name")
        month = _MONTHS.index(name) // 3 + 1 if name else int(found.get("month") or 0)
        zone = found.get("zone") or ""
        year = found.get("year")
        here = datetime.fromtimestamp(self.near / SECOND, self.zone).year
        best: int | None = None
        for each in (int(year),) if year else (here - 1, here, here + 1):
            written = f"{each:04}-{month:02}-{int(found['day'] or 0):02}T{_micro(found)}{zone}"
            try:
                told = datetime.fromisoformat(written)
                at = since(told if told.tzinfo or not self.zone else told.replace(tzinfo=self.zone))
            except ValueError:
                continue  # the 29th of February of another year
            if best is None or abs(at - self.near) < abs(best - self.near):
                best = at
        if best is None or (not year and abs(best - self.near) > _HALF_YEAR):
            raise BadTime("no such day")
        return best


def _micro(found: dict[str, str | None]) -> str:
    whole, _, part = (found["clock"] or "").partition(".")
    return f"{whole}.{part.ljust(6, '0')[:6]}"


def printed(lines: Iterator[str], form: str, clock: Clock) -> Iterator[Printed]:
    """All lines of a log in this format. What is no line of it has no process."""
    pattern, head = FORMS[form], None
    spanning = form in _SPANNING
    for raw in lines:
        line = _COLOURS.sub("", raw)
        line = decoded(line.encode()) if form == "ios" else line
        if match := pattern.fullmatch(line):
            head = _printed(match, clock)
            if form != "long":
                yield head
        elif match := _DIVIDER.fullmatch(line):
            yield Printed(None, match[1], pid=BUFFER)
        elif spanning and head is not None and not line.startswith(_DISCONNECTED):
            if line.strip():
                yield Printed(head.at, line, head.tag, head.level, head.pid, head.uid)
        elif line.strip() and line != _CONNECTED:
            yield Printed(None, line)


def _printed(match: re.Match[str], clock: Clock) -> Printed:
    found = match.groupdict()
    pid = int((found["pid"] or "0")[:9])
    return Printed(
        clock.read(found), found.get("text") or "", (found.get("tag") or "").strip(),
        found.get("level") or "", pid, found.get("uid") or "",
    )  # fmt: skip
