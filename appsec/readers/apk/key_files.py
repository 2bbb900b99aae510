"""Private keys in files of an app, told by content; code and compiled resources hold no files."""

import re
from collections.abc import Iterator

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.dsa import DSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_pem_private_key,
    load_ssh_private_key,
)

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.keys import KeyFile, KeyForm
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.files import ApkFiles, AppFiles
from appsec.readers.archive import EntryError

_FACT = "key_files"
MAX_FILE = 1 << 20
"""What is larger is no file of keys."""
_MAX_KEYS = 1000
_NEVER = re.compile(
    r"META-INF/|.*\.dex\Z|AndroidManifest\.xml\Z|resources\.(arsc|pb)\Z"
    r"|res/(?!raw)[^/]+/.*\.(xml|png|webp|jpg|gif)\Z"
)
_BEGIN, _END, _KEY = b"-----BEGIN ", b"-----END ", b"PRIVATE KEY-----"
_KIND = re.compile(rb"([A-Z0-9]+ ){0,2}")
_MIN_BODY = 40
"""Bytes that a key has at least; what is shorter is a constant of some code."""
_ENCRYPTED = b"ENCRYPTED"
_DER_VERSION = re.compile(rb"\x30(?:[\x00-\x7f]|\x81.|\x82..)\x02\x01[\x00\x01]", re.DOTALL)
_PKCS12 = re.compile(rb"\x30(?:\x80|\x81.|\x82..|\x83...)\x02\x01\x03\x30", re.DOTALL)
_STORES = {b"\xfe\xed\xfe\xed": "JKS", b"\xce\xce\xce\xce": "JCEKS"}
_BKS = re.compile(rb"\x00\x00\x00[\x01\x02]\x00\x00\x00[\x08-\x20]", re.DOTALL)
_BKS_NAMES = (".bks", ".keystore", ".jks", ".bouncycastle", ".truststore")
_ERRORS = (ValueError, TypeError, UnsupportedAlgorithm)


def read_key_files(files: AppFiles) -> Known[tuple[KeyFile, ...]]:
    """In the order of parts and names. A file that cannot be read could hold one."""
    found: list[KeyFile] = []
    gaps: list[Gap] = []
    for part in files.parts:
        for name in part.names:
            if _NEVER.match(name):
                continue
            try:
                if part.archive.entry(part.entry(name)).size <= MAX_FILE:
                    found += keys_in(part.where(name), _content(part, name))
            except EntryError as error:
                values = {"file": part.where(name), "refusal": error.refusal.value}
                gaps.append(Gap(_FACT, Cause.LOST, "refused-file", values))
            except FactUnavailable as reason:
                gaps.append(Gap(_FACT, reason.cause, reason.key, reason.values))
    if len(found) > _MAX_KEYS:
        raise FactUnavailable(Cause.LOST, "too-many-keys", {"limit": str(_MAX_KEYS)})
    return Known(tuple(found), tuple(gaps))


def _content(part: ApkFiles, name: str) -> bytes:
    """A look is enough to pass over what is no key, and it is not counted as read then."""
    data = part.archive.read(part.entry(name), MAX_FILE)
    return part.content(name, MAX_FILE) if next(keys_in("", data), None) else b""


def keys_in(file: str, data: bytes) -> Iterator[KeyFile]:
    """Every private key of a file."""
    if store := _store(file, data):
        yield KeyFile(KeyForm.STORE, store, Location(file))
    elif _DER_VERSION.match(data) and (what := _loaded(data)):
        yield KeyFile(KeyForm.PLAIN, what, Location(file))
    for number, (kind, body) in enumerate(_blocks(data), 1):
        at = Location(file, f"private key {number}")
        whole = b"".join((_BEGIN, kind, _KEY, body, _END, kind, _KEY, b"\n"))
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
