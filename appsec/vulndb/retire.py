"""Advisories of retire.js: its repository of JavaScript libraries, `jsrepository-v5.json`."""

from collections.abc import Iterator, Mapping
from typing import Any

from appsec.vulndb.advisory import Advisory, Affected, Edge, Range, RangeKind
from appsec.vulndb.ecosystems import NPM, RETIRE, package_name
from appsec.vulndb.osv import Malformed, text_of

_EDGES = {"atOrAbove": Edge.INTRODUCED, "below": Edge.FIXED}


def looks_like(plain: Any) -> bool:
    """Whether this is a repository of retire.js and not a record of OSV."""
    return isinstance(plain, dict) and any(
        isinstance(each, dict) and "vulnerabilities" in each and "extractors" in each
        for each in plain.values()
    )


def advisories_of(plain: Mapping[str, Any]) -> Iterator[tuple[str, Advisory | Malformed]]:
    """What each entry tells, beside a name for it."""
    for library, about in sorted(plain.items()):
        if not isinstance(about, dict) or not isinstance(about.get("vulnerabilities"), list):
            yield library, Malformed("no list of vulnerabilities")
            continue
        for number, each in enumerate(about["vulnerabilities"]):
            name = f"{library}[{number}]"
            try:
                yield name, _advisory(library, about, number, each)
            except Malformed as error:
                yield name, error


def _advisory(library: str, about: Mapping[str, Any], number: int, plain: Any) -> Advisory:
    if not isinstance(plain, dict):
        raise Malformed("not a mapping")
    named = plain.get("identifiers")
    named = named if isinstance(named, dict) else {}
    numbers = tuple(_texts(named.get("CVE")))
    ids = (*_texts(named.get("githubID")), *numbers)
    told = Range(RangeKind.RETIRE, _edges(plain))
    excluded = tuple(_texts(plain.get("excludes")))
    places = [(RETIRE, text_of(library).casefold())]
    if npm := text_of(about.get("npmname")):
        places.append((NPM, package_name(NPM, npm)))
    return Advisory(
        # Where nobody gave it a number, retire.js's own: its repository names no other.
        id=ids[0] if ids else f"retire.js:{_own_number(named) or f'{places[0][1]}:{number}'}",
        aliases=ids[1:],
        summary=text_of(named.get("summary"))[:300],
        rating=str(plain.get("severity") or "").casefold(),
        affected=tuple(Affected(eco, name, (told,), excluded=excluded) for eco, name in places),
    )


def _own_number(named: Mapping[str, Any]) -> str:
    return next(iter(_texts(named.get("retid"))), "")


def _edges(plain: Mapping[str, Any]) -> tuple[tuple[Edge, str], ...]:
    edges = [(_EDGES[key], plain[key]) for key in _EDGES if plain.get(key)]
    if not all(isinstance(version, str) for _, version in edges):
        raise Malformed("a version that is no text")
    if not any(edge is Edge.FIXED for edge, _ in edges):
        raise Malformed("no version below which it holds")
    if edges[0][0] is not Edge.INTRODUCED:
        edges.insert(0, (Edge.INTRODUCED, "0"))
    return tuple(edges)


def _texts(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [text_of(each) for each in given if isinstance(each, str) and each]
