"""The leaks of all runs as one value, which notes what each asker lacked."""

from collections.abc import Collection, Iterator, Sequence

from appsec.facts.app import Known
from appsec.facts.leaks import Leak, Where
from appsec.model.outcome import Cause, Gap, Location
from appsec.model.run_files import Root
from appsec.model.text import visible
from appsec.model.trace import Hit, HookState, Phase
from appsec.readers.trace.index import Index
from appsec.readers.trace.runs import Traces
from appsec.readers.trace.search import Search, Searched

FACT = "leaks"
MAX_TOLD = 20
"""Most files of which a gap says that they were not searched whole."""


class FoundLeaks:
    """Implements `appsec.facts.leaks.Leaks`, and tells each asker's lacks apart (`Asked`)."""

    def __init__(self, runs: Sequence[tuple[str, Index]]) -> None:
        self._runs = [(name, told, Search(name, told).searched()) for name, told in runs]
        self._lacked: list[Gap] = []

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What of the runs' files could not be read at all, whoever asks."""
        return tuple(
            Gap(FACT, Cause.LOST, bad.key, {"run": name, "file": visible(bad.path), "why": bad.why})
            for name, _, done in self._runs
            for bad in done.bad
        )

    def taken(self) -> list[Gap]:
        lacked, self._lacked = self._lacked, []
        return lacked

    def in_files(self, phases: Collection[Phase], roots: Collection[Root] = ()) -> Iterator[Leak]:
        self._need_canaries()
        for phase in phases:
            taken = [one for _, _, done in self._runs for one in done.snapshots.get(phase, ())]
            if not taken:
                self._lacks("no-snapshot", phase=str(phase))
            elif not any(one.complete for one in taken):
                self._lacks("snapshot-incomplete", phase=str(phase))
                self._half_read()
        for leak in self._of(Where.FILE, phases):
            if not roots or leak.root in roots:
                yield leak

    def in_log(self, phases: Collection[Phase] = ()) -> Iterator[Leak]:
        self._need_canaries()
        self._need_phases(phases, [t for _, t, done in self._runs if done.logged], "log")
        yield from self._of(Where.LOG, phases)

    def in_traffic(self, phases: Collection[Phase] = ()) -> Iterator[Leak]:
        self._need_canaries()
        self._need_phases(phases, [t for _, t, done in self._runs if done.traffic], "traffic")
        yield from self._of(Where.TRAFFIC, phases)

    def in_calls(self, hooks: Collection[str], phases: Collection[Phase] = ()) -> Iterator[Leak]:
        self._need_canaries()
        for hook in hooks:
            whole = [
                told
                for _, told, _ in self._runs
                if told.trouble is None
                and (known := told.hooks.get(hook))
                and known.state is HookState.INSTALLED
            ]
            self._need_phases(phases, whole, hook)
        for name, told, done in self._runs:
            yield from self._hits(name, told, done, hooks, phases)

    def _hits(
        self,
        name: str,
        told: Index,
        done: Searched,
        hooks: Collection[str],
        phases: Collection[Phase],
    ) -> Iterator[Leak]:
        hits: dict[int, list[Hit]] = {}
        for _, hit in told.of(Hit):
            if not phases or hit.phase in phases:
                hits.setdefault(hit.call, []).append(hit)
        known = {one.id: one for one in told.meta.canaries} | done.canaries
        for hook in hooks if hits else ():
            for number, call in told.calls(hook, hits):
                for hit in hits[number]:
                    if hit.canary not in known:
                        continue
                    canary = known[hit.canary]
                    at = Location(f"{name}/trace.jsonl", at=f"line {number + 1}")
                    yield Leak(
                        hit.canary, canary.what, canary.learned, Where.CALL, hit.phase, at,
                        hit.form, hit.offset, hook=hook, own=call.own,
                        variant=bool(told.meta.variant),
                    )  # fmt: skip

    def _of(self, where: Where, phases: Collection[Phase]) -> Iterator[Leak]:
        for _, _, done in self._runs:
            for leak in done.leaks:
                if leak.where is where and (not phases or leak.phase in phases):
                    yield leak

    # What silence takes.

    def _need_canaries(self) -> None:
        """Something must have been entered, and all that was must be long enough to be found."""
        if not any(done.typed & done.canaries.keys() for _, _, done in self._runs):
            self._lacks("no-canary-typed")
        for _, _, done in self._runs:
            for short in done.unsought:
                self._lacks("canary-too-short", canary=visible(short))

    def _need_phases(self, phases: Collection[Phase], kept: list[Index], what: str) -> None:
        kept = [told for told in kept if told.trouble is None]
        if not kept:
            self._lacks("not-kept", what=what)
        for phase in phases if kept else ():
            if not any(phase in told.phases for told in kept):
                self._lacks("phase-not-run", phase=str(phase))

    def _half_read(self) -> None:
        told = 0
        for _, _, done in self._runs:
            for path, why in done.half_read:
                if told == MAX_TOLD:
                    return
                told += 1
                self._lacks("not-searched-whole", file=path, why=why)

    def _lacks(self, key: str, **values: str) -> None:
        gap = Gap(FACT, Cause.NOT_SUPPLIED, key, values)
        if gap not in self._lacked:
            self._lacked.append(gap)


def read_leaks(runs: Traces) -> Known[FoundLeaks]:
    """Searches all runs that were given. What each of them kept is read once."""
    found = FoundLeaks(runs.indexes)
    return Known(found, found.gaps)
