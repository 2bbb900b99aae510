"""The file that a run is recorded into: only ever appended to, and whole up to its last line."""

import fcntl
import os
import threading
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from appsec.engine.trace_lines import (
    MAX_LINE,
    START,
    BadLine,
    chained,
    decoded,
    encoded,
    parsed,
    split_chain,
)
from appsec.model.trace import EVERY_HOOK, Call, Drop, End, EndReason, Hit, Line, Mark, Meta, Phase

NAME = "trace.jsonl"
SYNC_SECONDS = 1.0
"""How much of a run a power failure may cost; a killed recorder loses nothing that was written."""


class TraceFile:
    """Writes the lines of one run, numbered and chained. Any thread may write.

    What was written is with the system after each `write`, and on the disk after each mark, at the
    end, and once a second. Raises FileExistsError for a run that is there, OSError for a full disk:
    what was recorded before stays, and a line that did not fit is taken back.
    """

    def __init__(self, folder: Path, meta: Meta) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_NOFOLLOW
        self._begin(os.open(folder / NAME, flags, 0o600))
        self.write([meta])

    @classmethod
    def reopen(cls, folder: Path) -> Self:
        """Goes on with a trace that has no end yet. Half a line at its end, which a recorder that
        was killed left, is cut off and told as a loss. Raises BadLine for one that was changed,
        ValueError for one that has ended, OSError."""
        file = cls.__new__(cls)
        fd = os.open(folder / NAME, os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW)
        try:
            file._begin(fd)
            whole = file._read()
            if file.ended:
                raise ValueError("the trace has ended")
            if file.number == 0:
                raise BadLine("no first line")
            if not whole:
                os.ftruncate(file._fd, file._size)
                file.write([Drop(EVERY_HOOK, 1, file._last, file.phase)])
        except (OSError, ValueError):
            os.close(fd)
            raise
        return file

    def _begin(self, fd: int) -> None:
        self._fd = fd
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._lock = threading.Lock()
        self._chain = START
        self._number = 0
        self._size = 0
        self._synced = 0.0
        self._counts = {Call: 0, Hit: 0}
        self._dropped = 0
        self._last = 0
        self.phase = Phase.BEFORE
        self.started = time.monotonic()
        self.ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def number(self) -> int:
        """The number that the next line will have."""
        return self._number

    def write(self, lines: Iterable[Line]) -> None:
        """Appends lines, all or none of them. Raises OSError, and ValueError once it has ended."""
        with self._lock:
            self._write(tuple(lines))

    def end(self, reason: EndReason, at: int) -> None:
        """Writes the last line, with the counts of all before. Does nothing a second time."""
        with self._lock:
            if self.ended:
                return
            counts = (self._counts[Call], self._dropped, self._counts[Hit])
            self._write((End(reason, at, *counts),))
            self.ended = True

    def close(self) -> None:
        """Gives the file back. A trace that was not ended stays one that broke off."""
        with self._lock:
            if self._fd >= 0:
                os.close(self._fd)
                self._fd = -1

    def _write(self, lines: tuple[Line, ...]) -> None:
        if self.ended or self._fd < 0:
            raise ValueError("the trace has ended")
        chain, texts = self._chain, []
        for number, line in enumerate(lines, self._number):
            text, chain = encoded(line, number, chain)
            raw = text.encode("utf-8", "surrogatepass") + b"\n"
            if len(raw) > MAX_LINE:
                raise ValueError(f"a line of {len(raw)} bytes")
            texts.append(raw)
        self._append(b"".join(texts))
        self._chain = chain
        self._number += len(lines)
        for line in lines:
            self._count(line)
        self._sync(any(isinstance(line, Mark | End | Meta) for line in lines))

    def _count(self, line: Line) -> None:
        if isinstance(line, Call | Hit):
            self._counts[type(line)] += 1
        elif isinstance(line, Drop):
            self._dropped += line.count

    def _read(self) -> bool:
        """Takes up all that is there. Whether it ends with a whole line."""
        names = {str(phase) for phase in Phase}
        with os.fdopen(os.dup(self._fd), "rb") as file:
            for raw in iter(lambda: file.readline(MAX_LINE + 1), b""):
                if not raw.endswith(b"\n") and len(raw) <= MAX_LINE:
                    return False
                line = self._next(raw.rstrip(b"\n"))
                self._size += len(raw)
                self._count(line)
                self._last = max(self._last, getattr(line, "at", 0))
                if isinstance(line, Meta):
                    self._since(line.created)
                elif isinstance(line, Mark) and line.name in names:
                    self.phase = Phase(line.name)
                self.ended = isinstance(line, End)
        return True

    def _next(self, raw: bytes) -> Line:
        """The next line of a trace that is there, which must be as it was written."""
        body, stated = split_chain(raw)
        plain = parsed(raw)
        if chained(body, self._chain) != stated or plain.get("n") != self._number:
            raise BadLine(f"line {self._number + 1} was changed")
        line = decoded(plain)
        if (self._number == 0) is not isinstance(line, Meta):
            raise BadLine(f"line {self._number + 1} is of another kind")
        self._chain = stated
        self._number += 1
        return line

    def _since(self, created: str) -> None:
        """Sets the clock so that it goes on from when the trace was begun."""
        began = datetime.fromisoformat(created).timestamp()
        self.started = time.monotonic() - max(time.time() - began, 0.0)

    def _append(self, data: bytes) -> None:
        done = 0
        try:
            while done < len(data):
                done += os.write(self._fd, data[done:])
        except OSError:
            # Half a line would make all that follows unreadable, an end that still fits included.
            os.ftruncate(self._fd, self._size)
            raise
        self._size += len(data)

    def _sync(self, now: bool) -> None:
        passed = time.monotonic() - self._synced
        if now or passed >= SYNC_SECONDS:
            os.fsync(self._fd)
            self._synced = time.monotonic()
