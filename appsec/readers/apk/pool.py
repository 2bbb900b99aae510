"""All strings of a pool at once, for looking through them: what no reader could use is left in."""

from collections.abc import Iterator

from appsec.readers.apk.xml_shape import BadShape, Pool, check_pool

_XML = b"\x03\x00\x08\x00"
_POOL_AT, _POOL_HEADER, _STRING_POOL = 8, 28, b"\x01\x00\x1c\x00"
_LONG = 0x80
_WIDE_LONG = 0x8000


def pool_texts(data: bytes, pool: Pool) -> Iterator[str]:
    """In the order of their bytes, wherever offsets point."""
    raw = data[pool.start : pool.stop]
    return _narrow(raw) if pool.utf8 else _wide(raw)


def xml_texts(data: bytes) -> list[str] | None:
    """The strings of a binary XML file: tags, names and values. None for any other file."""
    if not data.startswith(_XML) or data[_POOL_AT : _POOL_AT + 4] != _STRING_POOL:
        return None
    if len(data) < _POOL_AT + _POOL_HEADER:
        return None
    length = int.from_bytes(data[_POOL_AT + 4 : _POOL_AT + 8], "little")
    try:
        pool = check_pool(data, _POOL_AT, _POOL_HEADER, length)
    except BadShape:
        return None
    return list(pool_texts(data, pool))


def _narrow(raw: bytes) -> Iterator[str]:
    """Two lengths of one byte or two stand before each string."""
    for piece in raw.split(b"\0"):
        at = 0
        for _ in range(2):
            at += 1 + (at < len(piece) and piece[at] >= _LONG)
        if at < len(piece):
            yield piece[at:].decode("utf-8", "replace")


def _wide(raw: bytes) -> Iterator[str]:
    """A length of one unit or two stands before each string."""
    for piece in raw.decode("utf-16-le", "replace").split("\0"):
        at = 1 + (piece[:1] >= chr(_WIDE_LONG))
        if at < len(piece):
            yield piece[at:]
