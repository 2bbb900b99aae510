"""Keys and the seal of a bundle: an Ed25519 signature in a DSSE envelope."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import FormatError, VerificationError
from securesystemslib.signer import (  # type: ignore[attr-defined]
    CryptoSigner,
    SSlibKey,
)

from appsec.bundle.manifest import PAYLOAD, BadManifest
from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen

MAX_KEY = 64 << 10
_EXISTS = "exists; a key is never overwritten"


@frozen
class Sealed:
    """An envelope that was opened: its payload, and whether one of the keys asked for signed it."""

    payload: bytes
    signed: bool


def new_key(passphrase: str) -> tuple[bytes, bytes]:
    """A private key (PKCS #8) and its public half (SubjectPublicKeyInfo), both as PEM. The private
    one is encrypted if there is a passphrase."""
    key = Ed25519PrivateKey.generate()
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase.encode())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    return private, public_pem(key.public_key())


def write_private(path: Path, content: bytes) -> None:
    """Writes a new file that only its owner may read. Raises FileProblem if it exists."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise FileProblem(path, _EXISTS) from error
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error


def write_pair(private: Path, private_pem: bytes, public: Path, public_pem: bytes) -> None:
    """Writes both files of a new key, or none. Raises FileProblem if one of them exists."""
    if os.path.lexists(public):
        raise FileProblem(public, _EXISTS)
    write_private(private, private_pem)
    try:
        write_private(public, public_pem)
    except FileProblem:
        private.unlink()
        raise


def load_private(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """Raises FileProblem, also for a wrong passphrase and for keys other than Ed25519."""
    try:
        key = serialization.load_pem_private_key(_read(path), passphrase.encode() or None)
    except TypeError as error:
        why = "needs its passphrase" if not passphrase else "is not encrypted: no passphrase"
        raise FileProblem(path, why) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise FileProblem(path, "is no private key, or the passphrase is wrong") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise FileProblem(path, "is no Ed25519 key; make one with `appsec bundle keygen`")
    return key


def load_public(path: Path) -> Ed25519PublicKey:
    """Raises FileProblem."""
    try:
        return public_key(_read(path))
    except ValueError as error:
        raise FileProblem(path, "is no Ed25519 public key in PEM") from error


def public_key(pem: bytes) -> Ed25519PublicKey:
    """Raises ValueError."""
    try:
        key = serialization.load_pem_public_key(pem)
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("no Ed25519 key")
    return key


def public_pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 over the SubjectPublicKeyInfo, in lower-case hex: what people compare."""
    der = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(der).hexdigest()


def seal(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """The envelope as JSON."""
    envelope = Envelope(payload, PAYLOAD, {})
    public = SSlibKey.from_crypto(key.public_key(), keyid=fingerprint(key.public_key()))
    envelope.sign(CryptoSigner(key, public))
    return _written(envelope.to_dict())


def payload_of(raw: bytes) -> bytes:
    """What an envelope holds, whoever signed it. Raises BadManifest."""
    return _envelope(raw).payload


def unseal(raw: bytes, key: Ed25519PublicKey) -> Sealed:
    """What an envelope holds, and whether this key signed it. Raises BadManifest."""
    envelope = _envelope(raw)
    wanted = SSlibKey.from_crypto(key, keyid=fingerprint(key))
    try:
        envelope.verify([wanted], 1)
    except VerificationError:
        return Sealed(envelope.payload, signed=False)
    return Sealed(envelope.payload, signed=True)


def _envelope(raw: bytes) -> Envelope:
    """Only what `seal` writes is one, byte by byte: what is added to it is signed by nobody, and
    of a member that is given twice another reader takes the other value."""
    try:
        envelope = Envelope.from_dict(json.loads(raw))
        told = envelope.to_dict()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, FormatError) as error:
        raise BadManifest("envelope-unreadable", type(error).__name__) from error
    if envelope.payload_type != PAYLOAD:
        raise BadManifest("manifest-unknown-kind", str(envelope.payload_type)[:80])
    alone = [one.keys() for one in told["signatures"]] == [{"keyid", "sig"}]
    if not alone or _written(told) != raw:
        raise BadManifest("envelope-not-canonical")
    return envelope


def _written(envelope: dict[str, Any]) -> bytes:
    return json.dumps(envelope, indent=1).encode() + b"\n"


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_KEY + 1)
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error
    if len(raw) > MAX_KEY:
        raise FileProblem(path, "is too large for a key")
    return raw
