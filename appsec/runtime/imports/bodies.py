"""The bodies of requests and answers as they were before they were packed for the way."""

import zlib
from collections.abc import Iterable

MAX_BODY = 64 << 20
MAX_HEADERS = 500
MAX_TEXT = 64 << 10
MAX_HEAD = 256 << 10
"""Characters of all headers together: a line of a run has its bounds."""
_READABLE = ("json", "text", "xml", "form", "javascript")
_PLAIN = ("", "identity")


def unpacked(data: bytes, coding: str) -> tuple[bytes, bool]:
    """A body without its content coding, and whether all of it could be unpacked. What could not
    stays as it is: gzip is looked into by the search again."""
    whole = len(data) <= MAX_BODY
    data = data[:MAX_BODY]
    for one in reversed([each.strip().lower() for each in coding.split(",")]):
        if one in ("gzip", "x-gzip"):
            data, done = _inflated(data, 31)
        elif one == "deflate":
            data, done = _inflated(data, 15)
            if not done:
                data, done = _inflated(data, -15)
        else:
            done = one in _PLAIN or not data
        whole &= done
        if not done:
            break
    return data, whole


def fitting(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Headers as far as they fit into a line of a run, and whether all of them do."""
    kept: list[tuple[str, str]] = []
    left = MAX_HEAD
    for name, value in pairs:
        left -= len(name) + len(value)
        if left < 0 or len(kept) == MAX_HEADERS:
            return tuple(kept), False
        kept.append((name, value))
    return tuple(kept), True


def tells(mime: str) -> bool:
    """Whether a body of this type is text in which something may be said."""
    return any(one in mime.lower() for one in _READABLE)


def header(headers: tuple[tuple[str, str], ...], name: str) -> str:
    """The value of a header, empty if there is none."""
    return next((value for key, value in headers if key.lower() == name), "")


def _inflated(data: bytes, bits: int) -> tuple[bytes, bool]:
    inflater = zlib.decompressobj(bits)
    try:
        inner = inflater.decompress(data, MAX_BODY)
    except zlib.error:
        return data, False
    return (inner, True) if inflater.eof else (data, False)
