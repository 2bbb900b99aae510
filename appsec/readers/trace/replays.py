"""What one run tells of requests with old tokens: answered, refused, or neither for sure."""

import json
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl

from appsec.engine.token_kinds import may_be_a_session
from appsec.facts.traffic import Shows
from appsec.model.outcome import Location
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.carried import MIN_TOKEN, Requests
from appsec.readers.trace.index import Index
from appsec.readers.trace.lifetimes import Lifetimes
from appsec.readers.trace.old_tokens import OldTokens
from appsec.readers.trace.open_to_all import RECOGNISED, OpenToAll
from appsec.readers.trace.personal import Personal
from appsec.readers.trace.refusals import refuses
from appsec.readers.trace.requests import brings, cookies, holders, split, what
from appsec.readers.trace.untold import sent_since
from appsec.readers.trace.watched import whole_spans

Kept = Sequence[tuple[Location, Exchange]]
_OK = (*range(200, 300), 304)
REFUSALS = (401, 403)
_AWAY = (302, 303, 307)
"""Redirections, to where one logs in."""
_LOGINS = (Phase.REGISTER, Phase.LOGIN, Phase.SESSION)


class Replays:
    """What one run knows of old tokens, and of what is answered with and without them."""

    def __init__(self, told: Index, kept: Kept, bodies: Bodies, begin: int) -> None:
        self._told = told
        self._bodies = bodies
        self._begin = begin
        self._lifetimes = Lifetimes(told.meta.created)
        self._no: dict[str, bool] = {}
        self._proofs: dict[object, bool] = {}
        self._same: dict[tuple[str, str, str], list[Exchange]] = {}
        self._before: set[tuple[str, str]] = set()
        self._personal = Personal(told, bodies)
        self._gone: set[str] | None = None
        self._kept = [one for _, one in kept]
        self._login = self._first_login()
        self.tokens = OldTokens(bodies, begin, self._login)
        named = [(one, list(bodies.named(one))) for one in self._kept]
        first = min((one.at for one, given in named if given), default=begin)
        requests, anybodys = Requests(), set[tuple[str, str]]()
        for one, given in named:
            requests.add(one, bodies.sent(one).encode("utf-8", "replace"))
            self._same.setdefault(what(one), []).append(one)
            if given:
                self.tokens.note(one, given, self._logs_in, entered=self._is_login(one))
                self._lifetimes.note(one, bodies.opened(one)[0], given)
            headers = {(name.casefold(), value) for name, value in one.request_headers}
            anybodys |= headers if one.at < first else set()
            if one.at < begin:
                self._before |= headers | cookies(one)

        self._open = OpenToAll(bodies, self.tokens, self._same, anybodys)
        self.tokens.bring(sent_since(requests, self._login))

    def _first_login(self) -> int:
        """When the tester first logged in: when a password was sent, or else began to."""
        steps = [one for one in self._kept if one.phase in _LOGINS and one.at < self._begin]
        entered = next((one for one in steps if self._personal.enters(one)), None)
        self._tells = entered is not None
        return min((one.at for one in ([entered] if entered else steps)), default=0)

    def _is_login(self, one: Exchange) -> bool:
        """Whether it is a login: where nothing shows what was entered, all of that step may be."""
        return one.phase in _LOGINS and (not self._tells or self._personal.enters(one))

    def _logs_in(self, one: Exchange) -> bool:
        return self._logged_in_since(one) or self._personal.enters(one)

    def accepted(self) -> Iterator[Exchange]:
        """What was answered between the login and the logout."""
        for one in self._kept:
            if self._login <= one.at < self._begin and one.status in _OK:
                yield one

    def _says_no(self, one: Exchange) -> bool:
        """Whether the answer may be a refusal. An app may ask the same thousands of times."""
        if one.response_body not in self._no:
            self._no[one.response_body] = refuses(self._bodies.answer(one) or b"")
        return self._no[one.response_body]

    def shows(self, one: Exchange, carried: Sequence[str]) -> Shows | None:
        """What the answer shows of the tokens, None if nothing."""
        session = self.tokens.old[carried[0]].session
        fresh = self._is_fresh(one, carried)
        if one.status in REFUSALS:
            live = session and not any(self._lifetimes.has_ended(v, one) for v in carried)
            return Shows.REFUSED if live and not fresh and self._was_accepted(one) else None
        answer = self._bodies.answer(one)
        if one.status not in _OK or self._open.is_public(one, answer):
            return None
        personal = self._is_personal(one, answer)
        if fresh:
            return Shows.UNCLEAR if personal and not self._logged_in_since(one) else None
        if not session:
            return Shows.UNCLEAR if personal else None
        private = personal and self._is_private(one, carried)
        proven = private or self._is_as_before(one, answer, carried)
        return Shows.ACCEPTED if proven else Shows.UNCLEAR

    def _is_private(self, one: Exchange, carried: Sequence[str]) -> bool:
        """Whether only who is logged in is given this: it is refused to others, or the session was
        given it for a token of its own that is refused nowhere else. What has no such name may only
        remember who was here, and a page for all may show what the tester wrote."""
        if self._is_kept_from_others(what(one), *self._asks(one, carried)):
            return True
        if not self.tokens.old[carried[0]].named or not self._was_asked(one):
            return False
        if self._gone is None:
            self._gone = set(self._refused())
        return not all(value in self._gone for value in self.tokens.named(carried))

    def _was_asked(self, one: Exchange) -> bool:
        asked = self._asked(one, self.tokens.sessions(one))
        return any(
            self._login <= before.at < self._begin
            and before.status in _OK
            and self.tokens.sessions(before)
            and self._asked(before, self.tokens.sessions(before)) == asked
            and not self._says_no(before)
            for before in self._same[what(one)]
        )

    def _refused(self) -> Iterator[str]:
        """The tokens that the logout was seen to end."""
        for one in self._kept:
            if one.at >= self._begin and one.phase is not Phase.LOGOUT and one.status in REFUSALS:
                carried = self.tokens.sessions(one)
                if carried and self.shows(one, carried) is Shows.REFUSED:
                    yield from self.tokens.named(carried)

    def _is_fresh(self, one: Exchange, carried: Sequence[str]) -> bool:
        """Whether something else may be what the server goes by: a password, a newer token, or a
        header or cookie that nobody had before the logout."""
        text = self._bodies.text(one)
        if any(value in text for value in self.tokens.new) or self._personal.enters(one):
            return True
        told = {(n.casefold(), v) for n, v in one.request_headers if n.casefold() in RECOGNISED}
        ours = {pair for pair in told if pair[0] != "cookie"}
        ours |= {pair for pair in cookies(one) if _may_be_a_session(*pair)}
        return any(
            pair not in self._before and not any(value in pair[1] for value in carried)
            for pair in ours
        )

    def _logged_in_since(self, one: Exchange) -> bool:
        every = (span for phase in _LOGINS for span in whole_spans(self._told, phase))
        return any(self._begin < span.begin <= one.at for span in every)

    def last(self, values: Sequence[str]) -> list[str]:
        """Those of the tokens that were given last under their names before the logout."""
        return self.tokens.last(values, self._kept)

    def _was_accepted(self, one: Exchange) -> bool:
        """Whether the last that was heard of the same in the session, with the same tokens or those
        that they were given for, was no refusal, and it lacks nothing now: else it may be refused
        for something else. What was given away for another, or was not the last that was given, is
        refused for that."""
        every = self.tokens.sessions(one)
        tokens = self.tokens.named(every)
        if not self.tokens.replaced.isdisjoint(tokens) or self.last(tokens) != tokens:
            return False
        asked, brought = self._asked(one, every), brings(one)
        held = holders(one, tokens)
        same = [
            before
            for before in self._same[what(one)]
            if self._login <= before.at < self._begin
            and self._is_kept_in(before, tokens)
            and self._asked(before, self.tokens.sessions(before)) == asked
        ]
        answered = [
            before.at
            for before in same
            if before.status in _OK
            and brings(before) <= brought
            and holders(before, self.tokens.named(self.tokens.sessions(before))) <= held
            and not self._says_no(before)
        ]
        refused = (before.at for before in same if self._is_refused(before, tokens, brought))
        return bool(answered) and max(answered) > max(refused, default=-1)

    def _is_refused(self, before: Exchange, tokens: Sequence[str], brought: set[str]) -> bool:
        """Whether the session refused who brought these tokens and all else."""
        no = before.status in REFUSALS or (before.status in _OK and self._says_no(before))
        known = self.tokens.named(self.tokens.sessions(before))
        return no and set(known) == set(tokens) and brought <= brings(before)

    def _is_kept_in(self, before: Exchange, tokens: Sequence[str]) -> bool:
        """Whether all tokens of a request are among these, or were replaced by one of these."""
        known = self.tokens.named(self.tokens.sessions(before))
        names = self.tokens.names(tokens)
        return bool(known) and all(
            value in tokens
            or (value in self.tokens.replaced and self.tokens.names([value]) <= names)
            for value in known
        )

    def _is_personal(self, one: Exchange, answer: bytes | None) -> bool:
        """Whether the answer holds what was entered of the account, and the request does not: nor
        any answer to who brings nothing."""
        if not answer or refuses(answer):
            return False
        found = self._personal.answered(one, answer)
        for bare in self._open.bare(what(one)) if found else ():
            found -= set(self._personal.found(self._bodies.answer(bare) or b""))
        return bool(found)

    def _asks(
        self, one: Exchange, carried: Sequence[str]
    ) -> tuple[str, frozenset[str], frozenset[str]]:
        """What is asked for without the tokens, what holds them, and what else is brought."""
        tokens = [value for value in carried if self.tokens.old[value].session]
        held = holders(one, tokens)
        return self._asked(one, tokens), held, frozenset(brings(one) - held)

    def _is_as_before(self, one: Exchange, answer: bytes | None, carried: Sequence[str]) -> bool:
        """Whether the same request was answered the same before the logout, and refused to who
        brought all of it but the token."""
        if answer is None or refuses(answer):
            return False
        asks = self._asks(one, carried)
        key = (what(one), one.status, one.response_body, asks)
        if key not in self._proofs:
            so = self._was_so(one, asks[0])
            self._proofs[key] = so and self._is_kept_from_others(what(one), *asks)
        return self._proofs[key]

    def _was_so(self, one: Exchange, asked: str) -> bool:
        return any(
            before.at < self._begin
            and (before.status, before.response_body) == (one.status, one.response_body)
            and self.tokens.carried(before)
            and self._asked(before, self.tokens.sessions(before)) == asked
            for before in self._same[what(one)]
        )

    def _is_kept_from_others(
        self, place: tuple[str, str, str], asked: str, held: frozenset[str], brought: frozenset[str]
    ) -> bool:
        return any(
            (other.status in (*REFUSALS, *_AWAY) or (other.status in _OK and self._says_no(other)))
            and not self.tokens.sessions(other)
            and brought <= brings(other)
            and self._asked(other, (), held) == asked
            for other in self._same[place]
        )

    def _asked(
        self, one: Exchange, tokens: Sequence[str], held: frozenset[str] = frozenset()
    ) -> str:
        """What is asked for, without the tokens and what holds them."""
        held = held or holders(one, tokens)
        pairs = parse_qsl(split(one.url).query, keep_blank_values=True)
        body = self._bodies.sent(one)
        for value in tokens:
            body = body.replace(value, "")
        return json.dumps([sorted(pair for pair in pairs if f"?{pair[0]}" not in held), body])


def _may_be_a_session(cookie: str, value: str) -> bool:
    return may_be_a_session(cookie.removeprefix("cookie ")) and len(value) >= MIN_TOKEN
