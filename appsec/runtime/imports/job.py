"""The import itself, in a child: hostile files are read, and a run is written of them."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from appsec.engine.child import Emit
from appsec.model.frozen import slotted
from appsec.model.text import visible
from appsec.model.trace import EndReason
from appsec.runtime.canaries import read_canaries
from appsec.runtime.imports.capture import read_capture
from appsec.runtime.imports.copies import COPIES, copied, together
from appsec.runtime.imports.flows import read_flows
from appsec.runtime.imports.gathered import LOG, TRAFFIC, Gathered, Loss, Unusable
from appsec.runtime.imports.har import read_har
from appsec.runtime.imports.log_lines import Clock
from appsec.runtime.imports.logs import Whose, read_log
from appsec.runtime.imports.lookups import over_http
from appsec.runtime.imports.plan import IMPORTED, Kind, Plan, Source, planned
from appsec.runtime.imports.timeline import SECOND, Timeline, written, zone_of
from appsec.runtime.imports.trees import is_full
from appsec.runtime.imports.writing import Writing
from appsec.runtime.run_folder import RunFolder


def work(request: dict[str, Any], _payload: IO[bytes], emit: Emit) -> None:
    """Emits `begin` before a file is looked into, `loss` for what of it is lost, `taken` once
    something of it was imported, and `done` at the end, with whether the run is whole.

    `request` is a plan; `lost` are the indexes of files that killed an earlier child.
    """
    lost = set(request.pop("lost"))
    _Job(planned(request), lost, emit).run()


@slotted
class _Read:
    source: Source
    told: Gathered


class _Job:
    def __init__(self, plan: Plan, lost: set[int], emit: Emit) -> None:
        self._plan = plan
        self._lost = lost
        self._emit = emit
        self._all = Gathered()
        self._origins: list[str] = []

    def run(self) -> None:
        plan = self._plan
        moving = [_Read(source, told) for source, told in self._gathered()]
        copies = [one for one in plan.sources if one.kind in COPIES]
        if not moving and not copies:
            self._emit({"done": False})
            return
        timeline = Timeline(plan.marks, plan.until or self._until(copies))
        zero = self._zero(timeline)
        meta = replace(plan.meta, created=written(zero), tool=self._tool(moving))
        self._emit({"begin": -1})
        typed = read_canaries(Path(plan.canaries)) if plan.canaries else ()
        with RunFolder.create(Path(plan.run), meta, typed) as run:
            writing = Writing(run, timeline, zero, self._all, plan)
            try:
                writing.statements()
                for one in moving:
                    writing.origin(one.source, one.told.program)
                self._replay(writing, copies)
                self._emit({"begin": -1})
                writing.moved()
                # Not with the copies: what stands between a note and its picture parts them.
                for origin in self._origins:
                    run.mark(IMPORTED, origin)
            except OSError as error:
                if not is_full(error):
                    raise
                run.recorder.full.set()
                self._emit({"loss": {"index": -1, "key": "disk-full", "values": {}}})
            run.recorder.stand_at(timeline.until - zero)
            self._emit({"done": run.end(EndReason.FINISHED)})

    # What is read before the run is begun: its times say when that was.

    def _gathered(self) -> Iterator[tuple[Source, Gathered]]:
        for index, source in self._sources():
            if source.kind in COPIES:
                continue
            self._emit({"begin": index})
            try:
                told = self._reader(source)(Path(source.path))
            except Unusable as error:
                self._tell(index, error.loss)
                self._hole_of(source)
                continue
            for loss in told.losses:
                self._tell(index, loss)
            told.moved += list(over_http(told.moved))
            told.shift(-self._plan.offsets.get(str(source.kind), 0))
            self._all.add(told)
            count = len(told.moved) + len(told.log)
            self._emit({"taken": {"index": index, "count": count}})
            yield source, told

    def _sources(self) -> Iterator[tuple[int, Source]]:
        for index, source in enumerate(self._plan.sources):
            if index in self._lost:
                self._hole_of(source)
            else:
                yield index, source

    def _hole_of(self, source: Source) -> None:
        """A file that could not be read at all may have held anything."""
        if source.kind in (Kind.HAR, Kind.PCAP, Kind.FLOWS):
            self._all.hole(TRAFFIC, f"a {source.kind} file could not be read")
        elif source.kind is Kind.LOG:
            self._all.hole(LOG, "a log could not be read")

    def _reader(self, source: Source) -> Callable[[Path], Gathered]:
        plan = self._plan
        if source.kind is Kind.LOG:
            near = plan.marks[0].at if plan.marks else int(time.time() * SECOND)
            whose = Whose(plan.meta.package, plan.pids, plan.uids, plan.process)
            return lambda path: read_log(path, whose, Clock(zone_of(plan.zone), near))
        if source.kind is Kind.PCAP:
            return lambda path: read_capture(path, plan.uids)
        return read_har if source.kind is Kind.HAR else read_flows

    def _until(self, copies: list[Source]) -> int:
        return max((*(one.at for one in copies), *self._all.times()), default=0)

    def _zero(self, timeline: Timeline) -> int:
        """When the run began: with the first mark or, without any, with what there is."""
        marks = [one.at for one in timeline.marks]
        first = min(marks or self._all.times(), default=timeline.until)
        return first // SECOND * SECOND

    def _tool(self, moving: list[_Read]) -> str:
        kinds = dict.fromkeys(
            [f"{one.source.kind} ({one.told.program})".replace(" ()", "") for one in moving]
            + [str(one.kind) for one in self._plan.sources if one.kind in COPIES]
        )
        return visible(f"{self._plan.meta.tool} import: {', '.join(kinds)}", 300)

    def _tell(self, index: int, loss: Loss) -> None:
        values = {name: visible(value) for name, value in loss.values.items()}
        self._emit({"loss": {"index": index, "key": loss.key, "values": values}})

    def _replay(self, writing: Writing, copies: list[Source]) -> None:
        """Marks, what became of the app, and copies, in the order of their times."""
        steps = list(writing.steps())
        taken = [(index, one) for index, one in self._sources() if one in copies]
        steps += [
            (those[0][1].at, 3, partial(self._copy, writing.run, those))
            for those in together(taken)
        ]
        for at, _, step in sorted(steps, key=lambda one: one[:2]):
            writing.stand(at)
            step()

    def _copy(self, run: RunFolder, those: Sequence[tuple[int, Source]]) -> None:
        told = copied(run, those, self._plan, lambda index: self._emit({"begin": index}))
        self._emit({"begin": -1})
        for index, one in sorted(told.items()):
            for loss in one.losses:
                self._tell(index, loss)
            if one.count:
                self._origins.append(one.origin)
                self._emit({"taken": {"index": index, "count": one.count}})
