"""The traces of one build as one value, which notes what each asker lacked."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from appsec.engine.run_hits import RUNNING
from appsec.engine.trace_lines import BadLine
from appsec.facts.app import Asked, Known
from appsec.facts.run import Attempt, Lived, OnScreen, Recorded
from appsec.model.noted import Tried
from appsec.model.outcome import Cause, Gap, Location
from appsec.model.text import visible
from appsec.model.trace import HookState, Life, LifeEvent, Mark, Meta, Phase, State
from appsec.readers.trace.attempts import attempts_in
from appsec.readers.trace.index import BadTrace, Index, index
from appsec.readers.trace.looks import (
    FIELD,
    PAGE,
    SHOWN,
    WINDOW,
    lacks_of_fields,
    lacks_of_typing,
    lacks_of_windows,
    on_screen,
)
from appsec.readers.trace.looks import Lack as ScreenLack
from appsec.readers.trace.watched import Lack, lack_of, whole_spans

FACT = "runs"
TRACE = "trace.jsonl"
WHOLE = "whole-run"
"""What stands for a phase where all that was recorded is meant."""
MAX_TRACES = 50


class Traces(Asked):
    """Implements `appsec.facts.run.Runs`, and tells each asker's lacks apart (`Asked`)."""

    def __init__(self, indexes: Sequence[tuple[str, Index]]) -> None:
        self.indexes = tuple(indexes)
        self._lacked: list[Gap] = []

    def taken(self) -> list[Gap]:
        lacked, self._lacked = self._lacked, []
        return lacked

    def only(self, places: Collection[int]) -> "Traces":
        return Traces([self.indexes[place] for place in sorted(places)])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.indexes)

    @property
    def metas(self) -> tuple[Meta, ...]:
        return tuple(told.meta for _, told in self.indexes)

    def calls(
        self,
        hooks: Collection[str],
        phases: Collection[Phase] = (),
        *,
        any_of: bool = False,
        each: bool = False,
    ) -> Iterator[Recorded]:
        self.watch(hooks, phases, any_of=any_of, each=each)
        for name, told in self.indexes:
            for hook in hooks:
                yield from self._calls(name, told, hook, phases)

    def states(self, name: str, phases: Collection[Phase] = ()) -> Iterator[tuple[State, Location]]:
        told_in: set[Phase] = set()
        for run, told in self.indexes:
            phase = Phase.BEFORE
            for number, line in told.others:
                if isinstance(line, Mark):
                    phase = _begun(line, phase)
                elif isinstance(line, State) and line.name == name:
                    if phases and phase not in phases:
                        continue
                    if told.trouble is None and (not phases or whole_spans(told, phase)):
                        told_in.add(phase)
                    yield line, _place(run, number)
        for missing in sorted({*phases} - told_in) if phases else () if told_in else (WHOLE,):
            self._lacks("state-not-told", state=name, phase=str(missing))

    def lives(self, events: Collection[LifeEvent]) -> Iterator[Lived]:
        whole = [told for _, told in self.indexes if told.trouble is None]
        used = [told for told in whole if whole_spans(told, Phase.USE)]
        if not used:
            self._lacks("phase-not-run", phase=str(Phase.USE))
        elif not any(map(_process_watched, used)):
            self._lacks("process-not-watched")
        for run, told in self.indexes:
            phase = Phase.BEFORE
            for number, line in told.others:
                if isinstance(line, Mark):
                    phase = _begun(line, phase)
                elif isinstance(line, Life) and line.event in events:
                    yield Lived(line, phase, _place(run, number), told.meta.instrumented)
            if told.end and str(told.end.reason) in map(str, events):
                ended = Life(LifeEvent(told.end.reason), told.end.at)
                yield Lived(ended, phase, _place(run, told.lines - 1), told.meta.instrumented)

    def _calls(
        self, name: str, told: Index, hook: str, phases: Collection[Phase]
    ) -> Iterator[Recorded]:
        try:
            for number, call in told.calls(hook):
                if not phases or call.phase in phases:
                    stack = told.stacks.get(call.stack)
                    frames = stack.frames if stack else ()
                    variant = bool(told.meta.variant)
                    yield Recorded(call, _place(name, number), frames, variant)
        except BadLine as error:
            self._add(Cause.LOST, "trace-changed", run=name, line="", why=str(error))

    def attempts(self, tried: Tried) -> Iterator[Attempt]:
        found = list(attempts_in(self.indexes, tried))
        if not any(one.whole for one in found):
            self._lacks("not-tried", tried=str(tried))
        elif not all(one.pictured or one.noted.is_bad for one in found):
            self._lacks("no-picture", tried=str(tried))
        yield from found

    def fields(self, *, by_hand: bool = False) -> Iterator[OnScreen]:
        self._take(lacks_of_fields(self.indexes))
        if by_hand:
            self._take(lacks_of_typing(self.indexes))
        yield from on_screen(self.indexes, FIELD)

    def legible(self) -> Iterator[OnScreen]:
        self._take(lacks_of_windows(self.indexes, Phase.USE))
        yield from on_screen(self.indexes, SHOWN)

    def windows(self) -> Iterator[OnScreen]:
        self._take(lacks_of_windows(self.indexes, Phase.USE))
        yield from on_screen(self.indexes, WINDOW)

    def pages(self) -> Iterator[OnScreen]:
        self._take(lacks_of_windows(self.indexes, Phase.USE))
        yield from on_screen(self.indexes, PAGE)

    def _take(self, lacks: Iterable[ScreenLack]) -> None:
        for one in lacks:
            self._lacks(one.key, **dict(one.values))

    def watch(
        self,
        hooks: Collection[str],
        phases: Collection[Phase],
        *,
        any_of: bool = False,
        each: bool = False,
    ) -> None:
        """Adds what lacks for the silence of these hooks in these phases to mean anything. With
        `each` it takes all of those that there are on the device, though one call of any will do.
        Of no phase in particular, the app must have been in use, and the hooks called then.
        """
        whole = [told for _, told in self.indexes if told.trouble is None]
        for phase in phases or (None,):
            reached = [told for told in whole if whole_spans(told, phase or Phase.USE)]
            if not reached:
                self._lacks("phase-not-run", phase=str(phase or Phase.USE))
                continue
            lacks = {hook: self._lack(hook, phase, reached) for hook in hooks}
            if any_of and not each and None in lacks.values():
                continue
            if each:
                lacks = {hook: one for hook, one in lacks.items() if not _absent(reached, hook)}
            for hook, lack in lacks.items():
                if lack is not None:
                    given = {"count": str(lack.count)} if lack.count else {}
                    self._lacks(lack.key, hook=hook, phase=str(phase or WHOLE), **given)
        when = phases or RUNNING
        exercised = [hook for hook in hooks if any(_exercised(t, hook, when) for t in whole)]
        if len(exercised) < (1 if any_of else len(hooks)):
            missing = sorted({*hooks} - {*exercised})
            names = ", ".join(str(phase) for phase in phases) or WHOLE
            self._lacks("hook-not-exercised", hooks=", ".join(missing), phases=names)

    @staticmethod
    def _lack(hook: str, phase: Phase | None, reached: Sequence[Index]) -> Lack | None:
        """None if one trace shows all that this hook was called with in the phase."""
        lacks = [lack_of(told, hook, phase) for told in reached]
        return None if None in lacks else lacks[-1]

    def _lacks(self, key: str, **values: str) -> None:
        self._add(Cause.NOT_SUPPLIED, key, **values)

    def _add(self, cause: Cause, key: str, **values: str) -> None:
        gap = Gap(FACT, cause, key, {name: visible(value) for name, value in values.items()})
        if gap not in self._lacked:
            self._lacked.append(gap)


def read_runs(paths: Sequence[Path], build: str, package: str = "") -> Known[Traces]:
    """The traces in run directories, or the files themselves, of the build with this SHA-256, which
    a device knows by the id `package`, unless nobody can tell.

    One that cannot be used is a gap, and so is what follows a place where it breaks off.
    """
    indexes: list[tuple[str, Index]] = []
    gaps: list[Gap] = []
    for path in paths[:MAX_TRACES]:
        name = visible(path.name)
        try:
            told = index(path / TRACE if path.is_dir() else path)
        except BadTrace as error:
            gaps.append(_gap(str(error.trouble), {"run": name, "line": "0", "why": error.why}))
            continue
        if build not in (told.meta.app_sha256, told.meta.variant and told.meta.variant_of):
            values = {"run": name, "sha256": visible(told.meta.app_sha256)[:64]}
            gaps.append(_gap("trace-of-other-build", values))
            continue
        if not _is_of(told.meta, package, build):
            gaps.append(_gap("trace-of-other-app", {"run": name, **_ids(told.meta, package)}))
            continue
        if told.trouble is not None:
            kind, line, why = told.trouble
            gaps.append(_gap(str(kind), {"run": name, "line": str(line), "why": visible(why)}))
        indexes.append((name, told))
    if len(paths) > MAX_TRACES:
        gaps.append(_gap("too-many-traces", {"count": str(len(paths)), "most": str(MAX_TRACES)}))
    return Known(Traces(indexes), tuple(gaps))


def _is_of(meta: Meta, package: str, build: str) -> bool:
    """Whether a recorder was pointed at this app: the file that it was given says nothing of which
    app ran. What re-signs a variant may rename it."""
    return meta.package == package or not package or bool(meta.variant and meta.variant_of == build)


def _ids(meta: Meta, package: str) -> dict[str, str]:
    return {"recorded": visible(meta.package)[:200] or "?", "package": visible(package)[:200]}


def _gap(key: str, values: Mapping[str, str]) -> Gap:
    return Gap(FACT, Cause.LOST, key, values)


def _place(run: str, number: int) -> Location:
    return Location(f"{run}/{TRACE}", at=f"line {number + 1}")


def _begun(mark: Mark, before: Phase) -> Phase:
    return Phase(mark.name) if mark.name in list(Phase) else before


def _process_watched(told: Index) -> bool:
    """Whether the recorder followed the process: it then tells of its beginning, too."""
    begun = (LifeEvent.SPAWNED, LifeEvent.ATTACHED, LifeEvent.FOREGROUND)
    return any(life.event in begun for _, life in told.of(Life))


def _absent(reached: Sequence[Index], hook: str) -> bool:
    """Whether no device had what a hook is for: then nobody can have called it."""
    known = [told.hooks.get(hook) for told in reached]
    return all(one is not None and one.state is HookState.MISSING for one in known)


def _exercised(told: Index, hook: str, phases: Collection[Phase]) -> bool:
    known = told.hooks.get(hook)
    if known is None or known.state is not HookState.INSTALLED:
        return False
    return any(told.exercised[hook, phase] for phase in phases)
