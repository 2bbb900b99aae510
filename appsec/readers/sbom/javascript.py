"""Lock files of npm and Yarn, for apps whose code is JavaScript."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.model.software import SoftwareKind
from appsec.readers.sbom.listing import Listing, Named, NotListed, made, text

_WITHIN = "node_modules/"
_YARN_VERSION = re.compile(r'^  version:? "?([^"\s]+)"?\s*$')
_ALIAS = re.compile(r"npm:((?:@[^@/\s]+/)?[^@/\s]+)@(.*)")
"""A package under another name: `"mine": "npm:theirs@^1.0"` is theirs."""
_NOT_NPM = ("workspace:", "link:", "portal:", "file:")


def package_lock(values: Mapping[str, Any]) -> Listing:
    """The packages of package-lock.json, versions 1 to 3, but those for development."""
    packages, older = values.get("packages"), values.get("dependencies")
    if isinstance(packages, dict):
        named = tuple(_packages(packages))
    else:
        named = tuple(_dependencies(older if isinstance(older, dict) else {}, ""))
    if not named:
        raise NotListed("names no package that is not for development only")
    return Listing(named, ("npm",))


def _packages(packages: Mapping[str, Any]) -> Iterator[Named]:
    for place, one in packages.items():
        _, within, name = place.rpartition(_WITHIN)
        # A link leads to a workspace's own folder, which is the app's own code.
        if not within or not isinstance(one, dict) or one.get("dev") or one.get("link"):
            continue
        licence = text(one.get("license"))
        yield _named(text(one.get("name")) or name, text(one.get("version")), place, licence)


def _dependencies(dependencies: Mapping[str, Any], below: str) -> Iterator[Named]:
    for name, one in dependencies.items():
        if not isinstance(one, dict) or one.get("dev"):
            continue
        version, place = text(one.get("version")), f"{below}{_WITHIN}{name}"
        if not version.startswith(_NOT_NPM):
            alias = _ALIAS.fullmatch(version)
            known = (alias[1], alias[2]) if alias else (name, version)
            yield _named(known[0], known[1], place)
        inner = one.get("dependencies")
        yield from _dependencies(inner if isinstance(inner, dict) else {}, f"{place}/")


def is_yarn(content: str) -> bool:
    """Whether it is yarn.lock, of the first Yarn or of a later one."""
    head = content[:2000]
    return "# yarn lockfile v1" in head or ("\n__metadata:" in head and "cacheKey" in head)


def yarn(content: str) -> Listing:
    """The packages of yarn.lock. It does not tell which are for development, so none is sure."""
    named, name, number = [], "", 0
    for number, line in enumerate(content.splitlines(), 1):
        if line.endswith(":") and not line.startswith((" ", "#", "__")):
            name = _yarn_name(line)
        elif name and (version := _YARN_VERSION.match(line)):
            named.append(_named(name, version[1], f"line {number}", sure=False))
            name = ""
    if not named:
        raise NotListed("names no package")
    return Listing(tuple(named), ("npm",))


def _yarn_name(line: str) -> str:
    """Of `"@scope/name@^1.0, @scope/name@^1.1":`; empty for a workspace, which is the app's own."""
    first = line.removesuffix(":").partition(",")[0].strip('" ')
    # A scope begins with the sign that ends a name.
    end = first.find("@", 1)
    if end <= 0 or first[end + 1 :].startswith(_NOT_NPM):
        return ""
    alias = _ALIAS.match(first[end + 1 :])
    return alias[1] if alias else first[:end]


def _named(name: str, version: str, at: str, licence: str = "", *, sure: bool = True) -> Named:
    scope, _, last = name.rpartition("/")
    purl = made("npm", scope, last)
    licences = (licence,) if licence else ()
    return Named(name, version, purl, at, licences, kind=SoftwareKind.JAVASCRIPT, sure=sure)
