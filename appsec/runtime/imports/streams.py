"""Connections of TCP put together from packets, and exchanges of UDP, within bounds."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import field

from appsec.model.frozen import slotted
from appsec.runtime.imports.packets import ACK, FIN, RST, SYN, TCP, Datagram
from appsec.runtime.imports.timeline import SECOND

MAX_KEPT = 16 << 20
"""Bytes that are kept of one direction of one connection."""
MAX_SECRET = 128 << 10
"""The same of one whose bytes say nothing, being encrypted: the handshake is at its beginning."""
MAX_ALL = 512 << 20
MAX_WAITING = 2_000
MAX_TIMES = 50_000
_WRAP = 1 << 32
_WELL_KNOWN = 1024

Side = tuple[str, int]


@slotted
class Half:
    """One direction: its bytes in order as far as they are known, and when they came. `lost` is
    whether some are missing."""

    data: bytearray = field(default_factory=bytearray)
    lost: bool = False
    closed: bool = False
    _next: int | None = None
    _waiting: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    _places: list[int] = field(default_factory=list)
    _times: list[int] = field(default_factory=list)

    def begin(self, sequence: int) -> None:
        """The first packet tells where to count from."""
        self._next = (sequence + 1) % _WRAP

    def add(self, sequence: int, payload: bytes, at: int, most: int) -> None:
        """Takes one packet's bytes, in whichever order they come."""
        if self._next is None:
            self._next = sequence
        ahead = (sequence - self._next) % _WRAP
        if ahead == 0:
            self._take(payload, at, most)
            while self._next in self._waiting:
                then, more = self._waiting.pop(self._next)
                self._take(more, then, most)
        elif ahead < _WRAP // 2:
            if len(self._waiting) < MAX_WAITING:
                self._waiting.setdefault(sequence, (at, payload))
            else:
                self.lost = True
        elif len(payload) > _WRAP - ahead:
            # Sent again, with more behind it.
            self.add(self._next, payload[_WRAP - ahead :], at, most)

    def finish(self, most: int) -> None:
        """Takes what waits for something that never came."""
        base = self._next or 0
        for sequence in sorted(self._waiting, key=lambda one: (one - base) % _WRAP):
            at, payload = self._waiting[sequence]
            self.lost = True
            self._take(payload, at, most)
        self._waiting.clear()

    def time_of(self, place: int) -> int:
        """When the byte at this place came."""
        index = bisect_right(self._places, place) - 1
        return self._times[index] if index >= 0 else 0

    def _take(self, payload: bytes, at: int, most: int) -> None:
        self._next = ((self._next or 0) + len(payload)) % _WRAP
        room = max(0, most - len(self.data))
        self.lost |= len(payload) > room
        if payload[:room]:
            self._places.append(len(self.data))
            self._times.append(at)
            self.data += payload[:room]


@slotted
class Stream:
    """One connection. `seconds` are those in which the client sent something, with the first and
    the last time of each; `whole` is whether its beginning was seen."""

    protocol: int
    client: Side
    server: Side
    at: int
    uid: int | None = None
    whole: bool = False
    answered: bool = False
    sent: Half = field(default_factory=Half)
    got: Half = field(default_factory=Half)
    seconds: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def times(self) -> tuple[int, ...]:
        """When the client sent something: a phase may begin within a second."""
        return tuple(dict.fromkeys(at for both in self.seconds.values() for at in both))

    @property
    def secret(self) -> bool:
        """Whether it is TLS, as its first bytes say."""
        return bytes(self.sent.data[1:2]) == b"\x03" and self.sent.data[0] in (20, 21, 22, 23)

    @property
    def lost(self) -> bool:
        """Whether bytes are missing that would have been searched."""
        return self.sent.lost or self.got.lost


@slotted
class Streams:
    """All connections of a capture. `full` says since when no more bytes are kept, 0 if all are."""

    full: int = 0
    _open: dict[tuple[int, Side, Side], Stream] = field(default_factory=dict)
    _done: list[Stream] = field(default_factory=list)
    _kept: int = 0

    def add(self, one: Datagram, at: int) -> None:
        """Takes one packet."""
        stream, outward = self._stream(one, at)
        stream.uid = one.uid if stream.uid is None else stream.uid
        half = stream.sent if outward else stream.got
        if one.flags & SYN and one.protocol == TCP:
            half.begin(one.sequence)
            stream.answered |= not outward
        if one.payload:
            self._payload(stream, half, one, at)
        if one.flags & (FIN | RST):
            half.closed = True

    def all(self) -> Iterator[Stream]:
        """All connections, in the order of their beginning."""
        for stream in sorted([*self._done, *self._open.values()], key=lambda one: one.at):
            for half in (stream.sent, stream.got):
                half.finish(self._most(stream))
            yield stream

    def _payload(self, stream: Stream, half: Half, one: Datagram, at: int) -> None:
        outward = half is stream.sent
        stream.answered |= not outward
        second = at // SECOND
        if outward and (second in stream.seconds or len(stream.seconds) < MAX_TIMES):
            first, last = stream.seconds.get(second, (at, at))
            stream.seconds[second] = min(first, at), max(last, at)
        before = len(half.data)
        if one.protocol == TCP:
            half.add(one.sequence, one.payload, at, self._most(stream))
        else:
            half.add(half._next or 0, one.payload, at, self._most(stream))
        self._kept += len(half.data) - before
        if self._kept >= MAX_ALL:
            self.full = self.full or at

    def _most(self, stream: Stream) -> int:
        if self._kept >= MAX_ALL:
            return 0
        return MAX_SECRET if stream.secret else MAX_KEPT

    def _stream(self, one: Datagram, at: int) -> tuple[Stream, bool]:
        key, back = (
            (one.protocol, one.source, one.target),
            (one.protocol, one.target, one.source),
        )
        fresh = one.protocol == TCP and one.flags & (SYN | ACK) == SYN
        if fresh and (old := self._open.get(key)) and old.sent.data:
            # The same ports once more: another connection.
            self._done.append(self._open.pop(key))
        if key in self._open:
            return self._open[key], True
        if back in self._open:
            return self._open[back], False
        outward = fresh or not _from_server(one)
        ends = (one.source, one.target) if outward else (one.target, one.source)
        stream = Stream(one.protocol, *ends, at, whole=bool(fresh))
        self._open[one.protocol, *ends] = stream
        return stream, outward


def _from_server(one: Datagram) -> bool:
    """Whose side a packet is of, where the beginning of a connection was not seen."""
    if one.protocol == TCP and one.flags & SYN:
        return True  # the answer to a beginning
    return one.source[1] < _WELL_KNOWN <= one.target[1]
