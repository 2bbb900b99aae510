"""What requests say who is there with that no answer was seen to give: what a login gave encrypted,
or in a form that nobody reads here."""

import re
from collections.abc import Iterable, Sequence

from appsec.engine.token_kinds import TokenKind
from appsec.model.frozen import frozen
from appsec.model.run_files import Exchange
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.carried import BEARER, LOGINS, Carried, Requests, Slot
from appsec.readers.trace.learned import given_by

MAX_UNTOLD = 1_000
"""So many values are sought in answers; of more, all are taken to be untold."""
_OF_THE_APP = re.compile(r"(?i)sess")
"""Many apps number their own starts as sessions."""


@frozen
class Untold:
    """A value, the host that was sent it first, its name there, and when that was."""

    value: str
    host: str
    name: str
    at: int


def sent_since(requests: Requests, login: int) -> list[Untold]:
    """What requests carry as a session's since the login, in the order in which they did. What
    differs each time is a signature, what was sent before is no login's."""
    found = (
        Untold(value, next(iter(one.hosts)), next(iter(one.names)), one.first)
        for value, one in requests.all().items()
        if one.first > login and one.hosts and one.names and _says_who(one)
    )
    return sorted(found, key=lambda one: one.at)


def untold(every: Iterable[Exchange], sent: Sequence[Untold], bodies: Bodies) -> list[Untold]:
    """What of it no answer gave: a login's as a whole, another's anywhere in it."""
    missing = {one.value for one in sent}
    for one in every:
        if not missing or len(missing) > MAX_UNTOLD:
            break
        body, _ = bodies.opened(one)
        told = [value for _, value, _ in given_by(one, body)]
        if one.phase in LOGINS:
            missing -= {without_scheme(value) for value in told}
        else:
            text = "\n".join(told) + body.decode("utf-8", "replace")
            missing = {value for value in missing if value not in text}
    return [one for one in sent if one.value in missing]


def without_scheme(value: str) -> str:
    """A token as it is without the scheme before it."""
    bearer = BEARER.match(value)
    return bearer[1] if bearer else value


def _says_who(one: Carried) -> bool:
    if any(slot is Slot.AUTHORIZATION for slot, _ in one.slots):
        return True
    header = (Slot.HEADER, TokenKind.SESSION) in one.slots
    return header and one.first < one.last and not any(map(_OF_THE_APP.search, one.names))
