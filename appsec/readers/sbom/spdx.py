"""SPDX 2, JSON and tag-value: the packages that a document says a product has."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.readers.sbom.listing import EVERYTHING, Listing, Named, NotListed, mappings, text

UNSAID = frozenset(("", "NOASSERTION", "NONE"))
"""What stands where nobody says anything of a licence or supplier."""

_ASIDE = re.compile(r"(DEV|TEST|BUILD)_(DEPENDENCY|TOOL)_OF|TEST(_CASE)?_OF|PROVIDED_DEPENDENCY_OF")
_WITHIN = frozenset(("DEPENDS_ON", "CONTAINS", "STATIC_LINK", "DYNAMIC_LINK"))
_OF = frozenset(
    ("DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "CONTAINED_BY", "OPTIONAL_DEPENDENCY_OF")
)

_SINGLE = {
    "SPDXID": "SPDXID",
    "PackageVersion": "versionInfo",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageSupplier": "supplier",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
_REFERENCE = 3
"""Words of an external reference, and of a relationship."""


def from_json(values: Mapping[str, Any]) -> Listing:
    """The packages of a document, without the product itself."""
    version = text(values.get("spdxVersion"))
    if not version.startswith("SPDX-2."):
        raise NotListed(f"{version!r} is not read; SPDX-2.x and SPDX 3.0 are")
    packages = mappings(values.get("packages"))
    relations = mappings(values.get("relationships"))
    aside = _aside(relations) | _product(values, relations, packages)
    named = tuple(
        _named(one)
        for one in packages
        if text(one.get("name"))
        and text(one.get("SPDXID")) not in aside
        and text(one.get("primaryPackagePurpose")) != "FILE"
    )
    if not named:
        raise NotListed("names no package")
    return Listing(named, (EVERYTHING,))


def from_tags(content: str) -> Listing:
    """The same of the tag-value form."""
    packages: list[dict[str, Any]] = []
    relations, head = [], {"spdxVersion": ""}
    here: dict[str, Any] | None = None
    for tag, value in _tags(content):
        if tag == "SPDXVersion":
            head["spdxVersion"] = value
        elif tag == "PackageName":
            here = {"name": value, "externalRefs": []}
            packages.append(here)
        elif tag in ("FileName", "SnippetSPDXID", "LicenseID"):
            here = None
        elif tag == "Relationship" and len(words := value.split()) == _REFERENCE:
            keys = ("spdxElementId", "relationshipType", "relatedSpdxElement")
            relations.append(dict(zip(keys, words, strict=True)))
        elif (
            tag == "ExternalRef" and here is not None and len(words := value.split()) == _REFERENCE
        ):
            here["externalRefs"].append({"referenceType": words[1], "referenceLocator": words[2]})
        elif here is not None and tag in _SINGLE:
            here[_SINGLE[tag]] = value
    return from_json({**head, "packages": packages, "relationships": relations})


def _tags(content: str) -> Iterator[tuple[str, str]]:
    """Each tag with its value; one in <text> may have several lines."""
    lines = iter(content.splitlines())
    for line in lines:
        tag, found, value = line.partition(":")
        if not found or tag.startswith("#"):
            continue
        value = value.strip()
        if value.startswith("<text>"):
            parts = [value.removeprefix("<text>")]
            while "</text>" not in parts[-1] and (more := next(lines, None)) is not None:
                parts.append(more)
            value = "\n".join(parts).partition("</text>")[0]
        yield tag.strip(), value


def _named(package: Mapping[str, Any]) -> Named:
    purl = next(
        (
            text(one.get("referenceLocator"))
            for one in mappings(package.get("externalRefs"))
            # In full it is the address of its definition.
            if text(one.get("referenceType")).rpartition("/")[2] == "purl"
        ),
        "",
    )
    said = (text(package.get(key)) for key in ("licenseConcluded", "licenseDeclared"))
    licence = next((one for one in said if one not in UNSAID), "")
    supplier = text(package.get("supplier"))
    return Named(
        text(package.get("name")),
        text(package.get("versionInfo")),
        purl,
        text(package.get("SPDXID")),
        (licence,) if licence else (),
        "" if supplier in UNSAID else supplier.partition(": ")[2] or supplier,
    )


def _aside(relations: list[Mapping[str, Any]]) -> set[str]:
    """What is there only to build, to test or to develop."""
    aside, needed = set(), set()
    for one in relations:
        kind = text(one.get("relationshipType"))
        this, other = text(one.get("spdxElementId")), text(one.get("relatedSpdxElement"))
        if _ASIDE.fullmatch(kind):
            aside.add(this)
        elif kind in _WITHIN:
            needed.add(other)
        elif kind in _OF:
            needed.add(this)
    return aside - needed


def _product(
    values: Mapping[str, Any], relations: list[Mapping[str, Any]], packages: list[Mapping[str, Any]]
) -> set[str]:
    """The package that the document is about, unless there is nothing else, or several are."""
    stated = values.get("documentDescribes")
    described = set(filter(None, map(text, stated))) if isinstance(stated, list) else set()
    for one in relations:
        if text(one.get("relationshipType")) == "DESCRIBES":
            described.add(text(one.get("relatedSpdxElement")))
    return described if len(described) == 1 and len(packages) > 1 else set()
