"""Which of the tokens that came under one name was given last: that is the one a logout ends."""

from collections.abc import Iterable

Name = tuple[str, str]
MAX_GIVEN = 50_000
"""So many values are remembered; with more, none is known to be the last."""
MAX_SOUGHT = 2_000
"""So many values that no login gave are sought in requests; with more, all of them count."""


class LastGiven:
    """The values of each name of each host, in the order in which answers gave them. One that no
    login gave and no request carries, like a page's for nobody, is not waited for."""

    def __init__(self) -> None:
        self._given: dict[Name, dict[str, int]] = {}
        self._waiting: set[str] = set()
        self._count = 0
        self._last: dict[Name, int] | None = None

    def note(self, name: Name, value: str, turn: int, *, entered: bool) -> None:
        """Takes a value of one answer. All that an answer gives under one name has its turn;
        `entered` is whether it answered a login."""
        self._count += 1
        if self._count <= MAX_GIVEN:
            known = self._given.setdefault(name, {})
            if value not in known and not entered:
                self._waiting.add(value)
            elif entered:
                self._waiting.discard(value)
            known[value] = turn

    def has(self, value: str) -> bool:
        """Whether an answer gave it."""
        return any(value in given for given in self._given.values())

    def is_last(self, name: Name, value: str, requests: Iterable[str]) -> bool:
        """Whether no other was given after it, when all were noted; `requests` are their texts."""
        if self._last is None:
            self._last = self._settled(requests)
        turn = self._given.get(name, {}).get(value)
        return turn is not None and turn >= self._last[name] and self._count <= MAX_GIVEN

    def _settled(self, requests: Iterable[str]) -> dict[Name, int]:
        waiting = set() if len(self._waiting) > MAX_SOUGHT else set(self._waiting)
        for text in requests:
            if not waiting:
                break
            waiting -= {value for value in waiting if value in text}
        return {
            name: max((turn for value, turn in given.items() if value not in waiting), default=0)
            for name, given in self._given.items()
        }
