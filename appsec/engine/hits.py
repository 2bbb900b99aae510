"""How a check tells what it found in code: the app's own code apart from what is elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from appsec.facts.code import Body, CallSite, Code
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Seen

ELSEWHERE = "-elsewhere"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in code that a check has something to say about: the key and values of its
    message, and the kind of sighting that it would be in the app's own code."""

    place: CallSite | Body
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    kind: type[Seen] = Finding


def sightings(hits: Iterable[Hit]) -> Iterator[Seen]:
    """A sighting for each method of the app's own code; what is in a library, or in code that no
    component reaches, is one question with the key `<key>-elsewhere` and all its places.

    Evidence stays evidence wherever it is.
    """
    own: dict[tuple[object, ...], Seen] = {}
    elsewhere: dict[tuple[type[Seen], str], dict[Location, Origin]] = {}
    for hit in hits:
        if hit.place.origin is Origin.APP:
            identity = (hit.kind, hit.key, hit.place.at, *sorted(hit.values.items()))
            own.setdefault(identity, hit.kind(hit.key, hit.place.at, hit.values))
        else:
            kind: type[Seen] = Evidence if hit.kind is Evidence else Question
            places = elsewhere.setdefault((kind, hit.key + ELSEWHERE), {})
            places[hit.place.at] = hit.place.origin
    yield from own.values()
    for (told, key), places in elsewhere.items():
        origins = set(places.values())
        origin = Origin.LIBRARY if Origin.LIBRARY in origins else Origin.UNREACHED
        yield told(key, tuple(sorted(places)), {"count": str(len(places))}, origin=origin)


def signs_of(code: Code, known: Mapping[str, Iterable[str]]) -> tuple[Location, ...]:
    """Where the app's own code names one of some `texts` or makes one of some `calls`, sorted."""
    texts = {at for _, at, origin in code.naming(*known["texts"]) if origin is Origin.APP}
    calls = {site.at for site in code.calls(*known["calls"]) if site.origin is Origin.APP}
    return tuple(sorted(texts | calls))
