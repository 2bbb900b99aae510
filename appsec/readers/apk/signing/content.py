"""Digests over the bytes of an APK, as schemes v2 to v4 define them."""

import hashlib
from collections.abc import Iterator
from dataclasses import field
from enum import IntEnum
from struct import Struct

from appsec.model.frozen import frozen, slotted
from appsec.readers.archive import Archive

PIECE = 1 << 20
PAGE = 4096
_U32 = Struct("<I")
_U64 = Struct("<Q")
_END_DIRECTORY_AT = 16  # where the end record tells the offset of the directory
_NO_SALT = bytes(8)


class Kind(IntEnum):
    """Ways to digest the content, in the order of the platform's preference."""

    SHA256 = 1
    VERITY = 2
    SHA512 = 3


@frozen
class Merkle:
    """A tree of digests: its root, and the levels from the top down as fs-verity stores them."""

    root: bytes
    tree: bytes


@slotted
class Content:
    """The signed parts of one file: all before the block, the directory, the end record."""

    archive: Archive
    block_start: int
    _known: dict[Kind, bytes] = field(default_factory=dict)

    @property
    def has_whole_pages(self) -> bool:
        """Whether the block begins and ends with a page, as Android demands for verity."""
        return self.block_start % PAGE == self.archive.directory_offset % PAGE == 0

    def digest(self, kind: Kind) -> bytes:
        """The digest of this kind, computed once."""
        if kind not in self._known:
            self._known[kind] = self._verity() if kind is Kind.VERITY else self._chunked(kind)
        return self._known[kind]

    def _sections(self) -> tuple[Iterator[bytes], ...]:
        archive = self.archive
        end = bytearray(archive.raw(archive.end_offset, archive.size - archive.end_offset))
        # The signer knew the file without its block.
        _U32.pack_into(end, _END_DIRECTORY_AT, self.block_start)
        return (
            pieces(archive, 0, self.block_start),
            pieces(archive, archive.directory_offset, archive.end_offset),
            iter((bytes(end),)),
        )

    def _chunked(self, kind: Kind) -> bytes:
        new = hashlib.sha256 if kind is Kind.SHA256 else hashlib.sha512
        digests = [
            new(b"\xa5" + _U32.pack(len(piece)) + piece).digest()
            for section in self._sections()
            for piece in section
        ]
        return new(b"\x5a" + _U32.pack(len(digests)) + b"".join(digests)).digest()

    def _verity(self) -> bytes:
        archive = self.archive
        joined = (piece for section in self._sections() for piece in section)
        length = self.block_start + archive.size - archive.directory_offset
        return merkle(joined, _NO_SALT).root + _U64.pack(length)


def pieces(archive: Archive, start: int, stop: int) -> Iterator[bytes]:
    """The bytes of a part of the file, 1 MiB at a time."""
    for at in range(start, stop, PIECE):
        yield archive.raw(at, min(PIECE, stop - at))


def merkle(data: Iterator[bytes], salt: bytes) -> Merkle:
    """The tree over pages of 4096 bytes, the last one filled up with zeros."""
    level = b"".join(hashlib.sha256(salt + page).digest() for page in _pages(data))
    levels: list[bytes] = []
    while True:
        levels.append(level.ljust(-(-len(level) // PAGE) * PAGE, b"\0"))
        if len(levels[-1]) <= PAGE:
            break
        level = b"".join(hashlib.sha256(salt + page).digest() for page in _pages(iter(levels[-1:])))
    root = hashlib.sha256(salt + levels[-1]).digest()
    return Merkle(root, b"".join(reversed(levels)))


def _pages(data: Iterator[bytes]) -> Iterator[bytes]:
    left = b""
    for piece in data:
        joined = left + piece
        whole = len(joined) // PAGE * PAGE
        for at in range(0, whole, PAGE):
            yield joined[at : at + PAGE]
        left = joined[whole:]
    if left:
        yield left.ljust(PAGE, b"\0")
