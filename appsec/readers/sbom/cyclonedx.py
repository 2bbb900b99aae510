"""CycloneDX 1.2 to 1.7, JSON and XML: what it says that a product ships."""

from collections.abc import Iterator, Mapping
from typing import Any

from appsec.model.software import SoftwareKind
from appsec.readers.sbom.listing import EVERYTHING, Listing, Named, NotListed, mappings, text
from appsec.readers.sbom.xml_tree import Element

NAMESPACE = "http://cyclonedx.org/schema/bom/"
VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
"""Each only adds to what is read here."""

_KINDS = {
    "framework": SoftwareKind.FRAMEWORK,
    "platform": SoftwareKind.FRAMEWORK,
    "library": None,
    "application": None,
    "": None,
}
"""The types of component that an app may contain; files, data, devices and systems are none. What
lacks its type may be one."""

_UNREAD = "NOASSERTION"
"""A licence of which neither identifier nor name is told: an unknown one, and not none."""


def from_json(values: Mapping[str, Any]) -> Listing:
    """The components of a BOM, those inside others included."""
    _must_be_known(text(values.get("specVersion")))
    about = values.get("metadata")
    product = about.get("component") if isinstance(about, dict) else None
    inner = product.get("components") if isinstance(product, dict) else None
    return _listing([*mappings(values.get("components")), *mappings(inner)])


def from_xml(root: Element) -> Listing:
    """The same of the XML form."""
    _must_be_known(root.namespace.removeprefix(NAMESPACE))
    products = [one for about in root.all("metadata") for one in about.all("component")]
    return _listing([one for each in (root, *products) for one in _components(each)])


def _must_be_known(version: str) -> None:
    if version not in VERSIONS:
        raise NotListed(f"CycloneDX {version!r} is not read; {VERSIONS[0]} to {VERSIONS[-1]} are")


def _listing(components: list[Mapping[str, Any]]) -> Listing:
    named = tuple(_named(components))
    if not named:
        raise NotListed("names no component")
    return Listing(named, (EVERYTHING,))


def _named(components: list[Mapping[str, Any]]) -> Iterator[Named]:
    for one in components:
        kind = text(one.get("type"))
        group, name = text(one.get("group")), text(one.get("name"))
        # What is excluded was used to build or test; the product does not have it.
        purl = text(one.get("purl"))
        if (name or purl) and kind in _KINDS and text(one.get("scope")) != "excluded":
            supplier = one.get("supplier")
            yield Named(
                f"{group}:{name}" if group and name else name or purl,
                text(one.get("version")),
                purl,
                text(one.get("bom-ref")) or name or purl,
                tuple(_licences(one.get("licenses"))),
                text(supplier.get("name")) if isinstance(supplier, dict) else "",
                _KINDS[kind],
            )
        yield from _named(mappings(one.get("components")))


def _licences(value: Any) -> Iterator[str]:
    for one in mappings(value):
        inner = one.get("license")
        licence = inner if isinstance(inner, dict) else {}
        yield text(one.get("expression") or licence.get("id") or licence.get("name")) or _UNREAD


def _components(within: Element) -> list[Mapping[str, Any]]:
    """As they are in the JSON form."""
    return [
        {
            **{key: one.text(key) for key in ("group", "name", "version", "purl", "scope")},
            "type": one.attributes.get("type", ""),
            "bom-ref": one.attributes.get("bom-ref", ""),
            "supplier": {"name": one.text("supplier", "name")},
            "licenses": list(_licences_of(one)),
            "components": _components(one),
        }
        for inner in within.all("components")
        for one in inner.all("component")
    ]


def _licences_of(component: Element) -> Iterator[dict[str, Any]]:
    for licences in component.all("licenses"):
        for one in licences.inner:
            if one.name == "expression":
                yield {"expression": one.text()}
            elif one.name == "license":
                yield {"license": {"id": one.text("id"), "name": one.text("name")}}
