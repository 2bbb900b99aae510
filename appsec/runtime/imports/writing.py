"""Writes what was gathered into a run: each thing at its time and in its phase."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from appsec.model.run_files import Exchange
from appsec.model.text import visible
from appsec.model.trace import NOT_KEPT, TYPED, LifeEvent, Phase
from appsec.runtime.imports.gathered import LOG, TRAFFIC, Gathered, Happened, Moved, digest_of
from appsec.runtime.imports.plan import IMPORTED, STATED, Kind, Plan, Said, Source
from appsec.runtime.imports.timeline import Marked, Stretch, Timeline, covered, written
from appsec.runtime.run_folder import RunFolder

AT_ONCE = 2_000
_OF = {
    TRAFFIC: (Kind.HAR, Kind.PCAP, Kind.FLOWS),
    LOG: (Kind.LOG,),
}
Step = tuple[int, int, Callable[[], None]]


class Writing:
    """One run that is being made of what others recorded. Raises OSError."""

    def __init__(
        self, run: RunFolder, timeline: Timeline, zero: int, gathered: Gathered, plan: Plan
    ) -> None:  # fmt: skip
        self.run = run
        self._timeline = timeline
        self._zero = zero
        self._all = gathered
        self._given = [w for w, kinds in _OF.items() if any(o.kind in kinds for o in plan.sources)]
        self._windows: dict[str, list[tuple[int, int]]] = {}
        for one in plan.said:
            if one.what in self._given:
                self._windows.setdefault(one.what, []).append(self._said(one))
        self._complete = any(one.complete for one in plan.sources)

    def _said(self, one: Said) -> tuple[int, int]:
        """The time of a statement. A log is never quiet: before its first line it was not kept,
        whatever is said."""
        stretches = self._timeline.stretches
        begin = one.begin or (stretches[0].begin if stretches else self._timeline.until)
        if firsts := [first for first, _ in self._all.windows.get(one.what, [])]:
            begin = max(begin, min(firsts)) if one.what == LOG else begin
        return begin, one.end or self._timeline.until

    def statements(self) -> None:
        """Tells what only the tester's word stands for."""
        self.stand(self._zero)
        for what, windows in self._windows.items():
            for begin, end in windows:
                self.run.mark(STATED, f"all {what} was recorded {written(begin)}/{written(end)}")
        if self._complete:
            self.run.mark(STATED, "no copy lacks anything")

    def stand(self, at: int) -> None:
        """From now on it is this time."""
        self.run.recorder.stand_at(self._at(at))

    def origin(self, source: Source, program: str) -> None:
        """Tells what a part of the run was made of."""
        digest = digest_of(Path(source.path))
        self.stand(self._zero)
        name = visible(Path(source.path).name, 100)
        note = f"{source.kind} {name} {digest} program={visible(program, 100)}"
        self.run.mark(IMPORTED, note)

    def steps(self) -> Iterator[Step]:
        """The marks, and what became of the app: when, in which order at one time, and how."""
        stretches = iter(self._timeline.stretches)
        for one in self._timeline.marks:
            begins = one.name in {str(phase) for phase in Phase}
            yield one.at, 0, partial(self._mark, one, next(stretches) if begins else None)
        # Who saw only a part of the log does not know that nothing happened to the app.
        whole = all(self._lack(LOG, one) is None for one in self._timeline.stretches)
        for happened in self._all.lived:
            if whole or happened.event is not LifeEvent.SPAWNED:
                yield happened.at, 2, partial(self._life, happened)

    def moved(self) -> None:
        """The connections and the log."""
        for one in sorted(self._all.moved, key=lambda each: each.exchange.at):
            for exchange in self._in_phases(one):
                self.run.exchange(exchange, one.request, one.response)
        lines = (
            replace(one, at=self._at(one.at), phase=self._phase(one.at)) for one in self._all.log
        )
        while some := list(islice(lines, AT_ONCE)):
            self.run.log(some)

    def _mark(self, one: Marked, begins: Stretch | None) -> None:
        if one.name == TYPED:
            self.run.typed(one.note)
            return
        self.run.mark(one.name, one.note)
        for what in self._given if begins else ():
            assert begins is not None
            if why := self._lack(what, begins):
                self.run.mark(NOT_KEPT, f"{what} {visible(why, 200)}")

    def _life(self, one: Happened) -> None:
        self.run.recorder.life(one.event, one.pid, visible(one.why, 200))

    def _lack(self, what: str, stretch: Stretch) -> str | None:
        """Why not all of a phase's traffic or log is there."""
        for hole in self._all.holes:
            if hole.what != what:
                continue
            if hole.begin is None or hole.end is None:
                return hole.why
            if hole.begin <= stretch.end and stretch.begin <= hole.end:
                return hole.why
        windows = self._windows.get(what, [])
        if not windows:
            return "nobody says that all of it was recorded"
        if covered(windows, stretch.begin, stretch.end):
            return None
        return "it was not recorded from the beginning to the end of the phase"

    def _in_phases(self, one: Moved) -> Iterator[Exchange]:
        """A connection in each phase in which it went on, if nobody knows what went over it; a name
        in each in which it was looked up."""
        once = one.exchange.method and one.exchange.scheme != "dns"
        times = (one.exchange.at, *(() if once else one.times))
        told: set[Phase] = set()
        for at in times:
            phase = self._phase(at)
            if phase not in told:
                told.add(phase)
                yield replace(one.exchange, at=self._at(at), phase=phase)

    def _phase(self, at: int) -> Phase:
        return self._timeline.phase_at(at) if at else Phase.BEFORE

    def _at(self, at: int) -> int:
        return max(0, at - self._zero)
