"""What lies inside the bytes of a file or body: compressed, archived, in a database or a list.

Plain search sees what is stored as it is, deleted rows and write-ahead logs included. What is
compressed, or cut into pieces by a database's overflow pages, is unfolded here, in bounds.
"""

import io
import plistlib
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

MAX_DEPTH = 3
MAX_UNFOLDED = 64 << 20
"""Bytes that one file or body may come to in all its layers."""
MAX_CELLS = 2_000_000
MAX_MEMBERS = 10_000
MAX_STREAMS = 1_000

_SQLITE = b"SQLite format 3\0"
_GZIP = b"\x1f\x8b\x08"
_ZLIB = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
_PLIST = b"bplist00"
_FOLDED = (_SQLITE, _GZIP, *_ZLIB, b"PK\3\4", _PLIST)
_BETWEEN = b"\0\n"
"""Between values that are searched as one: in no form of a canary."""
MAX_JOINED = 10_000


@dataclass(slots=True)
class Unfolding:
    """What one file holds beneath its own bytes. `limits` names, once the layers were read, what
    was not looked at: a file that is more than its limits shows no silence."""

    left: int = MAX_UNFOLDED
    limits: list[str] = field(default_factory=list)

    def layers(
        self, data: bytes, path: Path | None = None, depth: int = 0
    ) -> Iterator[tuple[str, bytes]]:
        """The layers beneath some bytes, each with its name (`gzip`, `sqlite users.name`). `path`
        is where they lie, if they are a whole file: SQLite reads no bytes."""
        if depth >= MAX_DEPTH:
            if data.startswith(_FOLDED) or _GZIP in data:
                self._stopped("depth")
            return
        for name, inner in self._beneath(data, path):
            if self.left <= 0:
                self._stopped("size")
                return
            self.left -= len(inner)
            yield name, inner
            for below, deeper in self.layers(inner, None, depth + 1):
                yield f"{name} > {below}", deeper

    def _beneath(self, data: bytes, path: Path | None) -> Iterator[tuple[str, bytes]]:
        if data.startswith(_SQLITE):
            yield from self._database(data, path)
        elif data.startswith(_ZLIB):
            yield from self._inflated("zlib", data, 15)
        elif data.startswith(b"PK\3\4"):
            yield from self._members(data)
        elif data.startswith(_PLIST):
            yield from self._list(data)
        else:
            yield from self._streams(data)

    def _inflated(
        self, name: str, data: bytes | memoryview, bits: int
    ) -> Iterator[tuple[str, bytes]]:
        inflater = zlib.decompressobj(bits)
        try:
            inner = inflater.decompress(data, max(self.left, 1))
        except zlib.error:
            return
        if inflater.unconsumed_tail:
            self._stopped("size")
        if inner:
            yield name, inner

    def _streams(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        """gzip streams, those in the midst of other bytes too: logs, caches and protocol buffers
        hold them."""
        at, seen, view = data.find(_GZIP), 0, memoryview(data)
        while at >= 0:
            if seen == MAX_STREAMS:
                self._stopped("streams")
                return
            seen += 1
            for name, inner in self._inflated("gzip", view[at:], 31):
                yield f"{name} at {at}", inner
            at = data.find(_GZIP, at + 1)

    def _members(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for entry in archive.infolist()[:MAX_MEMBERS]:
                    with archive.open(entry) as member:
                        inner = member.read(max(self.left, 0) + 1)
                    if len(inner) > self.left:
                        self._stopped("size")
                        return
                    yield f"zip {entry.filename[:200]}", inner
                if len(archive.infolist()) > MAX_MEMBERS:
                    self._stopped("members")
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            OSError,
            EOFError,
            zlib.error,
        ):
            self._stopped("zip")

    def _list(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        """The data and numbers in a binary property list: its texts are plain in it."""
        try:
            root = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
        except (plistlib.InvalidFileException, ValueError, RecursionError, OverflowError):
            return
        waiting, numbers = [root], []
        for _ in range(MAX_CELLS):
            if not waiting:
                break
            value = waiting.pop()
            if isinstance(value, dict):
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
            elif isinstance(value, bytes):
                yield "plist data", value
            elif isinstance(value, int):
                numbers.append(str(value).encode())
        yield "plist numbers", _BETWEEN.join(numbers)
        if waiting:
            self._stopped("plist")

    def _database(self, data: bytes, path: Path | None) -> Iterator[tuple[str, bytes]]:
        """The cells of each table: a row may be cut into pages, a number is none in the bytes."""
        try:
            with closing(_opened(data, path)) as database:
                yield from self._tables(database)
        except sqlite3.Error as error:
            # SQLCipher, or damage: what is legible was seen in the bytes themselves.
            self._stopped(f"sqlite: {str(error)[:60]}")

    def _tables(self, database: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
        database.text_factory = bytes
        tables = database.execute(
            "select name from sqlite_master where type = 'table' and rootpage > 0"
        ).fetchall()
        cells = 0
        for (raw,) in tables:
            name = f"sqlite {raw.decode('utf-8', 'replace')[:80]}"
            quoted = '"' + raw.decode("utf-8", "surrogateescape").replace('"', '""') + '"'
            whole: list[bytes] = []
            for row in database.execute(f"select * from {quoted}"):
                cells += len(row)
                if cells > MAX_CELLS:
                    self._stopped("cells")
                    return
                for value in row:
                    if isinstance(value, bytes) and value.startswith(_FOLDED):
                        yield name, value
                    elif isinstance(value, bytes | int):
                        whole.append(value if isinstance(value, bytes) else str(value).encode())
                if len(whole) > MAX_JOINED:
                    yield name, _BETWEEN.join(whole)
                    whole.clear()
            yield name, _BETWEEN.join(whole)

    def _stopped(self, what: str) -> None:
        if what not in self.limits:
            self.limits.append(what)


def _opened(data: bytes, path: Path | None) -> sqlite3.Connection:
    """A database that nothing can change and whose schema is trusted with nothing."""
    if path is not None:
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        database = sqlite3.connect(address, uri=True)
    else:
        database = sqlite3.connect(":memory:")
        database.deserialize(data)
    database.execute("pragma trusted_schema = off")
    database.execute("pragma cell_size_check = on")
    return database
