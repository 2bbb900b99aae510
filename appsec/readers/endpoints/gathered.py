"""Collects the addresses of a build, each host once for each scheme and port."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from appsec.facts.app import Known
from appsec.model.endpoint import Endpoint, Use
from appsec.model.outcome import Cause, Confidence, Gap, Location, Origin
from appsec.readers.endpoints.addresses import Address, number_of
from appsec.readers.endpoints.clouds import Hosted, hosted

MAX_ENDPOINTS = 5000
MAX_PLACES = 20
"""Most places that are kept of one endpoint."""
_ORIGINS = (Origin.APP, Origin.LIBRARY, Origin.UNREACHED)
_Key = tuple[str, str, str]


@dataclass(slots=True)
class Gathered:
    """Endpoints as they are found. What is the app's own in one place is the app's; the surest use
    decides the confidence. `fact` is what the gap is of if there are too many."""

    fact: str
    _found: dict[_Key, Endpoint] = field(default_factory=dict)
    _full: bool = False

    def add(
        self,
        one: Address,
        use: Use,
        at: Location,
        origin: Origin = Origin.APP,
        confidence: Confidence = Confidence.HIGH,
    ) -> None:
        """Adds a use of an address."""
        key = (one.host, one.scheme, one.port)
        seen = _seen(one, use, at, origin, confidence)
        before = self._found.get(key)
        if before is not None:
            self._found[key] = _joined(before, seen)
        elif len(self._found) < MAX_ENDPOINTS:
            self._found[key] = seen
        else:
            self._full = True

    def join(self, endpoints: Iterable[Endpoint]) -> None:
        """Adds endpoints that were gathered elsewhere, and are complete in themselves."""
        for one in endpoints:
            self._found[one.host, one.scheme, one.port] = one

    def known(self) -> Known[tuple[Endpoint, ...]]:
        """All of them, by host, and a gap if there were too many."""
        found = sorted(self._found.values(), key=lambda one: (one.host, one.scheme, one.port))
        values = {"limit": str(MAX_ENDPOINTS)}
        gaps = [Gap(self.fact, Cause.LOST, "too-many-endpoints", values)] if self._full else []
        return Known(tuple(found), gaps)


def _seen(one: Address, use: Use, at: Location, origin: Origin, confidence: Confidence) -> Endpoint:
    place = hosted(one.host) if number_of(one.host) is None else Hosted()
    return Endpoint(
        one.host,
        (use,),
        (at,),
        scheme=one.scheme,
        port=one.port,
        path=one.path,
        origin=origin,
        confidence=confidence,
        cloud=place.cloud,
        region=place.region,
        country=place.country,
    )


def _joined(before: Endpoint, seen: Endpoint) -> Endpoint:
    """Both as one. The stronger use is told first and decides how sure it is."""
    order, ranks = list(Use).index, list(Confidence).index
    surest = min((before, seen), key=lambda one: (order(one.uses[0]), ranks(one.confidence)))
    uses = sorted({*before.uses, *seen.uses}, key=order)
    places = dict.fromkeys((*before.at, *seen.at))
    return replace(
        before,
        uses=tuple(uses),
        at=tuple(places)[:MAX_PLACES],
        path=before.path or seen.path,
        origin=min(before.origin, seen.origin, key=_ORIGINS.index),
        confidence=surest.confidence,
    )
