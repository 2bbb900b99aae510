"""HTTP/1 as it stands in the bytes of a connection without TLS."""

import re
from collections.abc import Iterator, Sequence

from appsec.model.frozen import frozen
from appsec.runtime.imports.bodies import MAX_TEXT, fitting, header

MAX_LINES = 256 << 10
"""Bytes of a message's head."""
MAX_MESSAGES = 20_000
_REQUEST = re.compile(rb"([A-Z]{3,20}) (\S{1,65536}) HTTP/1\.[01]\r?\n")
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[^\r\n]{0,1000}\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,1000}\r?\n")
_BODILESS = (204, 304)
_OK, _ERROR, _INFORMATION = 200, 300, 200
SWITCHED = 101

Headers = tuple[tuple[str, str], ...]


@frozen
class Message:
    """A request (method and target) or an answer (status), its place in the bytes, and whether all
    of it is there."""

    begin: int
    end: int
    headers: Headers
    body: bytes
    whole: bool
    method: str = ""
    target: str = ""
    status: int = 0


def requests(data: bytes) -> tuple[list[Message], int]:
    """The requests, and where what is none begins (the length of the data if nothing is)."""
    found: list[Message] = []
    at = 0
    while at < len(data) and len(found) < MAX_MESSAGES:
        match = _REQUEST.match(data, at)
        head = _head(data, at) if match else None
        if match is None or head is None:
            break
        headers, begin, fits = head
        body, end, whole = _body(data, begin, headers, until_end=False)
        method = match[1].decode()
        target = match[2].decode("utf-8", "replace")[:MAX_TEXT]
        found.append(Message(at, end, headers, body, whole and fits, method, target))
        at = end
        if method == "CONNECT" or header(headers, "upgrade"):
            break
    return found, at


def responses(data: bytes, asked: Sequence[Message]) -> tuple[list[Message], int]:
    """The answers to these requests, and where what is none begins."""
    found: list[Message] = []
    at = 0
    for one in asked:
        while True:
            match = _STATUS.match(data, at)
            head = _head(data, at) if match else None
            if match is None or head is None:
                return found, at
            headers, begin, fits = head
            status = int(match[1])
            if status < _INFORMATION and status != SWITCHED:
                at = begin  # an interim answer; the real one follows
                continue
            break
        bare = one.method == "HEAD" or status in _BODILESS or status < _INFORMATION
        tunnel = one.method == "CONNECT" and _OK <= status < _ERROR
        body, end, whole = b"", begin, True
        if not (bare or tunnel):
            body, end, whole = _body(data, begin, headers, until_end=True)
        found.append(Message(at, end, headers, body, whole and fits, status=status))
        at = end
    return found, at


def _head(data: bytes, at: int) -> tuple[Headers, int, bool] | None:
    """The headers, where the body begins, and whether all headers fit; None if there is no end."""
    match = _HEAD_END.search(data, at, at + MAX_LINES)
    if match is None:
        return None
    lines = data[at : match.start()].split(b"\n")[1:]
    headers, fits = fitting(_named(lines))
    return headers, match.end(), fits


def _named(lines: Sequence[bytes]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        yield name.strip(), value.strip()


def _body(
    data: bytes, at: int, headers: Headers, *, until_end: bool
) -> tuple[bytes, int, bool]:  # fmt: skip
    """A message's body, its end, and whether all of it is there."""
    if "chunked" in header(headers, "transfer-encoding").lower():
        return _chunks(data, at)
    length = header(headers, "content-length")
    if length.isdigit() and len(length) < 12:  # noqa: PLR2004
        end = at + int(length)
        return data[at:end], min(end, len(data)), end <= len(data)
    if length or not until_end:
        return b"", at, not length
    return data[at:], len(data), True


def _chunks(data: bytes, at: int) -> tuple[bytes, int, bool]:
    pieces = bytearray()
    while match := _CHUNK.match(data, at):
        size, begin = int(match[1], 16), match.end()
        if not size:
            end = _HEAD_END.search(data, begin - 2, begin + MAX_LINES)
            return bytes(pieces), end.end() if end else len(data), bool(end)
        pieces += data[begin : begin + size]
        at = begin + size
        if len(data) < at:
            return bytes(pieces), len(data), False
        at += 2 if data[at : at + 2] == b"\r\n" else 1
    return bytes(pieces), at, False
