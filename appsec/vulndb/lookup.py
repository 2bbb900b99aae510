"""Which advisories apply to a component; of what no feed can speak, why not."""

from collections.abc import Iterable
from dataclasses import replace

from appsec.facts.advisories import Match, Unmatched
from appsec.model.frozen import frozen
from appsec.model.software import SoftwareComponent
from appsec.vulndb.ecosystems import RETIRE, Place, ecosystems, names_no_package, places_of
from appsec.vulndb.ranges import Holds, Judged, judge
from appsec.vulndb.severity import scored
from appsec.vulndb.store import Database, Entry


@frozen
class Answer:
    """What the database says of one component. Silence counts only if a feed of `needs`, if there
    is one, is whole and fresh."""

    matches: tuple[Match, ...] = ()
    unmatched: Unmatched | None = None
    needs: str = ""


def look_up(database: Database, component: SoftwareComponent) -> Answer:
    """Asks for one component. Raises DatabaseProblem."""
    places = places_of(component)
    if not places:
        unknown = names_no_package(component.purl)
        return Answer(unmatched=Unmatched.NO_PURL if unknown else Unmatched.NO_FEED)
    needs = _needed(places)
    if not component.version:
        return Answer(unmatched=Unmatched.NO_VERSION, needs=needs)
    judged = [
        (entry, judge(entry.affected, component.version, place.order))
        for place in places
        for entry in database.entries(place.ecosystem, place.name)
    ]
    matches = [_match(component, *each) for each in judged if each[1].holds is Holds.YES]
    untold = any(told.holds is Holds.UNTOLD for _, told in judged)
    return Answer(_merged(matches), _why(needs, untold, bool(judged)), needs)


def _needed(places: Iterable[Place]) -> str:
    """The ecosystem whose feeds are meant to know all advisories on such packages."""
    known = ecosystems()
    whole = [p.ecosystem for p in places if known[p.ecosystem].least is not None]
    return whole[0] if whole else ""


def _why(needs: str, untold: bool, spoken_of: bool) -> Unmatched | None:
    if not needs:
        return Unmatched.PARTLY
    if untold:
        return Unmatched.NOT_COMPARABLE
    # retire.js knows some libraries well and of all others nothing.
    return Unmatched.NO_FEED if needs == RETIRE and not spoken_of else None


def _match(component: SoftwareComponent, entry: Entry, told: Judged) -> Match:
    about = entry.advisory
    best = scored(about.vectors)
    return Match(
        component=component,
        id=about.id,
        aliases=about.aliases,
        summary=about.summary,
        vector=best.vector,
        score=best.score,
        rating=about.rating,
        fixed=told.fixed,
        feed=entry.feed,
        published=about.published[:10],
    )


def _merged(matches: Iterable[Match]) -> tuple[Match, ...]:
    """One for each vulnerability, however many feeds tell of it. The worst score speaks."""
    groups: list[tuple[set[str], Match]] = []
    for match in sorted(matches, key=lambda m: (-float(m.score or -1), m.feed, m.id)):
        names = {match.id, *match.aliases}
        same = [group for group in groups if group[0] & names]
        if not same:
            groups.append((names, match))
            continue
        for other in same[1:]:
            groups.remove(other)
            names |= other[0]
        same[0][0].update(names)
    merged = [replace(m, aliases=tuple(sorted(names - {m.id}))) for names, m in groups]
    return tuple(sorted(merged, key=lambda m: m.id))
