"""The leaks of all runs as one value, which notes what each asker lacked."""

from collections.abc import Collection, Iterator, Sequence
from copy import copy

from appsec.engine.canaries.forms import What
from appsec.engine.run_hits import AFTER
from appsec.engine.trace_lines import BadLine
from appsec.facts.app import Asked, Known
from appsec.facts.leaks import Leak, Where
from appsec.model.outcome import Cause, Gap, Location
from appsec.model.run_files import PRIVATE, Root
from appsec.model.text import visible
from appsec.model.trace import Hit, Phase
from appsec.readers.trace.called import called
from appsec.readers.trace.covered import covered, folder_left
from appsec.readers.trace.index import Index
from appsec.readers.trace.left_out import left_in_any
from appsec.readers.trace.mask import Mask
from appsec.readers.trace.runs import Traces
from appsec.readers.trace.search import Search
from appsec.readers.trace.searched import Searched, Taken
from appsec.readers.trace.silence import (
    Lacks,
    OwnLack,
    lack_in,
    lack_of_all,
    log_lack,
    never_entered,
    snapshot_lack,
    traffic_lack,
    unseen,
)
from appsec.readers.trace.tokens import Tokens

FACT = "leaks"
_Fit = tuple[Index, Searched, Taken]
"""A snapshot whose silence means something, and the run that it is of."""
MAX_TOLD = 20
"""Most files of which a gap says that they were not searched whole."""


class FoundLeaks(Asked):
    """Implements `appsec.facts.leaks.Leaks`, and tells each asker's lacks apart (`Asked`)."""

    def __init__(self, runs: Sequence[tuple[str, Index]]) -> None:
        self._traces = Traces(runs)
        self._runs = [(name, told, Search(name, told).searched()) for name, told in runs]
        left = left_in_any(told for _, told in runs)
        for _, _, done in self._runs:
            done.left_in_any = left
        self._tokens = Tokens([done for _, _, done in self._runs])
        self._lacked: list[Gap] = []
        self._mask: Mask | None = None

    def only(self, places: Collection[int]) -> "FoundLeaks":
        part = copy(self)
        part._traces = self._traces.only(places)
        part._runs = [self._runs[place] for place in sorted(places)]
        part._lacked = []
        return part

    def masked(self, text: str) -> str:
        if self._mask is None:
            self._mask = Mask(one for _, _, done in self._runs for one in done.sought)
        return self._mask.masked(text)

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
        return [*lacked, *self._traces.taken()]

    def in_files(
        self,
        phases: Collection[Phase],
        roots: Collection[Root] = (),
        *,
        also: Collection[Phase] = (),
        any_of: bool = False,
        keys: bool = False,
    ) -> Iterator[Leak]:
        parts = frozenset(roots) or PRIVATE
        if any_of:
            self._need_snapshot(tuple(phases), parts, after_all=True)
        for phase in () if any_of else phases:
            self._need_snapshot((phase,), parts, after_all=phase in AFTER)
        self._need_canaries(phases)
        found = self._of(Where.FILE, (*phases, *also), keys=keys)
        yield from (one for one in found if one.root in parts)

    def pictures(self, phases: Collection[Phase]) -> Iterator[tuple[str, Location]]:
        for name, _, done in self._runs:
            for phase in phases:
                for taken in done.snapshots.get(phase, ()):
                    manifest = f"{name}/snapshot/{visible(taken.head.name)}/manifest.jsonl"
                    yield from ((path, Location(manifest, path)) for path in taken.pictures)

    def in_log(
        self, phases: Collection[Phase] = (), *, also: Collection[Phase] = ()
    ) -> Iterator[Leak]:
        self._need(phases, "log", log_lack)
        yield from self._of(Where.LOG, (*phases, *also))

    def in_traffic(
        self, phases: Collection[Phase] = (), *, also: Collection[Phase] = ()
    ) -> Iterator[Leak]:
        self._need(phases, "traffic", traffic_lack)
        yield from self._of(Where.TRAFFIC, (*phases, *also))

    def looked_at(self, where: Where) -> Iterator[Leak]:
        yield from self._of(where, ())

    def in_calls(
        self,
        hooks: Collection[str],
        phases: Collection[Phase] = (),
        *,
        of: Collection[str] = (),
    ) -> Iterator[Leak]:
        self._traces.watch(hooks, phases, any_of=True, each=True)
        self._need(phases, "calls", lambda *_: None)
        if of and not any(self._typed(told, done, of) for _, told, done in self._runs):
            self._lacks("kind-not-typed", kinds=", ".join(of))
        for name, told, done in self._runs:
            found = self._hits(name, told, done, hooks, phases)
            try:
                yield from (one for one in found if not of or one.what in of)
            except BadLine as error:
                values = {"run": name, "line": "", "why": visible(str(error))}
                self._told_once(Gap(FACT, Cause.LOST, "trace-changed", values))

    @staticmethod
    def _typed(told: Index, done: Searched, kinds: Collection[str]) -> bool:
        whats = {one.id: one.what for one in done.canaries.values()}
        return told.trouble is None and any(whats.get(one) in kinds for one in done.typed)

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
                        hit.form, hit.offset, hook=hook, argument=hit.argument, own=call.own,
                        variant=bool(told.meta.variant),
                        given_by=tuple(done.givers.get(hit.canary, ())),
                    )  # fmt: skip

    def _of(self, where: Where, phases: Collection[Phase], *, keys: bool = False) -> Iterator[Leak]:
        for _, _, done in self._runs:
            for leak in done.leaks:
                asked = leak.where is where and (leak.what == What.KEY) is keys
                if asked and (not phases or leak.phase in phases):
                    yield self._tokens.told(leak)

    # What silence takes.

    def _need_snapshot(
        self, phases: tuple[Phase, ...], roots: frozenset[Root], after_all: bool = False
    ) -> None:
        """Whole snapshots of one of these phases, of all these parts, after something was entered
        or, with `after_all`, after everything was and the app was used."""
        names = ", ".join(map(str, phases))
        taken = [
            (told, done, one)
            for _, told, done in self._runs
            for phase in phases
            for one in done.snapshots.get(phase, ())
        ]
        if not taken:
            return self._lacks("no-snapshot", phase=names)
        lacks = [
            snapshot_lack(told, done, one) or ((after_all and unseen(told, done, one)) or None)
            for told, done, one in taken
        ]
        fit = [each for each, lack in zip(taken, lacks, strict=True) if lack is None]
        if not fit:
            key, values = next(filter(None, reversed(lacks)))
            return self._lacks(key, **{"phase": names, **values})
        for group in (PRIVATE, frozenset((Root.BACKUP,))):
            # Nobody's folder is empty: what shows none was not let in.
            if roots & group and not any(group & one.files.keys() for _, _, one in fit):
                return self._lacks("snapshot-empty", phase=names)
        for part in sorted(roots):
            self._need_part(names, part, fit)
        return None

    def _need_part(self, phases: str, part: Root, fit: Sequence[_Fit]) -> None:
        """Several snapshots may have walked it together."""
        whole = [each for each in fit if not each[2].half.get(part)]
        if part in _covered(whole):
            if all((Where.FILE, one.head.phase, part) in done.crowded for _, done, one in whole):
                self._lacks("leaks-not-all-told", phase=phases, what=str(part))
        elif part in _covered(fit):
            half = next(one for _, _, one in fit if one.half.get(part))
            self._half(phases, half, part)
        else:
            left = folder_left(*_walked(fit)) if part in PRIVATE else ""
            self._lacks("root-not-walked", phase=phases, root=visible(left) or str(part))

    def _half(self, phase: str, one: Taken, part: Root) -> None:
        self._lacks("snapshot-incomplete", phase=phase)
        for path, why in list(one.half[part])[:MAX_TOLD]:
            self._lacks("not-searched-whole", file=path, why=why)

    def _need(self, phases: Collection[Phase], what: str, of: OwnLack) -> None:
        """One run of each phase that lacks nothing; none named, of all that it went through."""
        if phases:
            for phase in phases:
                lacks = [lack_in(told, done, phase, of) for _, told, done in self._runs]
                if None not in lacks:
                    self._add(lacks[-1] if lacks else ("not-kept", {}), what, phase)
        else:
            every = [lack_of_all(told, done, of) for _, told, done in self._runs]
            if None not in every:
                self._add(every[-1] if every else ("not-kept", {}), what, None)
        self._need_canaries(phases)

    def _add(self, lack: Lacks | None, what: str, phase: Phase | None) -> None:
        if lack is None:
            return
        key, values = lack
        places = {"phase": str(phase)} if phase else {}
        self._lacks(key, **{"what": what, **places, **values})

    def _need_canaries(self, phases: Collection[Phase]) -> None:
        """All that was entered must be long enough to be found, and all that servers gave the app
        must be known."""
        for _, told, done in self._runs:
            names = called((told,))
            for short in done.unsought:
                self._lacks("canary-too-short", canary=names.get(short) or visible(short))
            for code in done.beside:
                # Alone its digits are any number's, wherever the app may have put them.
                if not never_entered(told, done, code, phases):
                    self._lacks("code-only-beside", canary=names.get(code) or visible(code))
            for why in list(done.unlearned)[:MAX_TOLD]:
                self._lacks("tokens-not-all-known", why=why)
            for most in sorted(done.beyond):
                self._lacks("too-many-tokens", most=str(most))
            for host, name in list(done.short)[:MAX_TOLD]:
                self._lacks("token-too-short", host=host, name=name)

    def _lacks(self, key: str, **values: str) -> None:
        self._told_once(Gap(FACT, Cause.NOT_SUPPLIED, key, values))

    def _told_once(self, gap: Gap) -> None:
        if gap not in self._lacked:
            self._lacked.append(gap)


def _walked(fit: Sequence[_Fit]) -> tuple[tuple[str, ...], str]:
    """The folders that snapshots of one app walked, and which app it is."""
    packages = [told.meta.package for told, _, _ in fit]
    return tuple(root for _, _, one in fit for root in one.head.roots), "".join(packages[:1])


def _covered(fit: Sequence[_Fit]) -> frozenset[Root]:
    return covered(*_walked(fit))


def read_leaks(runs: Traces) -> Known[FoundLeaks]:
    """Searches all runs that were given. What each of them kept is read once."""
    found = FoundLeaks(runs.indexes)
    return Known(found, found.gaps)
