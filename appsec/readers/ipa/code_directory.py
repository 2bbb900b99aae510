"""A code directory: the hashes by which a signature covers the code and the files beside it."""

import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator

from appsec.facts.ios_binary import CodeDirectory

DIRECTORY = 0xFADE0C02
_ADHOC = 0x2
_HASHES: dict[int, tuple[str, Callable[[bytes | memoryview], bytes]]] = {
    1: ("sha1", lambda data: hashlib.sha1(data, usedforsecurity=False).digest()),
    2: ("sha256", lambda data: hashlib.sha256(data).digest()),
    3: ("sha256-truncated", lambda data: hashlib.sha256(data).digest()[:20]),
    4: ("sha384", lambda data: hashlib.sha384(data).digest()),
}
# magic, length, version, flags, hash offset, identifier offset, special slots, code slots,
# code limit; hash size, hash type, platform, page size as a power of two.
_HEAD = struct.Struct(">9I4B")
_SCATTER, _TEAM, _LIMIT_64 = (0x20100, 44), (0x20200, 48), (0x20300, 56)
"""The version that brought a field, and where it is."""
_MAX_PAGE_BITS = 24
_MAX_NAME = 1024
_MAX_SPECIAL = 64


class MalformedSignature(Exception):
    """A part lies outside its whole, or stands twice."""


class Directory:
    """One code directory. `about` is what it says, apart from the hashes; `digest` is its own hash,
    by which signatures name it.

    Raises MalformedSignature, or struct.error.
    """

    def __init__(self, blob: memoryview) -> None:
        head = _HEAD.unpack_from(blob)
        self._blob = memoryview(bytes(blob))  # a view would keep the whole file in memory
        self._version, self._flags = head[2], head[3]
        self._hashes, self._identifier, self._special, self._pages = head[4:8]
        self._size, self._type, page_bits = head[9], head[10], head[12]
        if head[0] != DIRECTORY or self._type not in _HASHES or page_bits > _MAX_PAGE_BITS:
            raise MalformedSignature
        self._name, self._hash = _HASHES[self._type]
        self._limit = self._since(_LIMIT_64, ">Q") or head[8]
        self._page = 1 << page_bits if page_bits else self._limit
        self.is_adhoc = bool(self._flags & _ADHOC)
        if (
            self._size != len(self._hash(b""))
            or not self._special * self._size <= self._hashes <= len(blob)
            or self._hashes + self._pages * self._size > len(blob)
            or self._pages != (-(-self._limit // self._page) if self._limit else 0)
            or self._special > _MAX_SPECIAL
            or self._since(_SCATTER, ">I")  # pages in another order: nothing for iOS has it
        ):
            raise MalformedSignature
        self.about = self._about()
        self.digest = self._hash(self._blob)

    def _since(self, field: tuple[int, int], form: str) -> int:
        version, at = field
        return int(struct.unpack_from(form, self._blob, at)[0]) if self._version >= version else 0

    def _about(self) -> CodeDirectory:
        return CodeDirectory(
            version=self._version,
            flags=self._flags,
            hash=self._name,
            identifier=self._text(self._identifier),
            team=self._text(self._since(_TEAM, ">I")),
            page_size=self._page,
            pages=self._pages,
            covered=self._limit,
            slots=tuple(number for number in range(1, self._special + 1) if self.slot(number)),
        )

    def _text(self, at: int) -> str:
        if not at:
            return ""
        text, end, _ = bytes(self._blob[at : at + _MAX_NAME]).partition(b"\0")
        if not end:
            raise MalformedSignature
        return text.decode("utf-8", "replace")

    def slot(self, number: int) -> bytes:
        """The hash of a special slot; empty if the directory covers no such part."""
        if number > self._special:
            return b""
        start = self._hashes - number * self._size
        value = bytes(self._blob[start : start + self._size])
        return value if any(value) else b""

    def covers(self, number: int, blob: bytes | memoryview | None) -> bool:
        """Whether this part is the one that was signed; that there is none counts too."""
        return self.slot(number) == (b"" if blob is None else self._hash(blob))

    def is_named(self, hashes: Iterable[bytes]) -> bool:
        """Whether its hash, or the beginning of it, is among these."""
        return any(one and self.digest.startswith(one) for one in hashes)

    def altered_pages(self, code: memoryview) -> Iterator[tuple[int, int]]:
        """Where the pages begin and end that are not those which were signed."""
        for number in range(self._pages):
            start = number * self._page
            end = min(start + self._page, self._limit)
            at = self._hashes + number * self._size
            if end > len(code) or self._hash(code[start:end]) != self._blob[at : at + self._size]:
                yield start, end
