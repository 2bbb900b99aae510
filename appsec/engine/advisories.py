"""What advisories on an app's components prove, and what they leave for a person to look at."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appsec.engine.declaration.form import says_something
from appsec.engine.files import read_yaml
from appsec.facts.advisories import Advisories, Match
from appsec.model.outcome import (
    Confidence,
    Evidence,
    Finding,
    Location,
    Origin,
    Question,
    Seen,
    Severity,
)
from appsec.model.software import Software, SoftwareComponent

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration
    from appsec.model.declaration_rows import DeclaredSdk

NOTHING = "—"
MAX_NAMES = 50
"""Most components that one question names; their number is told beside."""

_CVE = re.compile(r"CVE-\d{4}-\d{4,}\Z")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@cache
def _levels() -> Any:
    return read_yaml(Path(__file__).with_name("advisory_levels.yaml"))


def level_of(match: Match) -> Severity:
    """How bad it is: by its score, by its publisher's word, or as what nobody rated."""
    table = _levels()
    if match.score:
        scale = ((Severity(name), float(low)) for name, low in table["scores"].items())
        return next(level for level, low in scale if float(match.score) >= low)
    word = table["ratings"].get(match.rating, match.rating)
    return Severity(word if word in table["scores"] else table["unrated"])


def numbers_of(match: Match) -> tuple[str, ...]:
    """Its CVE numbers: what the norm calls a known vulnerability has one."""
    return tuple(sorted(name for name in {match.id, *match.aliases} if _CVE.match(name)))


def is_certain(match: Match) -> bool:
    """Whether the version that it applies to is the component's."""
    component = match.component
    return component.confidence is not Confidence.LOW and not component.contradicted


def is_proof(match: Match) -> bool:
    """Whether it proves a known vulnerability, bad enough to fail."""
    enough = level_of(match).rank >= Severity(_levels()["least"]).rank
    return bool(numbers_of(match)) and is_certain(match) and enough


def known_vulnerabilities(advisories: Advisories) -> Iterator[Seen]:
    """A finding for each proof, by how bad it is; a question for each other advisory."""
    for match in advisories.matches:
        if is_proof(match):
            yield _seen(Finding, level_of(match).value, match)
        elif not is_certain(match):
            yield _seen(Question, "unsure", match)
        elif numbers_of(match):
            yield _seen(Question, "minor", match)
        else:
            yield _seen(Question, "unnumbered", match)


def _seen(kind: type[Seen], key: str, match: Match) -> Seen:
    component = match.component
    numbers = numbers_of(match)
    values = {
        "name": component.name,
        "version": component.version,
        "id": match.id,
        "cve": ", ".join(numbers) or NOTHING,
        "score": score_of(match),
        "fixed": next(iter(match.fixed), NOTHING),
        "feed": match.feed,
    }
    # The database may learn of a fix, and a feed may be another: it stays the same thing seen.
    return kind(key, places_of(component), values, ("name", "version", "id"), Origin.LIBRARY)


def score_of(match: Match) -> str:
    """The base score with the version of CVSS, or the publisher's own word."""
    if not match.score:
        return match.rating or NOTHING
    stated = re.match(r"CVSS:(\d\.\d)/", match.vector)
    return f"{match.score} (CVSS {stated[1] if stated else '2.0'})"


def places_of(component: SoftwareComponent) -> tuple[Location, ...]:
    """Where a component was seen; it always has a place to print."""
    return tuple(dict.fromkeys(trace.at for trace in component.traces)) or (Location(""),)


def unmatched_components(advisories: Advisories, software: Software) -> Iterator[Seen]:
    """One question for each reason why silence on components proves nothing, with their names."""
    places = {one.name: places_of(one)[0] for one in software.components}
    reasons: dict[str, list[str]] = {}
    for name, why in sorted(advisories.unmatched.items()):
        reasons.setdefault(why.value, []).append(name)
    for key, names in sorted(reasons.items()):
        at = tuple(dict.fromkeys(places.get(name, Location("")) for name in names))
        yield Question(key, at, _listed(names))
    if software.unidentified:
        unknown = sorted(software.unidentified, key=lambda one: one.name)
        at = tuple(dict.fromkeys(one.at for one in unknown))
        yield Question("unidentified", at, _listed([one.name for one in unknown]))


def _listed(names: list[str]) -> Mapping[str, str]:
    """All of it tells one such question from another: with one more name it is a new one."""
    more = len(names) - MAX_NAMES
    shown = ", ".join(names[:MAX_NAMES])
    if more > 0:
        rest = hashlib.sha256("\n".join(names).encode("utf-8", "surrogatepass")).hexdigest()
        shown += f" … +{more} ({rest[:8]})"
    return {"count": str(len(names)), "names": shown}


def outdated_components(advisories: Advisories) -> Mapping[SoftwareComponent, tuple[Match, ...]]:
    """The components that are proved vulnerable and that a later version would mend."""
    found: dict[SoftwareComponent, list[Match]] = {}
    for match in advisories.matches:
        if is_proof(match) and match.fixed:
            found.setdefault(match.component, []).append(match)
    return {component: tuple(matches) for component, matches in found.items()}


def updates(
    outdated: Mapping[SoftwareComponent, tuple[Match, ...]],
    software: Software,
    declaration: "Declaration",
) -> Iterator[Seen]:
    """Whether a plan is declared to update each: evidence if so, a finding if not. While a row with
    a plan may be of any library, by a name that no component bears, it is a question."""
    rows = declaration.sdks
    known = software.components
    planned = [row for row in rows if says_something(row.update_plan)]
    loose = [row for row in planned if not any(_is_row_of(row, one) for one in known)]
    for component, matches in outdated.items():
        own = [row for row in rows if _is_row_of(row, component)]
        values = {
            "name": component.name,
            "version": component.version,
            "cve": ", ".join(sorted({n for match in matches for n in numbers_of(match)})),
            "fixed": ", ".join(dict.fromkeys(match.fixed[0] for match in matches)),
        }
        kind, key = _plan(own, loose)
        identity = ("name", "version", "cve")
        yield kind(key, places_of(component), values, identity, Origin.LIBRARY)


def _plan(own: list["DeclaredSdk"], loose: list["DeclaredSdk"]) -> tuple[type[Seen], str]:
    if any(says_something(row.update_plan) for row in own):
        return Evidence, "planned"
    if not own and loose:
        return Question, "unclear"
    return Finding, "no-plan"


def _is_row_of(row: "DeclaredSdk", component: SoftwareComponent) -> bool:
    names = {_plain(name) for name in _names(component)} - {""}
    return _plain(row.name) in names


def _names(component: SoftwareComponent) -> Iterable[str]:
    """As a person may write it: in full, or only the last part."""
    yield component.name
    yield re.split(r"[:/]", component.name)[-1]
    yield component.purl.rpartition("/")[2]
    yield component.purl.removeprefix("pkg:").partition("/")[2].replace("/", ":")


def _plain(name: str) -> str:
    return _NOT_IN_NAMES.sub("", name.casefold())
