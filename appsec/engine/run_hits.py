"""How a check tells what recorded runs brought up: each datum in each place once."""

import re
from collections.abc import Iterable, Iterator, Mapping

from appsec.facts.leaks import Leak, Where
from appsec.facts.traffic import Sent
from appsec.model.outcome import Finding, Location, Seen
from appsec.model.trace import Phase

RUNNING = (
    *(Phase.REGISTER, Phase.LOGIN, Phase.USE, Phase.CAPTURE, Phase.INPUT, Phase.PAY),
    *(Phase.BACKGROUND, Phase.LOCK, Phase.SESSION, Phase.INSTRUMENTED),
)
"""Phases in which the app is in use, and nothing has been cleared away yet."""
EARLY = (Phase.BEFORE, Phase.ENVIRONMENT)
"""Phases before consent in which a session need not have anything looked at."""
AFTER = (Phase.LOGOUT, Phase.CLOSE)

MAX_PLACES = 20
_CHANGING = re.compile(
    r"(?<=/)(?:[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}|\d+)(?=/)"
)
"""What differs in a path from one installation, or one user, to the next."""

Told = Mapping[str, tuple[str, type[Seen]]]
"""The message and kind for leaks of some kinds of data; of all others it is the finding `found`."""


def leaked(leaks: Iterable[Leak], told: Told | None = None) -> Iterator[Seen]:
    """A sighting for each kind of datum in each place. No value is in it."""
    together: dict[tuple[str, str], list[Leak]] = {}
    for leak in leaks:
        together.setdefault((leak.what, _where(leak)), []).append(leak)
    for (what, where), each in together.items():
        key, kind = (told or {}).get(what, ("found", Finding))
        values = {
            "what": what,
            "where": where,
            "form": each[0].form if not each[0].layer else f"{each[0].layer}: {each[0].form}",
            "phases": ", ".join(dict.fromkeys(str(one.phase) for one in each)),
        }
        yield kind(key, _places(one.at for one in each), values, ("what", "where"))


def by_host(sent: Iterable[Sent]) -> dict[str, list[Sent]]:
    """The exchanges of each host."""
    found: dict[str, list[Sent]] = {}
    for one in sent:
        found.setdefault(one.exchange.sni or one.exchange.host, []).append(one)
    return found


def places_of_sent(sent: Iterable[Sent]) -> tuple[Location, ...]:
    """Where exchanges are recorded, as far as it is shown."""
    return _places(one.at for one in sent)


def _places(places: Iterable[Location]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(places))[:MAX_PLACES]


def _where(leak: Leak) -> str:
    match leak.where:
        case Where.FILE:
            return _CHANGING.sub("*", leak.path)
        case Where.LOG:
            return "log"
        case Where.TRAFFIC:
            return leak.host
        case Where.CALL:
            return leak.hook
