"""What servers gave the app to be recognised by, login after login, and whether it is."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from appsec.engine.canaries.forms import What
from appsec.engine.run_sessions import flaws_of, is_signed_form
from appsec.engine.token_kinds import NEVER, TokenKind, kind_of
from appsec.facts.traffic import Session
from appsec.model.outcome import Location
from appsec.model.run_files import Exchange
from appsec.model.text import visible
from appsec.model.trace import Phase
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.canaries import account_searcher
from appsec.readers.trace.carried import Requests, Slot, is_of_session, may_be_token
from appsec.readers.trace.index import Index
from appsec.readers.trace.learned import BESIDE, given_by, kind_by_use
from appsec.readers.trace.refusals import refuses
from appsec.readers.trace.requests import PLAIN, cookies, split, what
from appsec.readers.trace.watched import whole_spans

Kept = Sequence[tuple[Location, Exchange]]
LOGINS = (Phase.LOGIN, Phase.SESSION)
_OK = range(200, 300)
_NO = (401, 403)
_ENTERED = (What.PASSWORD, What.OTP)


@dataclass(slots=True)
class Named:
    """The values of one name of one host, and how requests carried them. `recognises` is whether
    somebody is recognised by it; `logins` are the places where it answered what is entered."""

    kind: TokenKind
    values: list[tuple[str, Location]] = field(default_factory=list)
    slots: set[tuple[Slot, TokenKind]] = field(default_factory=set)
    cookie: bool = False
    needed: bool = False
    logins: set[Location] = field(default_factory=set)

    @property
    def known(self) -> TokenKind:
        """What it is for."""
        return kind_by_use(self.kind, self.slots)

    @property
    def apart(self) -> bool:
        """Whether it came back where nothing is that is asked for."""
        return any(slot is not Slot.ELSEWHERE for slot, _ in self.slots)

    @property
    def is_told(self) -> bool:
        """Whether there is anything to be said of it. What never came back in a header or cookie
        counts by its name only, and what is a device's, or goes beside a session, if it is needed.
        """
        if self.known in BESIDE:
            return self.needed and self.known not in NEVER
        return self.apart or self.cookie or self.known is TokenKind.SESSION

    @property
    def recognises(self) -> bool:
        """Whether somebody may be recognised by it, as far as requests tell: cookies always come
        back, and under a name that says nothing they may be anything."""
        if self.known is TokenKind.SESSION:
            return bool(self.slots)
        signed = all(is_signed_form(value) for value, _ in self.values)
        sent = any(slot is Slot.HEADER or (signed and self.apart) for slot, _ in self.slots)
        return self.known is TokenKind.UNKNOWN and sent

    def told(self, host: str, name: str) -> Session:
        """As checks are told of it."""
        values = tuple(value for value, _ in self.values)
        places = tuple(at for _, at in self.values)
        may = self.known in (TokenKind.SESSION, TokenKind.UNKNOWN)
        rests = may and (self.needed or any(is_of_session(*one) for one in self.slots))
        each = may and self.needed and set(places) <= self.logins
        return Session(visible(host), visible(name), values, places, rests=rests, each_login=each)


class Sessions:
    """Gathers what the logins of several runs gave. `unread` says of which hosts not all was."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Named] = {}
        self.unread: dict[str, None] = {}

    def add(self, told: Index, kept: Kept, bodies: Bodies) -> None:
        """Goes through one run: all requests before any answer."""
        requests, logins = Requests(), [(at, one) for at, one in kept if one.phase in LOGINS]
        for _, one in kept if logins else ():
            requests.add(one, bodies.sent(one).encode("utf-8", "replace"))
        here = self._given(logins, requests, bodies, _Enters(told, bodies))
        needs = _Needs(told, kept, bodies)
        for key, named in here.items():
            values = [value for value, _ in named.values]
            suspect = named.known not in NEVER and bool(flaws_of(values))
            named.needed = suspect and needs.any_of(frozenset(values))
            if named.is_told:
                self._merge(key, named)

    def _given(
        self, logins: Kept, requests: Requests, bodies: Bodies, enters: "_Enters"
    ) -> dict[tuple[str, str], Named]:
        found: dict[tuple[str, str], Named] = {}
        for at, one in logins:
            body, why = bodies.opened(one)
            if why:
                self.unread[f"{visible(one.host)}: {why}"] = None
            entered = enters.something(one)
            text = bodies.text(one)
            for name, value, cookie in dict.fromkeys(given_by(one, body)):
                # Many servers repeat a cookie in each answer, to have it last longer.
                if name and may_be_token(value, kind_of(name)) and value not in text:
                    named = found.setdefault((one.host, name), Named(kind_of(name)))
                    named.cookie |= cookie
                    named.values.append((value, at))
                    back = requests.back(value, one.at)
                    named.slots |= back.slots if back else set()
                    named.logins |= {at} if entered else set()
        return found

    def _merge(self, key: tuple[str, str], one: Named) -> None:
        known = self._found.setdefault(key, Named(one.kind))
        known.values += one.values
        known.slots |= one.slots
        known.cookie |= one.cookie
        known.needed |= one.needed
        known.logins |= one.logins

    def most(self, is_own: Callable[[str], bool]) -> int:
        """How often a host of these gave what somebody is recognised by, of the name that was given
        most."""
        every = (
            len(one.values)
            for (host, _), one in self._found.items()
            if one.recognises and is_own(visible(host))
        )
        return max(every, default=0)

    def told(self) -> Iterator[Session]:
        """All of them."""
        for (host, name), one in self._found.items():
            yield one.told(host, name)


class _Enters:
    """Which requests carry what one logs in with."""

    def __init__(self, told: Index, bodies: Bodies) -> None:
        self._searcher, self._whats = account_searcher(told)
        self._bodies = bodies

    def something(self, one: Exchange) -> bool:
        data = self._bodies.text(one).encode("utf-8", "replace")
        return any(self._whats[hit.canary] in _ENTERED for hit in self._searcher.found(data))


class _Needs:
    """Whether servers refuse what they answer with a token to who brings all but that."""

    def __init__(self, told: Index, kept: Kept, bodies: Bodies) -> None:
        self._kept = [one for _, one in kept]
        self._bodies = bodies
        self._end = min((s.begin for s in whole_spans(told, Phase.LOGOUT)), default=None)

    def any_of(self, values: frozenset[str]) -> bool:
        with_it: dict[tuple[str, str, str], list[Exchange]] = {}
        without: list[Exchange] = []
        for one in self._kept:
            if _carries(self._bodies.text(one), values):
                if one.status in _OK and not refuses(self._bodies.answer(one) or b""):
                    with_it.setdefault(what(one), []).append(one)
            elif self._refused(one):
                without.append(one)
        return any(
            self._differs_in(other, one, values)
            for one in without
            for other in with_it.get(what(one), ())
        )

    def _refused(self, one: Exchange) -> bool:
        if one.status in _NO:
            return True
        return one.status in _OK and refuses(self._bodies.answer(one) or b"")

    def _differs_in(self, one: Exchange, bare: Exchange, values: frozenset[str]) -> bool:
        """Whether these values are all that the refused request lacks."""
        others = _brought(one, values)
        # A logout revokes the others, too.
        early = self._end is None or bare.at < self._end
        same = self._asked(one, values) == self._asked(bare, values)
        return same and others <= _brought(bare, values) and (early or not others)

    def _asked(self, one: Exchange, values: frozenset[str]) -> tuple[object, str]:
        pairs = parse_qsl(split(one.url).query, keep_blank_values=True)
        body = self._bodies.sent(one)
        for value in values:
            body = body.replace(value, "")
        return sorted(pair for pair in pairs if not _carries(pair[1], values)), body


def _brought(one: Exchange, values: Collection[str]) -> set[tuple[str, str]]:
    """What else somebody may be recognised by."""
    told = {(name.casefold(), value) for name, value in one.request_headers}
    headers = {pair for pair in told if pair[0] != "cookie" and not PLAIN.fullmatch(pair[0])}
    every = headers | cookies(one)
    return {pair for pair in every if not _carries(pair[1], values)}


def _carries(text: str, values: Collection[str]) -> bool:
    return any(value in text for value in values)
