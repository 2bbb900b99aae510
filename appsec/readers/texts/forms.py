"""What a file is, told by its first bytes, and the texts in those that are no plain text."""

import codecs
import re
import zlib
from collections.abc import Sequence
from struct import Struct

import numpy as np

_MEDIA = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....(?:WEBP|WAVE)|\x00\x00\x01\x00|OggS|ID3|\xff[\xf2\xf3\xfb]|fLaC"
    rb"|....ftyp|\x1aE\xdf\xa3|OTTO|\x00\x01\x00\x00\x00|true\x00|ttcf|wOFF|wOF2|\xabKTX|DDS |qoif",
    re.DOTALL,
)
"""Pictures, sound, films and fonts: no texts that a program reads."""
_PACKED = re.compile(
    rb"\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|BZh[1-9]1AY|\x28\xb5\x2f\xfd|Rar!\x1a\x07|\x04\x22\x4d\x18"
)
"""xz, 7z, bzip2, Zstandard, RAR and LZ4."""
_GZIP = b"\x1f\x8b\x08"
_HERMES = b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f"
_SQLITE = b"SQLite format 3\0"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PRINTABLE = frozenset((*range(0x20, 0x7F), *b"\t\n\r"))
_KEPT_ASCII = bytes(n if n in _PRINTABLE else 0 for n in range(256))
_KEPT_ALL = bytes(n if n in _PRINTABLE or n in range(0x80, 0x100) else 0 for n in range(256))
_LEAST_RUN = 6
_LITTLE_BINARY = 0.001
"""Up to this part of a text may be control characters."""
# Counts of functions, kinds of strings, identifiers, strings, long strings, bytes of strings.
_HERMES_COUNTS = Struct("<6I")
_COUNTS_AT, _HERMES_HEAD, _FUNCTION = 40, 128, 16
_IS_LONG = 0xFF
_LONG = Struct("<2I")


def is_media(head: bytes) -> bool:
    """Whether it certainly holds no texts."""
    return bool(_MEDIA.match(head))


def is_packed(head: bytes) -> bool:
    """Whether it is compressed in a way that is not opened here."""
    return bool(_PACKED.match(head))


def unpacked(data: bytes, most: int) -> bytes | None:
    """What gzip holds, `data` itself if it is none, and None for what cannot be unpacked or is
    larger than `most`."""
    if not data.startswith(_GZIP):
        return data
    engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        found = engine.decompress(data, most)
    except zlib.error:
        return None
    return found if engine.eof else None


def decoded(data: bytes) -> str | None:
    """The text that a file is, or None for what is none."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    odd = sum(data.count(bytes((n,))) for n in (0, 1, 2, 3, 4)) if data else 0
    if odd > len(data) * _LITTLE_BINARY:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
        # A text in Big5 or Latin-1: what matters in it is ASCII.
        return data.decode("latin-1") if high * 2 < len(data) and not odd else None


def runs(datas: Sequence[bytes]) -> list[str]:
    """The printable texts in binary files, one per line, for each of them: those in bytes, then
    those in ASCII of 16 bits. Only of a database others than ASCII."""
    kept = (_KEPT_ALL if data.startswith(_SQLITE) else _KEPT_ASCII for data in datas)
    narrow = [data.translate(table) for data, table in zip(datas, kept, strict=True)]
    found = _runs(narrow)
    for first in (0, 1):
        found += _runs([_halved(data[first:]) for data in datas])
    told: list[list[str]] = [[] for _ in datas]
    for number, run in found:
        told[number].append(run)
    return ["\n".join(one) for one in told]


def _halved(data: bytes) -> bytes:
    """The ASCII of every two bytes whose second one is zero."""
    pairs = np.frombuffer(data, "<u2", len(data) // 2)
    return np.where(pairs < 0x80, pairs, 0).astype(np.uint8).tobytes().translate(_KEPT_ASCII)


def _runs(datas: Sequence[bytes]) -> list[tuple[int, str]]:
    """Each run of enough bytes other than zero, with the number of the file that it is from. All
    files are looked through at once: most have no such run."""
    whole = b"\0".join(datas)
    full = np.frombuffer(whole, np.uint8) != 0
    if len(full) < _LEAST_RUN:
        return []
    two = full[:-1] & full[1:]
    begun = two[:-4] & two[2:-2] & two[4:]  # six in a row begin here
    edges = np.flatnonzero(np.diff(begun, prepend=False, append=False)).tolist()
    ends = np.cumsum([len(data) + 1 for data in datas])
    which = np.searchsorted(ends, edges[::2], "right").tolist()
    spans = zip(which, edges[::2], edges[1::2], strict=True)
    return [
        (number, whole[start : stop + _LEAST_RUN - 1].decode("utf-8", "replace"))
        for number, start, stop in spans
    ]


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
