"""The font of printed documents, and what becomes of characters that it does not have."""

import unicodedata
from functools import cache
from pathlib import Path

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
