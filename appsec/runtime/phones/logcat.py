"""The log of an Android device as `logcat -B` gives it: records that no text can forge."""

import struct
from collections.abc import Iterator

from appsec.model.frozen import frozen

USER = 100_000
"""How many uids each user of a device has."""
_HEAD = struct.Struct("<HHiIIIII")
_HEAD_SIZES = range(28, 65)
MAX_PAYLOAD = 6 << 10
_EVENTS = (2, 5, 6)
"""The buffers whose records are typed values: events, security, stats."""
_SIZES = {0: 4, 1: 8, 4: 4}
_STRING, _LIST = 2, 3
"""Kinds of values: numbers by their size, the bits of a fraction as one of them."""
_PRIORITIES = "??VDIWEFS"


class Garbled(ValueError):
    """What came is no log record."""


@frozen
class Entry:
    """One record. `nanos` is the device's clock since 1970."""

    buffer: int
    pid: int
    uid: int
    nanos: int
    payload: bytes

    @property
    def app(self) -> int:
        """The uid without its user."""
        return self.uid % USER

    def words(self) -> tuple[str, str, str]:
        """Its priority, tag and text."""
        if self.buffer in _EVENTS:
            tag = str(int.from_bytes(self.payload[:4], "little"))
            return "I", tag, " ".join(_values(self.payload[4:]))
        head, _, rest = self.payload[1:].partition(b"\0")
        mark = _PRIORITIES[min(self.payload[0], 8)] if self.payload else "?"
        return mark, decoded(head), decoded(rest.removesuffix(b"\0"))


class Records:
    """Cuts a stream into records."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[Entry]:
        """The records that are whole now. Raises Garbled."""
        data, at = self._rest + piece, 0
        while len(data) - at >= _HEAD.size:
            length, head, pid, _, seconds, nanos, buffer, uid = _HEAD.unpack_from(data, at)
            if head not in _HEAD_SIZES or length > MAX_PAYLOAD or nanos >= 10**9:
                raise Garbled(f"{head} {length}")
            if len(data) - at < head + length:
                break
            payload = data[at + head : at + head + length]
            yield Entry(buffer, pid, uid, seconds * 10**9 + nanos, payload)
            at += head + length
        self._rest = data[at:]


def decoded(raw: bytes) -> str:
    """Text as Java writes it: characters beyond the basic plane may be two surrogates, each written
    as one character. What is no text is escaped."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        pairs = raw.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return pairs.decode("utf-16-le")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")


def _values(raw: bytes) -> Iterator[str]:
    """The values of a typed record: numbers, texts, and lists of them, which are taken apart."""
    at = 0
    while at < len(raw):
        kind, body = raw[at], raw[at + 1 :]
        if kind in _SIZES:
            size = _SIZES[kind]
            yield str(int.from_bytes(body[:size], "little", signed=True))
        elif kind == _STRING:
            size = 4 + int.from_bytes(body[:4], "little")
            yield decoded(body[4:size])
        elif kind == _LIST:
            size = 1
        else:
            # Of a kind that is not known: it may still be text.
            yield decoded(raw[at:])
            return
        at += 1 + size
