"""One trace, read once from first to last line; each check then reads its own calls only."""

import os
from array import array
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, TypeVar

from appsec.engine.trace_lines import (
    MAX_LINE,
    START,
    BadLine,
    chained,
    decoded,
    parsed,
    split_chain,
)
from appsec.model.frozen import slotted
from appsec.model.trace import (
    SCHEMA,
    Attachment,
    Call,
    Canary,
    Drop,
    End,
    Hit,
    Hook,
    HookState,
    Life,
    Line,
    Mark,
    Meta,
    Phase,
    Stack,
    State,
)

Kept = TypeVar("Kept", Mark, Hit, Drop, Life, State, Attachment, Canary)

MAX_BYTES = 8 << 30
MAX_KEPT = 200_000
"""Most lines other than calls that are kept in memory."""
MAX_HOOKS = 20_000


REDACTED = f"{SCHEMA}-redacted"
"""The schema of a copy that nobody may judge: calls without arguments would look harmless."""


class Trouble(StrEnum):
    """Why a trace, or what follows a place in it, tells nothing."""

    MISSING = "trace-missing"
    UNREADABLE = "trace-unreadable"
    NO_META = "trace-without-beginning"
    OTHER_SCHEMA = "trace-of-other-schema"
    REDACTED = "trace-redacted"
    BROKE_OFF = "trace-broke-off"
    CHANGED = "trace-changed"
    TOO_LARGE = "trace-too-large"
    MISCOUNTED = "trace-miscounted"


class BadTrace(Exception):
    """A trace of which nothing can be used: the trouble, and what it was."""

    def __init__(self, trouble: Trouble, why: str) -> None:
        super().__init__(f"{trouble}: {why}")
        self.trouble = trouble
        self.why = why


@slotted
class Index:
    """What one pass over a trace found. Lines after the first one that is not as it was written are
    not looked at: `trouble` says which that was. Calls stay in the file and are read by `calls`."""

    path: Path
    meta: Meta
    hooks: dict[str, Hook] = field(default_factory=dict)
    installs: dict[str, list[tuple[int, HookState]]] = field(default_factory=dict)
    others: list[tuple[int, Mark | Hit | Drop | Life | State | Attachment | Canary]] = field(
        default_factory=list
    )
    stacks: dict[str, Stack] = field(default_factory=dict)
    end: End | None = None
    trouble: tuple[Trouble, int, str] | None = None
    sha256: str = ""
    lines: int = 0
    exercised: Counter[tuple[str, str]] = field(default_factory=Counter)
    _places: dict[str, "array[int]"] = field(default_factory=dict)

    def calls(self, hook: str, only: Container[int] | None = None) -> Iterator[tuple[int, Call]]:
        """The calls of one hook with the numbers of their lines, in order; `only` those that it
        has."""
        places = self._places.get(hook, array("Q"))
        with self.path.open("rb") as file:
            for number, offset in zip(places[::2], places[1::2], strict=True):
                if only is not None and number not in only:
                    continue
                file.seek(offset)
                line = decoded(parsed(file.readline(MAX_LINE)))
                assert isinstance(line, Call)
                yield number, line

    def of(self, kind: type[Kept]) -> list[tuple[int, Kept]]:
        """All lines of a kind that is kept in memory, with their numbers."""
        return [(number, line) for number, line in self.others if isinstance(line, kind)]

    @property
    def phases(self) -> frozenset[Phase]:
        """The phases that marks began."""
        names = {str(phase) for phase in Phase}
        return frozenset(Phase(mark.name) for _, mark in self.of(Mark) if mark.name in names)


def index(path: Path) -> Index:
    """Reads a trace. Raises BadTrace if not even its first line can be used."""
    with _opened(path) as file:
        return _Pass(path, file).run()


def meta_of(path: Path) -> Meta:
    """The first line of a trace alone. Raises BadTrace."""
    with _opened(path) as file:
        return _Pass(path, file).begun()[0]


def _opened(path: Path) -> IO[bytes]:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError as error:
        raise BadTrace(Trouble.MISSING, path.name) from error
    except OSError as error:
        raise BadTrace(Trouble.UNREADABLE, error.strerror or str(error)) from error
    return os.fdopen(fd, "rb", buffering=1 << 20)


class _Pass:
    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file
        self._chain = START
        self._digest = sha256()
        self._kept = 0
        self._read: Mapping[type[Any], Any] = {}

    def run(self) -> Index:
        meta, size = self.begun()
        told = Index(self._path, meta, lines=1)
        self._rest(told, size)
        while rest := self._file.read(1 << 20):
            self._digest.update(rest)
        told.sha256 = self._digest.hexdigest()
        return told

    def begun(self) -> tuple[Meta, int]:
        """The first line, and its length. Raises BadTrace."""
        first = self._file.readline(MAX_LINE + 1)
        try:
            meta = self._line(first, 0)
        except BadLine as error:
            raise BadTrace(Trouble.NO_META, str(error)) from error
        if not isinstance(meta, Meta):
            raise BadTrace(Trouble.NO_META, "another kind of line")
        if meta.schema == REDACTED:
            raise BadTrace(Trouble.REDACTED, meta.schema)
        if meta.schema != SCHEMA:
            raise BadTrace(Trouble.OTHER_SCHEMA, meta.schema[:40])
        return meta, len(first)

    def _rest(self, told: Index, offset: int) -> None:
        while raw := self._file.readline(MAX_LINE + 1):
            try:
                if told.end is not None:
                    raise BadLine("something after the end")
                self._add(told, raw, offset)
            except BadLine as error:
                broken = not raw.endswith(b"\n")
                kind = Trouble.BROKE_OFF if broken else Trouble.CHANGED
                told.trouble = (kind, told.lines, str(error))
                return
            offset += len(raw)
            told.lines += 1
            if offset > MAX_BYTES or self._kept > MAX_KEPT or len(told.hooks) > MAX_HOOKS:
                told.trouble = (Trouble.TOO_LARGE, told.lines, str(offset))
                return
        told.trouble = _whole(told)

    def _add(self, told: Index, raw: bytes, offset: int) -> None:
        plain = self._plain(raw, told.lines)
        if plain.get("t") == "call":
            hook, phase = plain.get("hook"), plain.get("phase")
            if not isinstance(hook, str) or hook not in told.hooks:
                raise BadLine("a call of a hook that was not announced")
            told.exercised[hook, str(phase)] += 1
            told._places.setdefault(hook, array("Q")).extend((told.lines, offset))
            return
        self._kept += 1
        line = decoded(plain)
        if isinstance(line, Hook):
            told.hooks[line.id] = line
            told.installs.setdefault(line.id, []).append((told.lines, line.state))
        elif isinstance(line, Stack):
            told.stacks[line.id] = line
        elif isinstance(line, End):
            told.end = line
        elif isinstance(line, Meta | Call):
            raise BadLine("a second beginning")
        else:
            told.others.append((told.lines, line))

    def _line(self, raw: bytes, number: int) -> Line:
        return decoded(self._plain(raw, number))

    def _plain(self, raw: bytes, number: int) -> dict[str, Any]:
        self._digest.update(raw)
        if not raw.endswith(b"\n"):
            raise BadLine("no end of line")
        body, stated = split_chain(raw[:-1])
        self._chain = chained(body, self._chain)
        if stated != self._chain:
            raise BadLine("not the line that was written")
        plain = parsed(raw)
        if plain.get("n") != number:
            raise BadLine(f"number {str(plain.get('n'))[:20]} where {number} belongs")
        return plain


def _whole(told: Index) -> tuple[Trouble, int, str] | None:
    """What is wrong with a trace whose lines are all as they were written."""
    if told.end is None:
        return (Trouble.BROKE_OFF, told.lines, "no end")
    calls = sum(told.exercised.values())
    dropped = sum(drop.count for _, drop in told.of(Drop))
    counts = (calls, dropped, len(told.of(Hit)))
    if counts != (told.end.calls, told.end.dropped, told.end.hits):
        return (Trouble.MISCOUNTED, told.lines, f"{counts}")
    return None
