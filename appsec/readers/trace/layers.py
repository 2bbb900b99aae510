"""What lies inside the bytes of a file or body: compressed, archived, in a database or a list.

Plain search sees what is stored as it is, deleted rows and write-ahead logs included. What is
compressed, encoded in lines, or cut into pieces by a database's pages, is unfolded here, in bounds.
What may hide a text and cannot be unfolded is told; pictures, fonts, code and ciphertext are not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import field
from pathlib import Path

from appsec.model.frozen import slotted
from appsec.readers.trace import leveldb, lists
from appsec.readers.trace.archives import ZIP, BadArchive, Layer, is_tar, tarred, zipped
from appsec.readers.trace.database import BETWEEN, MAX_JOINED_BYTES, cells
from appsec.readers.trace.encoded import encoded
from appsec.readers.trace.pictures import PNG, picture_texts
from appsec.readers.trace.snappy import BadSnappy
from appsec.readers.trace.streams import FOLDED, OPAQUE, Streams
from appsec.readers.trace.wal import JOURNAL, SQLITE, WAL, BadLog, with_log

MAX_DEPTH = 6
MAX_UNFOLDED = 64 << 20
"""Bytes that one file or body may come to in all its layers."""

_APART = re.compile(
    b"|".join(map(re.escape, (*FOLDED, *OPAQUE, SQLITE, lists.BINARY, *WAL, b"<?xml", b"<plist"))),
)
"""Beginnings of what must be looked at for itself, not together with its neighbours."""
_ENCODING = re.compile(
    rb"[\0\n]content-encoding: ?(br|zstd|dcb|dcz|compress)[\0\r\n]", re.IGNORECASE
)
"""What a cache of HTTP says of an answer that is kept in it as it came."""
_LOCKED = re.compile(rb"ANDROID BACKUP\n\d+\n[01]\n(?!none\n)")
_MUTE = re.compile(
    rb"\x7fELF|dex\n|cdex|vdex|oat\n|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe"
    rb"|\x00\x01\x00\x00|OTTO|ttcf|wOF[F2]"
    rb"|\xff\xd8\xff|GIF8|RIFF|OggS|ID3|\x1aE\xdf\xa3|.{4}ftyp",
    re.DOTALL,
)
"""Beginnings of programs, fonts, pictures, sounds and films: their own texts are plain."""


@slotted
class Unfolding:
    """What one file holds beneath its own bytes. `limits` names, once the layers were read, what
    was not looked at: a file that is more than its limits shows no silence. `opaque` is whether
    formats that cannot be unfolded count: the system's own caches are full of them."""

    left: int = MAX_UNFOLDED
    limits: list[str] = field(default_factory=list)
    opaque: bool = True

    def layers(
        self, data: bytes, path: Path | None = None, log: bytes = b"", *, paired: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """The layers beneath some bytes, each with its name (`gzip at 0`, `sqlite users`). `path`
        is where they lie, if they are a whole file; `log` and `paired` as of Layer."""
        yield from self._below(Layer("", data, log, paired), path, 0)

    def _below(self, whole: Layer, path: Path | None, depth: int) -> Iterator[tuple[str, bytes]]:
        for one in self._beneath(whole, path):
            if depth >= MAX_DEPTH:
                return self._stopped("depth")
            if self.left <= 0:
                return self._stopped("size")
            self.left -= len(one.data)
            if self.left < 0:
                self._stopped("size")
            yield one.name, one.data
            for below, deeper in self._below(one, None, depth + 1):
                yield f"{one.name} > {below}", deeper
        return None

    def _beneath(self, whole: Layer, path: Path | None) -> Iterator[Layer]:
        data = whole.data
        if whole.log:
            data, path = self._with_log(data, whole.log), None
        self._told(data, whole.paired)
        if data.startswith(ZIP):
            return self._archive("zip", zipped, data)
        if is_tar(data):
            return self._archive("tar", tarred, data)
        if data.startswith(SQLITE):
            found = cells(data, path, _APART, self._stopped)
        elif data.startswith(lists.BINARY) or lists.is_xml(data):
            found = self._list(data)
        elif leveldb.is_table(data):
            found = self._entries("leveldb", leveldb.entries, data)
        elif leveldb.is_log(data):
            found = self._entries("leveldb log", leveldb.log_values, data)
        else:
            found = self._elsewhere(data)
        return (Layer(name, inner) for name, inner in found)

    def _told(self, data: bytes, paired: bool) -> None:
        """Tells what cannot be unfolded, by its beginning."""
        for begin, name in OPAQUE.items():
            if self.opaque and data.startswith(begin):
                self._stopped(name)
        if data.startswith(WAL) and not paired:
            self._stopped("sqlite: a log without its database")
        if data.startswith(JOURNAL):
            self._stopped("sqlite: a transaction that was not done")
        if _LOCKED.match(data):
            self._stopped("an encrypted backup")

    def _with_log(self, data: bytes, log: bytes) -> bytes:
        try:
            data, left = with_log(data, log)
        except BadLog as error:
            left = str(error)
        if left:
            self._stopped(f"sqlite log: {left}")
        return data

    def _elsewhere(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        """Streams in the midst of other bytes, too: logs, caches and protocol buffers hold them."""
        for encoding in set(_ENCODING.findall(data)):
            self._stopped(f"HTTP {encoding.decode().lower()}")
        begin = 0
        if data.startswith(PNG):
            begin, texts = picture_texts(data)
            yield from texts
        mute = not self.opaque or _MUTE.match(data) is not None
        yield from Streams(data, lambda: self.left, self._stopped, mute=mute).found(begin)
        for at, inner in encoded(data):
            yield f"base64 at {at}", inner

    def _archive(
        self, name: str, read: Callable[[bytes, Callable[[], int]], Iterator[Layer]], data: bytes
    ) -> Iterator[Layer]:
        try:
            yield from read(data, lambda: self.left)
        except BadArchive as error:
            self._stopped(f"{name}: {error}")
            yield from (Layer(*one) for one in self._elsewhere(data))

    def _list(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        try:
            yield from lists.values(data)
        except lists.BadList as error:
            self._stopped(f"plist: {error}")
            yield from self._elsewhere(data)

    def _entries(
        self, name: str, read: Callable[[bytes], Iterator[bytes]], data: bytes
    ) -> Iterator[tuple[str, bytes]]:
        whole, size = list[bytes](), 0
        try:
            for value in read(data):
                if _APART.match(value):
                    yield name, value
                else:
                    whole.append(value)
                    size += len(value)
                if size > MAX_JOINED_BYTES:
                    yield name, BETWEEN.join(whole)
                    whole, size = [], 0
        except (leveldb.BadTable, BadSnappy) as error:
            self._stopped(f"{name}: {error}")
        yield name, BETWEEN.join(whole)

    def _stopped(self, what: str) -> None:
        if what not in self.limits:
            self.limits.append(what)
