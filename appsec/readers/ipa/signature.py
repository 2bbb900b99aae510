"""The embedded code signature of a Mach-O file: its parts, and whether they belong together.

The signature itself is not verified. What is: that the entitlements are those that it covers.
"""

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass

_SUPERBLOB = 0xFADE0CC0
_DIRECTORY = 0xFADE0C02
_MAGICS = {5: 0xFADE7171, 7: 0xFADE7172}
_DIRECTORIES = (0, *range(0x1000, 0x1006))
_CMS = 0x10000
_RESOURCES = 3
_XML, _DER = 5, 7
_MAX_BLOBS = 64
_BLOB_HEAD = 8
_MAX_BYTES = 32 << 20
_MAX_ENTITLEMENTS = 1 << 20
_ADHOC = 0x2
_HASHES: dict[int, Callable[[bytes | memoryview], bytes]] = {
    1: lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    2: lambda data: hashlib.sha256(data).digest(),
    3: lambda data: hashlib.sha256(data).digest()[:20],
    4: lambda data: hashlib.sha384(data).digest(),
}
# magic, length, version, flags, hash offset, identifier offset, special slots, code slots,
# code limit; hash size, hash type.
_DIRECTORY_HEAD = struct.Struct(">9I2B")


class _Malformed(Exception):
    """A part lies outside its whole, or stands twice."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature holds. `problem` is a gap's key; the rest is then not to be relied on.

    `final` is false for a signature without a certificate: the build will be signed again.
    """

    xml: bytes | None = None
    der: bytes | None = None
    final: bool = False
    seals_resources: bool = False
    problem: str = ""


def read_signature(content: memoryview) -> Signature:
    """The signature that a load command points to, padding included."""
    try:
        blobs = _blobs(content[:_MAX_BYTES])
        directories = [_Directory(blobs[slot]) for slot in _DIRECTORIES if slot in blobs]
        if not directories:
            raise _Malformed
        covered = all(d.covers(slot, blobs.get(slot)) for d in directories for slot in _MAGICS)
        return Signature(
            xml=_entitlements(blobs, _XML),
            der=_entitlements(blobs, _DER),
            final=len(blobs.get(_CMS, b"")) > _BLOB_HEAD
            and not any(d.is_adhoc for d in directories),
            seals_resources=any(d.slot(_RESOURCES) for d in directories),
            problem="" if covered else "entitlements-altered",
        )
    except (_Malformed, struct.error):
        return Signature(problem="malformed-signature")


def _blobs(content: memoryview) -> dict[int, memoryview]:
    """The parts by slot, not copied: a hostile index can name the same bytes many times."""
    magic, length, count = struct.unpack_from(">3I", content)
    if magic == _DIRECTORY:  # a signature without index, as some ad-hoc signers write it
        return {0: _blob(content, 0)}
    if magic != _SUPERBLOB or length > len(content) or count > _MAX_BLOBS:
        raise _Malformed
    blobs: dict[int, memoryview] = {}
    for number in range(count):
        slot, offset = struct.unpack_from(">2I", content[:length], 12 + 8 * number)
        if slot in blobs:
            raise _Malformed
        blobs[slot] = _blob(content[:length], offset)
    return blobs


def _blob(content: memoryview, offset: int) -> memoryview:
    _, length = struct.unpack_from(">2I", content, offset)
    if length < _BLOB_HEAD or offset + length > len(content):
        raise _Malformed
    return content[offset : offset + length]


def _entitlements(blobs: dict[int, memoryview], slot: int) -> bytes | None:
    blob = blobs.get(slot)
    if blob is None:
        return None
    if int.from_bytes(blob[:4], "big") != _MAGICS[slot] or len(blob) > _MAX_ENTITLEMENTS:
        raise _Malformed
    return bytes(blob[_BLOB_HEAD:])


class _Directory:
    """A code directory: the hashes that the signature covers."""

    def __init__(self, blob: memoryview) -> None:
        head = _DIRECTORY_HEAD.unpack_from(blob)
        self._blob = blob
        self._hashes, self._special = head[4], head[6]
        self._size, self._type = head[9], head[10]
        self.is_adhoc = bool(head[3] & _ADHOC)
        if (
            head[0] != _DIRECTORY
            or self._type not in _HASHES
            or self._size != len(_HASHES[self._type](b""))
            or not self._special * self._size <= self._hashes <= len(blob)
        ):
            raise _Malformed

    def slot(self, number: int) -> bytes:
        """The hash of a special slot; empty if the directory covers no such part."""
        if number > self._special:
            return b""
        start = self._hashes - number * self._size
        value = bytes(self._blob[start : start + self._size])
        return value if any(value) else b""

    def covers(self, number: int, blob: memoryview | None) -> bool:
        """Whether this part is the one that was signed; that there is none counts too."""
        return self.slot(number) == (b"" if blob is None else _HASHES[self._type](blob))
