"""The hosts of a build that its developer has to declare."""

from collections.abc import Collection, Iterable, Iterator

from appsec.engine.hosts import in_use
from appsec.engine.lookups import is_this_device
from appsec.engine.observe.tables import filled
from appsec.model.endpoint import Endpoint, Use
from appsec.model.observed import Observation, Trait


def domains(endpoints: Iterable[Endpoint], pinned: Collection[str]) -> Iterator[Observation]:
    """Each host that something uses; what only a library's setting or a mere text names is no
    reason to declare it. `hosting` is what the host's name tells of where it is."""
    for one in in_use(endpoints):
        if not is_this_device(one.host):
            detail = {
                "pinned": "yes" if one.host in pinned else "",
                "webview": "yes" if Use.PAGE in one.uses else "",
                "hosting": _hosting(one),
            }
            yield Observation(Trait.DOMAIN, one.host, filled(detail), one.at, one.origin)


def _hosting(one: Endpoint) -> str:
    place = f"{one.region} ({one.country})" if one.country else one.region
    return ", ".join(filter(None, (one.cloud, place)))
