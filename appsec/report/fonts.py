"""The font of printed documents, and what becomes of characters that it does not have."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

from appsec.report.document import Document

MISSING = "□"
"""Stands for a character without a glyph, so that nobody takes what is shown for the whole."""


def folder() -> Path:
    """Where the font files are that the extra `docs` brings."""
    import pylopdf_fonts_zh_tw

    return Path(pylopdf_fonts_zh_tw.__file__).parent


@cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(folder() / "NotoSansTC-Regular.otf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(words: str) -> str:
    """The words as the font can show them. A character that it lacks is MISSING; one that draws
    nothing, or would change the direction of others, is left out."""
    known = _known()
    if all(ord(char) in known for char in words):
        return words
    return "".join(_shown(char, known) for char in words)


def is_whole(document: Document) -> bool:
    """Whether the font has every character of a document that draws something."""
    return all(
        MISSING not in printable(words.replace(MISSING, "")) for words in _strings(document.blocks)
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


def _shown(char: str, known: frozenset[int]) -> str:
    if ord(char) in known:
        return char
    if char.isspace():
        return " "
    # The norm's own text has 度 as U+FA01, which is the same character by Unicode's own table.
    same = unicodedata.normalize("NFC", char)
    if all(ord(one) in known for one in same):
        return same
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me") else MISSING
