"""People by the names that a file gives them, and whether two names are one person's."""

import re
import unicodedata

from appsec.model.text import hidden, worded

_ASIDE = re.compile(r"[(\[{<【〔〈《「『].*?(?:[)\]}>】〕〉》」』]|$)", re.DOTALL)
"""What is in brackets: a role or department, and no other person."""


def problem_of(name: str) -> str:
    """Why a name cannot be one person's that others can read; empty if it can."""
    if not worded(name):
        return "is empty"
    if any(hidden(char) for char in name if not char.isspace()):
        return "has invisible characters"
    return "" if _told(name) else "names nobody: it is all in brackets"


def same_person(one: str, other: str) -> bool:
    """Whether two names differ in nothing that tells people apart.

    Width, case, spaces, punctuation, accents written apart and what is in brackets do not. Letters
    that only look alike do: no tool can know who is meant.
    """
    return _told(one) == _told(other)


def _told(name: str) -> str:
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", name))
    return "".join(char for char in plain.casefold() if char.isalnum())
