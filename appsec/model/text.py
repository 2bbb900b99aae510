"""Text in both languages, and strings from an app made safe to show."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum


class Lang(StrEnum):
    """The languages of every text. Reports are written in one of them."""

    ZH_TW = "zh-TW"
    EN = "en"


Text = Mapping[Lang, str]

MAX_SHOWN = 400
"""Longest string from an app that a message carries, in characters."""

_BASIC_PLANE = 0xFFFF
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(value: str, limit: int = MAX_SHOWN) -> str:
    """A string from an app with nothing invisible in it, at most `limit` characters long.

    Control characters, direction overrides, surrogates, noncharacters and private-use characters
    are written as escapes, so that what a person reads is what the app holds. A longer string
    keeps its start and says how much was left out.
    """
    shown = "".join(_escape(char) for char in value[:limit])
    left_out = len(value) - limit
    return f"{shown}… (+{left_out})" if left_out > 0 else shown


def _escape(char: str) -> str:
    if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp"):
        code = ord(char)
        return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
    return char
