"""Snappy without a frame, in bounds: what LevelDB keeps its blocks in."""

from collections.abc import Iterator

MAX_BLOCK = 16 << 20
_MORE = 0x80
_MOST_BITS = 63


class BadSnappy(ValueError):
    """Not what Snappy writes."""


def unsnapped(data: bytes) -> bytes:
    """The bytes that a block holds. Raises BadSnappy."""
    try:
        size, at = varint(data, 0)
        if size > MAX_BLOCK:
            raise BadSnappy(f"{size} bytes")
        made = bytearray()
        for back, length, begin in _parts(data, at):
            if not back:
                made += data[begin : begin + length]
            elif back > len(made) or len(made) + length > size:
                raise BadSnappy("a copy of what is not there")
            else:
                # A copy may reach into what it makes: then it repeats.
                piece = made[-back:][:length]
                made += (piece * (length // len(piece) + 1))[:length]
    except IndexError as error:
        raise BadSnappy("cut") from error
    if len(made) != size:
        raise BadSnappy("another length")
    return bytes(made)


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends. Raises IndexError, BadSnappy."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & ~_MORE) << shift
        if not byte & _MORE:
            return value, at
        shift += 7
        if shift > _MOST_BITS:
            raise BadSnappy("a number too long")


def _parts(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """How far back to copy from (0: from the data), how much, and from where."""
    while at < len(data):
        tag, kind = data[at] >> 2, data[at] & 3
        at += 1
        if kind == 0:
            more = max(tag - 59, 0)
            length = (int.from_bytes(data[at : at + more], "little") if more else tag) + 1
            at += more
            if at + length > len(data):
                raise BadSnappy("cut")
            yield 0, length, at
            at += length
        else:
            wide = (1, 2, 4)[kind - 1]
            back = int.from_bytes(data[at : at + wide], "little")
            if kind == 1:
                back |= tag >> 3 << 8
                tag = (tag & 7) + 3
            if back == 0 or at + wide > len(data):
                raise BadSnappy("a copy of nothing")
            yield back, tag + 1, 0
            at += wide
