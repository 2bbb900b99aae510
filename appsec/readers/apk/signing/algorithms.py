"""Signature algorithms by their numbers in the APK Signing Block, and one way to verify all."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from appsec.model.frozen import frozen
from appsec.readers.apk.signing.content import Kind
from appsec.readers.apk.signing.cursor import Malformed

MAX_KEY_BYTES = 8 << 10
"""More than a key of 16384 bits takes; what is larger only costs time."""


class Unsupported(Exception):
    """A key or an algorithm that cannot be verified here."""


class Family(Enum):
    """What a signature is made with."""

    RSA = "RSA"
    RSA_PSS = "RSA-PSS"
    DSA = "DSA"
    EC = "EC"


HASHES: Mapping[str, type[hashes.HashAlgorithm]] = MappingProxyType(
    {
        "MD5": hashes.MD5,
        "SHA-1": hashes.SHA1,
        "SHA-224": hashes.SHA224,
        "SHA-256": hashes.SHA256,
        "SHA-384": hashes.SHA384,
        "SHA-512": hashes.SHA512,
    }
)


@frozen
class Algorithm:
    """One number of the table: how the signature is made, and how the content is digested."""

    family: Family
    hash_name: str
    kind: Kind


TABLE: Mapping[int, Algorithm] = MappingProxyType(
    {
        0x0101: Algorithm(Family.RSA_PSS, "SHA-256", Kind.SHA256),
        0x0102: Algorithm(Family.RSA_PSS, "SHA-512", Kind.SHA512),
        0x0103: Algorithm(Family.RSA, "SHA-256", Kind.SHA256),
        0x0104: Algorithm(Family.RSA, "SHA-512", Kind.SHA512),
        0x0201: Algorithm(Family.EC, "SHA-256", Kind.SHA256),
        0x0202: Algorithm(Family.EC, "SHA-512", Kind.SHA512),
        0x0301: Algorithm(Family.DSA, "SHA-256", Kind.SHA256),
        0x0421: Algorithm(Family.RSA, "SHA-256", Kind.VERITY),
        0x0423: Algorithm(Family.EC, "SHA-256", Kind.VERITY),
        0x0425: Algorithm(Family.DSA, "SHA-256", Kind.VERITY),
    }
)


def verifies(key_info: bytes, how: tuple[Family, str], signature: bytes, data: bytes) -> bool:
    """Whether the key (a DER SubjectPublicKeyInfo) made the signature, with family and hash.

    Raises Malformed for what is no key, Unsupported for one of a kind that we do not know.
    """
    if len(key_info) > MAX_KEY_BYTES:
        raise Unsupported
    family, name = how
    chosen = HASHES[name]()
    try:
        key = load_der_public_key(key_info)
    except UnsupportedAlgorithm as error:
        raise Unsupported from error
    except ValueError as error:
        raise Malformed from error
    try:
        if isinstance(key, rsa.RSAPublicKey) and family is Family.RSA:
            key.verify(signature, data, padding.PKCS1v15(), chosen)
        elif isinstance(key, rsa.RSAPublicKey) and family is Family.RSA_PSS:
            scheme = padding.PSS(padding.MGF1(chosen), chosen.digest_size)
            key.verify(signature, data, scheme, chosen)
        elif isinstance(key, ec.EllipticCurvePublicKey) and family is Family.EC:
            key.verify(signature, data, ec.ECDSA(chosen))
        elif isinstance(key, dsa.DSAPublicKey) and family is Family.DSA:
            key.verify(signature, data, chosen)
        else:
            return False
    except UnsupportedAlgorithm as error:
        raise Unsupported from error
    except (InvalidSignature, ValueError):
        return False
    return True
