"""Without which values servers refuse what they answer otherwise, looked at once for a run."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from urllib.parse import parse_qsl, unquote

from appsec.model.frozen import frozen, slotted
from appsec.model.outcome import Location
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.index import Index
from appsec.readers.trace.personal import Personal
from appsec.readers.trace.refusals import refuses
from appsec.readers.trace.requests import PLAIN, cookies, split, what
from appsec.readers.trace.watched import whole_spans

MAX_REFUSED = 1_000
"""So many different refusals of the same are compared: an app may bring another number each time.
"""
MAX_TEXT = 100_000
"""A longer body is compared as it is: nobody sends a token in it."""
_OK = range(200, 300)
_NO = (401, 403)
_WORD = re.compile(r"[\w.~+/-]+={0,2}", re.ASCII)
_BETWEEN = re.compile(r"[\s\"'=&,;]+")
Place = tuple[str, str, str]
Pair = tuple[str, str]
Asked = tuple[tuple[Pair, ...], str]
_Bare = tuple[frozenset[Pair], frozenset[str], bool]
"""A refusal: what was brought, which of the wanted values, and whether before the logout."""


@frozen
class Need:
    """How a server needs a value. `alone` is whether it was needed where nothing else was that
    each login gives anew, and the answer was somebody's; `public` the same where it was not;
    `beside` names what else was; `both` is whether that is needed, too."""

    alone: bool = False
    beside: str = ""
    both: bool = False
    public: bool = False

    @property
    def by_it(self) -> bool:
        """Whether it was needed where nothing else was that each login gives anew."""
        return self.alone or self.public

    @property
    def needed(self) -> bool:
        """Whether it needs it at all."""
        return self.by_it or bool(self.beside)


@frozen
class Fresh:
    """Values of a name that each login gave anew; `entered` if each answered what is entered."""

    name: str
    values: frozenset[str]
    entered: bool


@slotted
class _Ask:
    """A request as it is compared: what it brings and asks with the wanted values in it."""

    one: Exchange
    brings: list[tuple[str, str, frozenset[str]]]
    query: list[tuple[str, str, frozenset[str]]]
    body: str
    holds: frozenset[str]

    def asked(self, values: Collection[str]) -> Asked:
        """What is asked for without these values."""
        body = self.body
        for value in self.holds.intersection(values):
            body = body.replace(value, "")
        query = [(name, text) for name, text, held in self.query if held.isdisjoint(values)]
        return tuple(sorted(query)), body

    def brought(self, values: Collection[str]) -> frozenset[Pair]:
        """By what somebody may be recognised, without these values."""
        every = self.brings
        return frozenset((name, text) for name, text, held in every if held.isdisjoint(values))


class Needs:
    """Whether servers refuse what they answer with a value to who brings all but that. Only the
    wanted values can be asked about."""

    def __init__(self, told: Index, kept: Sequence[tuple[Location, Exchange]], bodies: Bodies,
                 wanted: Collection[str]) -> None:  # fmt: skip
        self._bodies = bodies
        self._wanted = frozenset(wanted)
        self._personal = Personal(told, bodies)
        self._somebodys: dict[object, bool] = {}
        self._no: dict[str, bool] = {}
        self._end = min((s.begin for s in whole_spans(told, Phase.LOGOUT)), default=None)
        self._with: dict[str, list[tuple[Place, _Ask]]] = {}
        self._refused: dict[tuple[Place, Asked], dict[_Bare, None]] = {}
        for place, good, bad in self._tried(kept if self._wanted else ()):
            for one in good:
                ask = self._read(one)
                for value in ask.holds:
                    self._with.setdefault(value, []).append((place, ask))
            for one in bad:
                ask = self._read(one)
                early = self._end is None or ask.one.at < self._end
                bare = (ask.brought(()), ask.holds, early)
                self._refused.setdefault((place, ask.asked(())), {})[bare] = None

    def need(self, values: frozenset[str], others: Sequence[Fresh]) -> Need:
        """How these are needed, by the side of the other values of the logins."""
        proofs = self._proofs(values)
        if not proofs:
            return Need()
        beside = [one for one in others if any(one.values & ask.holds for ask in proofs)]
        only = [a for a in proofs if all(one.values.isdisjoint(a.holds) for one in beside)]
        both = not only and any(
            any(values & ask.holds for ask in self._proofs(one.values))
            for one in beside
            if one.entered
        )
        # A key of the app's own may be asked for where nobody is recognised.
        alone = any(map(self._is_personal, only))
        name = beside[0].name if beside else ""
        return Need(alone, name, both, public=bool(only) and not alone)

    def _is_personal(self, ask: _Ask) -> bool:
        key = (ask.one.url, ask.one.request_body, ask.one.response_body)
        if key not in self._somebodys:
            told = self._personal.answered(ask.one, self._bodies.answer(ask.one) or b"")
            self._somebodys[key] = bool(told)
        return self._somebodys[key]

    def _proofs(self, values: frozenset[str]) -> list[_Ask]:
        """The answered requests with these values that were refused without."""
        every = {id(one[1]): one for value in values for one in self._with.get(value, ())}
        known: dict[object, bool] = {}
        found = []
        for place, ask in every.values():
            asked, others = ask.asked(values), ask.brought(values)
            key = (place, asked, others)
            if key not in known:
                known[key] = self._is_refused(place, asked, others, values)
            found += [ask] if known[key] else []
        return found

    def _is_refused(
        self, place: Place, asked: Asked, others: frozenset[Pair], values: frozenset[str]
    ) -> bool:
        """Whether who brings these was refused without the values. A logout revokes the others,
        too."""
        return any(
            others <= brought and holds.isdisjoint(values) and (early or not others)
            for brought, holds, early in islice(self._refused.get((place, asked), ()), MAX_REFUSED)
        )

    def _tried(
        self, kept: Sequence[tuple[Location, Exchange]]
    ) -> Iterator[tuple[Place, list[Exchange], list[Exchange]]]:
        """Where both was seen: answers, and refusals."""
        places: dict[Place, list[Exchange]] = {}
        for _, one in kept:
            if one.status in _OK or one.status in _NO:
                places.setdefault(what(one), []).append(one)
        for place, every in places.items():
            bad = [one for one in every if self._says_no(one)] if len(every) > 1 else []
            if bad and len(bad) < len(every):
                refused = set(map(id, bad))
                yield place, [one for one in every if id(one) not in refused], bad

    def _says_no(self, one: Exchange) -> bool:
        if one.status in _NO:
            return True
        if one.response_body not in self._no:
            self._no[one.response_body] = refuses(self._bodies.answer(one) or b"")
        return self._no[one.response_body]

    def _read(self, one: Exchange) -> _Ask:
        told = {(name.casefold(), value) for name, value in one.request_headers}
        every = {pair for pair in told if pair[0] != "cookie" and not PLAIN.fullmatch(pair[0])}
        every |= cookies(one)
        brings = [(name, value, self._in(value)) for name, value in every]
        asked = parse_qsl(split(one.url).query, keep_blank_values=True)
        query = [(name, value, self._in(value)) for name, value in asked]
        body = self._bodies.sent(one)
        if len(body) > MAX_TEXT:
            body, inside = one.request_body, frozenset[str]()
        else:
            inside = self._in(body)
        held = inside.union(*(each for _, _, each in brings), *(each for _, _, each in query))
        return _Ask(one, brings, query, body, held)

    def _in(self, text: str) -> frozenset[str]:
        """The wanted values in a text: all of it, or words of it."""
        both = (text, unquote(text)) if "%" in text else (text,)
        words = {
            word for each in both for word in (each, *_WORD.findall(each), *_BETWEEN.split(each))
        }
        return self._wanted & words
