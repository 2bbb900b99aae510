"""The certificates in files of the app that its network security configuration trusts."""

import base64
import binascii
import re
from collections.abc import Iterator

from appsec.facts.android import AndroidApp, BundledCertificate
from appsec.facts.app import FactUnavailable, Known
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.files import AppFiles
from appsec.readers.apk.signing.certificates import describe, parse
from appsec.readers.apk.signing.cursor import Malformed

_FACT = "bundled_certificates"
_MAX_FILE = 4 << 20
_MAX_CERTIFICATES = 500
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----")
_BEGIN = b"-----BEGIN "
_SEQUENCE, _LONG = 0x30, 0x80


def read_bundled_certificates(
    files: AppFiles, app: AndroidApp
) -> Known[tuple[BundledCertificate, ...]]:
    """Those of debug-overrides, too. A file that holds none that can be read is a gap."""
    config = app.network_config
    names = (name for rule in config.rules for name in rule.bundled)
    found: list[BundledCertificate] = []
    gaps: list[Gap] = []
    for name in dict.fromkeys((*names, *config.debug_bundled)):
        try:
            found += _in_file(files.base.where(name), files.base.content(name, _MAX_FILE))
        except FactUnavailable as reason:
            gaps.append(Gap(_FACT, reason.cause, reason.key, reason.values))
    return Known(tuple(found), tuple(gaps))


def _in_file(file: str, data: bytes) -> Iterator[BundledCertificate]:
    """As CertificateFactory reads it: texts between PEM's lines, or DER one after the other."""
    try:
        blocks = list(_pem(data) if _BEGIN in data else _der(data))
        parsed = [describe(parse(block)) for block in blocks]
    except (Malformed, binascii.Error, ValueError) as error:
        raise _unreadable(file) from error
    if not 0 < len(parsed) <= _MAX_CERTIFICATES:
        raise _unreadable(file)
    for number, certificate in enumerate(parsed, 1):
        yield BundledCertificate(certificate, Location(file, f"certificate {number}"))


def _pem(data: bytes) -> Iterator[bytes]:
    blocks = _PEM.findall(data)
    if len(blocks) != data.count(_BEGIN):
        raise Malformed  # a block of another kind, or one without an end
    return (base64.b64decode(b"".join(block.split()), validate=True) for block in blocks)


def _der(data: bytes) -> Iterator[bytes]:
    rest = data
    while rest:
        size = _size(rest)
        if rest[0] != _SEQUENCE or size > len(rest):
            raise Malformed
        yield rest[:size]
        rest = rest[size:]


def _size(data: bytes) -> int:
    """Of the first value, its header included."""
    head = data[1:2]
    if not head:
        raise Malformed
    if head[0] < _LONG:
        return 2 + head[0]
    count = head[0] - _LONG
    return 2 + count + int.from_bytes(data[2 : 2 + count], "big")


def _unreadable(file: str) -> FactUnavailable:
    return FactUnavailable(Cause.LOST, "malformed-certificate", {"file": file})
