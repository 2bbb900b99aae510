"""CycloneDX 1.2 to 1.6, JSON and XML: what it says that a product ships."""

from collections.abc import Iterator, Mapping
from typing import Any

from appsec.model.software import SoftwareKind
from appsec.readers.sbom.listing import EVERYTHING, Listing, Named, NotListed, mappings, text

VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6")
_KINDS = {
    "framework": SoftwareKind.FRAMEWORK,
    "library": None,
    "application": None,
    "container": None,
    "operating-system": None,
    "device-driver": None,
    "platform": SoftwareKind.FRAMEWORK,
    "machine-learning-model": None,
}
"""The types of component that are software; files, data and devices are none."""


def from_json(values: Mapping[str, Any]) -> Listing:
    """The components of a BOM, those inside others included."""
    version = text(values.get("specVersion"))
    if version not in VERSIONS:
        raise NotListed(f"CycloneDX {version!r} is not read; {VERSIONS[0]} to {VERSIONS[-1]} are")
    named = tuple(_named(mappings(values.get("components"))))
    if not named:
        raise NotListed("names no component")
    return Listing(named, (EVERYTHING,))


def _named(components: list[Mapping[str, Any]]) -> Iterator[Named]:
    for one in components:
        kind = text(one.get("type"))
        # What is excluded was used to build or test; the product does not have it.
        if kind in _KINDS and text(one.get("scope")) != "excluded":
            group, name = text(one.get("group")), text(one.get("name"))
            supplier = one.get("supplier")
            yield Named(
                f"{group}:{name}" if group else name,
                text(one.get("version")),
                text(one.get("purl")),
                text(one.get("bom-ref")) or name,
                tuple(_licences(one.get("licenses"))),
                text(supplier.get("name")) if isinstance(supplier, dict) else "",
                _KINDS[kind],
            )
        yield from _named(mappings(one.get("components")))


def _licences(value: Any) -> Iterator[str]:
    for one in mappings(value):
        inner = one.get("license")
        licence = inner if isinstance(inner, dict) else {}
        found = one.get("expression") or licence.get("id") or licence.get("name")
        if text(found):
            yield text(found)
