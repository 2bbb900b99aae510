"""What a file is, told by its first bytes, and the texts in those that are no plain text."""

import codecs
import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from appsec.readers.texts.bits import Bits, earlier, later, packed, picked, places

_MEDIA = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....(?:WEBP|WAVE)|\x00\x00\x01\x00|OggS\x00|ID3[\x00-\x08]"
    rb"|\xff[\xf2\xf3\xfb]|fLaC[\x00\x80]|\x00...ftyp|\x1aE\xdf\xa3|OTTO\x00|\x00\x01\x00\x00\x00|true\x00"
    rb"|ttcf\x00|wOF[F2](?:\x00\x01\x00\x00|OTTO|true)|\xabKTX|DDS \x7c\x00|qoif\x00",
    re.DOTALL,
)
"""Pictures, sound, films and fonts: no texts that a program reads. Each has more than letters, with
which a text might begin, too."""
_PACKED = re.compile(
    rb"\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|BZh[1-9]1AY|\x28\xb5\x2f\xfd|Rar!\x1a\x07|\x04\x22\x4d\x18|\x1f\x9d"
    rb"|\x5d\x00\x00..(?:\xff{8}|.{4}\x00{4})|bvx[12n-]|XALZ|XABA",
    re.DOTALL,
)
"""xz, 7z, bzip2, Zstandard, RAR, LZ4, compress, LZMA, Apple's LZFSE, and what .NET for Android
makes of assemblies."""
_GZIP = b"\x1f\x8b\x08"
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
_HERMES = b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f"
_UNITY = b"\xaf\x1b\xb1\xfa"
_UNITY_HEAD = Struct("<6I")
_POOLS = (_HERMES, _UNITY)
_ZIP_END, _ZIP_TAIL = b"PK\x05\x06", (1 << 16) + 22
_SQLITE = b"SQLite format 3\0"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DOUBLED = (1, 2, 4)
"""Eight in a row are a text: what begins two begins four if it does so again two places on."""
_TAB, _NEW_LINE, _RETURN = 0x09, 0x0A, 0x0D
_BEYOND_ASCII = 0x80
_SAMPLE = 64
"""Bytes that tell most files from texts."""
# Counts of functions, kinds of strings, identifiers, strings, long strings, bytes of strings.
_HERMES_COUNTS = Struct("<6I")
_COUNTS_AT, _HERMES_HEAD, _FUNCTION = 40, 128, 16
_IS_LONG = 0xFF
_LONG = Struct("<2I")


def is_media(head: bytes) -> bool:
    """Whether it certainly holds no texts."""
    return bool(_MEDIA.match(head))


def is_pool(data: bytes) -> bool:
    """Whether its texts stand side by side with nothing between them, so that only a table parts
    them."""
    return data.startswith(_POOLS)


def ends_in_zip(data: bytes) -> bool:
    """Whether an archive may stand behind something else, as programs that unpack themselves do."""
    return data.rfind(_ZIP_END, max(len(data) - _ZIP_TAIL, 0)) >= 0


def is_packed(head: bytes) -> bool:
    """Whether it is compressed in a way that is not opened here."""
    return bool(_PACKED.match(head))


def unpacked(data: bytes, most: int) -> bytes | None:
    """What gzip or zlib holds, `data` itself if it is neither, and None for what cannot be unpacked
    or is larger than `most`."""
    if _ZLIB.match(data):
        # Two bytes are no proof: what is none is a file like others.
        found = _inflated(data, most, zlib.MAX_WBITS)
        return data if found is None else b"".join(found)
    if not data.startswith(_GZIP):
        return data
    parts, rest = b"", data
    while rest.startswith(_GZIP):
        part = _inflated(rest, most - len(parts), 16 + zlib.MAX_WBITS)
        if part is None:
            return None
        parts, rest = parts + part[0], part[1]
    return None if rest.strip(b"\0") else parts


def _inflated(data: bytes, most: int, form: int) -> tuple[bytes, bytes] | None:
    """The first stream, and what stands behind it; None for none, or one that is too large."""
    if most <= 0:
        return None
    engine = zlib.decompressobj(form)
    try:
        found = engine.decompress(data, most)
    except zlib.error:
        return None
    return (found, engine.unused_data) if engine.eof else None


def decoded(data: bytes) -> str | None:
    """The text that a file is, or None for what is none."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if b"\0" in data:
        return None
    for encoding in ("utf-8", "big5hkscs"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    # A text in Latin-1 or the like: what matters in it is ASCII.
    return data.decode("latin-1") if high * 2 < len(data) else None


def wide(data: bytes) -> str | None:
    """The text that a file is if it is one in UTF-16 that does not say so: more than ASCII, and no
    character that is not written. Others may be it by chance."""
    for decode in (codecs.utf_16_le_decode, codecs.utf_16_be_decode):
        try:
            if _is_written(decode(data[:_SAMPLE], "strict", True)[0]):
                text, _ = decode(data, "strict", True)
                return text if _is_written(text) and not text.isascii() else None
        except UnicodeDecodeError:
            continue
    return None


def _is_written(text: str) -> bool:
    return all(one.isprintable() or one in "\t\r\n" for one in text)


def runs(datas: Sequence[bytes]) -> list[str]:
    """The printable texts in binary files, one per line, for each of them: those in bytes, then
    those in ASCII of 16 bits. Only of a database others than ASCII. All files are looked through at
    once: most hold few, but some are nothing else."""
    content = np.frombuffer(b"\0\0".join([*datas, b""]), np.uint8)
    ends = np.cumsum([len(data) + 2 for data in datas], dtype=np.int64)
    full = packed(content, _printable)
    for data, end in zip(datas, ends.tolist(), strict=True):
        if data.startswith(_SQLITE):
            alone = np.zeros_like(content)
            alone[end - 2 - len(data) : end] = content[end - 2 - len(data) : end]
            full |= packed(alone, lambda some: some >= _BEYOND_ASCII)
    followed = full & earlier(packed(content, lambda some: some == 0), 1)
    narrow = _lines(content, full, ends, 1)
    wide = _lines(content, followed, ends, 2)
    return [f"{one}{other}" for one, other in zip(narrow, wide, strict=True)]


def _printable(content: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which bytes are printable ASCII, or tab, new line or carriage return."""
    met = content - np.uint8(0x20) < 0x7F - 0x20  # what is less comes out large
    met |= content - np.uint8(_TAB) <= _NEW_LINE - _TAB
    met |= content == _RETURN
    return met


def _lines(content: NDArray[np.uint8], met: Bits, ends: NDArray[np.int64], step: int) -> list[str]:
    """What is met often enough in a row, at every one or two bytes, up to each of the ends."""
    inside = met
    for width in _DOUBLED:  # so many in a row begin here, and twice as many then
        inside = inside & earlier(inside, step * width)
    for width in _DOUBLED:
        inside = inside | later(inside, step * width)
    kept = places(inside | later(inside, step), len(content))
    lines = np.where(picked(inside, kept), content[kept], np.uint8(_NEW_LINE)).tobytes()
    stops = np.searchsorted(kept, ends).tolist()
    return [lines[start:stop].decode("utf-8", "replace") for start, stop in pairwise([0, *stops])]


def hermes_strings(data: bytes) -> list[str] | None:
    """Every string of the table of a bundle for the engine Hermes. None for what is none, or is not
    laid out as known: it is a binary file like others then."""
    if not data.startswith(_HERMES) or len(data) < _HERMES_HEAD:
        return None
    counts = _HERMES_COUNTS.unpack_from(data, _COUNTS_AT)
    functions, kinds, identifiers, count, long, size = counts
    table = _HERMES_HEAD + _FUNCTION * functions + 4 * kinds + 4 * identifiers
    longs = table + 4 * count
    storage = longs + _LONG.size * long
    if storage + size > len(data) or not count:
        return None
    found, total = [], 0
    for (entry,) in Struct("<I").iter_unpack(data[table:longs]):
        wide, at, length = entry & 1, entry >> 1 & 0x7FFFFF, entry >> 24
        if length == _IS_LONG:
            if at >= long:
                return None
            at, length = _LONG.unpack_from(data, longs + _LONG.size * at)
        width = length << wide
        total += width
        if at + width > size or total > 4 * size + len(data):
            return None
        raw = data[storage + at : storage + at + width]
        found.append(raw.decode("utf-16-le", "replace") if wide else raw.decode("latin-1"))
    return found


def unity_strings(data: bytes) -> list[str] | None:
    """Every text constant of a game that Unity compiled to C++ (`global-metadata.dat`). None for
    what is none, or is not laid out as known."""
    if not data.startswith(_UNITY) or len(data) < _UNITY_HEAD.size:
        return None
    _, _, table, size, pool, pool_size = _UNITY_HEAD.unpack_from(data)
    rows = data[table : table + size]
    if not size or size % _LONG.size or len(rows) < size or pool + pool_size > len(data):
        return None
    found, total = [], 0
    for length, at in _LONG.iter_unpack(rows):
        total += length
        if at + length > pool_size or total > 4 * pool_size + len(data):
            return None
        found.append(data[pool + at : pool + at + length].decode("utf-8", "replace"))
    return found
