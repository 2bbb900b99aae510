"""The tokens that answers gave before a logout, and which requests carry them."""

from collections.abc import Callable, Iterable, Sequence

from appsec.engine.token_kinds import TokenKind, kind_of, may_be_a_session
from appsec.model.frozen import frozen
from appsec.model.run_files import Exchange
from appsec.model.text import visible
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.last_given import LastGiven
from appsec.readers.trace.untold import Untold

MAX_TOKENS = 500


@frozen
class Given:
    """Who gave a token, under which name: `session` if a session may rest on it, `named` if the
    name says so, `entered` if the tester had begun to log in."""

    host: str
    name: str
    session: bool
    named: bool
    entered: bool


class OldTokens:
    """What was given before the logout and, as far as the answers tell, not anew since. `new` is
    what was; `replaced` what an answer to who brought it gave another for, before the logout."""

    def __init__(self, bodies: Bodies, begin: int, login: int) -> None:
        self.old: dict[str, Given] = {}
        self.new: set[str] = set()
        self.replaced: set[str] = set()
        self._bodies = bodies
        self._begin = begin
        self._login = login
        self._carried: dict[int, list[str]] = {}
        self._last = LastGiven()
        self._turn = 0

    def note(
        self,
        one: Exchange,
        given: Sequence[tuple[str, str]],
        logs_in: Callable[[Exchange], bool],
        *,
        entered: bool,
    ) -> None:
        """Takes what an answer gave, in the order of the answers; `entered` if that was to who
        logged in. What a rolling session gives again to who brings it, without logging in, is as
        old as it was."""
        text = self._bodies.text(one) if given and self.old else ""
        self._turn += 1
        for name, value in given:
            if one.at < self._begin:
                self._before(one, name, value, text)
                at = (visible(one.host), visible(name))
                self._last.note(at, value, self._turn, entered=entered)
            elif value not in self.old or value not in text or logs_in(one):
                self.old.pop(value, None)
                if may_be_a_session(name):
                    self.new.add(value)

    def _before(self, one: Exchange, name: str, value: str, text: str) -> None:
        told = Given(
            visible(one.host), visible(name), may_be_a_session(name),
            kind_of(name) is TokenKind.SESSION, one.at >= self._login,
        )  # fmt: skip
        self.replaced.discard(value)
        for other, known in self.old.items():
            same = (known.host, known.name) == (told.host, told.name)
            if same and other != value and other in text:
                self.replaced.add(other)
        if len(self.old) == MAX_TOKENS:  # a session may roll with each answer: the last one counts
            self.old.pop(next((each for each in self.old if each in self.replaced), ""), None)
        if len(self.old) < MAX_TOKENS and (value not in self.old or not self.old[value].session):
            self.old[value] = told

    def bring(self, sent: Sequence[Untold]) -> None:
        """Takes what requests carry since the login, and no answer gave under a name of its own:
        each is called as requests call it."""
        for one in sent:
            if one.at >= self._begin or len(self.old) == MAX_TOKENS or self._last.has(one.value):
                continue
            told = Given(
                visible(one.host), visible(one.name), session=True, named=True, entered=True
            )
            self.old[one.value] = told
            self._turn += 1
            self._last.note((told.host, told.name), one.value, self._turn, entered=True)

    def carried(self, one: Exchange) -> list[str]:
        """The old tokens that a request carries, when all were noted."""
        if id(one) not in self._carried:
            text = self._bodies.text(one) if self.old else ""
            self._carried[id(one)] = [value for value in self.old if value in text]
        return self._carried[id(one)]

    def sessions(self, one: Exchange) -> list[str]:
        """Those that a session may rest on."""
        return [value for value in self.carried(one) if self.old[value].session]

    def named(self, values: Sequence[str]) -> list[str]:
        """Those of the values whose names say that they are a session's; all, if none does."""
        return [value for value in values if self.old[value].named] or list(values)

    def last(self, values: Sequence[str], every: Iterable[Exchange]) -> list[str]:
        """Those of the values that were given last under their names, as far as these requests
        tell."""
        requests = (self._bodies.text(one) for one in every)
        known = ((value, self.old[value]) for value in values)
        return [v for v, at in known if self._last.is_last((at.host, at.name), v, requests)]

    def names(self, values: Iterable[str]) -> set[tuple[str, str]]:
        """Who gave the values, under which names."""
        return {(self.old[value].host, self.old[value].name) for value in values}

    def used(
        self, every: Iterable[Exchange], is_own: Callable[[str], bool]
    ) -> set[tuple[str, str]]:
        """The names of what was given since the login and these requests carry, if one of these
        hosts gave it or is sent it."""
        waiting = {
            value: self.names([value])
            for value, one in self.old.items()
            if one.named and one.entered
        }
        found: set[tuple[str, str]] = set()
        for one in every:
            if not waiting:
                break
            text, own = self._bodies.text(one), is_own(visible(one.host))
            for value in [value for value in waiting if value in text]:
                found |= waiting[value] if own or is_own(self.old[value].host) else set()
            waiting = {value: names for value, names in waiting.items() if not names <= found}
        return found
