"""What the values of a session's identifier, login after login, say of how they are made.

Five samples tell nothing of entropy: what is looked for is structure that no good generator makes.
A signed token (JWT) carries times and the user's id by design, and is judged by its signature.
"""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from appsec.facts.traffic import Session
from appsec.model.outcome import Finding, Question, Seen

ENOUGH = 5
"""Logins without which nothing is said of the structure."""
MIN_BITS = 64
"""Below this, an identifier can be guessed (our threshold: half of what V1.4's labs ask for)."""
ASKED_BITS = 128
_STEP = 1_000
"""Largest distance of numbers that count up from one login to the next."""
_LATEST = 1e15
_JWT = re.compile(r"[\w-]+\.[\w-]*\.[\w-]*")


class Flaw(StrEnum):
    """Why a session's identifier can be foreseen, or cannot be told to be safe."""

    SAME = "same"
    COUNTED = "counted"
    SHORT = "short"
    UNSIGNED = "unsigned"
    SHORTER = "shorter"

    @property
    def words(self) -> str:
        """What is wrong, as a sentence says it."""
        return _SAID[self]


_SAID = {
    Flaw.SAME: "always the same",
    Flaw.COUNTED: "counted up from login to login",
    Flaw.SHORT: "too short to hold 64 bits",
    Flaw.UNSIGNED: "a JWT without a signature",
    Flaw.SHORTER: "too short to hold 128 bits",
}


_QUESTIONS = frozenset((Flaw.SHORTER,))
"""Flaws that are a question whatever the value is for."""


def told_as(flaw: Flaw, one: Session) -> tuple[str, type[Seen]]:
    """The message of a flaw, and whether it is proven: that a value is always the same says nothing
    unless each login gave it, and the server goes by it."""
    if flaw in _QUESTIONS:
        return str(flaw), Question
    proven = one.each_login if flaw is Flaw.SAME else one.rests
    return (str(flaw), Finding) if proven else ("perhaps", Question)


def flaws_of(values: Sequence[str]) -> list[Flaw]:
    """What is wrong with the values of several logins."""
    distinct = list(dict.fromkeys(values))
    if all(map(is_signed_form, distinct)):
        return [Flaw.UNSIGNED] if any(map(_is_unsigned, distinct)) else []
    if len(values) < ENOUGH:
        return []
    if len(distinct) == 1:
        return [Flaw.SAME]
    if _is_counted(distinct):
        return [Flaw.COUNTED]
    bits = max(map(capacity, distinct))
    if bits < MIN_BITS:
        return [Flaw.SHORT]
    return [Flaw.SHORTER] if bits < ASKED_BITS else []


def is_signed_form(value: str) -> bool:
    """Whether it has the form of a JWT."""
    return _JWT.fullmatch(value) is not None and _header(value) is not None


def expiry(value: str) -> float | None:
    """When a JWT ends by its own word, in seconds since 1970; None if it does not say."""
    claims = _part(value, 1) if is_signed_form(value) else None
    ends = claims.get("exp") if claims else None
    return float(ends) if isinstance(ends, int | float) and abs(ends) < _LATEST else None


def capacity(value: str) -> int:
    """The most bits that a text of this length and these kinds of characters can hold."""
    if re.fullmatch(r"\d+", value):
        each = 3.32
    elif re.fullmatch(r"(?i)[0-9a-f-]+", value):
        return 4 * len(value.replace("-", ""))
    else:
        each = 6.0
    return int(each * len(value))


def _is_unsigned(value: str) -> bool:
    header = _header(value) or {}
    return str(header.get("alg", "")).casefold() == "none" or value.endswith(".")


def _header(value: str) -> dict[str, object] | None:
    return _part(value, 0)


def _part(value: str, place: int) -> dict[str, object] | None:
    try:
        first = value.split(".")[place]
        told = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _is_counted(values: Sequence[str]) -> bool:
    """Whether all are one text but for a number at the end that goes up by a little each time."""
    parts = [re.fullmatch(r"(.*?)(\d{1,18})", value) for value in values]
    found = [part for part in parts if part]
    if len(found) < len(values) or len({part[1] for part in found}) != 1:
        return False
    numbers = [int(part[2]) for part in found]
    return all(0 < after - before <= _STEP for before, after in pairwise(numbers))
