"""A device's files through its shell (`find`, `stat`, `base64`, `cat`), whatever their names."""

import base64
import io
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from shlex import quote
from typing import IO, cast

from appsec.model.text import visible
from appsec.runtime.phones.access import Way
from appsec.runtime.phones.adb import IDLE, Adb, Cut, Stream
from appsec.runtime.phones.device_files import Content, Fact, Listing, text
from appsec.runtime.phones.places import Place
from appsec.runtime.phones.words import told, trouble

SMALL = 256 << 10
"""Files up to this size come many at a time."""
MAX_FILES = 300_000
MAX_BATCH = 40
MAX_FACTS = 200
MAX_SCRIPT = 12_000
"""Quoting makes a script longer, twice if it goes through `su`."""
SYNC_SECONDS = 60.0
MARGIN_SECONDS = 2
MAX_GROWN = 8 << 20
MAX_PART = 1 << 20
"""Bytes of a name or of a line of base64."""
_FACTS = "%f %s %Y %Z %i %y %z"


class ShellFiles:
    """Reads files by commands that run in one way."""

    def __init__(self, adb: Adb, way: Way) -> None:
        self._adb = adb
        self._way = way

    def settled(self) -> int:
        # A page of a mapped file that is not yet written is written to without any sign of it:
        # once all are written, the next write shows in the file's time again.
        said = self._adb.shell(self._way.of("sync; date +%s"), seconds=SYNC_SECONDS)
        last = said.text.split()[-1:]
        return int(last[0]) - MARGIN_SECONDS if last and last[0].isdigit() else 0

    def exists(self, folder: str) -> bool:
        # Either answer is one: none at all is a device that is gone.
        script = f"if [ -d {quote(folder)} ]; then echo yes; else echo no; fi"
        answer = self._adb.shell(self._way.of(script)).text.strip()
        if answer not in ("yes", "no"):
            raise trouble("no-answer", what=folder)
        return answer == "yes"

    def listing(self, place: Place, *, links: bool) -> Listing:
        names, why = self._names(place, "-type f")
        files, odd = self._facts(names)
        targets: list[tuple[bytes, bytes]] = []
        others: list[bytes] = []
        if links:
            found, more = self._names(place, "-type l")
            targets = list(self._targets(found))
            others, last = self._names(place, "! -type f ! -type l ! -type d")
            why = why or more or last
        return Listing(tuple(files), tuple(targets), tuple(others), why or odd)

    def contents(self, facts: Sequence[Fact]) -> Iterator[Content]:
        small = {one.path: one for one in facts if one.size <= SMALL}
        for names in _cut(list(small), MAX_BATCH):
            yield from self._small([small[name] for name in names])
        for one in facts:
            if one.size > SMALL:
                yield from self._large(one)

    def _names(self, place: Place, which: str) -> tuple[list[bytes], str]:
        skip = " -o ".join(f"-path {quote(path)}" for path in place.but)
        prune = f"\\( {skip} \\) -prune -o " if skip else ""
        script = f"find {quote(place.path)} {prune}{which} -print0"
        found: list[bytes] = []
        with self._adb.stream(self._way.of(script)) as stream:
            for name in _split(stream, b"\0"):
                if len(found) == MAX_FILES:
                    return found, told("too-many-files", count=str(MAX_FILES))
                found.append(name)
            if stream.code != 0:
                return found, first_line(stream.err) or told("not-listed", folder=place.path)
        return found, ""

    def _facts(self, names: Sequence[bytes]) -> tuple[list[Fact], str]:
        """What the files are. One that was listed and does not answer is told: the next listing
        shows whether it is gone."""
        found: list[Fact] = []
        why = ""
        for batch in _cut(names, MAX_FACTS):
            said = self._adb.shell(self._way.of(f"stat -c {quote(_FACTS)} {_listed(batch)}"))
            lines = said.out.splitlines()
            if said.code != 0 or len(lines) != len(batch):
                # Which of them is meant only an answer of its own tells.
                lines = [self._one_fact(name) for name in batch]
            for name, line in zip(batch, lines, strict=True):
                fact = _fact(name, line)
                if fact is not None:
                    found.append(fact)
                else:
                    why = why or told("not-listed", folder=text(name))
        return found, why

    def _one_fact(self, name: bytes) -> bytes:
        script = f"stat -c {quote(_FACTS)} {_listed([name])} 2>/dev/null"
        return self._adb.shell(self._way.of(script)).out.strip()

    def _targets(self, names: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        for batch in _cut(names, MAX_BATCH):
            script = 'readlink "$f" | base64; echo .0'
            for name, target in zip(batch, self._encoded(batch, script), strict=True):
                yield name, (target or b"").removesuffix(b"\n")

    def _small(self, batch: Sequence[Fact]) -> Iterator[Content]:
        script = 'base64 "$f" 2>/dev/null; echo .$?'
        names = [one.path for one in batch]
        for fact, data in zip(batch, self._encoded(names, script), strict=True):
            if data is None:
                yield Content(fact, why=told("not-read"))
            else:
                yield Content(fact, io.BytesIO(data))

    def _encoded(self, names: Sequence[bytes], each: str) -> Iterator[bytes | None]:
        """What a script gives for each `$f`, None if it failed. Nothing that is base64 can be taken
        for the line that ends it."""
        script = f"for f in {_listed(names)}; do {each}; done"
        lines: list[bytes] = []
        count = size = 0
        with self._adb.stream(self._way.of(script)) as stream:
            for line in _split(stream, b"\n"):
                if line.startswith(b"."):
                    count += 1
                    yield _decoded(lines) if line == b".0" else None
                    lines, size = [], 0
                    continue
                lines.append(line)
                size += len(line)
                if size > MAX_GROWN:
                    # It grew since it was listed: the next listing tells its size.
                    raise Cut(told("changing"))
        if count != len(names):
            raise Cut(told("cut"))

    def _large(self, fact: Fact) -> Iterator[Content]:
        with self._adb.stream(self._way.of(f"cat {_listed([fact.path])}")) as stream:
            first = stream.poll(IDLE)
            if first is None:
                raise Cut(told("silent", seconds=f"{IDLE:g}"))
            if first == b"" and stream.code != 0:
                if self._adb.state() != "device":
                    raise Cut(first_line(stream.err) or told("cut"))
                yield Content(fact, why=first_line(stream.err) or told("not-read"))
                return
            yield Content(fact, cast("IO[bytes]", _Rest(first, stream)))


class _Rest:
    """A stream of which the first piece was taken."""

    def __init__(self, first: bytes, stream: Stream) -> None:
        self._first = first
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        first, self._first = self._first, b""
        return first or self._stream.read(size)


def first_line(said: str) -> str:
    """Why a command failed, as it says."""
    return visible(said.partition("\n")[0], 200)


def _listed(names: Sequence[bytes]) -> str:
    # Names are bytes and go to adb as they are; what is no UTF-8 is carried by surrogates.
    return " ".join(quote(text(name)) for name in names)


def _cut(names: Sequence[bytes], most: int) -> Iterator[list[bytes]]:
    """Batches that a command has room for."""
    batch: list[bytes] = []
    size = 0
    for name in names:
        length = len(_listed([name]).encode("utf-8", "surrogateescape")) + 1
        if batch and (len(batch) == most or size + length > MAX_SCRIPT):
            yield batch
            batch, size = [], 0
        batch.append(name)
        size += length
    if batch:
        yield batch


def _split(stream: Stream, end: bytes) -> Iterator[bytes]:
    """What a command writes, piece by piece. A command that failed is told by the stream's code; a
    stream that stops raises Cut."""
    rest = b""
    while (piece := stream.poll(IDLE)) != b"":
        if piece is None:
            raise Cut(told("silent", seconds=f"{IDLE:g}"))
        *whole, rest = (rest + piece).split(end)
        yield from whole
        if len(rest) > MAX_PART:
            raise Cut(told("too-much", what="adb shell", bytes=str(MAX_PART)))


def _fact(name: bytes, line: bytes) -> Fact | None:
    mode, size, modified, changed, *_ = [*line.split(), b"", b"", b"", b""]
    try:
        times = int(modified), int(changed)
        return Fact(name, int(size), int(mode, 16), *times, line.decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        return None


def _decoded(lines: list[bytes]) -> bytes | None:
    try:
        return base64.b64decode(b"".join(lines), validate=True)
    except NotBase64:
        return None
