"""One app from two builds: facts on code from the companion, all others from the shipped one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from appsec.facts.app import About, App, FactUnavailable, Known, Reader
from appsec.facts.placed_text import Medium, PlacedText, TextBlock, Texts
from appsec.model.outcome import Build, Gap

_OF_FILES = frozenset(
    (
        *("too-much-to-search", "packed-file", "refused-file", "archive-unreadable"),
        *("archives-too-deep", "malformed-resources"),
    )
)
"""Gaps of texts that are none of the code: what hides the code is why there is a companion."""


def code_facts(app: App) -> frozenset[str]:
    """The facts that a companion tells, be it in part."""
    told = (About.CODE, About.BOTH)
    return frozenset(name for name, fact in app.facts().items() if fact.about in told)


def facts_of_code(app: App) -> frozenset[str]:
    """The facts that only a companion tells, and so their gaps."""
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
        case About.BOTH:
            return _both(name, shipped, companion)


def _both(name: str, shipped: App, companion: App) -> Reader:
    """Texts of the companion, and those that lie elsewhere than in the code of the shipped build: a
    protection may have changed or added files."""
    of_companion = _reader(companion, name, Build.COMPANION)

    def read(app: App) -> Known[object]:
        code = of_companion(app)
        texts = cast(Texts, code.value)
        try:
            rest: Texts = shipped.read(name)
        except FactUnavailable as reason:
            return Known(texts, [*code.gaps, Gap(name, reason.cause, reason.key, reason.values)])
        joined = _BothTexts(texts, rest, code.gaps)
        return Known(joined, joined.gaps)

    return read


@dataclass(frozen=True, slots=True)
class _BothTexts:
    """All blocks of one, and those of the other that are of no code."""

    code: Texts
    rest: Texts
    lost: Collection[Gap]

    def blocks(self) -> Iterator[TextBlock]:
        yield from self.code.blocks()
        yield from (one for one in self.rest.blocks() if one.medium is not Medium.CODE)

    def __iter__(self) -> Iterator[PlacedText]:
        for block in self.blocks():
            yield from map(block.placed, range(len(block.texts)))

    @property
    def gaps(self) -> Collection[Gap]:
        return _BothGaps(self.lost, self.rest)


@dataclass(frozen=True, slots=True)
class _BothGaps(Collection[Gap]):
    lost: Collection[Gap]
    rest: Texts

    def __iter__(self) -> Iterator[Gap]:
        yield from self.lost
        yield from (gap for gap in self.rest.gaps if gap.key in _OF_FILES)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, gap: object) -> bool:
        return any(one == gap for one in self)


def _reader(other: App, name: str, build: Build) -> Reader:
    """Takes a fact from another app, with the gaps of all that it was made from."""

    def read(_: App) -> Known[object]:
        with other.watching() as touched:
            value = other.read(name)
        return Known(value, _Gaps(other, tuple(sorted(touched)), build))

    return read


@dataclass(frozen=True, slots=True)
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
