"""Reads zip archives that may be hostile: bounded in memory and time, and never guessing.

Where two parsers could see two different contents, the entry or the archive is refused.
"""

import errno
import hashlib
import io
import mmap
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Self

from zlib_ng import zlib_ng as zlib  # as strict as the system's, in half the time

from appsec.readers.zip_directory import find_hidden, read_directory
from appsec.readers.zip_end import LOCAL_MAGIC, find_end, has_rival
from appsec.readers.zip_model import (
    STORED,
    ArchiveError,
    ArchiveFault,
    Data,
    Entry,
    EntryError,
    Hidden,
    Limits,
    MissingEntry,
    Refusal,
    Span,
)

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveFault",
    "Entry",
    "EntryError",
    "Hidden",
    "Limits",
    "MissingEntry",
    "Refusal",
]

_Broken: type[Exception] = zlib.error  # type: ignore[assignment]  # told as an instance
_DEFAULT_LIMITS = Limits()
_FEED = 64 << 10  # compressed bytes given to zlib at once: it copies what it leaves over,
_LITTLE = 512  # and for the first bytes of an entry this is mostly enough
_PIECE = 1 << 20
_KEPT, _KEPT_IN_ALL = 4 << 20, 32 << 20
"""Bytes of an entry, and of all, that are kept once inflated: a digest and several searches follow
one another."""
_HEAD = 64  # bytes of an entry that are kept once its first ones were asked for: others follow
_SMALL = 64 << 10  # bytes of an entry that is inflated as a whole when its first ones are asked for


class Archive:
    """An open zip file. Nothing can be concluded from an absent name while `is_whole` is false."""

    def __init__(self, data: Data, source: io.BufferedReader | io.BytesIO, limits: Limits) -> None:
        """`source` holds the same bytes as `data`; use `open` or `from_bytes`."""
        self._data = data
        self._source = source
        self._limits = limits
        self._spent = 0
        self._resources = ExitStack()
        self._heads: dict[str, bytes] = {}
        self._kept: dict[str, bytes] = {}
        self._sound: set[str] = set()
        self._room = _KEPT_IN_ALL
        end = find_end(data)
        listing = read_directory(data, end, limits)
        strange = (*listing.uncovered, end.comment)
        if has_rival(data, (*strange, Span(end.directory, end.at)), limits.max_entries):
            raise ArchiveError(ArchiveFault.AMBIGUOUS_END_RECORD)
        if not end.count:
            raise ArchiveError(ArchiveFault.NO_ENTRIES)
        self.hidden: tuple[Hidden, ...] = tuple(find_hidden(data, strange, limits))
        self._entries = listing.entries
        listed = listing.entries.keys() | listing.refused.keys()
        unlisted = {one.name: Refusal.HIDDEN for one in self.hidden if one.name not in listed}
        self.refused: Mapping[str, Refusal] = MappingProxyType({**listing.refused, **unlisted})
        self.names: tuple[str, ...] = tuple(listing.entries)
        first = data.find(LOCAL_MAGIC, 0, end.directory)
        self.prefix = end.directory if first < 0 else first
        self.directory_offset = end.directory
        self.end_offset = end.at
        self.size = len(data)

    @classmethod
    def open(cls, path: Path, limits: Limits = _DEFAULT_LIMITS) -> Self:
        """Maps the file; it must not shrink while the archive is open."""
        with ExitStack() as resources:
            try:
                if not stat.S_ISREG(path.stat().st_mode):
                    raise ArchiveError(ArchiveFault.NOT_A_FILE)
                source = resources.enter_context(path.open("rb"))
                if not path.stat().st_size:
                    raise ArchiveError(ArchiveFault.EMPTY)
                view = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
            except OSError as error:
                code = errno.errorcode.get(error.errno or 0, "")
                raise ArchiveError(ArchiveFault.UNREADABLE, {"error": code}) from error
            resources.enter_context(view)
            archive = cls(view, source, limits)
            archive._resources = resources.pop_all()
        return archive

    @classmethod
    def from_bytes(cls, data: bytes, limits: Limits = _DEFAULT_LIMITS, once: bool = False) -> Self:
        """For an archive inside an archive; one that is read `once` need keep nothing: several can
        be open within each other."""
        archive = cls(data, io.BytesIO(data), limits)
        if once:
            archive._room = 0
        return archive

    def close(self) -> None:
        self._kept.clear()
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_whole(self) -> bool:
        """Whether every record in the file is listed and none was refused on opening."""
        return not self.refused and not self.hidden

    def entry(self, name: str) -> Entry:
        if refusal := self.refused.get(name):
            raise EntryError(name, refusal)
        if name not in self._entries:
            raise MissingEntry(name)
        return self._entries[name]

    def read(self, name: str, limit: int | None = None) -> bytes:
        """The whole content, its size and checksum verified; `limit` can only tighten Limits."""
        entry = self.entry(name)
        most = self._limits.max_entry_bytes
        if entry.size > (most if limit is None else min(limit, most)):
            raise EntryError(name, Refusal.TOO_LARGE)
        if (content := self._known(entry)) is None:
            return self._gathered(entry)
        self._charge(entry, len(content))
        if name not in self._sound and zlib.crc32(content) != entry.crc:
            raise EntryError(name, Refusal.BAD_CRC)
        if name in self._kept:
            self._sound.add(name)
        return content

    def _gathered(self, entry: Entry) -> bytes:
        """The content of an entry that is too large to be held twice."""
        whole = io.BytesIO()
        crc = 0
        for piece in self._pieces(entry, min(_PIECE, entry.size + 1)):
            crc = zlib.crc32(piece, crc)
            whole.write(piece)
        if crc != entry.crc:
            raise EntryError(entry.name, Refusal.BAD_CRC)
        return whole.getvalue()

    def _known(self, entry: Entry) -> bytes | None:
        """The content of a small entry, which is kept as long as there is room; None of others,
        and of what is not exactly what the entry declares."""
        name = entry.name
        if (content := self._kept.get(name)) is not None or entry.size > _KEPT:
            return content
        if (content := _at_once(self._data, entry)) is not None and entry.size <= self._room:
            self._kept[name] = content
            self._room -= entry.size
        return content

    def hold(self, name: str, content: bytes) -> None:
        """Takes note of what `read` gave and its caller keeps anyway, for a digest of it."""
        self._kept[name] = content
        self._sound.add(name)

    def head(self, name: str, count: int) -> bytes:
        """The first bytes, to tell what a file is; a checksum cannot be verified on them."""
        if (whole := self._kept.get(name)) is not None:
            return whole[:count]
        entry = self.entry(name)
        known = self._heads.get(name, b"")
        if not known and entry.method != STORED and entry.size <= min(_SMALL, self._room):
            known = self._known(entry) or b""  # whoever looks at so small a file reads most of them
        if len(known) >= min(count, entry.size) and (known or name in self._heads):
            return known[:count]
        start, most = bytearray(), max(count, _HEAD)
        for piece in self._pieces(entry, min(_PIECE, most)):
            start += piece
            if len(start) >= most:
                break
        self._heads[name] = bytes(start[:most])
        return self._heads[name][:count]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content bit by bit, for a digest: neither checksum nor total budget is looked at.

        Whoever asks for many entries must bound the sum of their sizes.
        """
        entry = self.entry(name)
        if (content := self._known(entry)) is not None:
            yield content
        else:
            yield from self._pieces(entry, _PIECE, charged=False)

    def raw(self, start: int, count: int) -> bytes:
        """Bytes of the file as they stand, fewer at its end; for what lies outside the entries."""
        return self._data[start : start + count]

    def sha256(self) -> str:
        self._source.seek(0)
        return hashlib.file_digest(self._source, "sha256").hexdigest()

    def _pieces(self, entry: Entry, size: int, charged: bool = True) -> Iterator[bytes]:
        """The content in pieces of at most `size`, in sum exactly what the entry declares."""
        expand = _stored if entry.method == STORED else _inflated
        total = 0
        try:
            for piece in expand(self._data, entry, size):
                total += len(piece)
                if total > entry.size:
                    raise EntryError(entry.name, Refusal.TOO_LARGE)
                self._charge(entry, len(piece) if charged else 0)
                yield piece
            if total < entry.size:
                raise EntryError(entry.name, Refusal.BAD_DATA)
        except _Broken as error:
            raise EntryError(entry.name, Refusal.BAD_DATA) from error

    def _charge(self, entry: Entry, count: int) -> None:
        self._spent += count
        if self._spent > self._limits.max_total_bytes:
            raise EntryError(entry.name, Refusal.OVER_BUDGET)


def _at_once(data: Data, entry: Entry) -> bytes | None:
    """The content of an entry that is exactly what it declares; None otherwise."""
    raw = data[entry.data_offset : entry.data_offset + entry.compressed_size]
    if entry.method == STORED or not raw:
        return raw if len(raw) == entry.size else None
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = engine.decompress(raw, entry.size + 1)
    except _Broken:
        return None
    whole = engine.eof and not engine.unused_data and len(content) == entry.size
    return content if whole else None


def _stored(data: Data, entry: Entry, size: int) -> Iterator[bytes]:
    stop = entry.data_offset + entry.compressed_size
    for at in range(entry.data_offset, stop, size):
        yield data[at : min(at + size, stop)]


def _inflated(data: Data, entry: Entry, size: int) -> Iterator[bytes]:
    """Raises _Broken too where the stream does not end exactly with the entry."""
    if not entry.compressed_size and not entry.size:
        return  # some packers call an empty file deflated
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    stop = entry.data_offset + entry.compressed_size
    at_once = _FEED if size > _HEAD else _LITTLE
    for at in range(entry.data_offset, stop, at_once):
        if engine.eof:
            raise _Broken("bytes after the end of the stream")
        feed = data[at : min(at + at_once, stop)]
        while feed and not engine.eof:
            yield engine.decompress(feed, size)
            feed = engine.unconsumed_tail
    while not engine.eof and (rest := engine.decompress(b"", size)):
        yield rest
    if not engine.eof or engine.unused_data:
        raise _Broken("the stream is cut, or bytes follow it")
