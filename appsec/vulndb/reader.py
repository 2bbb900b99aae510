"""The fact of advisories: the app's components held against the database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from appsec.engine.software import plain_version
from appsec.facts.advisories import Advisories, Match, Unmatched
from appsec.facts.app import FactUnavailable, Known
from appsec.model.feed import Feed
from appsec.model.outcome import Cause, Gap
from appsec.model.software import Software, SoftwareComponent, SoftwareKind
from appsec.vulndb.ecosystems import ecosystems
from appsec.vulndb.lookup import look_up
from appsec.vulndb.store import Database, DatabaseProblem, FeedRow, opened

STALE_DAYS = 30
"""Older data proves nothing by its silence; what it does tell still counts."""

MAX_COMPONENTS = 20_000
"""Some ten times what the largest apps hold."""

FACT = "advisories"


class _HasSoftware(Protocol):
    @property
    def software(self) -> Software: ...


def read_advisories(app: _HasSoftware, path: Path, as_of: str) -> Known[Advisories]:
    """Asks the database for the app's components. Raises FactUnavailable if it cannot be used."""
    components = [c for c in app.software.components if c.kind is not SoftwareKind.TOOL]
    try:
        with opened(path) as database:
            return _ask(database, components, as_of)
    except DatabaseProblem as problem:
        raise FactUnavailable(Cause.LOST, problem.key, {"why": problem.why}) from problem


def _ask(database: Database, components: list[SoftwareComponent], as_of: str) -> Known[Advisories]:
    feeds = database.feeds()
    if not feeds:
        raise DatabaseProblem("damaged", "no feed")
    matches: list[Match] = []
    unmatched: dict[str, Unmatched] = {}
    needed: set[str] = set()
    for component in components[:MAX_COMPONENTS]:
        for each in _each_version(component):
            answer = look_up(database, each)
            matches += answer.matches
            needed |= {answer.needs} - {""}
            if answer.unmatched:
                unmatched[component.name] = answer.unmatched
    gaps = [_lacking(feeds, ecosystem, as_of) for ecosystem in sorted(needed)]
    if not needed:
        # No silence counts here, and yet nobody may take an old database for a look.
        gaps.append(_stale(feeds, as_of))
    if more := len(components) - MAX_COMPONENTS:
        gaps.append(_too_many(more) if more > 0 else None)
    told = tuple(_feed(row) for row in feeds)
    known = Advisories(tuple(matches), told, unmatched)
    return Known(known, tuple(gap for gap in gaps if gap))


def _each_version(component: SoftwareComponent) -> list[SoftwareComponent]:
    """The component, and in every other version that a trace of it states: what the build shows
    must not hide behind what an SBOM says. No other version is certain."""
    stated = {plain_version(trace.version): trace.version for trace in component.traces}
    other = [
        v for plain, v in stated.items() if plain not in ("", plain_version(component.version))
    ]
    return [component, *(replace(component, version=v, contradicted=True) for v in other)]


def _lacking(feeds: Iterable[FeedRow], ecosystem: str, as_of: str) -> Gap | None:
    """Why no feed's silence on an ecosystem counts, or None if one's does."""
    least = ecosystems()[ecosystem].least or 0
    there = [row for row in feeds if dict(row.ecosystems).get(ecosystem)]
    whole = [row for row in there if dict(row.ecosystems)[ecosystem] >= least]
    if whole:
        sound = [row for row in whole if not row.malformed]
        return _stale(sound or whole, as_of) or (None if sound else _unread(whole))
    values = {"ecosystem": ecosystem, "least": f"{least:,}"}
    key = "advisory-feed-partial" if there else "advisory-feed-missing"
    return Gap(FACT, Cause.NOT_SUPPLIED, key, values)


def _unread(feeds: Iterable[FeedRow]) -> Gap:
    """An advisory that could not be read may be on any package."""
    row = min(feeds, key=lambda row: row.malformed)
    values = {"feed": row.name, "count": str(row.malformed)}
    return Gap(FACT, Cause.LOST, "advisory-feed-unread", values)


def _stale(feeds: Iterable[FeedRow], as_of: str) -> Gap | None:
    newest = max(feeds, key=lambda row: row.dated)
    if _days(newest.dated, as_of) <= STALE_DAYS:
        return None
    values = {"feed": newest.name, "dated": newest.dated, "days": str(STALE_DAYS)}
    return Gap(FACT, Cause.NOT_SUPPLIED, "advisory-feed-stale", values)


def _days(since: str, until: str) -> int:
    try:
        return (date.fromisoformat(until) - date.fromisoformat(since)).days
    except ValueError as error:
        raise DatabaseProblem("damaged", f"no date: {since}") from error


def _too_many(more: int) -> Gap:
    return Gap(FACT, Cause.LOST, "advisory-components-many", {"count": str(more)})


def _feed(row: FeedRow) -> Feed:
    return Feed(row.name, row.source, row.sha256, row.imported, row.records, row.dated)
