"""What certificates say. Lenient where Android is: it never looks at dates or names."""

import hashlib
from collections.abc import Callable
from typing import Any

from asn1crypto.x509 import Certificate as Parsed

from appsec.facts.signing import Certificate
from appsec.readers.apk.signing.cursor import Malformed

MAX_BYTES = 64 << 10
ASN1_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""What asn1crypto was seen to raise on bad input."""

_SHORT = {
    "common_name": "CN",
    "organizational_unit_name": "OU",
    "organization_name": "O",
    "locality_name": "L",
    "state_or_province_name": "ST",
    "country_name": "C",
    "email_address": "emailAddress",
}
_HASH_NAMES = {"sha1": "SHA-1", "md5": "MD5", "md2": "MD2"} | {
    f"sha{bits}": f"SHA-{bits}" for bits in (224, 256, 384, 512)
}
_MAX_TEXT = 500


def parse(der: bytes) -> Parsed:
    """Raises Malformed for what is no certificate."""
    if len(der) > MAX_BYTES:
        raise Malformed
    try:
        parsed = Parsed.load(der, strict=True)
        key_info(parsed)
        _key_of(parsed)
    except ASN1_ERRORS as error:
        raise Malformed from error
    return parsed


def key_info(parsed: Parsed) -> bytes:
    """The public key as it stands in the certificate, a DER SubjectPublicKeyInfo."""
    return bytes(parsed["tbs_certificate"]["subject_public_key_info"].dump())


def describe(parsed: Parsed) -> Certificate:
    """The certificate as a fact; what of names and dates cannot be decoded is empty."""
    kind, bits = _key_of(parsed)
    whole = parsed.dump()
    content = parsed["tbs_certificate"]
    return Certificate(
        subject=_or_empty(lambda: _name(content["subject"])),
        issuer=_or_empty(lambda: _name(content["issuer"])),
        not_before=_or_empty(lambda: content["validity"]["not_before"].native.date().isoformat()),
        not_after=_or_empty(lambda: content["validity"]["not_after"].native.date().isoformat()),
        serial=_or_empty(lambda: f"{content['serial_number'].native:x}"),
        sha256=hashlib.sha256(whole).hexdigest(),
        key_kind=kind,
        key_bits=bits,
        hash_name=_or_empty(lambda: _hash_of(parsed)),
    )


def _key_of(parsed: Parsed) -> tuple[str, int]:
    info = parsed["tbs_certificate"]["subject_public_key_info"]
    kind = str(info["algorithm"]["algorithm"].native)
    if kind in ("rsa", "rsassa_pss", "rsaes_oaep"):
        return "RSA", int(info["public_key"].parsed["modulus"].native).bit_length()
    if kind == "dsa":
        return "DSA", int(info["algorithm"]["parameters"]["p"].native).bit_length()
    if kind == "ec":
        return "EC", _curve_bits(info)
    return kind.upper(), 0


def _curve_bits(info: Any) -> int:
    try:
        return int(info.bit_size)
    except ASN1_ERRORS:
        return 0  # a curve without a known name


def _hash_of(parsed: Parsed) -> str:
    algorithm = parsed["signature_algorithm"]
    try:
        return _HASH_NAMES[algorithm.hash_algo]
    except ASN1_ERRORS:
        return str(algorithm["algorithm"].native)


def _name(name: Any) -> str:
    parts = [
        f"{_SHORT.get(pair['type'].native, pair['type'].native)}={pair['value'].native}"
        for group in name.chosen
        for pair in group
    ]
    return ", ".join(parts)[:_MAX_TEXT]


def _or_empty(read: Callable[[], str]) -> str:
    try:
        return read()
    except ASN1_ERRORS:
        return ""
