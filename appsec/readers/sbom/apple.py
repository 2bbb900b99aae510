"""Lock files of CocoaPods, the Swift Package Manager and Carthage."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.readers.sbom.listing import Listing, Named, NotListed, made, mappings, text

_POD = re.compile(r"([^\s(]+)(?: \((.*)\))?")
_CARTHAGE = re.compile(r'(github|git|binary) "([^"]+)" "([^"]+)"')
_SCP = re.compile(r"[\w.-]+@([\w.-]+):(.+)")
_URL = re.compile(r"[a-z+]+://(?:[^/@]*@)?([^/:]+)(?::\d+)?/(.+)", re.IGNORECASE)


def podfile(values: Mapping[str, Any]) -> Listing:
    """The pods of Podfile.lock; subspecs are part of their pod."""
    pods = values.get("PODS")
    found: dict[str, Named] = {}
    for one in pods if isinstance(pods, list) else []:
        # A pod that depends on others is the key of their list.
        written = next(iter(one), "") if isinstance(one, dict) else one
        if match := _POD.fullmatch(text(written)):
            name = match[1].partition("/")[0]
            found.setdefault(
                name, Named(name, match[2] or "", made("cocoapods", "", name), match[1])
            )
    if not found:
        raise NotListed("names no pod")
    return Listing(tuple(found.values()), ("cocoapods",))


def package_resolved(values: Mapping[str, Any]) -> Listing:
    """The pins of Package.resolved, versions 1 to 3."""
    older = values.get("object")
    pins = mappings((older if isinstance(older, dict) else values).get("pins"))
    return Listing(tuple(_pin(one) for one in pins), ("swift",))


def _pin(pin: Mapping[str, Any]) -> Named:
    identity = text(pin.get("identity") or pin.get("package"))
    place = text(pin.get("location") or pin.get("repositoryURL"))
    state = pin.get("state")
    version = text(state.get("version")) if isinstance(state, dict) else ""
    host, folder, name = _repository(place)
    if not host:
        return Named(identity, version, at=identity)
    return Named(name, version, made("swift", f"{host}/{folder}", name), identity)


def is_cartfile(content: str) -> bool:
    """Whether its lines are those of Cartfile.resolved."""
    lines = [line for line in content.splitlines() if line.strip()]
    return bool(lines) and all(_CARTHAGE.fullmatch(line.strip()) for line in lines)


def cartfile(content: str) -> Listing:
    """What Cartfile.resolved names."""
    return Listing(tuple(_cartfile(content)), ("github",))


def _cartfile(content: str) -> Iterator[Named]:
    for number, line in enumerate(content.splitlines(), 1):
        if not (found := _CARTHAGE.fullmatch(line.strip())):
            continue
        kind, place, version = found.groups()
        at = f"line {number}"
        host, folder, name = _repository(
            f"https://github.com/{place}" if kind == "github" else place
        )
        if host == "github.com":
            yield Named(name, version, made("github", folder, name), at)
        else:
            last = place.rstrip("/").rpartition("/")[2]
            yield Named(last.removesuffix(".json").removesuffix(".git"), version, at=at)


def _repository(place: str) -> tuple[str, str, str]:
    """Host, folder and name of a repository's address; empty where it is none."""
    found = _URL.fullmatch(place) or _SCP.fullmatch(place)
    if not found:
        return "", "", ""
    folder, _, name = found[2].strip("/").removesuffix(".git").rpartition("/")
    return found[1].lower(), folder, name
