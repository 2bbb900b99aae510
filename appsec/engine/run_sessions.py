"""What the values of a session's identifier, login after login, say of how they are made.

Five samples tell nothing of entropy: what is looked for is structure that no good generator makes.
A signed token (JWT) carries times and the user's id by design, and is judged by its signature.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

from appsec.engine.made_ids import (
    ASKED_BITS,
    ENOUGH,
    LEAST_BITS,
    by_account,
    capacity,
    is_counted,
    is_of_time,
    varying_bits,
)
from appsec.engine.signed_ids import expiry, has_weak_key, is_signed_form, is_unsigned
from appsec.facts.traffic import Session
from appsec.model.outcome import Finding, Question, Seen

__all__ = ["ENOUGH", "REPEATS", "Flaw", "expiry", "flaws_of", "is_signed_form", "told_as"]


class Flaw(StrEnum):
    """Why a session's identifier can be foreseen, or cannot be told to be safe."""

    SAME = "same"
    REPEATED = "repeated"
    AGAIN = "again"
    COUNTED = "counted"
    TIMED = "timed"
    OF_ACCOUNT = "of-account"
    SHORT = "short"
    UNSIGNED = "unsigned"
    WEAK_KEY = "weak-key"
    SHORTER = "shorter"

    @property
    def words(self) -> str:
        """What is wrong, as a sentence says it."""
        return _SAID[self]


_SAID = {
    Flaw.SAME: "always the same",
    Flaw.REPEATED: "one of a few that come again",
    Flaw.AGAIN: "one that comes again after another",
    Flaw.COUNTED: "counted up or down from login to login",
    Flaw.TIMED: "made of the time",
    Flaw.OF_ACCOUNT: "the same for each account but for a counter or the time or less than 64 bits",
    Flaw.SHORT: "too short or too much alike to hold 64 bits",
    Flaw.UNSIGNED: "a JWT without a signature",
    Flaw.WEAK_KEY: "a JWT signed with a well-known key",
    Flaw.SHORTER: "too short to hold 128 bits",
}

_QUESTIONS = frozenset((Flaw.SHORTER, Flaw.AGAIN))
"""Flaws that are a question whatever the value is for."""
_PROVEN_ALONE = frozenset((Flaw.SAME, Flaw.REPEATED))
REPEATS = frozenset((*_PROVEN_ALONE, Flaw.AGAIN))
"""Flaws of what is given more than once."""


def told_as(flaw: Flaw, one: Session) -> tuple[str, type[Seen]]:
    """The message of a flaw, and whether it is proven: that a value is given again says nothing
    unless each login gave it, and the server goes by it and by nothing else of that login."""
    if flaw in _QUESTIONS:
        return str(flaw), Question
    if one.each_login if flaw in _PROVEN_ALONE else one.rests:
        return str(flaw), Finding
    return ("beside" if one.beside else "perhaps"), Question


def flaws_of(values: Sequence[str]) -> list[Flaw]:
    """What is wrong with the values of several logins."""
    distinct = list(dict.fromkeys(values))
    if all(map(is_signed_form, distinct)):
        if any(map(is_unsigned, distinct)):
            return [Flaw.UNSIGNED]
        if any(map(has_weak_key, distinct)):
            return [Flaw.WEAK_KEY]
        return _repeats(values, distinct)
    if len(values) < ENOUGH:
        return []
    return _repeats(values, distinct) or _structure(distinct)


def _repeats(values: Sequence[str], distinct: Sequence[str]) -> list[Flaw]:
    """Each of two accounts may have one of its own, always the same. What comes twice in a row may
    be one login's; what comes again after another is none that was made for this login."""
    if len(values) < ENOUGH:
        return []
    if len(distinct) == 1:
        return [Flaw.SAME]
    if 2 * len(distinct) <= len(values):
        return [Flaw.REPEATED]
    return [Flaw.AGAIN] if len(list(groupby(values))) > len(distinct) else []


def _structure(distinct: Sequence[str]) -> list[Flaw]:
    if is_counted(distinct):
        return [Flaw.COUNTED]
    if is_of_time(distinct):
        return [Flaw.TIMED]
    if varying_bits(distinct) < LEAST_BITS:
        return [Flaw.SHORT]
    accounts = list(by_account(distinct))
    if any(all(map(_is_foreseen, each)) for each in accounts):
        return [Flaw.OF_ACCOUNT]
    bits = [capacity(distinct), *(max(map(capacity, each)) for each in accounts)]
    return [Flaw.SHORTER] if min(bits) < ASKED_BITS else []


def _is_foreseen(values: Sequence[str]) -> bool:
    """Whether one account's values are. Of so few, what two have in common may be chance."""
    return is_counted(values) or is_of_time(values) or capacity(values) < LEAST_BITS
