"""What a database is once the transactions in its write-ahead log are in it (SQLite's file format).

A snapshot of a running app has the newest rows in `<name>-wal` alone. Rows of it that are cut into
pages, compressed or numbers are seen only where SQLite reads them.
"""

import struct
import sys
from array import array
from collections.abc import Iterator

SQLITE = b"SQLite format 3\0"
WAL = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""Beginnings of a log whose checksums are of little-endian and of big-endian words."""
JOURNAL = bytes.fromhex("d9d505f920a163d7")
"""Beginning of a rollback journal that is in use: its database is not what it is meant to be."""

MAX_IMAGE = 128 << 20
_VERSION = 3007000
_HEADER = 32
_FRAME = 24
_WORD = 0xFFFFFFFF
_WRITE_VERSION = 18
"""Where a database says that it needs a log; one in memory cannot have one."""


class BadLog(ValueError):
    """A write-ahead log that is not what SQLite wrote: what is wrong with it."""


def with_log(database: bytes, log: bytes) -> tuple[bytes, str]:
    """The database as SQLite would show it, and what of the log is not in it (empty: nothing).

    Raises BadLog for a log of which nothing can be told.
    """
    if not log.strip(b"\0"):
        return database, ""
    pages, count, left = _committed(log)
    if not count:
        return database, left
    size = _page_size(log)
    own = int.from_bytes(database[16:18], "big")
    if database.startswith(SQLITE) and size != (0x10000 if own == 1 else own):
        raise BadLog(f"pages of {size} bytes")
    if count * size > MAX_IMAGE:
        raise BadLog(f"{count} pages")
    image = bytearray(database[: count * size].ljust(count * size, b"\0"))
    for number, at in pages.items():
        if number <= count:
            image[(number - 1) * size : number * size] = log[at : at + size]
    return bytes(image), left


def without_log(database: bytes) -> bytes:
    """The same database, which says that it needs no log."""
    if database[_WRITE_VERSION : _WRITE_VERSION + 2] == b"\1\1":
        return database
    return database[:_WRITE_VERSION] + b"\1\1" + database[_WRITE_VERSION + 2 :]


def _page_size(log: bytes) -> int:
    return int.from_bytes(log[8:12], "big")


def _committed(log: bytes) -> tuple[dict[int, int], int, str]:
    """Where in the log the newest content of each page is, how many pages the database has after
    the last transaction (0: there is none), and what follows that was begun and not done."""
    pages: dict[int, int] = {}
    waiting: dict[int, int] = {}
    count, left = 0, ""
    for number, size, at in _frames(log):
        if number == 0:
            left = "damaged"
            break
        waiting[number] = at
        if size:
            pages |= waiting
            count = size
            waiting.clear()
    return pages, count, left or ("not committed" if waiting else "")


def _frames(log: bytes) -> Iterator[tuple[int, int, int]]:
    """Page, pages of the database after a commit, and where the page begins, of each frame of this
    log's; (0, 0, 0) for one that is and whose checksum is wrong. Older frames follow those."""
    if not log.startswith(WAL) or len(log) < _HEADER:
        raise BadLog("header")
    size, words = _page_size(log), "<" if log.startswith(WAL[0]) else ">"
    sums = _summed(log[:24], words, (0, 0))
    if int.from_bytes(log[4:8], "big") != _VERSION or sums != struct.unpack_from(">II", log, 24):
        raise BadLog("header")
    if size not in {1 << n for n in range(9, 17)}:
        raise BadLog("page size")
    salts = log[16:24]
    for at in range(_HEADER, len(log) - _FRAME, _FRAME + size):
        number, count = struct.unpack_from(">II", log, at)
        if log[at + 8 : at + 16] != salts:
            # A log is begun together with its first frame.
            if at == _HEADER:
                yield 0, 0, 0
            return
        page = log[at + _FRAME : at + _FRAME + size]
        if len(page) == size:
            sums = _summed(page, words, _summed(log[at : at + 8], words, sums))
        if len(page) < size or not number or sums != struct.unpack_from(">II", log, at + 16):
            yield 0, 0, 0
            return
        yield number, count, at + _FRAME


def _summed(data: bytes, words: str, sums: tuple[int, int]) -> tuple[int, int]:
    numbers = array("I", data)
    if (words == "<") != (sys.byteorder == "little"):
        numbers.byteswap()
    first, second = sums
    for one, other in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + one + second) & _WORD
        second = (second + other + first) & _WORD
    return first, second
