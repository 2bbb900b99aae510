"""What a table or a log of LevelDB holds: WebViews keep all that pages store in those.

Blocks of a table are packed by Snappy, and a key holds only what differs from the one before; a log
cuts long records at the ends of its blocks. (LevelDB's doc/table_format.md and doc/log_format.md)
"""

from collections.abc import Iterator

from appsec.readers.trace.snappy import BadSnappy, unsnapped, varint

MAGIC = bytes.fromhex("57fb808b247547db")
_FOOTER = 48
_PLAIN, _SNAPPY, _ZSTD = 0, 1, 2
_BLOCK = 32 << 10
_HEAD = 7
_FULL, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_BATCH = 12
"""Bytes before the first entry of a record: a number and a count."""
_PACKED = b"\xff\x11\x02"
"""Before a value of IndexedDB that is packed by Snappy (Chromium's idb_value_wrapping.cc)."""


class BadTable(ValueError):
    """Not what LevelDB writes, or in a way that cannot be read: what it is."""


def is_table(data: bytes) -> bool:
    """Whether it is a table, by its last bytes."""
    return len(data) >= _FOOTER and data.endswith(MAGIC)


def entries(data: bytes) -> Iterator[bytes]:
    """The keys and values of a table, one after the other. Raises BadTable."""
    try:
        footer = data[-_FOOTER:]
        _, at = _place(footer, 0)
        index, _ = _place(footer, at)
        end = 0
        for _, place in _pairs(_block(data, *index)):
            (begin, length), _ = _place(place, 0)
            if begin < end:
                raise BadTable("blocks within one another")
            end = begin + length
            for key, value in _pairs(_block(data, begin, length)):
                yield key
                yield unpacked(value)
    except (IndexError, BadSnappy) as error:
        raise BadTable(str(error)[:60]) from error


def unpacked(value: bytes) -> bytes:
    """A value as the page wrote it. Raises BadSnappy."""
    return unsnapped(value[len(_PACKED) :]) if value.startswith(_PACKED) else value


def is_log(data: bytes) -> bool:
    """Whether it is a log, by the checksum of its first record."""
    length, kind = int.from_bytes(data[4:6], "little"), data[6:7]
    if kind not in (b"\1", b"\2") or not _HEAD + length <= min(len(data), _BLOCK):
        return False
    return int.from_bytes(data[:4], "little") == _masked(_crc(data[6 : _HEAD + length]))


def log_values(data: bytes) -> Iterator[bytes]:
    """The records of a log, put together again, and the packed values in them. Raises BadTable."""
    for record in _records(data):
        yield record
        try:
            yield from _packed(record)
        except (IndexError, BadSnappy):
            continue  # a manifest's records are of another kind, and hold nothing that is packed


def _packed(record: bytes) -> Iterator[bytes]:
    at = _BATCH
    while at < len(record):
        kind, at = record[at], at + 1
        value = b""
        for _ in range(2 if kind else 1):
            length, at = varint(record, at)
            value, at = record[at : at + length], at + length
        if value.startswith(_PACKED):
            yield unpacked(value)


def _records(data: bytes) -> Iterator[bytes]:
    parts: list[bytes] = []
    at = 0
    while at + _HEAD <= len(data):
        left = _BLOCK - at % _BLOCK
        length, kind = int.from_bytes(data[at + 4 : at + 6], "little"), data[at + 6]
        if left < _HEAD or (kind == 0 and length == 0):
            at += left  # the rest of a block is zeros
            continue
        if not _FULL <= kind <= _LAST or length + _HEAD > left:
            raise BadTable("log")
        if kind in (_FULL, _FIRST) and parts:
            yield b"".join(parts)  # it was never finished
            parts.clear()
        parts.append(data[at + _HEAD : at + _HEAD + length])
        at += _HEAD + length
        if kind in (_FULL, _LAST):
            yield b"".join(parts)
            parts.clear()
    yield b"".join(parts)


def _masked(crc: int) -> int:
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def _crc(data: bytes) -> int:
    """CRC-32C, bit by bit: only ever of one record."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def _place(data: bytes, at: int) -> tuple[tuple[int, int], int]:
    """Where a block begins and how long it is, and where that ends."""
    begin, at = varint(data, at)
    length, at = varint(data, at)
    return (begin, length), at


def _block(data: bytes, begin: int, length: int) -> bytes:
    block = data[begin : begin + length]
    kind = data[begin + length]
    if kind == _SNAPPY:
        return unsnapped(block)
    if kind != _PLAIN:
        raise BadTable("zstd" if kind == _ZSTD else f"kind {kind}")
    return block


def _pairs(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The entries of a block, which ends with a list of places and its length."""
    end = len(block) - 4 - 4 * int.from_bytes(block[-4:], "little")
    if end < 0:
        raise BadTable("block")
    at, key = 0, b""
    while at < end:
        shared, at = varint(block, at)
        own, at = varint(block, at)
        length, at = varint(block, at)
        if shared > len(key) or at + own + length > end:
            raise BadTable("entry")
        key = key[:shared] + block[at : at + own]
        at += own
        yield key, block[at : at + length]
        at += length
