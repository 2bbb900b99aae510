"""What a check may import to hold an SBOM against a build."""

from collections.abc import Iterator

from appsec.engine.software import differing, unlisted
from appsec.model.outcome import Confidence, Evidence, Location, Origin, Question, Seen
from appsec.model.software import Means, Software, SoftwareComponent

__all__ = ["contradictions"]

MAX_PLACES, MAX_NAMED = 20, 10
"""Most places of one component, and most components that one message names."""


def contradictions(supplied: Software, software: Software) -> Iterator[Seen]:
    """Other versions, what no file names, and what the build does not show. The last is no more
    than shown: builds leave out what is not used, and rename what is left."""
    for one in software.components:
        if one.supplied and (versions := differing(one)):
            values = {"name": one.name, "build": ", ".join(versions), "stated": _stated(one)}
            yield Question("version", _places(one), values, origin=Origin.LIBRARY)
    for one in unlisted(software):
        sure = one.confidence is not Confidence.LOW
        kind, key = (Question, "unlisted") if sure else (Evidence, "unlisted-unsure")
        yield kind(key, _places(one), {"name": one.name}, origin=Origin.LIBRARY)
    if unseen := [one.name for one in software.components if not one.shown]:
        rest = f" (+{len(unseen) - MAX_NAMED})" if len(unseen) > MAX_NAMED else ""
        names = ", ".join(unseen[:MAX_NAMED]) + rest
        values = {"count": str(len(unseen)), "names": names}
        files = tuple(Location(name) for name in supplied.supplied_from)
        yield Evidence("not-seen", files, values, ("count",), Origin.LIBRARY)


def _stated(one: SoftwareComponent) -> str:
    versions = (t.version for t in one.traces if t.means is Means.SUPPLIED and t.version)
    return ", ".join(dict.fromkeys(versions))


def _places(one: SoftwareComponent) -> tuple[Location, ...]:
    shown = (trace.at for trace in one.traces if trace.means is not Means.SUPPLIED)
    return tuple(dict.fromkeys(shown))[:MAX_PLACES]
