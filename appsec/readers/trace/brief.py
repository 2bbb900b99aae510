"""Identifiers that are too short to be sought in texts, in the requests of one run."""

from collections.abc import Iterable

from appsec.engine.made_ids import threshold
from appsec.engine.token_kinds import TokenKind, kind_of
from appsec.model.run_files import Exchange
from appsec.readers.trace.carried import (
    MIN_TOKEN,
    Slot,
    is_of_session,
    short,
    used_as,
    words_only,
)

SHORTEST = threshold("shortest")


class Brief:
    """Values that are too short to be sought in texts, where requests carry them apart, or under
    the name of a session's."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._slots: dict[str, set[tuple[Slot, TokenKind]]] = {}
        self._brought: dict[int, set[str]] = {}

    def note(self, one: Exchange, every: Iterable[tuple[Slot, str, str]]) -> None:
        """Notes the parts of one request."""
        for slot, name, value in every:
            kind = kind_of(name)
            named = kind is TokenKind.SESSION and short(value) and not words_only(value)
            if SHORTEST <= len(value) < MIN_TOKEN and (slot is not Slot.ELSEWHERE or named):
                self._last[value] = max(one.at, self._last.get(value, one.at))
                self._slots.setdefault(value, set()).add((slot, kind))
                self._brought.setdefault(id(one), set()).add(value)

    def back(self, value: str, at: int, *, cookie: bool) -> set[tuple[Slot, TokenKind]]:
        """Where what was given then came back as a session's, or as the cookie that it is."""
        slots = self._slots[value] if self._last.get(value, at) > at else set()
        return {
            (slot, used_as(kind, value))
            for slot, kind in slots
            if is_of_session(slot, kind)
            or kind is TokenKind.SESSION
            or (cookie and slot is Slot.COOKIE)
        }

    def brought(self, one: Exchange) -> set[str]:
        """Those that a request carries."""
        return self._brought.get(id(one), set())
