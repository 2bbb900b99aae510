"""What one SBOM or lock file lists, whatever its form."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packageurl import PackageURL

from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen
from appsec.model.outcome import Confidence, Location
from appsec.model.software import Means, SoftwareComponent, SoftwareKind, Trace
from appsec.model.text import visible
from appsec.readers.software.licences import licence_of

MAX_COMPONENTS = 20_000
MAX_TEXT = 300
"""Most components of one file, and longest name, version or licence in characters."""

_KINDS = {"npm": SoftwareKind.JAVASCRIPT, "conan": SoftwareKind.NATIVE}
"""What the components of a package manager are, if no libraries."""

_FOLDED = frozenset(("github", "bitbucket"))
"""Types of package URL that are written in lower case, whatever the name is."""

EVERYTHING = "*"
"""Covered by an SBOM that claims to be of the whole app."""


@frozen
class Named:
    """A component as a file names it. `purl` is as written or made of the lock file's words, with
    or without a version; `at` tells where in the file, a line or a key. Not `sure` is what may be
    there only to develop the app."""

    name: str
    version: str = ""
    purl: str = ""
    at: str = ""
    licences: tuple[str, ...] = ()
    supplier: str = ""
    kind: SoftwareKind | None = None
    sure: bool = True


@frozen
class Listing:
    """What a file lists, and the package URL types of which it claims to list everything."""

    named: tuple[Named, ...]
    covered: tuple[str, ...]


class NotListed(Exception):
    """The text says why nothing can be taken from a file; who reads the file names it."""


def components(path: Path, listing: Listing) -> Iterator[SoftwareComponent]:
    """What is listed, as components. Raises FileProblem for more than a build can have."""
    if len(listing.named) > MAX_COMPONENTS:
        raise FileProblem(path, f"lists more than {MAX_COMPONENTS} components")
    for one in listing.named:
        for text in (one.name, one.version, one.purl, *one.licences):
            if len(text) > MAX_TEXT:
                raise FileProblem(path, f"{visible(text, 40)!r} is longer than {MAX_TEXT}")
        try:
            yield _component(path, one)
        except ValueError as error:
            why = f"{visible(one.at, 40)}: {visible(one.purl, 80)!r} is no package URL"
            raise FileProblem(path, why) from error


def made(kind: str, namespace: str, name: str) -> str:
    """The package URL of a lock file's entry. Raises NotListed."""
    try:
        return PackageURL(kind, namespace, name).to_string()
    except ValueError as error:
        raise NotListed(f"{visible(name, 40)!r} is no name of a package") from error


def text(value: Any) -> str:
    """A value that should be a text; nothing where it is none."""
    return value.strip() if isinstance(value, str) else ""


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """The mappings in what should be a list of them."""
    found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict)]


def _component(path: Path, one: Named) -> SoftwareComponent:
    url = PackageURL.from_string(one.purl) if one.purl else None
    version = one.version or (url.version if url else "") or ""
    known = licence_of("", bare(url), [version] if version else []) if url else ""
    return SoftwareComponent(
        name=_title(url) if url and url.type not in _FOLDED else one.name,
        kind=one.kind or _KINDS.get(url.type if url else "", SoftwareKind.LIBRARY),
        purl=bare(url) if url else "",
        version=version,
        confidence=Confidence.MEDIUM if one.sure else Confidence.LOW,
        traces=(Trace(Means.SUPPLIED, Location(path.name, one.at[:MAX_TEXT]), version),),
        # Lock files state none, and an SBOM not always.
        licences=one.licences or ((known,) if known else ()),
        supplier=one.supplier[:MAX_TEXT],
    )


def bare(url: PackageURL) -> str:
    """A package URL by which a component is found: without version, qualifiers and subpath."""
    return PackageURL(url.type, url.namespace, url.name).to_string()


def _title(url: PackageURL) -> str:
    """What its users call it: group:artifact, @scope/name."""
    if url.type == "maven":
        return f"{url.namespace}:{url.name}" if url.namespace else url.name
    if url.type == "npm" and url.namespace:
        return f"{url.namespace}/{url.name}"
    return url.name
