"""HTTP archives (HAR 1.2), as browsers and proxies write them."""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from appsec.facts.traffic import Presented
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.runtime.imports.bodies import MAX_BODY, MAX_HEADERS, MAX_TEXT, fitting, header, tells
from appsec.runtime.imports.flows import dialogue
from appsec.runtime.imports.gathered import TRAFFIC, Gathered, Moved, Unusable, opened
from appsec.runtime.imports.timeline import SECOND, BadTime, moment

MAX_FILE = 512 << 20
MAX_ENTRIES = 200_000
_ENTRIES = re.compile(r'"entries"\s*:\s*\[')
_SPACE = re.compile(r"[\s,]*")
_SANITIZING = re.compile(r"(?i)webinspector")
"""What leaves cookies and tokens out unless it is told otherwise."""
_BROWSERS = re.compile(r"(?i)webinspector|firefox|playwright|chrom|safari|edge")
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_VERSION = re.compile(r"(?i)\s*tls\s*v?\s*1\.([0-3])\s*")
_SWITCHED = 101
_DIGITS = 16


def read_har(path: Path) -> Gathered:
    """The requests in an archive. One that is cut off gives those that are whole. It covers no
    time by itself: what did not mind the proxy is not in it. Raises Unusable."""
    told = Gathered()
    with opened(path, MAX_FILE) as file:
        text = file.read().decode("utf-8-sig", "replace")
    entries, whole = _entries(text, told)
    browser = bool(_BROWSERS.search(told.program))
    for number, entry in enumerate(entries):
        if number == MAX_ENTRIES:
            told.lose("too-many", most=str(MAX_ENTRIES))
            told.hole(TRAFFIC, "too many entries")
            break
        if (moved := _moved(entry, told, browser)) is not None:
            told.moved.append(moved)
            told.moved += dialogue(moved.exchange, _messages(entry, moved.exchange.at))
    if not whole:
        # The entries need not be in order: what is lost may be of any time.
        told.lose("torn", count=str(len(told.moved)))
        told.hole(TRAFFIC, "the archive is cut off")
    sanitizing = _SANITIZING.search(told.program)
    if told.moved and sanitizing and not any(map(_has_cookies, told.moved)):
        told.lose("sanitized")
        told.hole(TRAFFIC, "the archive has no cookies or tokens")
    return told


def _entries(text: str, told: Gathered) -> tuple[list[Any], bool]:
    """All entries that are whole, and whether that is all of them."""
    try:
        log = json.loads(text)["log"]
        entries = log["entries"]
        if not isinstance(entries, list):
            raise TypeError("no list")
        told.program = _program(log)
        return entries, True
    except (KeyError, TypeError) as error:
        raise Unusable("unreadable", why="no HAR") from error
    except (ValueError, RecursionError) as error:
        match = _ENTRIES.search(text)
        if match is None or '"log"' not in text[: match.start()]:
            raise Unusable("unreadable", why="no HAR") from error
    creator = re.search(r'"creator"\s*:\s*(\{[^{}]*\})', text[: match.start()])
    if creator:
        try:
            told.program = _program({"creator": json.loads(creator[1])})
        except ValueError:
            told.program = ""
    return list(_one_by_one(text, match.end())), False


def _one_by_one(text: str, at: int) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    while True:
        match = _SPACE.match(text, at)
        at = match.end() if match else at
        try:
            entry, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield entry


def _program(log: Mapping[str, Any]) -> str:
    creator = _dict(log.get("creator"))
    return " ".join(_text(creator.get(key)) for key in ("name", "version")).strip()[:100]


def _moved(entry: Any, told: Gathered, browser: bool) -> Moved | None:
    """One entry; None if it is none, which is then a hole at its time, or at any."""
    if not isinstance(entry, dict):
        _lost(told, "an entry is none", None)
        return None
    request, response = _dict(entry.get("request")), _dict(entry.get("response"))
    url = _text(request.get("url"), MAX_TEXT)
    try:
        at = moment(_text(entry.get("startedDateTime")))
    except BadTime:
        _lost(told, "an entry has no time", None)
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port = "", 0
    if len(url) == MAX_TEXT:
        _lost(told, "an address is too long", at)
    if not host:
        # data:, blob: and the like never leave the app.
        if not url.startswith(("data:", "blob:", "about:", "file:")):
            _lost(told, "an entry has no address", at)
        return None
    tls, cipher = _security(entry)
    secure = parts.scheme in ("https", "wss")
    # A tunnel's beginning: nothing says what went through it, or which certificate was shown.
    tunnel = _text(request.get("method")).upper() == "CONNECT"
    between = secure and not browser and not tunnel
    sent, response_body = _sent(entry, request, told, at), _got(response, told, at)
    exchange = Exchange(
        at, Phase.BEFORE, host, port,
        scheme="https" if secure else "http",
        sni=host if secure else "",
        address=_text(entry.get("serverIPAddress")).strip("[]"),
        tls=tls, cipher=cipher,
        certificate=str(Presented.VALID) if between else "",
        accepted=True if between else None,
        method="" if tunnel else _text(request.get("method")) or "?",
        url=url,
        status=max(0, int(_number(response.get("status")))),
        request_headers=_headers(request, told, at),
        response_headers=_headers(response, told, at),
    )  # fmt: skip
    return Moved(exchange, sent, response_body)


def _lost(told: Gathered, why: str, at: int | None) -> None:
    told.lose("entry-lost", why=why)
    told.hole(TRAFFIC, why, at)


def _sent(entry: Mapping[str, Any], request: Mapping[str, Any], told: Gathered, at: int) -> bytes:
    """What a request sent. One whose size is told and whose text is not was left out."""
    data = _dict(request.get("postData"))
    body = text = _posted(data)
    params = data.get("params")
    for one in params[:MAX_HEADERS] if isinstance(params, list) else ():
        pair = _dict(one)
        named = "\n".join(_text(pair.get(key), MAX_TEXT) for key in ("name", "value", "fileName"))
        body += b"\n" + named.encode("utf-8", "surrogatepass")
    if _cut(request, text, body):
        told.lose("bodies-left-out")
        told.hole(TRAFFIC, "the body of a request was left out or cut", at)
    spoken = isinstance(entry.get("_webSocketMessages"), list)
    if not spoken and _number(_dict(entry.get("response")).get("status")) == _SWITCHED:
        told.lose("websocket-left-out")
        told.hole(TRAFFIC, "what went over a web socket was left out", at)
    return body[:MAX_BODY]


def _messages(entry: Mapping[str, Any], at: int) -> Iterator[tuple[bool, bytes, int]]:
    """What went over a web socket; what has no time, when it began."""
    listed = entry.get("_webSocketMessages")
    for one in map(_dict, listed if isinstance(listed, list) else ()):
        data = _text(one.get("data"), MAX_BODY).encode("utf-8", "surrogatepass")
        yield one.get("type") == "send", data, int(_number(one.get("time")) * SECOND) or at


def _posted(data: Mapping[str, Any]) -> bytes:
    body = _text(data.get("text"), MAX_BODY).encode("utf-8", "surrogatepass")
    return _decoded(body) if data.get("encoding") == "base64" else body


def _cut(request: Mapping[str, Any], text: bytes, body: bytes) -> bool:
    """Whether more was sent than the text that is told, or than it and the fields of a form. What
    has no size may have had a body if it says of what type."""
    pairs = request.get("headers")
    headers = {
        _text(_dict(one).get("name")).lower(): _text(_dict(one).get("value"))
        for one in (pairs if isinstance(pairs, list) else ())
    }
    length = headers.get("content-length", "")
    told = length.isdecimal() and len(length) < _DIGITS
    size = max(_number(request.get("bodySize")), float(length) if told else 0.0)
    mime = _text(_dict(request.get("postData")).get("mimeType")) or headers.get("content-type", "")
    if text or "multipart" in mime:
        return size > len(text)
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    unsized = _number(request.get("bodySize")) < 0 and not told
    return not body and (size > 0 or (unsized and (bool(mime) or chunked)))


def _got(response: Mapping[str, Any], told: Gathered, at: int) -> bytes:
    content = _dict(response.get("content"))
    body = _text(content.get("text"), MAX_BODY).encode("utf-8", "surrogatepass")
    if content.get("encoding") == "base64":
        body = _decoded(body)
    if not body and _number(content.get("size")) > 0 and tells(_text(content.get("mimeType"))):
        told.lose("bodies-left-out")
        told.hole(TRAFFIC, "the body of an answer was left out", at)
    return body


def _decoded(body: bytes) -> bytes:
    try:
        return base64.b64decode(body)
    except (binascii.Error, ValueError):
        return body


def _security(entry: Mapping[str, Any]) -> tuple[str, str]:
    """The version of TLS and the suite, which only some programs tell."""
    told = _dict(entry.get("_securityDetails"))
    match = _VERSION.fullmatch(_text(told.get("protocol")))
    version = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")[int(match[1])] if match else ""
    return version, _text(told.get("cipher"))


def _headers(message: Mapping[str, Any], told: Gathered, at: int) -> tuple[tuple[str, str], ...]:
    listed = message.get("headers")
    pairs = (_dict(one) for one in (listed if isinstance(listed, list) else ()))
    named = ((_text(o.get("name")), _text(o.get("value"), MAX_TEXT + 1)) for o in pairs)
    kept, whole = fitting(named)
    if not whole:
        told.lose("bodies-left-out")
        told.hole(TRAFFIC, "headers too long to be kept", at)
    return kept


def _has_cookies(moved: Moved) -> bool:
    one = moved.exchange
    sent = header(one.request_headers, "cookie") or header(one.request_headers, "authorization")
    return bool(sent or header(one.response_headers, "set-cookie"))


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any, most: int = 1000) -> str:
    return value[:most] if isinstance(value, str) else ""


def _number(value: Any) -> float:
    """A number as far as it makes sense as one; nothing of it may overflow."""
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if usable and abs(value) < SECOND * SECOND else 0.0
