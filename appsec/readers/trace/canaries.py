"""The canaries of one run: typed ones from the recorder's file, learned ones from the trace and its
traffic; and when each token came to be known."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Exchange
from appsec.model.text import visible
from appsec.model.trace import Canary, Mark
from appsec.readers.trace import carried
from appsec.readers.trace.bodies import Opener
from appsec.readers.trace.called import called
from appsec.readers.trace.carried import LOGINS, Requests
from appsec.readers.trace.documents import unnamed
from appsec.readers.trace.index import Index
from appsec.readers.trace.learned import Learned, brought, learned
from appsec.readers.trace.own_keys import own_keys
from appsec.readers.trace.run_file import BadFile, inside
from appsec.readers.trace.searched import Searched, Token, keep
from appsec.readers.trace.searcher import Searcher, Sought

CANARIES = "canaries.json"
MAX_CANARIES = 2_000
MOST_BY_AGENT = 200
"""So many canaries an agent learns at most: a run that has as many may have had more."""


_OF_AN_ACCOUNT = (
    *(What.NAME, What.EMAIL, What.PHONE, What.ADDRESS, What.BIRTHDAY, What.TEXT, What.ACCOUNT),
    *(What.PASSWORD, What.OTP, What.NATIONAL_ID, What.CARD, What.BANK_ACCOUNT),
)
_LOGS_IN = (What.PASSWORD, What.OTP)
UNREADABLE = (OSError, ValueError, TypeError, KeyError, RecursionError)


def kept_canaries(told: Index) -> Iterator[Sought]:
    """What the recorder's file has. Raises BadFile, or one of UNREADABLE for what is no such
    file."""
    plain = json.loads(inside(told.path.parent, CANARIES).read_bytes())
    for one in plain[:MAX_CANARIES]:
        yield Sought(str(one["id"]), What(one["what"]), str(one["value"]))


def account_searcher(told: Index) -> tuple[Searcher, dict[str, What]]:
    """Looks for what was entered that is somebody's, and tells of which kind each canary is. What
    of the recorder's file is not as it was is not looked for: the search of the run tells of it."""
    announced = {one.id: one for one in told.meta.canaries}
    try:
        every = list(kept_canaries(told))
    except (BadFile, *UNREADABLE):
        every = []
    own = [s for s in every if s.what in _OF_AN_ACCOUNT and _is_announced(s, announced.get(s.id))]
    return Searcher(own), {one.id: one.what for one in own}


class Canaries:
    """Gathers what is to be looked for. `done` is told what that is, and what may lack; `body`
    gives the bytes of a body by its name."""

    def __init__(self, told: Index, done: Searched, body: Callable[[str], bytes]) -> None:
        self._told = told
        self._done = done
        self._body = body

    def sought(self, exchanges: Iterable[Exchange]) -> list[Sought]:
        announced = {one.id: one for one in self._told.meta.canaries}
        announced |= {one.id: one for _, one in self._told.of(Canary)}
        self._from_agent()
        sought = [s for s in self._kept() if _is_announced(s, announced.get(s.id))]
        names = called((self._told,))
        if missing := sorted(announced.keys() - {one.id for one in sought}):
            missing = [names.get(one, one) for one in missing]
            self._done.bad.append(BadFile("canary-without-value", ", ".join(missing)[:200]))
        own = [one for one in exchanges if one.own is not False]
        sought += self._from_traffic(own, announced, {one.value: one.id for one in sought})
        self._done.canaries = {one.id: announced[one.id] for one in sought}
        return [*sought, *self._keys()]

    def _keys(self) -> Iterator[Sought]:
        """Apart from the canaries: a key is no datum, and of no use to who looks for those."""
        for value in own_keys(self._told):
            digest = sha256(value.encode()).hexdigest()
            one = Canary(f"key-{digest[:12]}", str(What.KEY), digest, learned=True)
            self._done.keys[one.id] = one
            yield Sought(one.id, What.KEY, value)

    def _from_traffic(
        self, exchanges: Sequence[Exchange], announced: dict[str, Canary], known: dict[str, str]
    ) -> Iterator[Sought]:
        """What servers gave the app; `announced` learns of each. What the tester entered is no
        token for coming back."""
        typed = {value for value, one in known.items() if announced[one].what != What.TOKEN}
        recognised = any(one.what == What.TOKEN for one in announced.values())
        for one in self._learned(exchanges):
            if one.value in typed:
                continue
            recognised |= one.sure and one.carried is not None
            if one.carried is not None:
                self._done.tokens.append(Token(one.at, one.carried, one.given))
            if one.too_short and one.value not in known:
                keep(self._done.short, visible("".join(one.hosts[:1])), visible(one.too_short))
                continue
            if one.value not in known:
                if len(known) >= MAX_CANARIES:
                    self._done.beyond.add(MAX_CANARIES)
                    return
                digest = sha256(one.value.encode("utf-8", "surrogatepass")).hexdigest()
                canary = Canary(f"learned-{digest[:12]}", str(What.TOKEN), digest, learned=True)
                announced[canary.id] = canary
                known[one.value] = canary.id
                self._done.doubtful.add(canary.id)
                yield Sought(canary.id, What.TOKEN, one.value)
            if one.sure:
                self._done.doubtful.discard(known[one.value])
            givers = self._done.givers.setdefault(known[one.value], {})
            givers.update(dict.fromkeys(map(visible, one.hosts)))
            self._name(known[one.value], one)
        if not recognised and any(one.what in _LOGS_IN for one in announced.values()):
            # Nothing else is known that the login may rest on.
            self._done.undeniable |= self._done.doubtful

    def _name(self, canary: str, one: Learned) -> None:
        if not one.deniable:
            self._done.undeniable.add(canary)
        named = self._done.named.setdefault(canary, {})
        named.update(((visible(one.hosts[0]), visible(name)), None) for name in one.names)

    def _learned(self, exchanges: Sequence[Exchange]) -> Iterator[Learned]:
        """All requests are gone through before any answer. What everybody is given before any login
        and only others are sent is a key for a service of theirs, such as a map, for all its name
        says."""
        begun = min((one.at for one in exchanges if one.phase in LOGINS), default=0)
        others = set[str]()
        requests, given, opener = Requests(), set[str](), Opener()
        for one in exchanges:
            requests.add(one, opener.opened(one.request_headers, self._body(one.request_body))[0])
        if requests.many:
            self._done.beyond.add(carried.MAX_CARRIED)
        for one in exchanges:
            body, why = opener.opened(one.response_headers, self._body(one.response_body))
            if why or (why := unnamed(body)):
                self._done.unlearned[f"{visible(one.host)}: {why}"] = None
            for each in learned(one, body, requests):
                given.add(each.value)
                back = requests.back(each.value, one.at) if one.at < begun else None
                if back and back.is_for_others(one.host):
                    others.add(each.value)
                yield replace(each, sure=False) if each.value in others else each
        yield from brought(requests, given)

    def _from_agent(self) -> None:
        """When the tokens that an agent learned came to be known: before the next mark, at last."""
        marks = [(number, mark.at) for number, mark in self._told.of(Mark)]
        last = self._told.end.at if self._told.end else 0
        found = [(number, one) for number, one in self._told.of(Canary) if one.learned]
        if len(found) >= MOST_BY_AGENT:
            self._done.beyond.add(MOST_BY_AGENT)
        for number, one in found:
            if one.what == What.TOKEN:
                after = next((at for place, at in marks if place > number), last)
                self._done.tokens.append(Token(after, after, given=False))

    def _kept(self) -> Iterator[Sought]:
        try:
            yield from kept_canaries(self._told)
        except BadFile as error:
            if self._told.meta.canaries:
                self._done.bad.append(error)
        except UNREADABLE as error:
            self._done.bad.append(BadFile("run-file-unreadable", CANARIES, type(error).__name__))


def _is_announced(sought: Sought, canary: Canary | None) -> bool:
    digest = sha256(sought.value.encode("utf-8", "surrogatepass")).hexdigest()
    return canary is not None and (canary.sha256, canary.what) == (digest, str(sought.what))
