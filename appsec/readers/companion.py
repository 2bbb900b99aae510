"""One app from two builds: facts on code from the companion, all others from the shipped one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from appsec.facts.app import About, App, Known, Reader
from appsec.model.frozen import frozen
from appsec.model.outcome import Build, Gap


def code_facts(app: App) -> frozenset[str]:
    """The facts that a companion tells."""
    return frozenset(name for name, fact in app.facts().items() if fact.about is About.CODE)


def with_code_of(shipped: App, companion: App) -> App:
    """The shipped app, its code as the companion has it. Both are of one platform."""
    readers = {
        name: _reader_of(fact.about, name, shipped, companion)
        for name, fact in shipped.facts().items()
    }
    return type(shipped)(readers)


def _reader_of(about: About, name: str, shipped: App, companion: App) -> Reader:
    match about:
        case About.CODE:
            return _reader(companion, name, Build.COMPANION)
        case About.PACKAGE:
            return _reader(shipped, name, Build.SHIPPED)
        case About.DERIVED:
            return lambda joined: shipped.read_for(joined, name)


def _reader(other: App, name: str, build: Build) -> Reader:
    """Takes a fact from another app, with the gaps of all that it was made from."""

    def read(_: App) -> Known[object]:
        with other.watching() as touched:
            value = other.read(name)
        return Known(value, _Gaps(other, tuple(sorted(touched)), build))

    return read


@frozen
class _Gaps(Collection[Gap]):
    """The gaps of facts of another app, those included that come up after they were read."""

    app: App
    facts: tuple[str, ...]
    build: Build

    def __iter__(self) -> Iterator[Gap]:
        every = each_once(gap for fact in self.facts for gap in self.app.gaps_of(fact))
        return (replace(gap, build=self.build) for gap in every)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, gap: object) -> bool:
        return any(one == gap for one in self)


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
