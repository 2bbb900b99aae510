"""A run directory that is being made: its trace, and the files beside it that the trace names."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from appsec.model.run_files import (
    LOOKED,
    Exchange,
    FileKind,
    FileSeen,
    LogLine,
    Look,
    Root,
    Snapshot,
)
from appsec.model.trace import BROKE_OFF, PAUSED, TYPED, Attachment, EndReason, Meta, Phase
from appsec.runtime.canaries import BadCanaries, Canaries, Kept
from appsec.runtime.recorder import Recorder
from appsec.runtime.trace_file import TraceFile

LOG, TRAFFIC, BODIES = "log.jsonl", "traffic.jsonl", "bodies"
SNAPSHOTS, CONTENTS, SCREENSHOTS = "snapshot", "snapshot/contents", "screenshots"
COPY = 1 << 20


class RunFolder:
    """Makes one run directory, or goes on with one that was paused. Everything in it is 0600.

    Collectors give it what they saw; it numbers, hashes and names all of it in the trace. Raises
    FileExistsError for a run that is there, OSError for a full disk: what was kept before stays.
    """

    def __init__(self, folder: Path, file: TraceFile, canaries: Canaries) -> None:
        self.folder = folder
        self.canaries = canaries
        self.recorder = Recorder(file, file.started)
        self.recorder.phase = file.phase
        self._file = file
        self._open: dict[str, IO[bytes]] = {}

    @classmethod
    def create(cls, folder: Path, meta: Meta, typed: Iterable[Kept] = ()) -> Self:
        """A new run in a folder that is empty or not there. `meta` lacks the canaries."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FileExistsError(folder)
        canaries = Canaries(folder, typed)
        made = Meta(**{**_fields(meta), "canaries": canaries.typed})
        return cls(folder, TraceFile(folder, made), canaries)

    @classmethod
    def resume(cls, folder: Path) -> Self:
        """Goes on with a run that was paused or broke off: what its trace holds stays, and the
        phase in which it broke off is not whole. Raises BadLine for one that was changed,
        ValueError for one that has ended, BadCanaries, OSError."""
        file = TraceFile.reopen(folder)
        try:
            run = cls(folder, file, Canaries.reopen(folder))
            for place in (LOG, TRAFFIC):
                _cut(folder / place)
        except (BadCanaries, OSError):
            file.close()
            raise
        if run.phase is not Phase.BEFORE:
            run.mark(BROKE_OFF)
            run.mark(Phase.BEFORE)
        return run

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
    def now(self) -> int:
        """Microseconds since the run began, pauses included."""
        return self.recorder.now

    @property
    def phase(self) -> Phase:
        """The phase that the last mark began."""
        return self.recorder.phase

    def mark(self, name: str, note: str = "") -> None:
        """What the tester did; begins a phase if it is named like one."""
        self.recorder.mark(name, note)

    def typed(self, canary: str) -> None:
        """The tester entered this canary just now. Raises KeyError for one that is none."""
        if canary not in {one.id for one in self.canaries.typed}:
            raise KeyError(canary)
        self.recorder.mark(TYPED, canary)

    def log(self, lines: Iterable[LogLine]) -> None:
        """Appends lines of the system's log."""
        self._append(LOG, lines)

    def exchange(self, one: Exchange, request: bytes = b"", response: bytes = b"") -> None:
        """Appends a connection or request. Its bodies are kept by their hash."""
        plain = asdict(one) | {
            "request_body": self._body(request),
            "response_body": self._body(response),
        }
        self._append(TRAFFIC, [Exchange(**plain)])

    def snapshot(self, name: str, roots: Iterable[str], phase: Phase | None = None) -> "Taking":
        """Begins a snapshot of these folders of the device, of now. `name` is ours: letters,
        digits and hyphens. Nothing of it counts before its `done`."""
        return Taking(self, Snapshot(name, phase or self.phase, self.now, tuple(roots), False))

    def screenshot(self, png: bytes, what: str = "") -> str:
        """Keeps a picture and marks when it was taken. Answers its place in the folder."""
        (self.folder / SCREENSHOTS).mkdir(mode=0o700, exist_ok=True)
        number = len(list((self.folder / SCREENSHOTS).iterdir())) + 1
        place = f"{SCREENSHOTS}/{number:03d}.png"
        self.keep(place, png)
        self.mark("screenshot", f"{place} {what}".strip())
        return place

    def look(self, kind: Look, data: bytes, what: str = "") -> str:
        """Keeps what the device showed and marks when it did. Answers its place in the folder."""
        (self.folder / LOOKED).mkdir(mode=0o700, exist_ok=True)
        number = len(list((self.folder / LOOKED).iterdir())) + 1
        place = f"{LOOKED}/{number:03d}-{kind}"
        self.keep(place, data)
        self.mark(LOOKED, f"{place} {what}".strip())
        return place

    def keep(self, place: str, data: bytes) -> None:
        """Keeps a file of ours under this name and names it in the trace."""
        target = self.folder / place
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(target, data)
        self.attach(place)

    def store(self, stream: IO[bytes]) -> tuple[str, int]:
        """Keeps a content by its hash, once. Answers its SHA-256 and size."""
        return _store(stream, self.folder / CONTENTS)

    def attach(self, place: str) -> None:
        """Names a finished file in the trace, as it is now."""
        with (self.folder / place).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            self.recorder.write([Attachment(place, digest, file.tell(), self.now)])

    def pause(self) -> None:
        """Ends the phase, names all files and gives them back: `resume` goes on another day."""
        self.mark(PAUSED)
        self.mark(Phase.BEFORE)
        self._settle()
        self.close()

    def _settle(self) -> None:
        """Names the growing files as they are now."""
        for each in self._open.values():
            os.fsync(each.fileno())
        for place in (LOG, TRAFFIC):
            if (self.folder / place).exists():
                self.attach(place)

    def end(self, reason: EndReason = EndReason.FINISHED) -> bool:
        """Names all files and writes the last line. Whether the trace is whole."""
        try:
            self._settle()
        except OSError:
            self.recorder.full.set()
        return self.recorder.end(reason)

    def close(self) -> None:
        """Gives the files back. A run that was not ended may be resumed."""
        for each in self._open.values():
            with suppress(OSError):  # a full disk; the file is closed all the same
                each.close()
        self._open.clear()
        self._file.close()

    def _append(self, place: str, values: Iterable[LogLine | Exchange]) -> None:
        text = "".join(json.dumps(_fields(one), ensure_ascii=True) + "\n" for one in values)
        if place not in self._open:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
            self._open[place] = os.fdopen(os.open(self.folder / place, flags, 0o600), "ab")
        self._open[place].write(text.encode("ascii"))
        self._open[place].flush()

    def _body(self, data: bytes) -> str:
        if not data:
            return ""
        digest = hashlib.sha256(data).hexdigest()
        (self.folder / BODIES).mkdir(mode=0o700, exist_ok=True)
        if not (self.folder / BODIES / digest).exists():
            _write(self.folder / BODIES / digest, data)
        return digest


class Taking:
    """One snapshot that is being taken. What went wrong is told of the file, or of the whole."""

    def __init__(self, run: RunFolder, head: Snapshot) -> None:
        self._run = run
        self._head = head
        self._seen: list[FileSeen] = []

    @property
    def count(self) -> int:
        """How many files were told so far, those that were not fetched among them."""
        return len(self._seen)

    def add(self, path: str, root: Root, stream: IO[bytes], mode: int, modified: int = 0) -> None:
        """A file that was fetched. Raises OSError if it could not be kept."""
        digest, size = self._run.store(stream)
        seen = FileSeen(path, root, FileKind.FILE, size, mode, modified, digest)
        self._seen.append(seen)

    def link(self, path: str, root: Root, target: str) -> None:
        """A symbolic link: told, not followed."""
        self._seen.append(FileSeen(path, root, FileKind.LINK, why=target))

    def unread(self, path: str, root: Root, why: str, size: int = 0) -> None:
        """A file or folder that is there and was not fetched."""
        self._seen.append(FileSeen(path, root, FileKind.UNREAD, size, why=why))

    def done(self, *, complete: bool = True, why: str = "") -> Snapshot:
        """Writes the manifest and names it in the trace. `complete` says that all below the roots
        was listed; a file that was not fetched makes it false by itself."""
        complete &= all(one.kind is not FileKind.UNREAD for one in self._seen)
        head = Snapshot(**{**_fields(self._head), "complete": complete, "why": why})
        lines = [_fields(one) for one in (head, *self._seen)]
        text = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines)
        self._run.keep(f"{SNAPSHOTS}/{head.name}/manifest.jsonl", text.encode("ascii"))
        return head


def _fields(value: Any) -> dict[str, Any]:
    # One level only: `asdict` would turn a device or canaries within it into dictionaries, too.
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _cut(place: Path) -> None:
    """Cuts off half a line that a recorder left which was killed: it would spoil the next one."""
    if not place.exists():
        return
    with os.fdopen(os.open(place, os.O_RDWR | os.O_NOFOLLOW), "r+b") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            begin = max(end - COPY, 0)
            file.seek(begin)
            newline = file.read(end - begin).rfind(b"\n")
            if newline >= 0:
                file.truncate(begin + newline + 1)
                return
            end = begin
        file.truncate(0)


def _write(target: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    fd, part = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError:
        os.unlink(part)
        raise


def _store(stream: IO[bytes], folder: Path) -> tuple[str, int]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    fd, part = tempfile.mkstemp(dir=folder, prefix=".part-")
    try:
        with os.fdopen(fd, "wb") as file:
            while piece := stream.read(COPY):
                digest.update(piece)
                size += file.write(piece)
        os.replace(part, folder / digest.hexdigest())
    finally:
        # Whatever a stream raises: what is half there is nothing.
        Path(part).unlink(missing_ok=True)
    return digest.hexdigest(), size
