"""What readers make of one file: connections, log lines, and what of it could not be read."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from io import BufferedReader
from pathlib import Path

from appsec.model.frozen import frozen, slotted
from appsec.model.run_files import Exchange, LogLine
from appsec.model.trace import LifeEvent

TRAFFIC, LOG = "traffic", "log"
MAX_LOSSES = 50
MAX_HOLES = 10_000
CLOSE = 1_000_000


@frozen
class Loss:
    """What of a file could not be imported: a key of the words, and what it says."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


class Unusable(Exception):
    """A file of which nothing can be imported."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(f"{key} {values}")
        self.loss = Loss(key, values)


@frozen
class Moved:
    """A connection or request. Its time, and `times` at which it went on, are of the wall clock."""

    exchange: Exchange
    request: bytes = b""
    response: bytes = b""
    times: tuple[int, ...] = ()


@frozen
class Hole:
    """Traffic or log lines of this time that were not kept; at any time if there is none."""

    what: str
    why: str
    begin: int | None = None
    end: int | None = None


@frozen
class Happened:
    """Something that became of the app's process."""

    at: int
    event: LifeEvent
    pid: int
    why: str = ""


@slotted
class Gathered:
    """All that one file, or several, brought. `windows` are the times from a file's first to its
    last record: what a filter or a proxy kept from it, nothing in it tells. `program` says what
    wrote it, as far as it tells."""

    moved: list[Moved] = field(default_factory=list)
    log: list[LogLine] = field(default_factory=list)
    lived: list[Happened] = field(default_factory=list)
    windows: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    holes: list[Hole] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    program: str = ""

    def lose(self, key: str, **values: str) -> None:
        """Notes what could not be read; enough of the same is told once."""
        loss = Loss(key, values)
        if len(self.losses) < MAX_LOSSES and loss not in self.losses:
            self.losses.append(loss)

    def hole(self, what: str, why: str, begin: int | None = None, end: int | None = None) -> None:
        """Notes a time of which something was not kept."""
        hole = Hole(what, why, begin, begin if end is None else end)
        if len(self.holes) == MAX_HOLES:
            self.holes.append(Hole(what, "too many holes"))
        if len(self.holes) < MAX_HOLES and not self._goes_on(hole):
            self.holes.append(hole)

    def _goes_on(self, hole: Hole) -> bool:
        """Whether it is the last one still, which is then made as long."""
        last = self.holes[-1] if self.holes else None
        if last is None or (last.what, last.why) != (hole.what, hole.why):
            return False
        if None in (last.begin, last.end, hole.begin, hole.end):
            return last == hole
        assert last.begin is not None and last.end is not None
        assert hole.begin is not None and hole.end is not None
        if not last.begin <= hole.begin <= last.end + CLOSE:
            return False
        self.holes[-1] = replace(last, end=max(last.end, hole.end))
        return True

    def times(self) -> Iterator[int]:
        """When anything of it happened."""
        yield from (one.exchange.at for one in self.moved if one.exchange.at)
        yield from (one.at for one in self.log if one.at)
        for windows in self.windows.values():
            yield from (at for window in windows for at in window)

    def spans(self, what: str, first: int, last: int) -> None:
        """Notes that all between two moments was recorded."""
        self.windows.setdefault(what, []).append((first, last))

    def add(self, other: "Gathered") -> None:
        """Takes over what another file brought, but for its losses and program."""
        self.moved += other.moved
        self.log += other.log
        self.lived += other.lived
        self.holes += other.holes
        for what, windows in other.windows.items():
            self.windows.setdefault(what, []).extend(windows)

    def shift(self, by: int) -> None:
        """Corrects a clock that was wrong by so much. What has no time has none afterwards."""
        if not by:
            return
        self.moved = [
            replace(
                one,
                exchange=replace(one.exchange, at=_shifted(one.exchange.at, by)),
                times=tuple(_shifted(at, by) for at in one.times),
            )
            for one in self.moved
        ]
        self.log = [replace(one, at=_shifted(one.at, by)) for one in self.log]
        self.lived = [replace(one, at=_shifted(one.at, by)) for one in self.lived]
        self.holes = [
            replace(one, begin=one.begin + by, end=one.end + by)
            if one.begin is not None and one.end is not None
            else one
            for one in self.holes
        ]
        self.windows = {
            what: [(first + by, last + by) for first, last in windows]
            for what, windows in self.windows.items()
        }


def _shifted(at: int, by: int) -> int:
    return max(at + by, 1) if at else 0


def opened(path: Path, most: int) -> BufferedReader:
    """A plain file, not larger than `most` bytes. Raises Unusable."""
    try:
        # A pipe would be waited for, without O_NONBLOCK.
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")
    except OSError as error:
        raise Unusable("unreadable", why=f"{path.name}: {error.strerror}") from error
    told = os.fstat(file.fileno())
    if not stat.S_ISREG(told.st_mode) or told.st_size > most:
        file.close()
        if not stat.S_ISREG(told.st_mode):
            raise Unusable("unreadable", why="not a file")
        raise Unusable("too-large", size=str(told.st_size), most=str(most))
    return file


def digest_of(path: Path) -> str:
    """What a mark says of a file: its hash and size. Raises Unusable."""
    with opened(path, 1 << 60) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return f"sha256={digest} size={file.tell()}"
