"""What an agent tells, as lines of a trace: checked, numbered, each in its phase."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from threading import Event, RLock
from typing import Any

from appsec.engine.trace_lines import BadLine, decoded
from appsec.model.trace import (
    EVERY_HOOK,
    Call,
    Canary,
    Drop,
    EndReason,
    Hit,
    Hook,
    Life,
    LifeEvent,
    Line,
    Mark,
    Phase,
    Stack,
    State,
)
from appsec.runtime.trace_file import TraceFile


class Recorder:
    """Takes messages from any thread. After a disk is full nothing more is taken: `full` is set.

    A message comes out of the app's own process, which may be hostile: what is not a line of a
    trace, or a call of a hook that was not announced, is counted as dropped.
    """

    def __init__(self, file: TraceFile, started: float | None = None) -> None:
        self._file = file
        self._lock = RLock()
        self._started = time.monotonic() if started is None else started
        self._zero: int | None = None
        self._stands: int | None = None
        self._announced: set[str] = set()
        self._begun: list[tuple[int, Phase]] = []
        self.phase = Phase.BEFORE
        self.pid = 0
        self.full = Event()
        self.strange = 0

    @property
    def now(self) -> int:
        """Microseconds since the recording began."""
        if self._stands is not None:
            return self._stands
        return int((time.monotonic() - self._started) * 1e6)

    @property
    def hooks(self) -> int:
        """How many hooks were announced."""
        return len(self._announced)

    def stand_at(self, at: int) -> None:
        """Lets it be this time until the next call: what others recorded happened then."""
        self._stands = at

    def clock(self, agent_ms: float) -> None:
        """Takes the agent's clock, which is another machine's, as read just now."""
        self._zero = int(agent_ms * 1000) - self.now

    def message(self, message: Mapping[str, Any], _data: bytes | None = None) -> list[Call]:
        """Takes one message of frida's. Answers the calls in it, for who learns from them."""
        payload = message.get("payload")
        if message.get("type") != "send" or not isinstance(payload, Mapping):
            self._strange(1)
            return []
        events, phase = payload.get("events"), payload.get("phase")
        if payload.get("kind") != "batch" or not isinstance(events, list):
            self._strange(1)
            return []
        if not isinstance(phase, str) or phase not in {str(one) for one in Phase}:
            self._strange(len(events))
            return []
        with self._lock:
            return self._batch(events, Phase(phase))

    def mark(self, name: str, note: str = "") -> None:
        """What the tester did; begins a phase if it is named like one."""
        with self._lock:
            at = self.now
            if name in {str(one) for one in Phase}:
                self.phase = Phase(name)
                self._begun.append((at, self.phase))
            self.write([Mark(name, at, note)])

    def phase_at(self, at: int) -> Phase:
        """The phase in which something was that is told later: a line of a log."""
        return next((one for since, one in reversed(self._begun) if since <= at), Phase.BEFORE)

    def life(self, event: LifeEvent, pid: int = 0, why: str = "") -> None:
        """Something that happened to the process or the connection."""
        self.write([Life(event, self.now, pid, why[:300])])

    def learned(self, canary: Canary) -> None:
        """A canary that the run brought up."""
        self.write([canary])

    def write(self, lines: Sequence[Line]) -> bool:
        """Whether the lines are in the trace now."""
        with self._lock:
            if self.full.is_set() or self._file.ended:
                return False
            try:
                self._file.write(lines)
            except OSError:
                self.full.set()
                return False
            return True

    def end(self, reason: EndReason) -> bool:
        """Writes the last line; on a full disk it is tried. Whether it is there."""
        with self._lock:
            try:
                self._file.end(EndReason.DISK_FULL if self.full.is_set() else reason, self.now)
            except OSError:
                self.full.set()
            return self._file.ended

    def _batch(self, events: Iterable[Any], phase: Phase) -> list[Call]:
        lines: list[Line] = []
        calls: list[Call] = []
        for event in events:
            try:
                made = self._made(event, phase, self._file.number + len(lines))
            except BadLine:
                made = [self._dropped(event, phase)]
            calls += (line for line in made if isinstance(line, Call))
            lines += made
        return calls if self._kept(lines, phase) else []

    def _kept(self, lines: list[Line], phase: Phase) -> bool:
        try:
            return self.write(lines)
        except ValueError:
            # One line is too long. Hits name the number of their call, so that none may be left
            # out alone: all calls of the batch are counted as dropped, what defines them stays.
            calls = Counter(line.hook for line in lines if isinstance(line, Call))
            self.strange += calls.total()
            stay = [line for line in lines if not isinstance(line, Call | Hit)]
            drops = [Drop(hook, count, self.now, phase) for hook, count in calls.items()]
            try:
                self.write([*stay, *drops])
            except ValueError:
                self.write([*drops, Drop(EVERY_HOOK, 1, self.now, phase)])
            return False

    def _made(self, event: Any, phase: Phase, number: int) -> list[Line]:
        if not isinstance(event, dict):
            raise BadLine("no object")
        given = dict(event)
        hits, at = given.pop("hits", []), self._at(given.pop("ms", None))
        kind = given.get("t")
        if kind in ("call", "drop"):
            given |= {"at": at, "phase": str(phase)}
        if kind == "call":
            given |= {"pid": self.pid}
        if kind == "state":
            given |= {"at": at}
        line = decoded(given)
        if isinstance(line, Hook):
            self._announced.add(line.id)
        elif isinstance(line, Call | Drop) and line.hook not in self._announced:
            raise BadLine("a call of a hook that was not announced")
        elif not isinstance(line, Call | Drop | Stack | State):
            raise BadLine("not an agent's to tell")
        return [line, *self._hits(hits, number, at, phase)]

    def _hits(self, hits: Any, call: int, at: int, phase: Phase) -> list[Line]:
        if not isinstance(hits, list):
            raise BadLine("no list of hits")
        made: list[Line] = []
        for hit in hits:
            if not isinstance(hit, dict):
                raise BadLine("no hit")
            line = decoded({**hit, "t": "hit", "call": call, "at": at, "phase": str(phase)})
            assert isinstance(line, Hit)
            made.append(line)
        return made

    def _at(self, ms: Any) -> int:
        if not isinstance(ms, int | float) or self._zero is None:
            return self.now
        return max(0, int(ms * 1000) - self._zero)

    def _strange(self, count: int) -> None:
        self.strange += count
        self.write([Drop(EVERY_HOOK, count, self.now, self.phase)])

    def _dropped(self, event: Any, phase: Phase) -> Drop:
        """Stands for an event that is none, under the name of its hook if that is known."""
        self.strange += 1
        hook = event.get("hook") if isinstance(event, dict) else None
        known = isinstance(hook, str) and hook in self._announced
        return Drop(str(hook) if known else EVERY_HOOK, 1, self.now, phase)
