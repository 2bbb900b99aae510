"""Verifies scheme v4: the .idsig file beside an APK, which streams it to a device."""

from pathlib import Path

from appsec.facts.signing import Flaw, Scheme, Signer
from appsec.model.outcome import Location
from appsec.readers.apk.signing import certificates
from appsec.readers.apk.signing.algorithms import TABLE, Unsupported, verifies
from appsec.readers.apk.signing.checked import Checked, CheckedSigner, Refuted
from appsec.readers.apk.signing.content import merkle, pieces
from appsec.readers.apk.signing.cursor import Cursor, Malformed
from appsec.readers.archive import Archive

MAX_BYTES = 64 << 20
SUFFIX = ".idsig"

_VERSION = 2
_SHA256 = 1
_PAGE_BITS = 12


def check_idsig(archive: Archive, path: Path | None, others: tuple[Checked, ...]) -> Checked:
    """What scheme v4 comes to; `others` are those of the block, one of which it repeats."""
    beside = path and path.with_name(path.name + SUFFIX)
    if beside is None or not beside.is_file():
        return Checked(Scheme.V4)
    at = Location(beside.name)
    signers: tuple[CheckedSigner, ...] = ()
    try:
        if beside.stat().st_size > MAX_BYTES:
            raise Refuted(Flaw.TOO_LARGE)
        signers = (_verify(beside.read_bytes(), archive, others, at),)
    except OSError:
        return Checked(Scheme.V4, True, Flaw.REFUSED, at=at)
    except Refuted as refuted:
        return Checked(Scheme.V4, True, refuted.flaw, at=at)
    except Malformed:
        return Checked(Scheme.V4, True, Flaw.MALFORMED, at=at)
    except Unsupported:
        return Checked(Scheme.V4, True, Flaw.UNSUPPORTED, at=at)
    return Checked(Scheme.V4, True, signers=signers, at=at)


def _verify(
    data: bytes, archive: Archive, others: tuple[Checked, ...], at: Location
) -> CheckedSigner:
    file = Cursor(data)
    if file.u32() != _VERSION:
        raise Unsupported
    hashing, signing = file.prefixed(), Cursor(file.prefixed())
    tree = file.prefixed() if file.left else b""
    parts = Cursor(hashing)
    if (parts.u32(), parts.u8()) != (_SHA256, _PAGE_BITS):
        raise Unsupported
    salt, root = parts.prefixed(), parts.prefixed()
    digest, der, more, key = (signing.prefixed() for _ in range(4))
    number, signature = signing.u32(), signing.prefixed()
    if number not in TABLE:
        raise Unsupported
    how = (TABLE[number].family, TABLE[number].hash_name)
    signed = _signed(archive.size, hashing, (digest, der, more))
    if not verifies(key, how, signature, signed):
        raise Refuted(Flaw.SIGNATURE)
    parsed = certificates.parse(der)
    if certificates.key_info(parsed) != key:
        raise Refuted(Flaw.KEY_MISMATCH)
    actual = merkle(pieces(archive, 0, archive.size), salt)
    if actual.root != root or (tree and tree != actual.tree):
        raise Refuted(Flaw.DIGEST)
    told = certificates.describe(parsed)
    if not any(_is_same(signer, digest, told.sha256) for one in others for signer in one.signers):
        raise Refuted(Flaw.KEY_MISMATCH)
    return CheckedSigner(Signer(told, (TABLE[number].hash_name,), at))


def _is_same(signer: CheckedSigner, digest: bytes, certificate: str) -> bool:
    """Whether v4 vouches for what this signer of v2 or v3 does."""
    return (
        signer.told is not None
        and signer.told.certificate.sha256 == certificate
        and any(digest == known for _, known in signer.digests)
    )


def _signed(size: int, hashing: bytes, parts: tuple[bytes, ...]) -> bytes:
    """What a v4 signature covers: the size of the file, and the fields before the signature."""
    fields = b"".join(len(part).to_bytes(4, "little") + part for part in parts)
    body = size.to_bytes(8, "little") + hashing + fields
    return (len(body) + 4).to_bytes(4, "little") + body
