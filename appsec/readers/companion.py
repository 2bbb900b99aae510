"""One app from two builds: facts on code from the companion, all others from the shipped one."""

from collections.abc import Iterable
from dataclasses import replace

from appsec.facts.app import About, App, Known, Reader
from appsec.model.outcome import Build, Gap


def code_facts(app: App) -> frozenset[str]:
    """The facts that a companion tells."""
    return frozenset(name for name, fact in app.facts().items() if fact.about is About.CODE)


def with_code_of(shipped: App, companion: App) -> App:
    """The shipped app, its code as the companion has it. Both are of one platform."""
    code = code_facts(shipped)
    readers = {
        name: _reader(companion, name, Build.COMPANION)
        if name in code
        else _reader(shipped, name, Build.SHIPPED)
        for name in shipped.facts()
    }
    return type(shipped)(readers)


def _reader(other: App, name: str, build: Build) -> Reader:
    """Takes a fact from another app, with the gaps of all that it was made from."""

    def read(_: App) -> Known[object]:
        with other.watching() as touched:
            value = other.read(name)
        gaps = [gap for fact in sorted(touched) for gap in other.gaps_of(fact)]
        return Known(value, tuple(replace(gap, build=build) for gap in each_once(gaps)))

    return read


def each_once(gaps: Iterable[Gap]) -> list[Gap]:
    """Each gap once, in order."""
    once: list[Gap] = []
    for gap in gaps:
        if gap not in once:
            once.append(gap)
    return once


def charged(gaps: Iterable[Gap], code: frozenset[str]) -> list[Gap]:
    """Gaps of the joined app: those of a fact on code that could not be had are the companion's."""
    return each_once(
        replace(gap, build=Build.COMPANION) if gap.fact in code else gap for gap in gaps
    )
