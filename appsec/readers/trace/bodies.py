"""The bodies of answers as the app understood them: what a server packed is unpacked."""

import zlib
from collections.abc import Iterable

from appsec.readers.trace.streams import Ended, decompressed

MAX_BODY = 64 << 20
_PLAIN = ("", "identity", "aws-chunked")
_GZIP = ("gzip", "x-gzip")
_RAW = -15


def opened(headers: Iterable[tuple[str, str]], body: bytes) -> tuple[bytes, str]:
    """A body without its encodings, and why it could not be had (empty if it could). Some
    recorders keep bodies packed as they came, others do not."""
    named = [value for name, value in headers if name.casefold() == "content-encoding"]
    for each in reversed(",".join(named).split(",")):
        encoding = each.strip().casefold()
        if encoding in _PLAIN or not body or _is_text(body):
            continue
        body, whole = _without(encoding, body)
        if not whole:
            return body, encoding
    return body, ""


def _without(encoding: str, body: bytes) -> tuple[bytes, bool]:
    kinds = (31,) if encoding in _GZIP else (15, _RAW) if encoding == "deflate" else ()
    for bits in kinds:
        stream = decompressed(lambda bits=bits: zlib.decompressobj(bits), body, 0, MAX_BODY)  # type: ignore[misc]
        if stream.how is Ended.WHOLE:
            return stream.data, True
    return body, False


def _is_text(body: bytes) -> bool:
    """Whether it was kept unpacked: packed bytes are no text."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
