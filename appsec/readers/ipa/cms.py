"""Signatures (CMS) of provisioning profiles and of code: used only if they fit the content.

Who signed is not judged: no list of trusted authorities is kept here. What is told is whether the
content is the one that was signed.
"""

import hashlib
import warnings
from collections.abc import Iterator

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.utils import CryptographyDeprecationWarning

from appsec.facts.app import FactUnavailable
from appsec.readers.ipa.ber import OCTETS, octets, split
from appsec.readers.ipa.der import Element, MalformedDer
from appsec.readers.plist import parse

_OID, _SEQUENCE, _SET = 0x06, 0x30, 0x31
_CONTEXT_0 = 0xA0
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_DIRECTORIES_LISTED = bytes.fromhex("2a864886f763640901")  # a property list
_DIRECTORIES_BY_HASH = bytes.fromhex("2a864886f763640902")
_LEAST_HASH = 20
_HASHES: dict[bytes, hashes.HashAlgorithm] = {
    bytes.fromhex("2b0e03021a"): hashes.SHA1(),  # as Apple signed profiles in earlier years
    bytes.fromhex("608648016503040201"): hashes.SHA256(),
    bytes.fromhex("608648016503040202"): hashes.SHA384(),
    bytes.fromhex("608648016503040203"): hashes.SHA512(),
}
_MAX_CERTIFICATES = 20
_MALFORMED = (MalformedDer, IndexError, ValueError, UnsupportedAlgorithm, x509.InvalidVersion)


class MalformedCms(Exception):
    """The bytes are not signed data of a kind that can be read."""


class AlteredCms(Exception):
    """The content, or what is signed of it, is not what the signature covers."""


def signed_content(data: bytes) -> bytes:
    """The content that is inside. Raises MalformedCms or AlteredCms."""
    try:
        fields = _signed_data(data)
        content = _encapsulated(fields[2])
        for signer in _signers(fields):
            _verify(signer, content, list(_certificates(fields)))
    except _MALFORMED as error:
        raise MalformedCms(str(error)) from error
    return content


def covered_directories(data: bytes, main: bytes) -> list[tuple[bytes, ...]]:
    """Lists of hashes, in each of which every code directory of a signature has to be found, maybe
    cut to 20 bytes. There is none if the signature covers the main directory alone.

    Raises MalformedCms or AlteredCms, the latter if it does not fit the main directory.
    """
    found = []
    try:
        fields = _signed_data(data)
        if len(_children(fields[2], _SEQUENCE)) != 1:
            raise MalformedCms("not detached")
        for signer in _signers(fields):
            _verify(signer, main, list(_certificates(fields)))
            if signer[3].tag == _CONTEXT_0:
                found += list(_listed(signer[3]))
    except (*_MALFORMED, FactUnavailable) as error:
        raise MalformedCms(str(error)) from error
    return found


def _listed(attributes: Element) -> Iterator[tuple[bytes, ...]]:
    for value in _values(attributes, _DIRECTORIES_LISTED):
        listed = parse(octets(value), "").get("cdhashes")
        if not isinstance(listed, list) or not all(isinstance(one, bytes) for one in listed):
            raise MalformedCms("code directories")
        yield tuple(one for one in listed if len(one) >= _LEAST_HASH)
    pairs = [_children(each, _SEQUENCE) for each in _values(attributes, _DIRECTORIES_BY_HASH)]
    if pairs:
        yield tuple(pair[1].content for pair in pairs if len(pair[1].content) >= _LEAST_HASH)


def _signers(fields: list[Element]) -> list[list[Element]]:
    signers = [list(split(each.content)) for each in split(_last_set(fields).content)]
    if not signers:
        raise MalformedCms("no signer")
    return signers


def _children(element: Element, tag: int) -> list[Element]:
    if element.tag != tag:
        raise MalformedCms(f"tag {element.tag:#x} where {tag:#x} belongs")
    return list(split(element.content))


def _signed_data(data: bytes) -> list[Element]:
    whole = list(split(data))
    kind, wrapped = _children(whole[0], _SEQUENCE)
    if len(whole) != 1 or (kind.tag, kind.content) != (_OID, _SIGNED_DATA):
        raise MalformedCms("not signed data")
    (inner,) = _children(wrapped, _CONTEXT_0)
    return _children(inner, _SEQUENCE)


def _encapsulated(element: Element) -> bytes:
    _, wrapped = _children(element, _SEQUENCE)
    (content,) = _children(wrapped, _CONTEXT_0)
    return octets(content)


def _last_set(fields: list[Element]) -> Element:
    if fields[-1].tag != _SET:
        raise MalformedCms("signers")
    return fields[-1]


def _certificates(fields: list[Element]) -> Iterator[x509.Certificate]:
    for field in fields[3:]:
        if field.tag == _CONTEXT_0:
            every = list(split(field.content))
            if len(every) > _MAX_CERTIFICATES:
                raise MalformedCms("too many certificates")
            for each in every:
                # Of a strange serial number it only warns; the signature must fit all the same.
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", CryptographyDeprecationWarning)
                    loaded = x509.load_der_x509_certificate(each.whole)
                yield loaded


def _verify(signer: list[Element], content: bytes, certificates: list[x509.Certificate]) -> None:
    """Version, who, digest, signed attributes if any, signature algorithm, signature."""
    digest = _HASHES.get(_children(signer[2], _SEQUENCE)[0].content)
    if digest is None:
        raise MalformedCms("unknown digest")
    signed, rest = content, signer[3:]
    if rest[0].tag == _CONTEXT_0:
        if _message_digest(rest[0]) != _hash(digest, content):
            raise AlteredCms
        signed = bytes([_SET]) + rest[0].whole[1:]
        rest = rest[1:]
    signature = rest[1]
    if signature.tag != OCTETS:
        raise MalformedCms("signature")
    if not any(_fits(each, signature.content, signed, digest) for each in certificates):
        raise AlteredCms


def _message_digest(attributes: Element) -> bytes:
    found = list(_values(attributes, _MESSAGE_DIGEST))
    if len(found) != 1:
        raise MalformedCms("message digest")
    return found[0].content


def _values(attributes: Element, wanted: bytes) -> Iterator[Element]:
    for attribute in split(attributes.content):
        name, values = _children(attribute, _SEQUENCE)
        if name.content == wanted:
            yield from _children(values, _SET)


def _hash(algorithm: hashes.HashAlgorithm, content: bytes) -> bytes:
    return hashlib.new(algorithm.name, content, usedforsecurity=False).digest()


def _fits(
    certificate: x509.Certificate, signature: bytes, signed: bytes, digest: hashes.HashAlgorithm
) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True
