"""The texts in a picture's own fields. What a picture shows nobody reads here."""

import zlib
from collections.abc import Iterator

from appsec.readers.trace.streams import Ended, decompressed

PNG = b"\x89PNG\r\n\x1a\n"
MAX_TEXT = 1 << 20
MAX_CHUNKS = 10_000
_TEXTS = (b"zTXt", b"iTXt")


def picture_texts(data: bytes) -> tuple[int, Iterator[tuple[str, bytes]]]:
    """Where a PNG ends, and its compressed texts."""
    chunks, at = list[tuple[bytes, int, int]](), len(PNG)
    while at + 12 <= len(data) and len(chunks) < MAX_CHUNKS:
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if at + 12 + length > len(data):
            break
        chunks.append((kind, at + 8, length))
        at += 12 + length
        if kind == b"IEND":
            return at, _texts(data, chunks)
    return len(data), _texts(data, chunks)


def _texts(data: bytes, chunks: list[tuple[bytes, int, int]]) -> Iterator[tuple[str, bytes]]:
    for kind, at, length in chunks:
        if kind in _TEXTS:
            chunk = data[at : at + length]
            begin = chunk.find(b"x")
            while begin >= 0:
                stream = decompressed(zlib.decompressobj, chunk, begin, MAX_TEXT)
                if stream.how is Ended.WHOLE:
                    yield f"png {kind.decode()}", stream.data
                    break
                begin = chunk.find(b"x", begin + 1)
