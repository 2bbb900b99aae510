"""How a check tells what it found in code: the app's own code apart from what is elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from appsec.facts.code import Body, CallSite
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


def sightings(hits: Iterable[Hit], together: bool = False) -> Iterator[Seen]:
    """A sighting for each method of the app's own code, or with `together` one for all of its
    methods that have the same to say; what is in a library, or in code that no component reaches,
    is one question with the key `<key>-elsewhere` and all its places.

    Evidence stays evidence wherever it is.
    """
    if together:
        yield from _together(hits := tuple(hits))
        hits = [hit for hit in hits if hit.place.origin is not Origin.APP]
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


def _together(hits: Iterable[Hit]) -> Iterator[Seen]:
    """One sighting for all places of the app's own code with the same key and values."""
    same: dict[tuple[object, ...], tuple[Hit, dict[Location, None]]] = {}
    for hit in hits:
        if hit.place.origin is Origin.APP:
            identity = (hit.kind, hit.key, *sorted(hit.values.items()))
            _, places = same.setdefault(identity, (hit, {}))
            places[hit.place.at] = None
    for hit, places in same.values():
        yield hit.kind(hit.key, tuple(sorted(places)), hit.values)
