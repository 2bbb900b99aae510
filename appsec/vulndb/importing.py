"""Feeds into the database: all of them or none, and what was left out is told."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any

from appsec.model.frozen import frozen, slotted
from appsec.vulndb.advisory import Advisory
from appsec.vulndb.osv import Malformed, advisory_of
from appsec.vulndb.retire import advisories_of, looks_like
from appsec.vulndb.sources import ImportProblem, Source
from appsec.vulndb.store import Building, FeedRow, rebuilt

MAX_NAMED = 20
"""Most records left out that are named; all are counted."""

_MALICIOUS = "MAL-"
"""What ids begin with at the Open Source Security Foundation's list of malicious packages."""

GITHUB = "GitHub Advisory Database"
RETIRE_NAME = "retire.js"


@frozen
class Given:
    """A source to import: where its files are, and what is to be said of where they came from.

    `dated` is the day of its data where somebody knows it; otherwise what the data tells counts.
    """

    path: Path
    source: str = ""
    dated: str = ""


@slotted
class Imported:
    """What became of one source: its feed, and the first of the records that were left out."""

    feed: FeedRow
    named: list[str] = field(default_factory=list)


def import_feeds(database: Path, given: Sequence[Given], now: str) -> list[Imported]:
    """Imports all sources; the database stays as it was if one of them cannot be.

    `now` is the moment, ISO 8601 in UTC. Raises ImportProblem or DatabaseProblem.
    """
    with rebuilt(database) as building:
        done = [_import(building, each, now) for each in given]
        names = Counter(each.feed.name for each in done)
        for name, count in names.items():
            if count > 1:
                why = f"{count} sources are the feed {name}; the last would take the others' place"
                raise ImportProblem(name, why, "同一次匯入有多個來源屬同一弱點資料來源")
        return done


def _import(building: Building, given: Given, now: str) -> Imported:
    source = Source(given.path)
    reading = _Reading(now)
    for advisory in reading.advisories(source):
        if advisory.affected:  # one that names no package can never match
            building.add(advisory)
    told = reading.told
    if not told["records"]:
        why = "holds no advisory in the form of OSV, GitHub or retire.js"
        raise ImportProblem(given.path, why, "未含OSV、GitHub或retire.js格式之弱點公告")
    if told["malformed"] > told["records"] + told["withdrawn"]:
        first = ", ".join(reading.named[:3])
        why = f"most of its records are malformed ({told['malformed']}), such as {first}"
        raise ImportProblem(given.path, why, "多數紀錄格式錯誤")
    dated = given.dated or max(reading.newest, _day(source.newest, now)) or source.saved
    if not dated:
        why = "nothing in it tells the day of its data; state it with --dated"
        raise ImportProblem(given.path, why, "無法得知資料日期，請以 --dated 指定")
    feed = FeedRow(
        name=reading.name(),
        source=given.source or given.path.resolve().name,
        sha256=source.sha256,
        imported=now,
        dated=min(dated, now[:10]),
        records=told["records"],
        withdrawn=told["withdrawn"],
        malformed=told["malformed"],
        ecosystems=tuple(sorted(reading.ecosystems.items())),
    )
    building.finish(feed)
    return Imported(feed, reading.named)


def _day(stamp: str, now: str) -> str:
    """The day of a stamp; empty where it is none, or one to come, which no data can be of."""
    day = stamp[:10]
    try:
        date.fromisoformat(day)
    except ValueError:
        return ""
    return day if day <= now[:10] else ""


class _Reading:
    """Reads one source, and counts."""

    def __init__(self, now: str) -> None:
        self._now = now
        self.told: Counter[str] = Counter()
        self.ecosystems: Counter[str] = Counter()
        self.named: list[str] = []
        self.newest = ""
        self._github = 0
        self._retire = False

    def name(self) -> str:
        """What the feed is called: by its form and by what most of it is about."""
        if self._retire:
            return RETIRE_NAME
        if self._github * 2 > self.told["files"]:
            return GITHUB
        ((most, _),) = self.ecosystems.most_common(1) or [("", 0)]
        return f"OSV {most}".rstrip()

    def advisories(self, source: Source) -> Iterator[Advisory]:
        for name, content in source.files():
            self.told["files"] += 1
            self._github += "github-reviewed/" in name or "unreviewed/" in name
            for entry, told in self._records(name, content):
                if isinstance(told, Malformed):
                    self.told["malformed"] += 1
                    if len(self.named) < MAX_NAMED:
                        self.named.append(f"{entry} ({told})")
                elif told is None:
                    self.told["withdrawn"] += 1
                else:
                    self.told["records"] += 1
                    self.newest = max(self.newest, _day(told.modified, self._now))
                    # A feed of malicious packages alone, thousands of them, is none of weaknesses.
                    if not told.id.startswith(_MALICIOUS):
                        self.ecosystems.update({each.ecosystem for each in told.affected})
                    yield told

    def _records(
        self, name: str, content: bytes | None
    ) -> Iterator[tuple[str, Advisory | Malformed | None]]:
        if content is None:
            yield name, Malformed("too large, or a link")
            return
        try:
            plain = json.loads(content)
        except (ValueError, RecursionError) as error:
            yield name, Malformed(_why(error))
            return
        if looks_like(plain):
            self._retire = True
            yield from advisories_of(plain)
        else:
            yield name, _record(plain)


def _why(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else f"no JSON: {error}"[:120]


def _record(plain: Mapping[str, Any]) -> Advisory | Malformed | None:
    try:
        return advisory_of(plain)
    except Malformed as error:
        return error
