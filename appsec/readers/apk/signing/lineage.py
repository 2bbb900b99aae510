"""The proof of rotation: a chain in which each key names the next."""

from appsec.facts.signing import Certificate, Flaw
from appsec.readers.apk.signing import certificates
from appsec.readers.apk.signing.algorithms import TABLE, Unsupported, verifies
from appsec.readers.apk.signing.checked import Refuted
from appsec.readers.apk.signing.cursor import Cursor

MAX_NODES = 100
_VERSION = 1


def verify(value: bytes, signer: bytes) -> tuple[Certificate, ...]:
    """The certificates before the signer's, the oldest first. Raises Refuted, Unsupported or
    Malformed where the chain does not hold or does not end with the signer."""
    cursor = Cursor(value)
    if cursor.u32() != _VERSION:
        raise Unsupported
    chain: list[bytes] = []
    told: list[Certificate] = []
    key, algorithm = b"", 0
    for node in cursor.records():
        if len(chain) == MAX_NODES:
            raise Refuted(Flaw.TOO_LARGE)
        parts = Cursor(node)
        signed = parts.prefixed()
        _, following = parts.u32(), parts.u32()
        signature = parts.prefixed()
        inner = Cursor(signed)
        der, named = inner.prefixed(), inner.u32()
        if chain:
            if named != algorithm or der in chain:
                raise Refuted(Flaw.LINEAGE)
            _require(key, algorithm, signature, signed)
        parsed = certificates.parse(der)
        key, algorithm = certificates.key_info(parsed), following
        chain.append(der)
        told.append(certificates.describe(parsed))
    if not chain or chain[-1] != signer:
        raise Refuted(Flaw.LINEAGE)
    return tuple(told[:-1])


def _require(key: bytes, algorithm: int, signature: bytes, signed: bytes) -> None:
    if algorithm not in TABLE:
        raise Unsupported
    how = (TABLE[algorithm].family, TABLE[algorithm].hash_name)
    if not verifies(key, how, signature, signed):
        raise Refuted(Flaw.LINEAGE)
