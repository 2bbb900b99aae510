"""Which of the recorded runs the silence of a check rests on."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from appsec.engine.masked import OF_RUNS
from appsec.engine.run import run
from appsec.facts.app import App
from appsec.facts.run import Runs
from appsec.model.check import Check
from appsec.model.outcome import Evidence, Outcome, Seen

_Places = tuple[int, ...]
_Enough = Callable[[_Places], bool]


class Resting:
    """Tells of the checks of one app which runs each of them rests on.

    A check looks again at parts of what was read: no run is read or searched twice for it.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._alone: Counter[int] = Counter()

    def of(self, check: Check, outcome: Outcome) -> Outcome:
        """The outcome with the names of the runs that it rests on, if it is without gaps: it would
        be so if no others had been given, and not with any of them left out. A run of a variant is
        among them only if those of the release are not enough (rule G6).
        """
        parts: dict[str, Any] = {}
        for fact in () if outcome.gaps else sorted(OF_RUNS):
            with suppress(Exception):  # a fact that cannot be had is a gap of who asks for it
                parts[fact] = self._app.read(fact)
        runs: Runs | None = parts.get("runs")
        if runs is None or not runs.names:
            return outcome

        def enough(places: _Places) -> bool:
            some = self._app.with_values({f: part.only(places) for f, part in parts.items()})
            return _shows(run(check, some), outcome)

        places = sorted(self._found(runs, enough))
        return replace(outcome, rests_on=tuple(dict.fromkeys(runs.names[p] for p in places)))

    def _found(self, runs: Runs, enough: _Enough) -> _Places:
        every = tuple(range(len(runs.names)))
        if len(every) == 1:
            return every
        release = tuple(place for place in every if not runs.metas[place].variant)
        variants = tuple(place for place in every if runs.metas[place].variant)
        # What most other checks rest on alone is likely enough for this one.
        for usual, _ in self._alone.most_common(1):
            if enough((usual,)):
                return (usual,)
        within = release if release and variants and enough(release) else (*release, *variants)
        found = _fewest((), within, enough)
        if len(found) == 1 and found[0] in release:
            self._alone[found[0]] += 1
        return found


def _shows(part: Outcome, whole: Outcome) -> bool:
    """Whether the runs behind a part leave no doubt, and show all that counts for the app."""
    told, every = _told(part.seen), _told(whole.seen)
    kept = {one for one in every if one[0] is Evidence}
    return not part.gaps and kept <= told <= every


def _told(seen: Sequence[Seen]) -> set[tuple[type[Seen], str]]:
    return {(type(one), one.key) for one in seen}


def _fewest(given: _Places, some: _Places, enough: _Enough) -> _Places:
    """A least part of `some` that still is enough beside those `given`, as all of it is. By halves:
    most checks rest on one run, and testers record many."""
    if len(some) <= 1:
        return some
    half = (len(some) + 1) // 2
    first, second = some[:half], some[half:]
    for part in (first, second):
        if enough((*given, *part)):
            return _fewest(given, part, enough)
    later = _fewest((*given, *first), second, enough)
    return (*_fewest((*given, *later), first, enough), *later)
