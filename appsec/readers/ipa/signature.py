"""The embedded code signature of a Mach-O file: its parts, and whether they belong together.

That is: entitlements and code are those that the code directory covers, and the directory is the
one that the enclosed certificate's key signed. Whether to trust that certificate is not judged.
"""

import struct

from appsec.facts.ios_binary import Altered, SignedBy
from appsec.model.frozen import frozen
from appsec.readers.ipa.cms import AlteredCms, MalformedCms, covered_directories
from appsec.readers.ipa.code_directory import DIRECTORY, Directory, MalformedSignature

_SUPERBLOB = 0xFADE0CC0
_MAGICS = {5: 0xFADE7171, 7: 0xFADE7172}
_DIRECTORIES = (0, *range(0x1000, 0x1006))
_CMS, _CMS_MAGIC = 0x10000, 0xFADE0B01
_REQUIREMENTS, _RESOURCES = 2, 3
_XML, _DER = 5, 7
_MAX_BLOBS = 64
_BLOB_HEAD = 8
_MAX_BYTES = 32 << 20
_MAX_ENTITLEMENTS = 1 << 20


@frozen
class Signature:
    """What a signature holds. `problem` is a gap's key; the rest is then not to be relied on.

    `final` is false for a signature without a certificate, or that does not fit: the build will be
    signed again.
    `pages` are where altered pages of code begin and end, by the first directory that has any.
    """

    xml: bytes | None = None
    der: bytes | None = None
    final: bool = False
    seals_resources: bool = False
    problem: str = ""
    directories: tuple[Directory, ...] = ()
    altered: tuple[Altered, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()

    @property
    def signer(self) -> SignedBy:
        """Who vouches for it."""
        return SignedBy.CERTIFICATE if self.final else SignedBy.AD_HOC


def read_signature(content: memoryview, code: memoryview) -> Signature:
    """The signature that a load command points to, padding included, of the code before it."""
    try:
        blobs = _blobs(content[:_MAX_BYTES])
        directories = [Directory(blobs[slot]) for slot in _DIRECTORIES if slot in blobs]
        if not directories:
            raise MalformedSignature
        covered = all(d.covers(slot, blobs.get(slot)) for d in directories for slot in _MAGICS)
        altered = [] if covered else [Altered.ENTITLEMENTS]
        if not all(d.covers(_REQUIREMENTS, blobs.get(_REQUIREMENTS)) for d in directories):
            altered.append(Altered.REQUIREMENTS)
        has_certificate = len(blobs.get(_CMS, b"")) > _BLOB_HEAD
        if has_certificate and not _is_signed(blobs, directories):
            altered.append(Altered.CMS)
        return Signature(
            xml=_entitlements(blobs, _XML),
            der=_entitlements(blobs, _DER),
            final=has_certificate
            and Altered.CMS not in altered
            and not any(d.is_adhoc for d in directories),
            seals_resources=any(d.slot(_RESOURCES) for d in directories),
            problem="" if covered else "entitlements-altered",
            directories=tuple(directories),
            altered=tuple(altered),
            pages=next(filter(None, (tuple(d.altered_pages(code)) for d in directories)), ()),
        )
    except (MalformedSignature, struct.error):
        return Signature(problem="malformed-signature")


def _is_signed(blobs: dict[int, memoryview], directories: list[Directory]) -> bool:
    """Whether the certificate's key signed the main directory and, if it names any, the others.

    Signers of earlier years name none: all the same, the others hold only what the main one does.
    """
    cms, main = blobs[_CMS], blobs.get(_DIRECTORIES[0])
    if main is None or int.from_bytes(cms[:4], "big") != _CMS_MAGIC:
        return False
    try:
        lists = covered_directories(bytes(cms[_BLOB_HEAD:]), bytes(main))
    except (AlteredCms, MalformedCms):
        return False
    return all(one.is_named(hashes) for hashes in lists for one in directories)


def _blobs(content: memoryview) -> dict[int, memoryview]:
    """The parts by slot, which may not overlap: a hostile index can name the same bytes many times,
    of which copies are made later."""
    magic, length, count = struct.unpack_from(">3I", content)
    if magic == DIRECTORY:  # a signature without index, as some ad-hoc signers write it
        return {0: _blob(content, 0)}
    if magic != _SUPERBLOB or length > len(content) or count > _MAX_BLOBS:
        raise MalformedSignature
    blobs: dict[int, memoryview] = {}
    for number in range(count):
        slot, offset = struct.unpack_from(">2I", content[:length], 12 + 8 * number)
        if slot in blobs:
            raise MalformedSignature
        blobs[slot] = _blob(content[:length], offset)
    if sum(map(len, blobs.values())) > length:
        raise MalformedSignature
    return blobs


def _blob(content: memoryview, offset: int) -> memoryview:
    _, length = struct.unpack_from(">2I", content, offset)
    if length < _BLOB_HEAD or offset + length > len(content):
        raise MalformedSignature
    return content[offset : offset + length]


def _entitlements(blobs: dict[int, memoryview], slot: int) -> bytes | None:
    blob = blobs.get(slot)
    if blob is None:
        return None
    if int.from_bytes(blob[:4], "big") != _MAGICS[slot] or len(blob) > _MAX_ENTITLEMENTS:
        raise MalformedSignature
    return bytes(blob[_BLOB_HEAD:])
