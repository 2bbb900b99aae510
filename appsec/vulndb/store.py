"""The database's file: its tables, written aside and moved into place, and read without writing."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from appsec.vulndb.advisory import Advisory, Affected, Edge, Range, RangeKind

FORMAT = 1
"""Kept as the file's `user_version`; another one is a database of another version of the tool."""
_APPLICATION = 0x61737664
"""Kept as the file's `application_id`: "asvd"."""
_BATCH = 5000
_ABOUT = ("id", "aliases", "summary", "vectors", "rating", "published")
"""What of an advisory is kept besides what it affects."""
_TABLES = """
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, sha256 TEXT NOT NULL,
    imported TEXT NOT NULL, dated TEXT NOT NULL, records INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL, malformed INTEGER NOT NULL, ecosystems TEXT NOT NULL
);
CREATE TABLE advisories (id INTEGER PRIMARY KEY, feed INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE affected (
    ecosystem TEXT NOT NULL, name TEXT NOT NULL, advisory INTEGER NOT NULL, body TEXT NOT NULL
);
"""
_INDEX = "CREATE INDEX IF NOT EXISTS affected_by_name ON affected (ecosystem, name)"


class DatabaseProblem(Exception):
    """The database cannot be used. `key` is that of a gap's words where it is missing, foreign or
    damaged; one to be written may be busy or unwritable."""

    def __init__(self, key: str, why: str = "") -> None:
        super().__init__(f"{key}: {why}" if why else key)
        self.key = f"advisory-database-{key}"
        self.why = why


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed as the database keeps it. `dated` is the day of its data, `ecosystems` the number of
    advisories on packages of each; `malformed` were left out, `withdrawn` too."""

    name: str
    source: str
    sha256: str
    imported: str
    dated: str
    records: int = 0
    withdrawn: int = 0
    malformed: int = 0
    ecosystems: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One advisory on one package, and the feed that it came from."""

    advisory: Advisory
    affected: Affected
    feed: str


class Database:
    """An open database, only read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def feeds(self) -> tuple[FeedRow, ...]:
        """Every feed, by name. Raises DatabaseProblem."""
        columns = ", ".join(FeedRow.__slots__)
        with _damage():
            rows = self._connection.execute(f"SELECT {columns} FROM feeds ORDER BY name").fetchall()
            return tuple(_feed_row(row) for row in rows)

    def entries(self, ecosystem: str, name: str) -> list[Entry]:
        """All that is known of a package. Raises DatabaseProblem."""
        with _damage():
            rows = self._connection.execute(
                "SELECT a.body, f.body, feeds.name FROM affected f JOIN advisories a"
                " ON a.id = f.advisory JOIN feeds ON feeds.id = a.feed"
                " WHERE f.ecosystem = ? AND f.name = ? ORDER BY feeds.name, a.id",
                (ecosystem, name),
            ).fetchall()
            return [
                Entry(_advisory(about), _affected(ecosystem, name, affected), feed)
                for about, affected, feed in rows
            ]


def _feed_row(row: tuple[Any, ...]) -> FeedRow:
    told = dict(zip(FeedRow.__slots__, row, strict=True))
    return FeedRow(**told | {"ecosystems": _pairs(told["ecosystems"])})


def _pairs(text: str) -> tuple[tuple[str, int], ...]:
    told: dict[str, int] = json.loads(text)
    return tuple(sorted((str(name), int(count)) for name, count in told.items()))


@contextmanager
def _damage() -> Iterator[None]:
    """What a damaged file makes fail, as one problem."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        raise DatabaseProblem("damaged", str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """The database, only read: nothing is written beside it. Raises DatabaseProblem."""
    if not path.is_file():
        raise DatabaseProblem("missing")
    with _damage():
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    with closing(connection):
        _must_be_whole(connection, path)
        yield Database(connection)


def _must_be_whole(connection: sqlite3.Connection, path: Path) -> None:
    with _damage():
        told = [
            connection.execute(f"PRAGMA {what}").fetchone()[0]
            for what in ("application_id", "user_version", "page_count", "page_size")
        ]
    if told[:2] != [_APPLICATION, FORMAT]:
        raise DatabaseProblem("foreign")
    if told[2] * told[3] != path.stat().st_size:
        raise DatabaseProblem("damaged", "the file was cut off")


class Building:
    """A database being written aside; what is in it counts only once it has been moved."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._feed = self._next("feeds")
        self._advisory = self._next("advisories")
        self._ours: list[tuple[int, int, str]] = []
        self._packages: list[tuple[str, str, int, str]] = []

    def _next(self, table: str) -> int:
        row = self._connection.execute(f"SELECT max(id) FROM {table}").fetchone()
        return int(row[0] or 0) + 1

    def add(self, advisory: Advisory) -> None:
        """Adds an advisory to the feed that is being read."""
        number = self._advisory
        self._advisory += 1
        self._ours.append((number, self._feed, _about(advisory)))
        for each in advisory.affected:
            self._packages.append((each.ecosystem, each.name, number, _ranges(each)))
        if len(self._ours) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        execute = self._connection.executemany
        execute("INSERT INTO advisories VALUES (?, ?, ?)", self._ours)
        execute("INSERT INTO affected VALUES (?, ?, ?, ?)", self._packages)
        self._ours.clear()
        self._packages.clear()

    def finish(self, feed: FeedRow) -> None:
        """Ends the feed that was read. One of the same name that was there before goes."""
        self._flush()
        run = self._connection.execute
        mine = "(SELECT id FROM feeds WHERE name = ?)"
        of_it = f"(SELECT id FROM advisories WHERE feed IN {mine})"
        run(f"DELETE FROM affected WHERE advisory IN {of_it}", (feed.name,))
        run(f"DELETE FROM advisories WHERE feed IN {mine}", (feed.name,))
        run("DELETE FROM feeds WHERE name = ?", (feed.name,))
        values = asdict(feed) | {"ecosystems": json.dumps(dict(feed.ecosystems))}
        row = [values[column] for column in FeedRow.__slots__]
        run(f"INSERT INTO feeds VALUES (?{', ?' * len(row)})", (self._feed, *row))
        self._feed += 1


@contextmanager
def rebuilt(path: Path) -> Iterator[Building]:
    """A copy of the database to add to, which takes its place at the end, or never.

    Raises DatabaseProblem if another process is at it, or if what is there is no database.
    """
    with _unwritable(), _alone(path):
        aside = path.with_name(f"{path.name}.new")
        aside.unlink(missing_ok=True)
        try:
            with closing(_begun(path, aside)) as connection:
                yield Building(connection)
                connection.execute(_INDEX)
                connection.commit()
                connection.execute("VACUUM")
            _move(aside, path)
        finally:
            aside.unlink(missing_ok=True)
            aside.with_name(f"{aside.name}-journal").unlink(missing_ok=True)


def _begun(path: Path, aside: Path) -> sqlite3.Connection:
    if path.exists():
        with opened(path), path.open("rb") as old, aside.open("wb") as new:
            while chunk := old.read(1 << 20):
                new.write(chunk)
    connection = sqlite3.connect(aside)
    # Speed only: a crash in between loses the copy and nothing else.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    if not path.exists():
        connection.executescript(_TABLES)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("DROP INDEX IF EXISTS affected_by_name")
    connection.execute("BEGIN")
    return connection


def _move(aside: Path, path: Path) -> None:
    with aside.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(aside, path)
    with suppress(OSError):  # where a folder cannot be opened, the system orders it itself
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keeps every other writer out until this one ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path.with_name(f"{path.name}.lock"), timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise DatabaseProblem("busy") from error
        yield


@contextmanager
def _unwritable() -> Iterator[None]:
    """What a full disk or a folder of others makes fail, as one problem."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise DatabaseProblem("unwritable", str(error)) from error


def _text_of(plain: dict[str, object]) -> str:
    """As JSON, without what is empty."""
    return json.dumps({k: v for k, v in plain.items() if v}, separators=(",", ":"))


def _about(advisory: Advisory) -> str:
    # Not `asdict`: copying every text in depth took most of an import.
    return _text_of({name: getattr(advisory, name) for name in _ABOUT})


def _ranges(affected: Affected) -> str:
    told = [{"kind": each.kind, "edges": each.edges} for each in affected.ranges]
    listed = {"versions": affected.versions, "excluded": affected.excluded}
    return _text_of({"ranges": told, **listed})


def _advisory(text: str) -> Advisory:
    plain: dict[str, Any] = json.loads(text)
    told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()}
    return Advisory(**told)


def _affected(ecosystem: str, name: str, text: str) -> Affected:
    plain: dict[str, Any] = json.loads(text)
    return Affected(
        ecosystem,
        name,
        tuple(_range(each) for each in plain.get("ranges", ())),
        tuple(plain.get("versions", ())),
        tuple(plain.get("excluded", ())),
    )


def _range(plain: dict[str, Any]) -> Range:
    edges: Iterable[tuple[str, str]] = plain["edges"]
    return Range(RangeKind(plain["kind"]), tuple((Edge(edge), at) for edge, at in edges))
