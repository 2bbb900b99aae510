"""Verifies the PKCS #7 signature beside a JAR signature file, as Android does."""

import hashlib
import hmac
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from asn1crypto.cms import ContentInfo

from appsec.facts.signing import Certificate, Flaw
from appsec.model.frozen import frozen
from appsec.readers.apk.signing import certificates
from appsec.readers.apk.signing.algorithms import Family, Unsupported, verifies
from appsec.readers.apk.signing.certificates import ASN1_ERRORS
from appsec.readers.apk.signing.checked import Refuted
from appsec.readers.apk.signing.cursor import Malformed

MAX_SIGNERS = 10
MAX_CERTIFICATES = 50
MAX_BYTES = 1 << 20

_HASHES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "md5": ("md5", "MD5"),
        "sha1": ("sha1", "SHA-1"),
        "sha224": ("sha224", "SHA-224"),
        "sha256": ("sha256", "SHA-256"),
        "sha384": ("sha384", "SHA-384"),
        "sha512": ("sha512", "SHA-512"),
    }
)
_FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "rsassa_pkcs1v15": Family.RSA,
        "dsa": Family.DSA,
        "1.2.840.10040.4.1": Family.DSA,
        "ecdsa": Family.EC,
        "1.2.840.10045.2.1": Family.EC,
    }
    | {f"{name}_rsa": Family.RSA for name in _HASHES}
    | {f"{name}_dsa": Family.DSA for name in _HASHES}
    | {f"{name}_ecdsa": Family.EC for name in _HASHES}
)
_MODERN_SDK, _ATTRIBUTES_SDK, _DSA_SDK = 18, 19, 21


@frozen
class CmsSigner:
    """Who signed. `since` is the first API level that understands such a signature."""

    certificate: Certificate
    hash_name: str
    since: int


def verify_cms(data: bytes, content: bytes) -> tuple[CmsSigner, ...]:
    """Every signer, the first one first. Raises Refuted, Malformed or Unsupported unless each
    signature holds: Android 7 and later ask for all of them, earlier versions for the first."""
    if len(data) > MAX_BYTES:
        raise Refuted(Flaw.TOO_LARGE)
    try:
        info = ContentInfo.load(data)
        if info["content_type"].native != "signed_data":
            raise Malformed
        signed = info["content"]
        signers, parsed = list(signed["signer_infos"]), list(signed["certificates"])
        if not signers:
            raise Malformed
        if len(signers) > MAX_SIGNERS or len(parsed) > MAX_CERTIFICATES:
            raise Refuted(Flaw.TOO_LARGE)
        kind = signed["encap_content_info"]["content_type"].native
        return tuple(_verify(signer, parsed, kind, content) for signer in signers)
    except ASN1_ERRORS as error:
        raise Malformed from error


def _verify(signer: Any, choices: list[Any], kind: str, content: bytes) -> CmsSigner:
    certificate = certificates.parse(_certificate_of(signer, choices))
    if not _may_sign(certificate):
        raise Refuted(Flaw.SIGNATURE)
    digest = signer["digest_algorithm"]["algorithm"].native
    algorithm = signer["signature_algorithm"]["algorithm"].native
    own = algorithm.partition("_")[0]
    if digest not in _HASHES or algorithm not in _FAMILIES or (own in _HASHES and own != digest):
        raise Unsupported
    family, (ours, name) = _FAMILIES[algorithm], _HASHES[digest]
    since = 1 if digest in ("md5", "sha1") and family is not Family.EC else _MODERN_SDK
    if family is Family.DSA and since > 1:
        since = _DSA_SDK
    covered = content
    attributes = signer["signed_attrs"]
    if attributes:
        since = max(since, _ATTRIBUTES_SDK)
        _verify_attributes(attributes, kind, hashlib.new(ours, content).digest())
        # What is signed is the set itself, not the field that holds it.
        covered = b"\x31" + attributes.dump()[1:]
    key = certificates.key_info(certificate)
    if not verifies(key, (family, name), signer["signature"].native, covered):
        raise Refuted(Flaw.SIGNATURE)
    return CmsSigner(certificates.describe(certificate), name, since)


def _certificate_of(signer: Any, choices: list[Any]) -> bytes:
    wanted = signer["sid"]
    for choice in choices:
        parsed = choice.chosen
        if wanted.name == "issuer_and_serial_number":
            issuer, number = wanted.chosen["issuer"], wanted.chosen["serial_number"].native
            found = parsed.issuer.dump() == issuer.dump() and parsed.serial_number == number
        else:
            found = parsed.key_identifier == wanted.chosen.native
        if found:
            return bytes(choice.chosen.dump())
    raise Refuted(Flaw.SIGNATURE)


def _may_sign(certificate: Any) -> bool:
    """A certificate that names its uses must name one that signs."""
    usage = certificate.key_usage_value
    return usage is None or bool({"digital_signature", "non_repudiation"} & usage.native)


def _verify_attributes(attributes: Any, kind: str, digest: bytes) -> None:
    values = {one["type"].native: one["values"] for one in attributes}
    if "content_type" not in values or "message_digest" not in values:
        raise Refuted(Flaw.SIGNATURE)
    named, given = values["content_type"][0].native, values["message_digest"][0].native
    if named != kind or not hmac.compare_digest(bytes(given), digest):
        raise Refuted(Flaw.SIGNATURE)
