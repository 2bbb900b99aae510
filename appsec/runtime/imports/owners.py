"""Whose lines of a log are whose, by what Android's system says of its processes.

A process that was once said to be the app's stays so: any app may print what only the system
should, so that no line takes ownership away.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import field

from appsec.model.frozen import slotted
from appsec.model.trace import LifeEvent
from appsec.runtime.imports.gathered import Happened
from appsec.runtime.imports.log_lines import Printed

FIRST_APP = 10_000
OF_A_USER = 100_000
_SYSTEM = ("ActivityManager", "am_proc_start", "am_proc_died", "am_kill", "am_crash", "am_anr")
_STARTED = re.compile(
    r"Start proc (?P<pid>\d+):(?P<name>[^\s/]+)/(?P<uid>u\d+a?i?\d+(?:i\d+)?|\d+)(?P<rest>.*)"
)
_STARTED_EARLIER = re.compile(
    r"Start proc (?P<name>[^\s:]+(?::\S+)?) for .*?: pid=(?P<pid>\d+) uid=(?P<uid>\d+)(?P<rest>.*)"
)
_STARTED_EVENT = re.compile(
    r"\[\d+,(?P<pid>\d+),(?P<uid>\d+),(?P<name>[^,\]]+)(?P<rest>[^\]]*)\]?.*"
)
_DIED = re.compile(r"Process (?P<name>\S+) \(pid (?P<pid>\d+)\) has died.*")
_KILLED = re.compile(r"Killing (?P<pid>\d+):(?P<name>[^\s/]+)/.*")
_DIED_EVENT = re.compile(r"\[\d+,(?P<pid>\d+),(?P<name>[^,\]]+).*")
_CRASHED = re.compile(r"Process: (?P<name>[^\s,]+), PID: (?P<pid>\d+).*")
_CRASHED_NATIVE = re.compile(r"pid: (?P<pid>\d+), tid: \d+, name: .*>>> (?P<name>\S+) <<<.*")
_HUNG = re.compile(r"ANR in (?P<name>\S+).*")


@slotted
class Owners:
    """The app's processes and user ids: those that the tester names, and those that the log says
    are of `package`. `lived` is what became of them."""

    package: str
    pids: set[int]
    uids: set[int]
    lived: list[Happened] = field(default_factory=list)

    def learn(self, lines: Iterable[Printed]) -> None:
        """Goes once through a log. An app's own user id may be told after its first lines."""
        kept = [line for line in lines if line.tag in (*_SYSTEM, "AndroidRuntime", "DEBUG")]
        for _ in range(2):
            self.lived.clear()
            for line in kept:
                self._take(line)

    def own(self, line: Printed) -> bool:
        """Whether a process of the app printed it."""
        return line.pid in self.pids or ((uid := _uid(line.uid)) is not None and uid in self.uids)

    @property
    def known(self) -> bool:
        """Whether anybody can tell."""
        return bool(self.pids or self.uids)

    def _take(self, line: Printed) -> None:
        text = line.text
        for pattern in _patterns(line.tag):
            if match := pattern.fullmatch(text):
                self._started(line, match)
                return
        if line.tag in ("ActivityManager", "am_proc_died", "am_kill"):
            for pattern in (_DIED, _KILLED, *((_DIED_EVENT,) if line.tag[:3] == "am_" else ())):
                if match := pattern.fullmatch(text):
                    self._ended(line, match, LifeEvent.EXITED)
                    return
            if (match := _HUNG.fullmatch(text)) and self._named(match["name"]):
                self._happened(line, LifeEvent.HUNG, 0)
            return
        pattern = _CRASHED_NATIVE if line.tag == "DEBUG" else _CRASHED
        if match := pattern.fullmatch(text):
            self._ended(line, match, LifeEvent.CRASHED)

    def _started(self, line: Printed, match: re.Match[str]) -> None:
        uid = _uid(match["uid"])
        of_us = self._named(match["name"]) or f"{{{self.package}/" in match["rest"]
        if not of_us and (uid is None or uid not in self.uids):
            return
        self.pids.add(_number(match["pid"]))
        if self._named(match["name"]) and uid is not None:
            self.uids.add(uid)
        self._happened(line, LifeEvent.SPAWNED, _number(match["pid"]))

    def _ended(self, line: Printed, match: re.Match[str], event: LifeEvent) -> None:
        pid = _number(match["pid"])
        if self._named(match["name"]) or pid in self.pids:
            self.pids.add(pid)
            self._happened(line, event, pid)

    def _happened(self, line: Printed, event: LifeEvent, pid: int) -> None:
        if line.at is not None:
            self.lived.append(Happened(line.at, event, pid, line.text[:200]))

    def _named(self, name: str) -> bool:
        return name == self.package or name.startswith(f"{self.package}:")


def _patterns(tag: str) -> Collection[re.Pattern[str]]:
    if tag == "ActivityManager":
        return _STARTED, _STARTED_EARLIER
    return (_STARTED_EVENT,) if tag == "am_proc_start" else ()


def _uid(text: str) -> int | None:
    """A user id as a number: `10123`, `u0a123`; None for others, those of isolated processes too,
    which are new each time."""
    if text.isdigit():
        return _number(text)
    match = re.fullmatch(r"u(\d{1,3})_?a(\d{1,5})", text)
    return int(match[1]) * OF_A_USER + FIRST_APP + int(match[2]) if match else None


def _number(text: str) -> int:
    return int(text[:9])
