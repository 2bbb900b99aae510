"""What the unencrypted beginning of a TLS connection tells: server name, version, cipher suite."""

import struct
from collections.abc import Iterator

from appsec.model.frozen import slotted
from appsec.runtime.imports.suites import SUITES

_HANDSHAKE, _ALERT, _DATA, _CHANGE = 22, 21, 23, 20
_CLIENT_HELLO, _SERVER_HELLO = 1, 2
_NAME, _VERSIONS = 0, 43
_FATAL = 2
_TLS = {0x0300: "SSLv3", 0x0301: "TLSv1", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}
MAX_RECORDS = 1_000
MAX_REFUSED = 16 << 10


@slotted
class Hello:
    """A handshake. `tls` is empty if no server answered; `refused` is whether the client, or the
    server, ended it before anything was sent."""

    sni: str = ""
    tls: str = ""
    cipher: str = ""
    refused: bool = False


def hello(sent: bytes, got: bytes) -> Hello:
    """Reads the beginning of both directions of one connection."""
    told = Hello()
    client, server = list(_records(sent)), list(_records(got))
    for kind, body in _messages(client):
        if kind == _CLIENT_HELLO:
            told.sni = _server_name(body)
    for kind, body in _messages(server):
        if kind == _SERVER_HELLO:
            told.tls, told.cipher = _chosen(body)
    silent = not any(kind == _DATA for kind, _ in client)
    ended = any(
        kind == _ALERT and len(body) == 2 and body[0] == _FATAL  # noqa: PLR2004
        for kind, body in [*_before_secret(client), *_before_secret(server)]
    )
    # Who sends anything behind what looks like the end of a handshake was not refused.
    all_read = sum(5 + len(body) for _, body in client) == len(sent) < MAX_REFUSED
    told.refused = silent and ended and all_read
    return told


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    for _ in range(MAX_RECORDS):
        if len(data) < at + 5:
            return
        kind, major, size = data[at], data[at + 1], int.from_bytes(data[at + 3 : at + 5], "big")
        if major != 3 or kind not in (_HANDSHAKE, _ALERT, _DATA, _CHANGE):  # noqa: PLR2004
            return
        yield kind, data[at + 5 : at + 5 + size]
        at += 5 + size


def _before_secret(records: list[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    for kind, body in records:
        if kind in (_CHANGE, _DATA):
            return
        yield kind, body


def _messages(records: list[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Messages of the handshake, which may lie in several records, until it is encrypted."""
    joined = b"".join(body for kind, body in _before_secret(records) if kind == _HANDSHAKE)
    at = 0
    while len(joined) >= at + 4:
        size = int.from_bytes(joined[at + 1 : at + 4], "big")
        yield joined[at], joined[at + 4 : at + 4 + size]
        at += 4 + size


def _server_name(body: bytes) -> str:
    try:
        at = 35 + body[34]
        at += 2 + struct.unpack(">H", body[at : at + 2])[0]
        at += 1 + body[at]
        for kind, value in _extensions(body[at:]):
            if kind == _NAME and len(value) > 5:  # noqa: PLR2004
                return value[5:].decode("ascii", "replace").rstrip(".")[:255]
    except (IndexError, struct.error):
        pass
    return ""


def _chosen(body: bytes) -> tuple[str, str]:
    try:
        (version,) = struct.unpack(">H", body[:2])
        at = 35 + body[34]
        (suite,) = struct.unpack(">H", body[at : at + 2])
        for kind, value in _extensions(body[at + 3 :]):
            if kind == _VERSIONS and len(value) == 2:  # noqa: PLR2004
                (version,) = struct.unpack(">H", value)
    except (IndexError, struct.error):
        return "", ""
    return _TLS.get(version, f"0x{version:04x}"), SUITES.get(suite, f"0x{suite:04x}")


def _extensions(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at + 4 <= len(data):
        kind, size = struct.unpack(">HH", data[at : at + 4])
        yield kind, data[at + 4 : at + 4 + size]
        at += 4 + size
