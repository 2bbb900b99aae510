"""DER, and entitlements in it: the form that iOS 15 and later read."""

from collections.abc import Iterator
from typing import Any

from appsec.model.frozen import frozen

_BOOLEAN, _INTEGER, _STRING, _SEQUENCE, _SET = 0x01, 0x02, 0x0C, 0x30, 0x31
_OUTER, _DICTIONARY = 0x70, 0xB0
_LONG = 0x80
_MAX_DEPTH = 32
_MAX_VALUES = 100_000


class MalformedDer(Exception):
    """The bytes are not DER of the form expected."""


@frozen
class Element:
    """One element; `whole` is its content with tag and length."""

    tag: int
    content: bytes
    whole: bytes


def parse_entitlements(data: bytes) -> dict[str, Any]:
    """[APPLICATION 16] { version, [16] { pairs } }, or the first form: a SET of pairs."""
    tag, content = _only(data)
    if tag == _OUTER:
        parts = list(_elements(content))
        if [part[0] for part in parts] != [_INTEGER, _DICTIONARY]:
            raise MalformedDer("unknown form")
        content = parts[1][1]
    elif tag != _SET:
        raise MalformedDer(f"unknown tag {tag:#x}")
    return _Reader().dictionary(content, 0)


def _only(data: bytes) -> tuple[int, bytes]:
    elements = list(_elements(data))
    if len(elements) != 1:
        raise MalformedDer("one element expected")
    return elements[0]


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    for element in split(data):
        yield element.tag, element.content


def split(data: bytes) -> Iterator[Element]:
    """The elements that follow one another. Raises MalformedDer."""
    at = 0
    while at < len(data):
        start = at
        if at + 2 > len(data):
            raise MalformedDer("cut")
        tag, size = data[at], data[at + 1]
        at += 2
        if size >= _LONG:
            octets = size - _LONG
            digits = data[at : at + octets]
            size = int.from_bytes(digits, "big")
            at += octets
            if len(digits) < octets or size < _LONG or not digits[0]:
                raise MalformedDer("length")
        if at + size > len(data):
            raise MalformedDer("cut")
        yield Element(tag, data[at : at + size], data[start : at + size])
        at += size


class _Reader:
    """Reads values, counting them."""

    def __init__(self) -> None:
        self._seen = 0

    def dictionary(self, content: bytes, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for tag, pair in _elements(content):
            parts = list(_elements(pair))
            if tag != _SEQUENCE or len(parts) != 2:  # noqa: PLR2004 - key and value
                raise MalformedDer("pair")
            key = self._value(*parts[0], depth + 1)
            if not isinstance(key, str) or key in found:
                raise MalformedDer("key")
            found[key] = self._value(*parts[1], depth + 1)
        return found

    def _value(self, tag: int, content: bytes, depth: int) -> Any:
        self._seen += 1
        if depth > _MAX_DEPTH or self._seen > _MAX_VALUES:
            raise MalformedDer("too deep, or too many values")
        if tag == _BOOLEAN and len(content) == 1:
            return content != b"\0"
        if tag == _INTEGER and content:
            return int.from_bytes(content, "big", signed=True)
        if tag == _STRING:
            try:
                return content.decode("utf-8")
            except UnicodeDecodeError as error:
                raise MalformedDer("string") from error
        if tag == _SEQUENCE:
            return [self._value(*element, depth + 1) for element in _elements(content)]
        if tag in (_DICTIONARY, _SET):
            return self.dictionary(content, depth + 1)
        raise MalformedDer(f"unknown tag {tag:#x}")
