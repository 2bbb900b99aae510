"""Signs APKs made by hand, in ways that apksigner does not, for tests of signature readers."""

import datetime
import hashlib
import io
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from struct import pack

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    pkcs7,
)
from cryptography.x509.oid import NameOID

from appsec.facts.signing import Acceptance, Scheme, SchemeSignature
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.signing.read import SigningReader
from appsec.readers.archive import Archive
from samples.android import signing_block as block
from tests.apks import manifest, pack_zip
from tests.axml_builder import axml

KEYS = Path(__file__).parents[1] / "samples/keys"
PAGE = 4096


@dataclass(frozen=True)
class Key:
    """A private key with its certificate."""

    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey
    certificate: x509.Certificate

    def identity(self, algorithm: int = block.RSA_SHA256) -> block.Identity:
        """As one that signs blocks with the algorithm of this number."""
        info = self.private.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        der = self.certificate.public_bytes(Encoding.DER)
        return block.Identity(der, info, lambda data: self.sign(algorithm, data), algorithm)

    def sign(self, algorithm: int, data: bytes) -> bytes:
        chosen = hashes.SHA512() if algorithm in (0x0102, 0x0104, 0x0202) else hashes.SHA256()
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(data, ec.ECDSA(chosen))
        if isinstance(self.private, dsa.DSAPrivateKey):
            return self.private.sign(data, chosen)
        if algorithm in (0x0101, 0x0102):
            scheme = padding.PSS(padding.MGF1(chosen), chosen.digest_size)
            return self.private.sign(data, scheme, chosen)
        return self.private.sign(data, padding.PKCS1v15(), chosen)


@cache
def key(kind: str = "rsa", name: str = "Tester", usage: bool | None = None) -> Key:
    """A key of this kind; `usage` adds a key usage that allows signatures, or does not."""
    private = {
        "rsa": lambda: load_der_private_key(
            (KEYS / "test-only-android-release.pk8").read_bytes(), None
        ),
        "next": lambda: load_der_private_key(
            (KEYS / "test-only-android-next.pk8").read_bytes(), None
        ),
        "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
        "dsa": lambda: dsa.generate_private_key(1024),
    }[kind]()
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    day = datetime.datetime(2025, 1, 1)
    builder = x509.CertificateBuilder(
        named, named, private.public_key(), 7, day, day.replace(year=2055)
    )
    if usage is not None:
        allowed = x509.KeyUsage(usage, False, not usage, False, False, False, False, False, False)
        builder = builder.add_extension(allowed, critical=True)
    return Key(private, builder.sign(private, hashes.SHA256()))


@cache
def plain_apk(pages: bool = False) -> bytes:
    """An unsigned APK; with `pages` what precedes the directory fills whole pages."""
    apk = pack_zip({"AndroidManifest.xml": axml(manifest()), "classes.dex": b"dex"})
    if not pages:
        return apk
    parts = block.take_apart(apk)
    filled = parts.contents.ljust(PAGE, b"\0")
    return block.put_together(block.Parts(filled, (), parts.directory, parts.end), ())


def verity(apk: bytes) -> bytes:
    """The verity digest of a file so small that one page holds all digests."""
    parts = block.take_apart(apk)
    data = parts.contents + parts.directory + parts.end
    pages = [data[at : at + PAGE].ljust(PAGE, b"\0") for at in range(0, len(data), PAGE)]
    salt = bytes(8)
    level = b"".join(hashlib.sha256(salt + page).digest() for page in pages).ljust(PAGE, b"\0")
    return hashlib.sha256(salt + level).digest() + pack("<Q", len(data))


def with_block(apk: bytes, *pairs: tuple[int, bytes], pages: bool = False) -> bytes:
    """The APK with a block; with `pages` the block is filled up to whole pages."""
    if pages:
        taken = 8 + sum(12 + len(value) for _, value in pairs) + 24 + 12
        pairs = (*pairs, (block.PADDING, bytes(-taken % PAGE)))
    return block.put_together(block.take_apart(apk), pairs)


def digest_of(apk: bytes, algorithm: int = block.RSA_SHA256) -> bytes:
    if algorithm >= 0x0421:
        return verity(apk)
    name = "sha512" if algorithm in (0x0102, 0x0104, 0x0202) else "sha256"
    return block.content_digest(block.take_apart(apk), name)


def v2(apk: bytes, *identities: block.Identity, attributes: Iterable[bytes] = ()) -> bytes:
    """The value of a v2 pair that signs this APK."""
    signers = [block.signer(i, digest_of(apk, i.algorithm), attributes) for i in identities]
    return block.scheme(*signers)


def v3(apk: bytes, identity: block.Identity, sdk: tuple[int, int], *attributes: bytes) -> bytes:
    """One signer of v3 or v3.1."""
    return block.signer(identity, digest_of(apk, identity.algorithm), attributes, sdk)


def _lines(attributes: Mapping[str, str], newline: str) -> str:
    """One section, its lines folded at 70 bytes as JAR files are."""
    text = ""
    for name, value in attributes.items():
        line = f"{name}: {value}".encode()
        while len(line) > 70:
            text += line[:70].decode() + newline
            line = b" " + line[70:]
        text += line.decode() + newline
    return text + newline


def _digest(how: str, data: bytes) -> str:
    name = "sha1" if how == "SHA1" else how.replace("-", "").lower()
    return b64encode(hashlib.new(name, data).digest()).decode()


@dataclass(frozen=True)
class Jar:
    """How an APK is signed with v1."""

    how: str = "SHA-256"
    newline: str = "\r\n"
    attributes: bool = True
    whole: bool = True
    claims: str = ""
    main: Mapping[str, str] | None = None

    def lists(self, files: Mapping[str, bytes]) -> tuple[bytes, bytes]:
        """MANIFEST.MF and the signature file."""
        head = _lines({"Manifest-Version": "1.0"}, self.newline)
        sections = {
            name: _lines(
                {"Name": name, f"{self.how}-Digest": _digest(self.how, data)}, self.newline
            )
            for name, data in files.items()
        }
        whole = (head + "".join(sections.values())).encode()
        main = {"Signature-Version": "1.0"} if self.main is None else dict(self.main)
        if self.whole:
            main[f"{self.how}-Digest-Manifest"] = _digest(self.how, whole)
        if self.claims:
            main["X-Android-APK-Signed"] = self.claims
        signed = _lines(main, self.newline) + "".join(
            _lines(
                {"Name": name, f"{self.how}-Digest": _digest(self.how, text.encode())},
                self.newline,
            )
            for name, text in sections.items()
        )
        return whole, signed.encode()

    def sign(self, files: Mapping[str, bytes], *keys: Key) -> dict[str, bytes]:
        """The files with those of the signature, one signature file for each key."""
        whole, signed = self.lists(files)
        out = dict(files) | {"META-INF/MANIFEST.MF": whole}
        for number, one in enumerate(keys):
            suffix = "EC" if isinstance(one.private, ec.EllipticCurvePrivateKey) else "RSA"
            out[f"META-INF/S{number}.SF"] = signed
            out[f"META-INF/S{number}.{suffix}"] = self.cms(signed, one)
        return out

    def cms(self, signed: bytes, one: Key) -> bytes:
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        if not self.attributes:
            options.append(pkcs7.PKCS7Options.NoAttributes)
        builder = pkcs7.PKCS7SignatureBuilder(signed)
        builder = builder.add_signer(one.certificate, one.private, hashes.SHA256())
        return builder.sign(Encoding.DER, options)


FILES = {"AndroidManifest.xml": axml(manifest()), "classes.dex": b"dex"}


def jar_apk(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


@dataclass(frozen=True)
class Told:
    """What the reader tells of one file."""

    schemes: tuple[SchemeSignature, ...]
    acceptance: tuple[Acceptance, ...]

    def of(self, scheme: Scheme) -> tuple[str, str]:
        """Validity and flaw of a scheme."""
        one = next(s for s in self.schemes if s.scheme is scheme)
        return one.validity.value, one.flaw or ""

    @property
    def ranges(self) -> dict[str, str]:
        """For each range the scheme and what is wrong with it, `ok` if nothing is."""
        return {
            one.androids.value: f"{one.scheme} {one.flaw or 'ok'}" if one.scheme else "none"
            for one in self.acceptance
        }


def read(apk: bytes, min_sdk: int = 21, target_sdk: int = 29, path: Path | None = None) -> Told:
    """The signatures of a file whose manifest asks for these levels."""
    reader = SigningReader(ApkFiles(Archive.from_bytes(apk)), path)
    schemes = reader.signing().value.schemes
    return Told(schemes, reader._checked().accepted(min_sdk, target_sdk))
