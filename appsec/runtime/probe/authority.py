"""The CA of a probe: made on this machine, for a month, its key readable by its owner only."""

import hashlib
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from appsec.model.frozen import frozen

NAME = "mitmproxy-ca.pem"
"""Where mitmproxy would look for one, so that it makes no other that lasts ten years."""
VALID = timedelta(days=30)
RENEW = timedelta(days=3)


@frozen
class Authority:
    """The CA's certificate, and the file that has its key, too."""

    file: Path
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The certificate alone: what a device is to trust."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def sha256(self) -> str:
        """The certificate's fingerprint, as devices show it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()

    @property
    def android_name(self) -> str:
        """The name of its file in Android's system store: OpenSSL's old hash of a subject."""
        digest = hashlib.md5(self.certificate.subject.public_bytes(), usedforsecurity=False)
        return f"{int.from_bytes(digest.digest()[:4], 'little'):08x}.0"


def authority(folder: Path) -> Authority:
    """The CA in this folder; a new one, if there is none or it ends soon. Raises OSError, and
    ValueError for a file that is none."""
    file = folder / NAME
    if file.exists():
        known = Authority(file, x509.load_pem_x509_certificate(file.read_bytes()))
        if known.certificate.not_valid_after_utc - datetime.now(UTC) > RENEW:
            return known
    return _made(file)


def _made(file: Path) -> Authority:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    # Two installations are told apart by name, on a phone that trusts both.
    name = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "appsec network probe, for tests only"),
        x509.NameAttribute(NameOID.COMMON_NAME, f"appsec probe CA {secrets.token_hex(4)}"),
    ])  # fmt: skip
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(fd, "wb") as out:
        out.write(private + certificate.public_bytes(serialization.Encoding.PEM))
    os.replace(part, file)
    return Authority(file, certificate)
