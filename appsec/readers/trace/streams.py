"""Compressed streams wherever they begin in some bytes, each decompressed in bounds."""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Protocol

from appsec.model.frozen import frozen

PIECE = 64 << 10
_FIRST = 512
_STEPS = (64, 512, 4096, 256 << 10)
_FINE = (256,)
"""Bytes that each step of decompressing brings, the last number for all further ones."""
MAX_TRIED = 200_000
"""Most places of one piece of data at which a stream may begin that are tried."""
_XZ_MEMORY = 64 << 20
_SURE = 64
"""Bytes out of a stream that then goes wrong, from which on it must have been one."""
_LIKELY = 1024
"""Bytes of zlib that make sense before it goes wrong, from which on it must have been that: by its
two first bytes alone, other data begin as zlib by chance, and a few of them come to something."""
_DEFLATED = 8
_LEAST = 6
"""Fewer bytes hold no form of a canary."""

_BEGINS = re.compile(
    rb"\x1f\x8b\x08[\0-\x1f]|x[\x01\x5e\x9c\xda]|PK\x03\x04|BZh[1-9]1AY&SY|\xfd7zXZ\0"
    rb"|\x28\xb5\x2f\xfd[\0-\xff]|\x04\x22\x4d\x18[\x40-\x7f]",
    re.DOTALL,
)
OPAQUE = {
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "LZ4",
    b"\x02\x21\x4c\x18": "LZ4",
    b"\xff\x06\0\0sNaPpY": "snappy",
    b"bvx1": "LZFSE",
    b"bvx2": "LZFSE",
    b"bvxn": "LZFSE",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "RAR",
    b"\x1f\x9d\x90": "compress",
    b"\x89LZO\0\r\n": "LZO",
    b"%PDF-": "PDF",
}
"""Beginnings of what may hold text and cannot be unfolded here. The text of a PDF may be numbers of
glyphs."""
FOLDED = (b"\x1f\x8b\x08", b"x\x01", b"x\x5e", b"x\x9c", b"x\xda", b"PK\3\4", b"BZh", b"\xfd7zXZ\0")
"""Beginnings of what can."""


class Ended(StrEnum):
    """How decompressing came to its end."""

    WHOLE = "whole"
    CUT = "cut"  # the data ended first: all there is was looked at
    BROKEN = "broken"
    FULL = "full"  # more would come than may


@frozen
class Stream:
    """What came out of a stream, how it ended, and where in the data. Of a broken one, `end` is
    up to where it made sense."""

    data: bytes
    how: Ended
    end: int


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class Streams:
    """Finds the streams in some data. `stopped` is told what could not be looked at; `mute` data
    are a program, a font or a picture, of which the most that only looks like a stream is none.
    `left` is how many bytes may come out."""

    def __init__(
        self,
        data: bytes,
        left: Callable[[], int],
        stopped: Callable[[str], None],
        *,
        mute: bool = False,
    ) -> None:
        self._mute = mute
        self._data = data
        self._left = left
        self._stopped = stopped

    def found(self, begin: int = 0) -> Iterator[tuple[str, bytes]]:
        """What the streams hold, each with a name: `gzip at 0`."""
        tried = 0
        match = _BEGINS.search(self._data, begin)
        while match is not None:
            tried += 1
            if tried > MAX_TRIED:
                return self._stopped("streams")
            at = match.start()
            name, stream, sure = self._at(at, match[0])
            whole = stream.how is Ended.WHOLE
            if stream.how is Ended.FULL:
                self._stopped("size")
            elif sure and (stream.how is Ended.BROKEN or (name == "bzip2" and not whole)):
                # A block of bzip2 that is cut gives nothing at all.
                self._doubted(f"{name} at {at}: damaged")
            if whole or len(stream.data) >= _LEAST:
                yield f"{name} at {at}", stream.data
            match = _BEGINS.search(self._data, stream.end if whole else at + 1)
        return None

    def _doubted(self, what: str) -> None:
        if not self._mute:
            self._stopped(what)

    def _at(self, at: int, head: bytes) -> tuple[str, Stream, bool]:
        """The stream that begins here, if one does, and whether it surely does."""
        if (name := OPAQUE.get(head[:4])) is not None:
            # Of zstd, a bit of the next byte is never set.
            if at and (name != "zstd" or not head[4] & 8):
                self._doubted(f"{name} at {at}")
            return name, Stream(b"", Ended.CUT, at + 1), False
        if head == b"PK\3\4":
            return self._member(at)
        name, made = _DECOMPRESSORS[head[:1]]
        stream = decompressed(made, self._data, at, self._left())
        if name == "zlib":
            return name, stream, stream.end - at >= (_SURE if at == 0 else _LIKELY)
        return name, stream, at == 0 or name == "bzip2" or len(stream.data) >= _SURE

    def _member(self, at: int) -> tuple[str, Stream, bool]:
        """A member of an archive, by what stands before it: the archive may be cut."""
        data = self._data
        flags, method = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (6, 8))
        begin = at + 30 + sum(int.from_bytes(data[at + n : at + n + 2], "little") for n in (26, 28))
        if method == _DEFLATED and not flags & 1 and begin < len(data):
            stream = decompressed(lambda: zlib.decompressobj(-15), data, begin, self._left())
            return "zip", stream, len(stream.data) >= _SURE
        if method in _OTHER_METHODS or (flags & 1 and method in (0, _DEFLATED)):
            self._doubted(f"zip at {at}: {'encrypted' if flags & 1 else f'method {method}'}")
        return "zip", Stream(b"", Ended.CUT, at + 1), False


def decompressed(make: Callable[[], _Decompressor], data: bytes, at: int, most: int) -> Stream:
    """What a decompressor makes of the data from a place on, at most so many bytes."""
    stream = _run(make(), data, at, most, _STEPS)
    # An error takes along all that the same step would have brought.
    if stream.how is Ended.BROKEN and len(stream.data) >= _STEPS[0]:
        return _run(make(), data, at, most, _FINE)
    return stream


def _run(
    inflater: _Decompressor, data: bytes, at: int, most: int, steps: tuple[int, ...]
) -> Stream:
    made: list[bytes] = []
    size, call, fed = 0, 0, b""
    begin = at
    try:
        while not inflater.eof and size <= most:
            if not fed and getattr(inflater, "needs_input", True):
                if at >= len(data):
                    break
                fed = data[at : at + (PIECE if at > begin else _FIRST)]
                at += len(fed)
            piece = inflater.decompress(fed, steps[min(call, len(steps) - 1)])
            call += 1
            made.append(piece)
            size += len(piece)
            fed = getattr(inflater, "unconsumed_tail", b"")
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError):
        return Stream(b"".join(made), Ended.BROKEN, at - len(fed))
    if size > most:
        return Stream(b"".join(made)[:most], Ended.FULL, at)
    how = Ended.WHOLE if inflater.eof else Ended.CUT
    return Stream(b"".join(made), how, at - len(inflater.unused_data))


def _xz() -> _Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


_DECOMPRESSORS: dict[bytes, tuple[str, Callable[[], _Decompressor]]] = {
    b"\x1f": ("gzip", lambda: zlib.decompressobj(31)),
    b"x": ("zlib", lambda: zlib.decompressobj(15)),
    b"B": ("bzip2", bz2.BZ2Decompressor),
    b"\xfd": ("xz", _xz),
}
_OTHER_METHODS = frozenset((1, 6, 9, 12, 14, 93, 95, 97, 98, 99))
"""Ways to fold a member of an archive that are not looked into."""
