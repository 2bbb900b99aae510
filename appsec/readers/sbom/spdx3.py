"""SPDX 3.0, JSON-LD as its own context writes it: the packages of the graph."""

from collections.abc import Iterator, Mapping
from typing import Any

from appsec.readers.sbom.listing import EVERYTHING, Listing, Named, NotListed, mappings, text
from appsec.readers.sbom.spdx import UNSAID

_LICENCES = ("hasConcludedLicense", "hasDeclaredLicense")
_SHIPS = frozenset(("", "runtime", "other"))
"""Scopes of a dependency that a product has with it; others build, test or develop it."""


def is_spdx3(values: Mapping[str, Any]) -> bool:
    """Whether the context is that of SPDX 3."""
    context = values.get("@context")
    written = context if isinstance(context, list) else [context]
    return any("spdx.org/rdf/3." in text(one) for one in written)


def from_json(values: Mapping[str, Any]) -> Listing:
    """The packages of the graph, without the product itself."""
    graph = {text(one.get("spdxId")): one for one in mappings(values.get("@graph"))}
    relations = [one for one in graph.values() if text(one.get("type")).endswith("Relationship")]
    packages = {id_ for id_, one in graph.items() if text(one.get("type")) == "software_Package"}
    roots = {
        one
        for each in graph.values()
        if text(each.get("type")) in ("SpdxDocument", "software_Sbom")
        for one in _ids(each.get("rootElement"))
    } & packages
    kept = packages - _aside(relations)
    if len(roots) == 1 and len(packages) > 1:
        kept -= roots
    licences = _licences(relations, graph)
    named = tuple(
        _named(id_, graph[id_], graph, licences) for id_ in sorted(kept) if graph[id_].get("name")
    )
    if not named:
        raise NotListed("names no package")
    return Listing(named, (EVERYTHING,))


def _ids(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one


def _aside(relations: list[Mapping[str, Any]]) -> set[str]:
    aside: set[str] = set()
    needed: set[str] = set()
    for one in relations:
        if text(one.get("relationshipType")) in ("dependsOn", "contains"):
            ships = text(one.get("scope")) in _SHIPS
            (needed if ships else aside).update(_ids(one.get("to")))
    return aside - needed


def _licences(
    relations: list[Mapping[str, Any]], graph: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[str, ...]]:
    """By package; what was concluded goes before what was declared."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in _LICENCES:
        for one in relations:
            if text(one.get("relationshipType")) == kind:
                stated = tuple(
                    expression
                    for to in _ids(one.get("to"))
                    if (expression := _expression(graph.get(to, {}))) not in UNSAID
                )
                if stated:
                    found.setdefault(text(one.get("from")), stated)
    return found


def _expression(element: Mapping[str, Any]) -> str:
    written = element.get("simplelicensing_licenseExpression") or element.get("name")
    return text(written)


def _named(
    id_: str,
    package: Mapping[str, Any],
    graph: Mapping[str, Mapping[str, Any]],
    licences: Mapping[str, tuple[str, ...]],
) -> Named:
    purl = text(package.get("software_packageUrl")) or next(
        (
            text(one.get("identifier"))
            for one in mappings(package.get("externalIdentifier"))
            if text(one.get("externalIdentifierType")) == "packageUrl"
        ),
        "",
    )
    supplier = next((graph[one] for one in _ids(package.get("suppliedBy")) if one in graph), {})
    version = text(package.get("software_packageVersion"))
    return Named(
        text(package.get("name")),
        version,
        purl,
        id_.rpartition("/")[2],
        licences.get(id_, ()),
        text(supplier.get("name")),
    )
