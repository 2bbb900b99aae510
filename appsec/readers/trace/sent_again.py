"""Requests after a logout that carry a token from before it, and what the answers show of it."""

from collections.abc import Callable
from dataclasses import field
from math import inf

from appsec.facts.traffic import Sent, SentAgain, Shows
from appsec.model.frozen import slotted
from appsec.model.text import visible
from appsec.model.trace import Phase
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.index import Index
from appsec.readers.trace.replays import REFUSALS, Kept, Replays
from appsec.readers.trace.watched import Span, whole_spans

MAX_LOGOUTS = 20
"""Most logouts of one run after which it is looked: each takes all that was sent before."""


@slotted
class Replayed:
    """What runs show of old tokens. Of the names under which the logins gave what a session rests
    on, and of those that were tried, each is told with its host; `refused` is whether anything was
    refused that carries one, `too_many` whether there were logouts that were not looked at."""

    found: list[SentAgain] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    tried: set[tuple[str, str]] = field(default_factory=set)
    refused: bool = False
    too_many: bool = False

    def add(self, told: Index, kept: Kept, bodies: Bodies, is_own: Callable[[str], bool]) -> None:
        """Takes one run, after each logout to the next."""
        every = whole_spans(told, Phase.LOGOUT)
        spans = every[-MAX_LOGOUTS:]
        self.too_many |= len(every) > len(spans)
        for number, span in enumerate(spans):
            last = number + 1 == len(spans)
            until = inf if last else spans[number + 1].begin
            # That all was tried after one logout is enough: what the session rests on is the same.
            if last or any(span.end < one.at < until for _, one in kept):
                part = [each for each in kept if each[1].at < until]
                self._after(told, part, bodies, is_own, span)

    def _after(
        self, told: Index, kept: Kept, bodies: Bodies, is_own: Callable[[str], bool], span: Span
    ) -> None:
        replays = Replays(told, kept, bodies, span.begin)
        tokens = replays.tokens
        self.used |= tokens.used(replays.accepted(), is_own)
        for at, one in kept:
            if one.at > span.end and one.phase is not Phase.LOGOUT:
                every = tokens.carried(one)
                # Who goes by a token need not have given it: a provider of identities did.
                own = is_own(visible(one.host))
                carried = every if own else [v for v in every if is_own(tokens.old[v].host)]
                counts, carried = bool(carried), list(carried or every)
                carried.sort(key=lambda v: (not tokens.old[v].named, not tokens.old[v].session))
                shows = replays.shows(one, carried) if carried else None
                self.refused |= counts and one.status in REFUSALS
                if not counts:
                    shows = Shows.ELSEWHERE if shows is Shows.ACCEPTED else None
                if shows is not None:
                    given = tokens.old[carried[0]]
                    sent = Sent(one, at, told.meta.run, bool(told.meta.variant))
                    self.found.append(SentAgain(sent, given.host, given.name, shows))
                    self.tried |= tokens.names(replays.last(carried) if counts else ())

    @property
    def is_tried(self) -> bool:
        """Whether anything came of what the app's own hosts give or go by."""
        return any(one.shows is not Shows.ELSEWHERE for one in self.found)

    @property
    def untried(self) -> list[str]:
        """The names that a session rests on and that were not tried."""
        return sorted({name for _, name in self.used - self.tried})
