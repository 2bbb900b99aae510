"""BER, as far as signed data is written in it: DER, and lengths that only an end mark tells."""

from collections.abc import Iterator

from appsec.readers.ipa.der import Element, MalformedDer

OCTETS = 0x04
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_INDEFINITE = 0x80
_END = b"\0\0"
_MAX_DEPTH = 16


def split(data: bytes, depth: int = 0) -> Iterator[Element]:
    """The elements that follow one another. Raises MalformedDer."""
    at = 0
    while at < len(data):
        start, size = _header(data, at)
        if size is None:
            stop = _end(data, start, depth + 1)
            after = stop + len(_END)
        else:
            stop = after = start + size
        if stop > len(data):
            raise MalformedDer("cut")
        yield Element(data[at], data[start:stop], data[at:after])
        at = after


def octets(element: Element, depth: int = 0) -> bytes:
    """The content of a string of octets, be it written in pieces."""
    if element.tag == OCTETS:
        return element.content
    if element.tag != OCTETS | _CONSTRUCTED or depth > _MAX_DEPTH:
        raise MalformedDer("octets")
    return b"".join(octets(piece, depth + 1) for piece in split(element.content))


def _header(data: bytes, at: int) -> tuple[int, int | None]:
    """Where the content of an element starts, and its size unless an end mark tells it."""
    if at + 2 > len(data) or data[at] & _LONG_TAG == _LONG_TAG:
        raise MalformedDer("tag")
    size, at_size = data[at + 1], at + 2
    if size == _INDEFINITE:
        if not data[at] & _CONSTRUCTED:
            raise MalformedDer("no end")
        return at_size, None
    if size < _INDEFINITE:
        return at_size, size
    count = size - _INDEFINITE
    digits = data[at_size : at_size + count]
    if len(digits) < count or count > 4:  # noqa: PLR2004 - bytes of a length
        raise MalformedDer("length")
    return at_size + count, int.from_bytes(digits, "big")


def _end(data: bytes, at: int, depth: int) -> int:
    """Where the end mark stands of the content that starts here."""
    if depth > _MAX_DEPTH:
        raise MalformedDer("too deep")
    while data[at : at + len(_END)] != _END:
        start, size = _header(data, at)
        at = start + size if size is not None else _end(data, start, depth + 1) + len(_END)
        if at >= len(data):
            raise MalformedDer("no end mark")
    return at
