"""Where in the database a component's advisories stand, by its package URL."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.software import SoftwareComponent, SoftwareKind
from appsec.vulndb.versions import Order

if TYPE_CHECKING:
    from packageurl import PackageURL

GIT = "GIT"
"""What belongs to a repository and to no package."""
FUZZED = "OSS-Fuzz"
RETIRE = "retire.js"
"""The names that retire.js gives to JavaScript libraries."""
NPM = "npm"
_SWIFT = "SwiftURL"
_FOLDED = (NPM, "Pub")


@frozen
class Ecosystem:
    """See `ecosystems.yaml`."""

    __pydantic_config__ = STRICT

    types: tuple[str, ...]
    order: Order
    bucket: str = ""
    least: int | None = None


@frozen
class Project:
    """See `projects.yaml`."""

    __pydantic_config__ = STRICT

    repository: str
    order: Order
    fuzzed: str = ""


@frozen
class Place:
    """A package in the database, and the order of its versions."""

    ecosystem: str
    name: str
    order: Order


@cache
def ecosystems() -> Mapping[str, Ecosystem]:
    """Every ecosystem that components are looked up in, by the name that OSV gives it."""
    path = Path(__file__).with_name("ecosystems.yaml")
    return {name: conform(path, plain, Ecosystem) for name, plain in read_yaml(path).items()}


@cache
def projects() -> Mapping[str, Project]:
    """Native libraries by the name in their package URL."""
    path = Path(__file__).with_name("projects.yaml")
    return {name: conform(path, plain, Project) for name, plain in read_yaml(path).items()}


def repository_name(address: str) -> str:
    """A repository without scheme and ending: what two addresses of one have in common."""
    parts = urlsplit(address if "//" in address else f"//{address}")
    return f"{parts.hostname or ''}{parts.path}".casefold().removesuffix("/").removesuffix(".git")


def package_name(ecosystem: str, name: str) -> str:
    """A package as the database knows it. Package URLs write npm and pub in lower case, whatever a
    feed writes; a Swift package is an address."""
    if ecosystem == _SWIFT:
        return repository_name(name)
    return name.casefold() if ecosystem in _FOLDED else name


def places_of(component: SoftwareComponent) -> tuple[Place, ...]:
    """Where advisories on a component may stand; nowhere if no feed could speak of it."""
    places = [*_by_purl(component.purl)] if component.purl else []
    if component.kind is SoftwareKind.JAVASCRIPT or any(p.ecosystem == NPM for p in places):
        names = (component.name, *(p.name for p in places if p.ecosystem == NPM))
        places += [Place(RETIRE, name.casefold(), Order.RETIRE) for name in names]
    return tuple(dict.fromkeys(places))


def _by_purl(given: str) -> list[Place]:
    from packageurl import PackageURL

    try:
        purl = PackageURL.from_string(given)
    except ValueError:
        return []
    if purl.type == "github":
        return [Place(GIT, f"github.com/{purl.namespace}/{purl.name}".casefold(), Order.DOTTED)]
    if purl.type == "generic":
        return _native(purl.name.casefold())
    if _is_partial(purl):
        return []
    between = ":" if purl.type == "maven" else "/"
    name = f"{purl.namespace}{between}{purl.name}" if purl.namespace else purl.name
    return [
        Place(ecosystem, package_name(ecosystem, name), about.order)
        for ecosystem, about in ecosystems().items()
        if purl.type in about.types
    ]


def names_no_package(given: str) -> bool:
    """Whether a package URL is none, or leaves out what its name means nothing without."""
    from packageurl import PackageURL

    try:
        return _is_partial(PackageURL.from_string(given))
    except ValueError:
        return True


def _is_partial(purl: "PackageURL") -> bool:
    """No feed has a name without Maven's group, or without a repository's host and owner: that it
    is silent on one means nothing."""
    least = {"maven": 1, "swift": 2}.get(purl.type, 0)
    return len([part for part in (purl.namespace or "").split("/") if part]) < least


def _native(name: str) -> list[Place]:
    project = projects().get(name)
    if project is None:
        return []
    fuzzed = Place(FUZZED, project.fuzzed or name, project.order)
    return [Place(GIT, project.repository, project.order), fuzzed]
