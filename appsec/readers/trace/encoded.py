"""Base64 that hides what plain search finds: cut into lines, or of something compressed."""

import base64
from collections.abc import Iterator
from functools import cache

import re2

MAX_PIECES = 10_000
_LINE = r"(?:\r?\n[ \t]*|\\r\\n|\\n|&#10;|&#xA;|%0A)"
_LINES = rf"(?:[A-Za-z0-9+/_-]{{60,}}{_LINE})+[A-Za-z0-9+/_-]*"
_PACKED = (
    r"(?:H4sI|eJ[w-z]|eN[o-r]|eA[EFGH]|eF[4-7]|UEsDB|YnBsaXN0|U1FMaXRl|QlpoO|[/_]Td6WF|KLUv|BCJNG)"
    r"[A-Za-z0-9+/_-]{16,}"
)
"""What gzip, zlib, zip, property lists, SQLite, bzip2, xz, zstd and LZ4 begin with in Base64."""
_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def encoded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Where each piece begins, and what it says."""
    for count, match in enumerate(_pieces().finditer(data)):
        if count == MAX_PIECES:
            return
        begin = match.start(1)
        text = _breaks().sub(b"", bytes(match.group(1))).translate(_URL_SAFE)
        # A single character more stands for nothing.
        whole = text[:-1] if len(text) % 4 == 1 else text
        yield begin, base64.b64decode(whole + b"=" * (-len(whole) % 4))


@cache
def _pieces() -> "re2._Regexp":
    return re2.compile(rf"(?:^|[^A-Za-z0-9+/_-])({_LINES}|{_PACKED})".encode(), _options())


@cache
def _breaks() -> "re2._Regexp":
    return re2.compile(_LINE.encode(), _options())


def _options() -> "re2.Options":
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    return options
