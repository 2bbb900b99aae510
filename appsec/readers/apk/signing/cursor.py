"""Reads the length-prefixed records of the APK Signing Block, never beyond their end."""

from collections.abc import Iterator
from struct import Struct

from appsec.model.frozen import slotted

_U32 = Struct("<I")


class Malformed(Exception):
    """Bytes that no signer writes."""


@slotted
class Cursor:
    """A place in a record; each read moves it on. Raises Malformed at the end."""

    data: bytes
    at: int = 0

    @property
    def left(self) -> int:
        """How many bytes follow."""
        return len(self.data) - self.at

    def take(self, count: int) -> bytes:
        """The next bytes, exactly so many."""
        if count > self.left:
            raise Malformed
        self.at += count
        return self.data[self.at - count : self.at]

    def u8(self) -> int:
        """The next byte."""
        return self.take(1)[0]

    def u32(self) -> int:
        """The next four bytes as a number."""
        return int(_U32.unpack(self.take(_U32.size))[0])

    def rest(self) -> bytes:
        """All that follows."""
        return self.take(self.left)

    def prefixed(self) -> bytes:
        """The next record: its length, then its bytes."""
        return self.take(self.u32())

    def records(self) -> Iterator[bytes]:
        """Every record up to the end."""
        while self.left:
            yield self.prefixed()

    def numbered(self) -> Iterator[tuple[int, "Cursor"]]:
        """Every record up to the end, its leading number read."""
        for record in self.records():
            inner = Cursor(record)
            yield inner.u32(), inner
