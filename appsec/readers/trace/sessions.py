"""What servers gave the app to be recognised by, login after login, and whether it is."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from appsec.engine.run_sessions import REPEATS, flaws_of, is_signed_form
from appsec.engine.token_kinds import NEVER, TokenKind, kind_of
from appsec.facts.traffic import Session
from appsec.model.frozen import slotted
from appsec.model.outcome import Location
from appsec.model.run_files import Exchange
from appsec.model.text import visible
from appsec.model.trace import Phase
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.brief import SHORTEST, Brief
from appsec.readers.trace.carried import (
    MIN_TOKEN,
    Carried,
    Requests,
    Slot,
    fits,
    is_of_session,
    parts,
)
from appsec.readers.trace.index import Index
from appsec.readers.trace.learned import BESIDE, given_by, kind_by_use
from appsec.readers.trace.needs import Fresh, Need, Needs
from appsec.readers.trace.personal import Personal
from appsec.readers.trace.untold import sent_since, untold, without_scheme

Kept = Sequence[tuple[Location, Exchange]]
LOGINS = (Phase.LOGIN, Phase.SESSION)
_NUMBERED = re.compile(r"[\w-]*\d[\w-]*", re.ASCII)


@slotted
class Named:
    """The values of one name of one host, and how requests carried them. `recognises` is whether
    somebody is recognised by it; `needs` how servers need it, run by run; `logins` are the places
    where it answered what is entered."""

    kind: TokenKind
    values: list[tuple[str, Location]] = field(default_factory=list)
    slots: set[tuple[Slot, TokenKind]] = field(default_factory=set)
    cookie: bool = False
    needs: list[Need] = field(default_factory=list)
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
            return bool(self.needs) and self.known not in NEVER
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

    @property
    def of_session(self) -> bool:
        """Whether it went back as a session's."""
        return self._may and any(is_of_session(*one) for one in self.slots)

    @property
    def rests(self) -> bool:
        """Whether a session was seen to rest on it."""
        return self.of_session or (self._may and any(one.alone for one in self.needs))

    @property
    def is_harmless(self) -> bool:
        """Whether it is nothing without what is needed with it and given anew each time, like the
        number of a member: that it can be foreseen lets nobody in."""
        only = any(one.by_it for one in self.needs)
        both = any(one.both for one in self.needs) and not only
        again = set(flaws_of([value for value, _ in self.values])) <= REPEATS
        return both and (again or not self.of_session)

    @property
    def _may(self) -> bool:
        return self.known in (TokenKind.SESSION, TokenKind.UNKNOWN)

    def told(self, host: str, name: str) -> Session:
        """As checks are told of it."""
        values = tuple(value for value, _ in self.values)
        places = tuple(at for _, at in self.values)
        alone = self._may and any(one.alone for one in self.needs)
        beside = next((one.beside for one in self.needs if one.beside and not alone), "")
        return Session(
            visible(host), visible(name), values, places, rests=self.rests,
            each_login=alone and set(places) <= self.logins, beside=visible(beside),
        )  # fmt: skip


class Sessions:
    """Gathers what the logins of several runs gave. `unread` says of which hosts not all was read,
    `untold` which names of what says who is there, host by host, no answer was seen to give."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Named] = {}
        self.unread: dict[str, None] = {}
        self.untold: dict[str, dict[str, None]] = {}
        self._seen: set[object] = set()

    def add(self, told: Index, kept: Kept, bodies: Bodies) -> None:
        """Goes through one run."""
        here = self._of(told, kept, bodies)
        suspects = {key: one for key, one in here.items() if _is_suspect(one)}
        others = list(_fresh(here)) if suspects else []
        wanted = {value for one in suspects.values() for value, _ in one.values}
        wanted.update(*(each.values for _, each in others))
        needs = Needs(told, kept, bodies, wanted)
        for named in suspects.values():
            values = frozenset(value for value, _ in named.values)
            need = needs.need(values, [each for other, each in others if other is not named])
            named.needs += [need] if need.needed else []
        for key, named in here.items():
            if named.is_told:
                self._merge(key, named)

    def anew(self, told: Index, kept: Kept, bodies: Bodies) -> list[Fresh]:
        """What may let somebody in and each login of one run gave anew, as far as it shows: of one
        login, what has a session's name."""
        here = self._of(told, kept, bodies)
        once = [
            Fresh(name, frozenset(value for value, _ in one.values), entered=False)
            for (_, name), one in here.items()
            if len(one.values) == 1 and one.apart and one.known is TokenKind.SESSION
        ]
        return [*once, *(each for _, each in _fresh(here))]

    def _of(self, told: Index, kept: Kept, bodies: Bodies) -> dict[tuple[str, str], Named]:
        """All requests are gone through before any answer."""
        requests, brief = Requests(), Brief()
        logins = [(at, one) for at, one in kept if one.phase in LOGINS]
        for _, one in kept if logins else ():
            every = list(parts(one, bodies.sent(one).encode("utf-8", "replace")))
            requests.note(one, every)
            brief.note(one, every)
        sent = sent_since(requests, min((one.at for _, one in logins), default=0))
        for each in untold((one for _, one in kept), sent, bodies):
            self.untold.setdefault(visible(each.host), {})[visible(each.name)] = None
        return self._given(told, logins, requests, bodies, brief)

    def _given(
        self, told: Index, logins: Kept, requests: Requests, bodies: Bodies, brief: Brief
    ) -> dict[tuple[str, str], Named]:
        found: dict[tuple[str, str], Named] = {}
        personal = Personal(told, bodies)
        for at, one in logins:
            body, why = bodies.opened(one)
            if why:
                self.unread[f"{visible(one.host)}: {why}"] = None
            entered = personal.enters(one)
            text, brought = bodies.text(one), brief.brought(one)
            for name, given, cookie in dict.fromkeys(given_by(one, body)):
                value = without_scheme(given)
                if not (name := name or _used_as(requests.back(value, one.at))):
                    continue
                short = SHORTEST <= len(value) < MIN_TOKEN
                if short and kind_of(name) not in BESIDE and value not in brought:
                    back = brief.back(value, one.at, cookie=cookie)
                elif fits(value) and value not in text:
                    known = requests.back(value, one.at)
                    back = known.slots if known else set()
                else:  # many servers repeat a cookie in each answer, to have it last longer
                    continue
                # The same run may be given twice.
                same = (told.meta.created, at.at, one.at, one.host, name, value)
                if same not in self._seen:
                    self._seen.add(same)
                    named = found.setdefault((one.host, name), Named(kind_of(name)))
                    named.cookie |= cookie
                    named.values.append((value, at))
                    named.slots |= back
                    named.logins |= {at} if entered else set()
        for named in found.values():
            _leave_short(named)
        return {key: one for key, one in found.items() if one.values}

    def _merge(self, key: tuple[str, str], one: Named) -> None:
        known = self._found.setdefault(key, Named(one.kind))
        known.values += one.values
        known.slots |= one.slots
        known.cookie |= one.cookie
        known.needs += one.needs
        known.logins |= one.logins

    def most(self, is_own: Callable[[str], bool]) -> int:
        """How many logins there are to compare of what somebody is recognised by: of each name of
        these hosts that a session rests on and that answered what is entered, or else of the one
        that was given most."""
        own = [one for (host, _), one in self._found.items() if is_own(visible(host))]
        if entered := [len(one.logins) for one in own if one.rests and one.logins]:
            return min(entered)
        resting = [one for one in own if one.rests] or [one for one in own if one.recognises]
        return max((len(one.values) for one in resting), default=0)

    def told(self) -> Iterator[Session]:
        """All of them that may let somebody in."""
        for (host, name), one in self._found.items():
            if not one.is_harmless:
                yield one.told(host, name)


def _used_as(back: Carried | None) -> str:
    """The name under which requests carry what came without one, if that is a session's."""
    used = back is not None and any(is_of_session(*each) for each in back.slots)
    return next(iter(back.names), "") if back and used else ""


def _leave_short(one: Named) -> None:
    """Takes short values out unless a session may rest on them: they came back as a session's or
    under its name, or have a number in them and came back as a cookie, or in a header. A word is a
    setting."""
    numbered = all(_NUMBERED.fullmatch(value) for value, _ in one.values)
    named = any(is_of_session(*each) or each[1] is TokenKind.SESSION for each in one.slots)
    apart = bool(one.slots) and (one.cookie or any(slot is Slot.HEADER for slot, _ in one.slots))
    if not named and not (numbered and apart):
        one.values = [(value, at) for value, at in one.values if len(value) >= MIN_TOKEN]


def _is_suspect(one: Named) -> bool:
    """Whether it matters whether servers need it: an answer may have thousands of names."""
    may = one.slots and one.known not in NEVER and (one.is_told or one.known in BESIDE)
    return bool(may and flaws_of([value for value, _ in one.values]))


def _fresh(here: Mapping[tuple[str, str], Named]) -> Iterator[tuple[Named, Fresh]]:
    """What may let somebody in and was given anew each time."""
    for (_, name), one in here.items():
        values = [value for value, _ in one.values]
        if one.apart and one.is_told and one.known not in BESIDE and not flaws_of(values):
            each = frozenset(values)
            if len(each) > 1 and 2 * len(each) > len(values):
                entered = {at for _, at in one.values} <= one.logins
                yield one, Fresh(name, each, entered)
