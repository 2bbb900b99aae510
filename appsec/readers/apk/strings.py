"""The strings of a pool, decoded when they are asked for, and only where every reader agrees.

Android hands UTF-8 strings to JNI, which ends them at the first NUL and takes overlong forms for
what they stand for; in UTF-16 it halves offsets. Strings for which that matters are refused.
"""

from struct import Struct

from appsec.readers.apk.xml_shape import BadShape, Pool

MAX_LENGTH = 0x7FFF
"""In units of the encoding; aapt2 writes no longer strings."""

_OFFSET = Struct("<I")


class Strings:
    """Strings of a pool, at most `budget` characters in all: they may overlap."""

    def __init__(self, data: bytes, pool: Pool, budget: int) -> None:
        self._data = data
        self._pool = pool
        self._left = budget
        self._known: dict[int, str] = {}

    def at(self, index: int) -> str:
        """Raises BadShape for what Android could read as another string, or as none."""
        if index not in self._known:
            try:
                text = self._decode(index)
            except UnicodeDecodeError as error:
                raise BadShape(f"string that cannot be decoded: {error.reason}") from error
            self._left -= len(text)
            if self._left < 0:
                raise BadShape("strings that share their places")
            self._known[index] = text
        return self._known[index]

    def _decode(self, index: int) -> str:
        if not 0 <= index < self._pool.count:
            raise BadShape("string outside the pool")
        (offset,) = _OFFSET.unpack_from(self._data, self._pool.offsets + 4 * index)
        at = self._pool.start + offset
        text = self._utf8(at) if self._pool.utf8 else self._utf16(at, offset)
        if "\0" in text:
            raise BadShape("string with a NUL inside")
        return text

    def _utf8(self, at: int) -> str:
        units, at = self._length(at, 1)
        size, at = self._length(at, 1)
        raw = self._terminated(at, size, 1)
        # aapt2 writes what lies beyond the BMP as two surrogates of three bytes each.
        wide = raw.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        if len(wide) != 2 * units:
            raise BadShape("string of another length than stated")
        return wide.decode("utf-16-le")

    def _utf16(self, at: int, offset: int) -> str:
        if offset % 2:
            raise BadShape("string at an odd place")
        units, at = self._length(at, 2)
        # With the byte order named, a byte order mark is text, as on Android.
        return self._terminated(at, 2 * units, 2).decode("utf-16-le")

    def _length(self, at: int, width: int) -> tuple[int, int]:
        """The length that is written in one unit or two, and what follows it."""
        first, second = self._unit(at, width), 0
        long = 0x80 << 8 * (width - 1)
        if first & long:
            second = self._unit(at + width, width)
            first, at = (first & ~long) << 8 * width, at + width
        if (length := first | second) > MAX_LENGTH:
            raise BadShape("string too long")
        return length, at + width

    def _unit(self, at: int, width: int) -> int:
        if at + width > self._pool.stop:
            raise BadShape("string beyond the pool")
        return int.from_bytes(self._data[at : at + width], "little")

    def _terminated(self, at: int, size: int, width: int) -> bytes:
        end = at + size
        if end + width > self._pool.stop:
            raise BadShape("string beyond the pool")
        if self._data[end : end + width] != bytes(width):
            raise BadShape("string without an end")
        return self._data[at:end]
