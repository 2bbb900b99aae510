"""What is answered to who brings nothing: that shows nothing of a token."""

from collections.abc import Collection, Mapping, Sequence

from appsec.model.run_files import Exchange
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.carried import MIN_TOKEN
from appsec.readers.trace.old_tokens import OldTokens
from appsec.readers.trace.requests import PLAIN, split, what

MAX_ANSWERS = 100
"""Most different answers to who brings nothing that one is compared with."""
RECOGNISED = ("authorization", "cookie", "x-auth-token", "x-access-token")
Place = tuple[str, str, str]


class OpenToAll:
    """The requests of one run that bring nothing, by what they ask for; `anybodys` are the headers
    that were sent before any token was given."""

    def __init__(
        self, bodies: Bodies, tokens: OldTokens, same: Mapping[Place, Sequence[Exchange]],
        anybodys: Collection[tuple[str, str]],
    ) -> None:  # fmt: skip
        self._bodies = bodies
        self._tokens = tokens
        self._same = same
        self._anybodys = anybodys
        self._bares: dict[Place, list[Exchange]] = {}

    def is_public(self, one: Exchange, answer: bytes | None) -> bool:
        """Whether somebody who brings nothing was answered the same."""
        return answer is not None and any(
            (bare.status, bare.response_body) == (one.status, one.response_body)
            and self._bodies.answer(bare) == answer
            for bare in self.bare(what(one))
        )

    def bare(self, place: Place) -> list[Exchange]:
        """Requests for this that bring nothing, one of each answer."""
        if place not in self._bares:
            every = (one for one in self._same[place] if self._is_bare(one))
            each = {(one.status, one.response_body): one for one in every}
            self._bares[place] = list(each.values())[:MAX_ANSWERS]
        return self._bares[place]

    def _is_bare(self, one: Exchange) -> bool:
        """Whether a request brings nothing by which anybody is recognised. What a header that
        nobody knows brought is not shown to be open to all."""
        if one.request_body or split(one.url).query or self._tokens.carried(one):
            return False
        text = self._bodies.text(one)
        if any(value in text for value in self._tokens.new):
            return False
        return all(
            name.casefold() not in RECOGNISED
            and (
                PLAIN.fullmatch(name.casefold())
                or len(value) < MIN_TOKEN
                or (name.casefold(), value) in self._anybodys
            )
            for name, value in one.request_headers
        )
