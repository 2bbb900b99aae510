"""Takes an APK Signing Block apart and writes another: for what apksigner does not write.

Only what the samples and the tests need: one content digest at a time, no verity.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from struct import pack, pack_into, unpack_from

V2, V3, V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61
PADDING = 0x42726577
ROTATION, ROTATION_SDK, STRIPPING = 0x3BA06F8C, 0x559F8B02, 0xBEEFF00D
RSA_SHA256 = 0x0103
NO_END = 0x7FFFFFFF

_MAGIC = b"APK Sig Block 42"
_CHUNK = 1 << 20

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Parts:
    """An APK: what stands before the block, the block's pairs, the directory, the end record."""

    contents: bytes
    pairs: tuple[tuple[int, bytes], ...]
    directory: bytes
    end: bytes

    def value(self, which: int) -> bytes:
        """The pair with this id."""
        return dict(self.pairs)[which]


@dataclass(frozen=True, slots=True)
class Identity:
    """A signer: certificate and public key in DER, and a function that signs."""

    certificate: bytes
    key: bytes
    sign: Sign
    algorithm: int = RSA_SHA256


def take_apart(apk: bytes) -> Parts:
    """The parts of an APK whose end record has no comment."""
    at = apk.rindex(b"PK\5\6")
    (directory,) = unpack_from("<I", apk, at + 16)
    start, pairs = directory, []
    if apk[directory - 16 : directory] == _MAGIC:
        (size,) = unpack_from("<Q", apk, directory - 24)
        start = directory - size - 8
        place = start + 8
        while place < directory - 24:
            length, which = unpack_from("<QI", apk, place)
            pairs.append((which, apk[place + 12 : place + 8 + length]))
            place += 8 + length
    return Parts(apk[:start], tuple(pairs), apk[directory:at], apk[at:])


def put_together(parts: Parts, pairs: Iterable[tuple[int, bytes]]) -> bytes:
    """The same APK with other pairs; without any there is no block."""
    written = b"".join(pack("<QI", len(value) + 4, which) + value for which, value in pairs)
    size = pack("<Q", len(written) + 24)
    block = size + written + size + _MAGIC if written else b""
    end = bytearray(parts.end)
    pack_into("<I", end, 16, len(parts.contents) + len(block))
    return parts.contents + block + parts.directory + bytes(end)


def content_digest(parts: Parts, name: str = "sha256") -> bytes:
    """What schemes v2 and v3 sign, in pieces of 1 MiB."""
    end = bytearray(parts.end)
    pack_into("<I", end, 16, len(parts.contents))
    digests = [
        hashlib.new(name, b"\xa5" + pack("<I", len(piece)) + piece).digest()
        for section in (parts.contents, parts.directory, bytes(end))
        for piece in (section[at : at + _CHUNK] for at in range(0, len(section), _CHUNK))
    ]
    return hashlib.new(name, b"\x5a" + pack("<I", len(digests)) + b"".join(digests)).digest()


def prefixed(*records: bytes) -> bytes:
    """The records one after the other, each with its length before it."""
    return b"".join(pack("<I", len(record)) + record for record in records)


def attribute(which: int, value: bytes) -> bytes:
    """An attribute for a signer."""
    return pack("<I", which) + value


def signer(
    identity: Identity,
    digest: bytes,
    attributes: Iterable[bytes] = (),
    sdk: tuple[int, int] | None = None,
) -> bytes:
    """A signer of scheme v2, or with `sdk` one of v3 and v3.1 for these API levels."""
    span = pack("<II", *sdk) if sdk else b""
    digests = prefixed(pack("<I", identity.algorithm) + prefixed(digest))
    signed = prefixed(digests, prefixed(identity.certificate))
    signed += span + prefixed(prefixed(*attributes))
    signature = pack("<I", identity.algorithm) + prefixed(identity.sign(signed))
    return prefixed(signed) + span + prefixed(prefixed(signature), identity.key)


def scheme(*signers: bytes) -> bytes:
    """The value of a pair: all signers of one scheme."""
    return prefixed(prefixed(*signers))


def lineage(*chain: Identity) -> bytes:
    """The value of a proof of rotation: each key signs the next certificate."""
    nodes, before = [], None
    for identity in chain:
        signed = prefixed(identity.certificate) + pack("<I", before.algorithm if before else 0)
        signature = before.sign(signed) if before else b""
        flags = 0x17  # what a key handed on may still do; Android's own default
        nodes.append(
            prefixed(signed) + pack("<II", flags, identity.algorithm) + prefixed(signature)
        )
        before = identity
    return pack("<I", 1) + prefixed(*nodes)
