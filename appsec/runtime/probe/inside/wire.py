"""What a TLS connection shows to who only carries its bytes: version, suite, and how it went."""

import ssl
from functools import cache

VERSIONS = {
    0x0300: "SSLv3",
    0x0301: "TLSv1",
    0x0302: "TLSv1.1",
    0x0303: "TLSv1.2",
    0x0304: "TLSv1.3",
}
CERTIFICATE_ALERTS = frozenset({42, 43, 44, 45, 46, 48})
"""What a client says of a certificate: bad, of an unsupported kind, revoked, expired, unknown, or
of an unknown CA."""
_OLD_SUITES = {
    0x0001: "NULL-MD5",
    0x0002: "NULL-SHA",
    0x0003: "EXP-RC4-MD5",
    0x0004: "RC4-MD5",
    0x0005: "RC4-SHA",
    0x0008: "EXP-DES-CBC-SHA",
    0x0009: "DES-CBC-SHA",
    0x000A: "DES-CBC3-SHA",
    0x0016: "DHE-RSA-DES-CBC3-SHA",
    0x003B: "NULL-SHA256",
    0xC007: "ECDHE-ECDSA-RC4-SHA",
    0xC008: "ECDHE-ECDSA-DES-CBC3-SHA",
    0xC011: "ECDHE-RSA-RC4-SHA",
    0xC012: "ECDHE-RSA-DES-CBC3-SHA",
}
_CHANGE, _ALERT, _HANDSHAKE, _DATA = 20, 21, 22, 23
_SERVER_HELLO = 2
_MAX_RECORD = 18 << 10
_MAX_HELLO = 4 << 10
_PLAIN_ALERT = 2
_MOST_OF_AN_ALERT = 32
"""An encrypted alert has 19 bytes in TLS 1.3 and up to 31 before; `Finished` and data have more."""
_VERSIONS_EXTENSION = 43


@cache
def _names() -> dict[int, str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    return {one["id"] & 0xFFFF: one["name"] for one in context.get_ciphers()}


def supported(number: int) -> str:
    """The name of a suite of TLS before 1.3 that OpenSSL here has, too; empty if it has not."""
    name = _names().get(number, "")
    return "" if name.startswith("TLS_") else name


def suite(number: int) -> str:
    """The name of a cipher suite as OpenSSL has it, or its number."""
    return _names().get(number) or _OLD_SUITES.get(number) or f"0x{number:04x}"


def server_hello(data: bytes) -> tuple[str, str]:
    """Version and suite of a ServerHello; empty if it is none, or not all of it."""
    size = int.from_bytes(data[1:4], "big")
    body = data[4 : 4 + size]
    if data[:1] != bytes([_SERVER_HELLO]) or len(body) < size:
        return "", ""
    at = 35 + body[34] if len(body) > 35 else len(body)  # noqa: PLR2004 - after the random
    version, number = int.from_bytes(body[:2], "big"), int.from_bytes(body[at : at + 2], "big")
    extensions = body[at + 5 :]
    while len(extensions) > 4:  # noqa: PLR2004 - kind and length
        kind, length = (int.from_bytes(extensions[n : n + 2], "big") for n in (0, 2))
        if kind == _VERSIONS_EXTENSION:
            version = int.from_bytes(extensions[4:6], "big")
        extensions = extensions[4 + length :]
    return VERSIONS.get(version, f"0x{version:04x}"), suite(number)


class _Records:
    """Cuts the bytes of one direction into records; gives up on what is no TLS."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self.strange = False

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        if self.strange:
            return []
        self._kept += data
        found = []
        while len(self._kept) >= 5:  # noqa: PLR2004 - the head of a record
            kind, length = self._kept[0], int.from_bytes(self._kept[3:5], "big")
            if kind not in (_CHANGE, _ALERT, _HANDSHAKE, _DATA) or length > _MAX_RECORD:
                self.strange = True
                self._kept.clear()
            elif len(self._kept) < 5 + length:
                break
            else:
                found.append((kind, bytes(self._kept[5 : 5 + length])))
                del self._kept[: 5 + length]
        return found


class Wire:
    """Follows one connection that passes through untouched. Nothing in it is decrypted."""

    def __init__(self) -> None:
        self._client, self._server = _Records(), _Records()
        self._hello = b""
        self._long = 0
        self._refused = False
        self._early = False
        self._answered = False
        self.version = ""
        self.suite = ""

    def feed(self, data: bytes, *, from_client: bool) -> None:
        """Takes what one side sent."""
        for kind, payload in (self._client if from_client else self._server).feed(data):
            if from_client:
                self._sent(kind, payload)
            else:
                self._came(kind, payload)

    @property
    def accepted(self) -> bool | None:
        """Whether the client went on to use the connection, and was answered; None if that cannot
        be told."""
        if self._used and self._answered:
            return True
        return False if self._refused else None

    @property
    def _used(self) -> bool:
        # In TLS 1.3 the end of the client's handshake looks like data, too.
        return self._long >= (2 if self.version == "TLSv1.3" else 1)

    def _sent(self, kind: int, payload: bytes) -> None:
        if kind == _ALERT and len(payload) == _PLAIN_ALERT:
            self._refused |= payload[1] in CERTIFICATE_ALERTS
        elif kind == _DATA and not self.version:
            self._early = True
        elif kind == _DATA:
            if len(payload) > _MOST_OF_AN_ALERT or self.version != "TLSv1.3":
                self._long += 1
            # What ends early data is as short as an alert.
            elif not self._long and not self._early:
                self._refused = True

    def _came(self, kind: int, payload: bytes) -> None:
        if kind == _HANDSHAKE and not self.version and len(self._hello) < _MAX_HELLO:
            self._hello += payload
            self.version, self.suite = server_hello(self._hello)
        elif kind == _DATA and self._used:
            self._answered |= len(payload) > _MOST_OF_AN_ALERT
