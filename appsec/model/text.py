"""Text in both languages, and strings from an app made safe to show."""

import re
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
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
"""Letters and marks that Unicode has shown as nothing (Default_Ignorable_Code_Point)."""


def visible(value: str, limit: int = MAX_SHOWN) -> str:
    """A string from an app with nothing invisible in it, at most `limit` characters long.

    Control and format characters (direction overrides, zero widths), surrogates, noncharacters,
    private-use characters and whatever else is shown as nothing are written as escapes, so that
    what a person reads is what the app holds. A longer string keeps its start and says how much
    was left out.
    """
    shown = value[:limit]
    # Nearly every text is shown as it is; what is printable has no character of a hidden category.
    if not shown.isprintable() or _IGNORABLE.search(shown):
        shown = "".join(map(_escape, shown))
    left_out = len(value) - limit
    return f"{shown}… (+{left_out})" if left_out > 0 else shown


def hidden(char: str) -> bool:
    """Whether nobody sees the character, or nobody sees what it is."""
    return unicodedata.category(char) in _INVISIBLE or bool(_IGNORABLE.match(char))


def worded(text: str) -> bool:
    """Whether there is anything to read in it: a letter or digit that is shown."""
    return any(char.isalnum() and not hidden(char) for char in text)


def _escape(char: str) -> str:
    if hidden(char):
        code = ord(char)
        return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
    return char
