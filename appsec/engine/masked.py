"""No outcome holds a value that a tester entered, or that a run brought up."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from appsec.facts.app import App, FactUnavailable
from appsec.model.outcome import Gap, Location, Outcome, Seen

OF_RUNS = frozenset(("runs", "leaks", "traffic"))
"""Facts that tell what an app did with what was entered."""

_Masked = Callable[[str], str]


def without_values(outcome: Outcome, app: App, touched: Collection[str]) -> Outcome:
    """The outcome of a check that read recorded runs: an app may name files, hosts and objects by
    what is entered, and a check tells those."""
    if OF_RUNS.isdisjoint(touched):
        return outcome
    try:
        masked: _Masked = app.read("leaks").masked
    except FactUnavailable:
        return outcome  # nobody can tell what the values are
    seen = tuple(_seen(one, masked) for one in outcome.seen)
    gaps = tuple(_gap(one, masked) for one in outcome.gaps)
    return replace(outcome, seen=seen, gaps=gaps, crash=masked(outcome.crash))


def _seen(one: Seen, masked: _Masked) -> Seen:
    places = tuple(_place(each, masked) for each in one.locations)
    at = places[0] if isinstance(one.at, Location) else places
    return replace(one, at=at, values=_values(one.values, masked))


def _gap(one: Gap, masked: _Masked) -> Gap:
    return replace(one, values=_values(one.values, masked))


def _place(one: Location, masked: _Masked) -> Location:
    return replace(one, file=masked(one.file), member=masked(one.member), at=masked(one.at))


def _values(values: Mapping[str, str], masked: _Masked) -> dict[str, str]:
    return {name: masked(value) for name, value in values.items()}
