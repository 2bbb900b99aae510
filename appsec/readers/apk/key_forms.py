"""What a private key looks like: in a file, in a long stream of bytes, in a text."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.dsa import DSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_pem_private_key,
    load_ssh_private_key,
)

from appsec.facts.keys import KeyFile, KeyForm
from appsec.model.outcome import Location

_BEGIN, _END, _KEY = b"-----BEGIN ", b"-----END ", b"PRIVATE KEY-----"
_KIND = re.compile(rb"([A-Z0-9]+ ){0,2}")
_MIN_BODY = 40
"""Bytes that a key has at least; what is shorter is a constant of some code."""
_MAX_BLOCK = 64 << 10
"""Bytes of a block in PEM at most; nobody's key is longer."""
_BASE64 = re.compile(r"MI[A-Za-z0-9+/_-]{60,20000}={0,2}")
_ENCRYPTED = b"ENCRYPTED"
_DER_VERSION = re.compile(rb"\x30(?:[\x00-\x7f]|\x81.|\x82..)\x02\x01[\x00\x01]", re.DOTALL)
_PKCS12 = re.compile(rb"\x30(?:\x80|\x81.|\x82..|\x83...)\x02\x01\x03\x30", re.DOTALL)
_STORES = {b"\xfe\xed\xfe\xed": "JKS", b"\xce\xce\xce\xce": "JCEKS"}
_BKS = re.compile(rb"\x00\x00\x00[\x01\x02]\x00\x00\x00[\x08-\x20]", re.DOTALL)
_BKS_NAMES = (".bks", ".keystore", ".jks", ".bouncycastle", ".truststore")
_ERRORS = (ValueError, TypeError, UnsupportedAlgorithm)


def keys_in(file: str, data: bytes) -> Iterator[KeyFile]:
    """Every private key of a file."""
    if store := _store(file, data):
        yield KeyFile(KeyForm.STORE, store, Location(file))
    elif _DER_VERSION.match(data) and (what := _loaded(data)):
        yield KeyFile(KeyForm.PLAIN, what, Location(file))
    yield from _in_blocks(file, _blocks(data))


def keys_in_stream(file: str, head: bytes, pieces: Iterable[bytes]) -> Iterator[KeyFile]:
    """Stores, told by their first bytes, and blocks in PEM of what is too long to be held."""
    if store := _store(file, head):
        yield KeyFile(KeyForm.STORE, store, Location(file))
    yield from _in_blocks(file, (block for piece in _begun(pieces) for block in _blocks(piece)))


def keys_in_text(text: str, at: Location) -> Iterator[KeyFile]:
    """A resource: its lines may have become spaces, and its PEM may lack the first and last."""
    data = text.encode("utf-8", "replace")
    for key in _in_blocks("", _blocks(data)):
        yield KeyFile(key.form, key.what, at)
    if _BASE64.fullmatch(bare := "".join(text.split())):
        try:
            der = base64.b64decode(bare, altchars="-_" if set(bare) & set("-_") else None)
        except binascii.Error:
            return
        for key in keys_in("", der):
            yield KeyFile(key.form, key.what, at)


def _in_blocks(file: str, blocks: Iterable[tuple[bytes, bytes]]) -> Iterator[KeyFile]:
    for number, (kind, body) in enumerate(blocks, 1):
        at = Location(file, f"private key {number}")
        lines = b"\n".join(body.split())
        whole = b"".join((_BEGIN, kind, _KEY, b"\n", lines, b"\n", _END, kind, _KEY, b"\n"))
        if _ENCRYPTED in kind or _ENCRYPTED in body:
            yield KeyFile(KeyForm.ENCRYPTED, "PEM", at)
        elif what := _loaded(whole):
            yield KeyFile(KeyForm.PLAIN, what, at)
        else:
            yield KeyFile(KeyForm.DOUBTFUL, "PEM", at)


def _blocks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each block in PEM; in JSON and in code its lines end in an escape."""
    for piece in data.split(_BEGIN)[1:]:
        kind, key, rest = piece.partition(_KEY)
        body, end, _ = rest.partition(_END)
        body = body.replace(b"\\r", b"").replace(b"\\n", b"\n")
        if key and end and _KIND.fullmatch(kind) and len(body) >= _MIN_BODY:
            yield kind, body


def _begun(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Each beginning of a block with what follows it: up to the next one, at most a block."""
    held, last = b"", False
    stream = iter(pieces)
    while not last:
        piece = next(stream, b"")
        held, last = held + piece, not piece
        at = held.find(_BEGIN)
        while at >= 0 and (last or len(held) - at >= _MAX_BLOCK):
            following = held.find(_BEGIN, at + 1)
            end = following if following >= 0 else len(held)
            yield held[at : min(end, at + _MAX_BLOCK)]
            at = following
        held = held[at:] if at >= 0 else held[-len(_BEGIN) :]


def _store(file: str, data: bytes) -> str:
    """The kind of key store that it is, or nothing."""
    if kind := _STORES.get(data[:4]):
        return kind
    if _PKCS12.match(data):
        return "PKCS #12"
    named = not file or file.lower().endswith(_BKS_NAMES)
    return "BKS" if named and _BKS.match(data) else ""


def _loaded(data: bytes) -> str:
    """Kind and size of a key that can be read, or nothing."""
    for load in (load_pem_private_key, load_der_private_key, load_ssh_private_key):
        try:
            key = load(data, None)
        except _ERRORS:
            continue
        if isinstance(key, RSAPrivateKey | DSAPrivateKey | EllipticCurvePrivateKey):
            kind = {"R": "RSA", "D": "DSA", "E": "EC"}[type(key).__name__[0]]
            return f"{kind} {key.key_size}"
        return type(key).__name__.replace("PrivateKey", "")
    return ""
