"""Strings files: a property list, or text of `"key" = "value";` in UTF-8 or UTF-16."""

import codecs
import re
from collections.abc import Iterator
from typing import Any

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.plist import parse

_TOKEN = re.compile(
    r"""\s+ | /\*.*?\*/ | //[^\n\r]*
    | (?P<string>"(?:[^"\\]|\\.)*") | (?P<word>[\w.$/:-]+) | (?P<mark>[=;])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:[Uu]([0-9A-Fa-f]{4})|([0-7]{1,3})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def parse_strings(data: bytes, file: str) -> dict[str, Any]:
    """The pairs of the file. Raises FactUnavailable naming `file`."""
    text = None if data.startswith(b"bplist") else _decoded(data, file)
    if text is None or text.lstrip().startswith("<"):
        return parse(data, file)
    pairs: dict[str, Any] = {}
    tokens = _tokens(text, file)
    for key in tokens:
        mark = next(tokens, None)
        value = key
        if mark == ("mark", "="):
            value, mark = next(tokens, ("", "")), next(tokens, None)
        if key[0] != "text" or value[0] != "text" or mark != ("mark", ";"):
            raise _malformed(file)
        if key[1] in pairs:
            values = {"file": file, "key": key[1]}
            raise FactUnavailable(Cause.LOST, "plist-repeated-key", values)
        pairs[key[1]] = value[1]
    return pairs


def _decoded(data: bytes, file: str) -> str:
    found = (pair for pair in _BOMS if data.startswith(pair[0]))
    bom, encoding = next(found, (b"", "utf-8"))
    try:
        return data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _malformed(file) from error


def _tokens(text: str, file: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _malformed(file)
        at = found.end()
        if string := found["string"]:
            yield "text", _ESCAPE.sub(_unescaped, string[1:-1])
        elif found["word"]:
            yield "text", found["word"]
        elif found["mark"]:
            yield "mark", found["mark"]


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return chr(int(escape[2], 8)) if escape[2] else _PLAIN.get(escape[3], escape[3])


def _malformed(file: str) -> FactUnavailable:
    return FactUnavailable(Cause.LOST, "malformed-plist", {"file": file})
