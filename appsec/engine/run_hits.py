"""How a check tells what recorded runs brought up: each datum in each place once."""

import re
from collections.abc import Iterable, Iterator, Mapping

from appsec.engine.canaries.what import What
from appsec.engine.run_hosts import OwnHost, OwnHosts
from appsec.facts.leaks import Leak, Where
from appsec.facts.text_field import listed
from appsec.facts.traffic import Sent, over_tls
from appsec.model.hostname import is_address
from appsec.model.noted import file_named
from appsec.model.outcome import Evidence, Finding, Location, Question, Seen
from appsec.model.run_files import Exchange, Root
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
OF_THE_DEVICE: Told = dict.fromkeys((What.IDENTIFIER, What.LOCATION), ("whose", Question))
"""What every app and the system itself know of a device, and how it is told if any may have sent
it."""

_DECLARED = "declared-token"
_HOST_HEADERS = ("host", ":authority")
_PORT = re.compile(r":\d+$")
_CLEAR = ("http", "ws")
_SYSTEM = ("dns",)
"""What the system asks, in clear by its nature. A canary in it is found all the same."""


def leaked(
    leaks: Iterable[Leak], told: Told | None = None, own: OwnHosts | None = None
) -> Iterator[Seen]:
    """A sighting for each kind of datum in each place. No value is in it. With `own`, a token that
    no host of the app's own gave is a question, and so is one of which nobody can tell whether a
    session rests on it, unless the declaration says by its name what it is for."""
    together: dict[tuple[str, str, str], list[Leak]] = {}
    for leak in leaks:
        asked = _asked_about(leak, own) if own is not None else ""
        together.setdefault((leak.what, _where(leak), asked), []).append(leak)
    for (what, where, asked), each in together.items():
        key, kind = (told or {}).get(what, ("found", Finding))
        if asked == _DECLARED:
            key, kind = asked, Evidence
        elif asked and issubclass(kind, Finding):
            key, kind = asked, Question
        values = {
            "what": what,
            "where": where,
            "form": each[0].form if not each[0].layer else f"{each[0].layer}: {each[0].form}",
            "phases": ", ".join(dict.fromkeys(str(one.phase) for one in each)),
        }
        if each[0].where is Where.FILE:
            values["file"] = file_named(each[0].path)  # `where` may stand for several
        if asked and own is not None:
            named = dict.fromkeys(pair for one in each for pair in one.given_as)
            values["token"] = listed(", ", (f"{host}: {name}" for host, name in named)) or "-"
            values["purpose"] = listed("; ", own.purposes(tuple(named)))
        yield kind(key, _places(one.at for one in each), values, ("what", "where"))


def by_sender(leaks: Iterable[Leak], declared: OwnHost) -> tuple[list[Leak], list[Leak]]:
    """Those that the app sent, and those that the system or another app may have: data of the
    device in a connection that nobody told whose it is, to a host that is not `declared` to be the
    app's."""
    sent: tuple[list[Leak], list[Leak]] = [], []
    for one in leaks:
        anybodys = one.own is None and one.what in OF_THE_DEVICE
        sent[anybodys and not declared(one.host)].append(one)
    return sent


def of_redundant(leaks: Iterable[Leak]) -> Iterator[Leak]:
    """Those in caches that the app does not need, and in other files without which it was shown to
    work as before (G5)."""
    for leak in leaks:
        if leak.needed is False or (leak.needed is None and leak.root is Root.CACHE):
            yield leak


def untested(leaks: Iterable[Leak]) -> list[Leak]:
    """Those in files that are no caches and that nobody tried to do without (G5). Identifiers of
    the device are asked about where they are stored."""
    kept = (one for one in leaks if one.root is not Root.CACHE and one.needed is None)
    return [one for one in kept if one.what != What.IDENTIFIER]


def of_settings(leaks: Iterable[Leak]) -> Iterator[Leak]:
    """Those in files that the app needs, and in others than caches unless it was shown to work
    without them (G5)."""
    return (one for one in leaks if one.needed or (one.needed is None and one.root != Root.CACHE))


def kept_pictures(found: Iterable[tuple[str, Location]]) -> Iterator[Seen]:
    """One question for all pictures that the system took of the app's screens, whatever they show:
    the message `picture`."""
    if each := dict(found):
        values = {"count": str(len(each)), "where": "Library/SplashBoard"}
        yield Question("picture", _places(each.values()), values, ("where",))


def by_host(sent: Iterable[Sent]) -> dict[str, list[Sent]]:
    """The exchanges of each host."""
    found: dict[str, list[Sent]] = {}
    for one in sent:
        found.setdefault(one.exchange.sni or one.exchange.host, []).append(one)
    return found


def by_name(sent: Iterable[Sent]) -> dict[str, list[Sent]]:
    """The exchanges of each name that a connection or its request gives for where it goes: what is
    asked for in one name may be meant for another."""
    found: dict[str, list[Sent]] = {}
    for one in sent:
        for name in _names(one.exchange):
            found.setdefault(name, []).append(one)
    return found


def _names(one: Exchange) -> list[str]:
    headers = [value for name, value in one.request_headers if name.casefold() in _HOST_HEADERS]
    named = [one.sni, *(_PORT.sub("", value) for value in headers)]
    # An address is where a name leads.
    known = [*named] if any(named) and is_address(one.host) else [one.host, *named]
    return list(dict.fromkeys(name.casefold().rstrip(".") for name in known if name))


def sent_in_clear(sent: Iterable[Sent]) -> list[Sent]:
    """Those of them that anybody between could read."""
    return [one for one in sent if not over_tls(one.exchange) and _is_clear(one.exchange)]


def _is_clear(one: Exchange) -> bool:
    return one.scheme in _CLEAR or (bool(one.method) and one.scheme not in _SYSTEM)


def places_of_sent(sent: Iterable[Sent]) -> tuple[Location, ...]:
    """Where exchanges are recorded, as far as it is shown."""
    return _places(one.at for one in sent)


def _asked_about(leak: Leak, own: OwnHosts) -> str:
    """The message about a token that may be none of the app's sessions, or is declared as none."""
    if not leak.learned or leak.what != What.TOKEN:
        return ""
    if leak.doubtful and leak.deniable and own.purposes(leak.given_as):
        return _DECLARED
    if not any(map(own, leak.given_by)):
        return "foreign-token"
    return "doubtful-token" if leak.doubtful else ""


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
        case Where.CLIPBOARD | Where.SCREEN:
            return leak.path
