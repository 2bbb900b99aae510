"""Advisories of the OSV form, which OSV.dev and GitHub publish: https://ossf.github.io/osv-schema/"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.vulndb.advisory import Advisory, Affected, Edge, Range, RangeKind
from appsec.vulndb.ecosystems import GIT, package_name, repository_name
from appsec.vulndb.versions import plain_tag

MAX_SUMMARY = 300

_KINDS = {kind.value: kind for kind in (RangeKind.ECOSYSTEM, RangeKind.SEMVER, RangeKind.GIT)}
_NO_RANGE = Range(RangeKind.UNTOLD, ())

_KNOWN_UNTIL = re.compile(r"(<=?)\s*(\S+)\Z")
"""GitHub's `last_known_affected_version_range`: `< 1.2` or `<= 1.2`."""


class Malformed(ValueError):
    """A record is not of the form that its feed is written in."""


def advisory_of(plain: Any) -> Advisory | None:
    """The advisory of one record, or None for one that was withdrawn. Raises Malformed."""
    if not isinstance(plain, dict) or not isinstance(plain.get("id"), str) or not plain["id"]:
        raise Malformed("no id")
    if plain.get("withdrawn"):
        return None
    own = _mapping(plain.get("database_specific"))
    return Advisory(
        id=text_of(plain["id"]),
        aliases=_texts(plain.get("aliases")),
        summary=_summary(plain),
        vectors=tuple(_vectors(plain)),
        rating=text_of(own.get("severity")).casefold(),
        published=text_of(plain.get("published")),
        modified=text_of(plain.get("modified")),
        affected=tuple(one for each in _items(plain.get("affected")) for one in _affected(each)),
    )


def _summary(plain: Mapping[str, Any]) -> str:
    said = text_of(plain.get("summary")) or text_of(plain.get("details"))
    return " ".join(said[: 4 * MAX_SUMMARY].split())[:MAX_SUMMARY]


def _vectors(plain: Mapping[str, Any]) -> Iterator[str]:
    places = [plain, *(_mapping(each) for each in _items(plain.get("affected")))]
    for each in (severity for place in places for severity in _items(place.get("severity"))):
        score = text_of(_mapping(each).get("score"))
        if score:
            yield score


def _affected(plain: Any) -> Iterator[Affected]:
    """Of the package, or else of each repository that ranges name."""
    entry = _mapping(plain)
    package = _mapping(entry.get("package"))
    # "Debian:12" is the release of an ecosystem.
    ecosystem = text_of(package.get("ecosystem")).partition(":")[0]
    name = text_of(package.get("name"))
    versions = _texts(entry.get("versions"))
    ranges = [_mapping(each) for each in _items(entry.get("ranges"))]
    if ecosystem and name:
        until = text_of(_mapping(entry.get("database_specific")).get(_UNTIL))
        told = tuple(_ended(_range(each), until) for each in ranges)
        # Tags are what names versions beside commits.
        tagged = any(each.kind is RangeKind.GIT for each in told)
        known = package_name(ecosystem, name)
        yield Affected(ecosystem, known, told, _tags(versions) if tagged else versions)
    elif package:
        raise Malformed("a package without ecosystem or name")
    for repository in dict.fromkeys(text_of(each.get("repo")) for each in ranges):
        if repository:
            own = [each for each in ranges if each.get("repo") == repository]
            told = tuple(made for each in own for made in _of_repository(each))
            yield Affected(GIT, repository_name(repository), told, _tags(versions))


def _tags(versions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain_tag(tag) for tag in versions))


_UNTIL = "last_known_affected_version_range"


def _of_repository(plain: Mapping[str, Any]) -> Iterator[Range]:
    """The commits, and the versions that OSV's conversion of CVE records keeps beside them."""
    yield _range(plain)
    beside = _items(_mapping(plain.get("database_specific")).get("versions"))
    if beside:
        yield _range({"type": "ECOSYSTEM", "events": beside})


def _range(plain: Mapping[str, Any]) -> Range:
    """One of a form that nobody foresaw leaves its package untold, and the others as they are."""
    try:
        kind = _KINDS[plain["type"]]
        edges = tuple(_edges(_items(plain.get("events"))))
    except (KeyError, TypeError, Malformed):
        return _NO_RANGE
    # Without a beginning, which the form demands, nobody knows what it ends.
    begins = any(edge is Edge.INTRODUCED for edge, _ in edges)
    return Range(kind, edges) if begins else _NO_RANGE


def _edges(events: list[Any]) -> Iterator[tuple[Edge, str]]:
    for event in events:
        for edge, version in _mapping(event).items():
            if edge not in frozenset(Edge) or not isinstance(version, str) or not version:
                raise Malformed("an event of no known kind")
            yield Edge(edge), version


def _ended(told: Range, until: str) -> Range:
    """A range without an end of its own, as far as GitHub knows it to reach."""
    ends = any(edge is not Edge.INTRODUCED for edge, _ in told.edges)
    known = _KNOWN_UNTIL.match(until)
    if ends or not known or told.kind in (RangeKind.GIT, RangeKind.UNTOLD):
        return told
    edge = Edge.LAST_AFFECTED if known[1] == "<=" else Edge.LIMIT
    return Range(told.kind, (*told.edges, (edge, known[2])))


def _mapping(value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed("a list or text where keys belong")
    return value


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed("not a list where one belongs")
    return value


def text_of(value: Any) -> str:
    """Half a surrogate pair, which JSON can state, is no text that can be kept."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(text_of(each) for each in _items(value) if isinstance(each, str) and each)
