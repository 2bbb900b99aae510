"""Capture files: pcap and pcapng, of either byte order, read one packet after the other."""

import struct
from collections.abc import Iterator
from dataclasses import field
from typing import IO

from appsec.model.frozen import frozen, slotted
from appsec.runtime.imports.gathered import Unusable
from appsec.runtime.imports.timeline import LATEST, SECOND

MAX_PACKET = 1 << 20
MAX_BLOCK = 16 << 20
MAX_INTERFACES = 1_000
_SECTION, _INTERFACE, _OLD, _SIMPLE, _STATISTICS, _ENHANCED = 0x0A0D0D0A, 1, 2, 3, 5, 6
_TICKS, _OFFSET, _DROPPED, _PROGRAM, _OS_DROPPED = 9, 14, 5, 4, 7
_MAGIC = {0xA1B2C3D4: 1_000_000, 0xA1B23C4D: 1_000_000_000}
_BYTE_ORDER = 0x1A2B3C4D
_POWER_OF_TWO = 0x80


@frozen
class Packet:
    """One packet: when it was seen (microseconds since 1970), the kind of its link, its bytes, and
    whether the capture cut it."""

    at: int
    link: int
    data: bytes
    cut: bool


class Torn(ValueError):
    """A capture that ends in the midst of something, or goes on with what is none."""


@slotted
class Capture:
    """A capture file. After its packets were read, `program` tells what wrote it and `dropped` how
    many packets it says were lost."""

    file: IO[bytes]
    program: str = ""
    dropped: int = 0
    _order: str = "<"
    _links: list[tuple[int, int, int, int]] = field(default_factory=list)

    def packets(self) -> Iterator[Packet]:
        """All packets. Raises Unusable if it is no capture, Torn where it breaks off."""
        head = self._some(4)
        for order in "<>":
            (magic,) = struct.unpack(order + "I", head)
            if magic in _MAGIC:
                self._order = order
                return self._classic(_MAGIC[magic])
        if head == struct.pack("<I", _SECTION):
            return self._blocks()
        raise Unusable("unreadable", why="no pcap or pcapng")

    def _classic(self, ticks: int) -> Iterator[Packet]:
        _, _, _, _, _, link = self._unpack("HHiIII", self._some(20))
        while head := self.file.read(16):
            if len(head) < 16:  # noqa: PLR2004
                raise Torn("the head of a packet")
            seconds, part, size, whole = self._unpack("IIII", head)
            if size > MAX_PACKET:
                raise Torn(f"a packet of {size} bytes")
            at = _checked(seconds * SECOND + part * SECOND // ticks)
            yield Packet(at, link & 0xFFFF, self._some(size), size < whole)

    def _blocks(self) -> Iterator[Packet]:
        kind, head = _SECTION, b""
        while True:
            if kind == _SECTION:
                self._begin_section()
            else:
                yield from self._block(kind, self._body(head))
            head = self.file.read(8)
            if not head:
                return
            if len(head) < 8:  # noqa: PLR2004
                raise Torn("the head of a block")
            (kind,) = self._unpack("I", head[:4])
            if kind == _SECTION:
                self.file.seek(-4, 1)

    def _begin_section(self) -> None:
        """Its byte order stands behind its length."""
        size, order = self._some(4), self._some(4)
        for one in "<>":
            if struct.unpack(one + "I", order)[0] == _BYTE_ORDER:
                self._order = one
                break
        else:
            raise Torn("no byte order")
        (length,) = self._unpack("I", size)
        rest = self._rest(length, 12)
        self._links = []
        for code, value in self._options(rest[12:]):
            if code == _PROGRAM:
                self.program = value.decode("utf-8", "replace")[:100]

    def _body(self, head: bytes) -> bytes:
        (length,) = self._unpack("I", head[4:])
        return self._rest(length, 8)

    def _rest(self, length: int, read: int) -> bytes:
        if not read + 4 <= length <= MAX_BLOCK or length % 4:
            raise Torn(f"a block of {length} bytes")
        rest = self._some(length - read)
        if self._unpack("I", rest[-4:])[0] != length:
            raise Torn("a block with two lengths")
        return rest[:-4]

    def _block(self, kind: int, body: bytes) -> Iterator[Packet]:
        try:
            if kind == _INTERFACE:
                self._interface(body)
            elif kind == _ENHANCED:
                which, high, low, size, whole = self._unpack("IIIII", body[:20])
                yield self._packet(which, high << 32 | low, body[20:], size, whole)
            elif kind == _OLD:
                which, drops, high, low, size, whole = self._unpack("HHIIII", body[:20])
                self.dropped += drops if drops != 0xFFFF else 0  # noqa: PLR2004
                yield self._packet(which, high << 32 | low, body[20:], size, whole)
            elif kind == _SIMPLE:
                # It has no time, so that nobody knows its phase.
                raise Torn("a packet without a time")
            elif kind == _STATISTICS:
                for code, value in self._options(body[12:]):
                    if code in (_DROPPED, _OS_DROPPED) and len(value) == 8:  # noqa: PLR2004
                        self.dropped += self._unpack("Q", value)[0]
        except struct.error as error:
            raise Torn(f"a block of kind {kind}") from error

    def _interface(self, body: bytes) -> None:
        link, _, snap = self._unpack("HHI", body[:8])
        ticks, offset = SECOND, 0
        for code, value in self._options(body[8:]):
            if code == _TICKS and len(value) == 1:
                power = value[0] & ~_POWER_OF_TWO
                if power > 63:  # noqa: PLR2004
                    raise Torn("a clock of no use")
                ticks = 2**power if value[0] & _POWER_OF_TWO else 10**power
            elif code == _OFFSET and len(value) == 8:  # noqa: PLR2004
                (offset,) = self._unpack("q", value)
        if len(self._links) == MAX_INTERFACES:
            raise Torn("too many interfaces")
        self._links.append((link, ticks, offset, snap))

    def _packet(self, which: int, time: int, data: bytes, size: int, whole: int) -> Packet:
        if which >= len(self._links) or size > len(data):
            raise Torn("a packet that is none")
        link, ticks, offset, _ = self._links[which]
        at = _checked(time * SECOND // ticks + offset * SECOND)
        return Packet(at, link, data[:size], size < whole)

    def _options(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        at = 0
        while at + 4 <= len(data):
            code, size = self._unpack("HH", data[at : at + 4])
            if code == 0 or at + 4 + size > len(data):
                return
            yield code, data[at + 4 : at + 4 + size]
            at += 4 + (size + 3) // 4 * 4

    def _some(self, size: int) -> bytes:
        data = self.file.read(size)
        if len(data) < size:
            raise Torn("the end")
        return data

    def _unpack(self, form: str, data: bytes) -> tuple[int, ...]:
        return struct.unpack(self._order + form, data)


def _checked(at: int) -> int:
    if not 0 <= at <= LATEST:
        raise Torn("a time of no use")
    return at
