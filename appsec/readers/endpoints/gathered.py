"""Collects the addresses of a build, each host once for each scheme and port."""

from collections.abc import Iterable
from dataclasses import field

from appsec.facts.app import Known
from appsec.model.endpoint import Endpoint, Use, both, together
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Confidence, Gap, Location, Origin
from appsec.readers.endpoints.addresses import Address, number_of
from appsec.readers.endpoints.clouds import Hosted, hosted

MAX_ENDPOINTS = 5000


@slotted
class Gathered:
    """Endpoints as they are found. What is the app's own in one place is the app's; the surest use
    decides the confidence. `fact` is what the gap is of if there are too many."""

    fact: str
    _found: dict[tuple[str, str, str], Endpoint] = field(default_factory=dict)
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
        seen = _seen(one, use, at, origin, confidence)
        before = self._found.get(seen.key)
        if before is not None:
            self._found[seen.key] = both(before, seen)
        elif len(self._found) < MAX_ENDPOINTS:
            self._found[seen.key] = seen
        else:
            self._full = True

    def join(self, endpoints: Iterable[Endpoint]) -> None:
        """Adds endpoints that were gathered elsewhere, and are complete in themselves."""
        for one in endpoints:
            self._found[one.key] = one

    def known(self) -> Known[tuple[Endpoint, ...]]:
        """All of them, by host, and a gap if there were too many."""
        values = {"limit": str(MAX_ENDPOINTS)}
        gaps = [Gap(self.fact, Cause.LOST, "too-many-endpoints", values)] if self._full else []
        return Known(together(self._found.values()), gaps)


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
