"""The order of versions in each ecosystem, and which texts are versions there at all.

`univers` orders Maven, semantic, RubyGems (CocoaPods) and OpenSSL versions. It takes nearly any
text for a version, so what it is given is held against a pattern first: a text that only looks
ordered would let a vulnerable version pass for a fixed one.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache, total_ordering
from itertools import zip_longest
from typing import Any


class Order(StrEnum):
    """How the versions of an ecosystem follow each other."""

    MAVEN = "maven"
    SEMVER = "semver"
    PUB = "pub"
    GEM = "gem"
    OPENSSL = "openssl"
    DOTTED = "dotted"
    RETIRE = "retire"


class Uncomparable(ValueError):
    """A text is no version of this order: nothing follows from it."""


MAX_VERSION = 200

_MAVEN = re.compile(r"(?a)[vV]?\d[0-9A-Za-z]*([.\-+][0-9A-Za-z]+)*\Z")
"""Without `_`, which parts nothing in Maven, so that 1.0_rc1 would follow 1.0."""
_MAVEN_RELEASE = re.compile(r"(?a)[.\-](release|RELEASE|Release)\Z")
"""What Maven takes for nothing, like `.Final`; univers 32 takes it for later than nothing."""
_MAVEN_STAMPED = re.compile(r"(?a)-\d{8}\.\d{6}-\d+\Z")
"""A snapshot as a repository stores it: 1.0-20240131.093000-1 is one of 1.0-SNAPSHOT."""
_SEMVER = re.compile(r"(?a)[vV]?\d+(\.\d+){0,2}(-[0-9A-Za-z.\-]+)?(\+[0-9A-Za-z.\-]+)?\Z")
"""At most three numbers: univers takes the fourth for a build, which has no order."""
_GEM = re.compile(r"(?a)\d+(\.[0-9A-Za-z]+)*(-[0-9A-Za-z]+(\.[0-9A-Za-z]+)*)?\Z")
_OPENSSL = re.compile(
    r"0\.9\.\d+[a-z]{0,2}\Z|1\.[01]\.\d+[a-z]{0,2}\Z|\d+\.\d+\.\d+(-[a-z]+\d+)?\Z"
)
_DOTTED = re.compile(r"(?a)[vV]?(\d+(?:\.\d+)*)\Z")
_RETIRE = re.compile(r"(?a)\d[0-9A-Za-z.\-+]*\Z")
_TAG_WORDS = re.compile(r"\A[a-z][a-z0-9]*?[-_./]?(?=v?\d)|\A[a-z]+(?:[-_/][a-z]+)*[-_/]v?(?=\d)")
"""What stands before the number in a tag: `openssl-`, `curl-`, `v`, `release/`."""


@lru_cache(maxsize=65536)
def key(order: Order, version: str) -> Any:
    """What sorts as the version does among those of its order. Raises Uncomparable."""
    if not version or len(version) > MAX_VERSION:
        raise Uncomparable(version[:MAX_VERSION])
    return _KEYS[order](version)


def plain_tag(tag: str) -> str:
    """The version that a tag names: `OpenSSL_1_1_1k`, `openssl-1.1.1k` and `1.1.1k` are one."""
    text = tag[:MAX_VERSION].strip().rpartition("refs/tags/")[2].casefold()
    text = _TAG_WORDS.sub("", text).removeprefix("v")
    return text if "." in text else text.replace("_", ".")


def _matched(pattern: re.Pattern[str], version: str) -> re.Match[str]:
    found = pattern.match(version)
    if not found:
        raise Uncomparable(version)
    return found


def _univers(name: str, version: str) -> Any:
    # Imported late: it takes as long as some facts, and few runs ask.
    from univers import versions
    from univers.versions import InvalidVersion

    try:
        return getattr(versions, name)(version)
    except (InvalidVersion, ValueError, TypeError) as error:
        raise Uncomparable(version) from error


def _maven(version: str) -> Any:
    _matched(_MAVEN, version)
    plain = _MAVEN_STAMPED.sub("-SNAPSHOT", version.lstrip("vV"))
    return _univers("MavenVersion", _MAVEN_RELEASE.sub("", plain))


def _semver(version: str) -> Any:
    _matched(_SEMVER, version)
    # A build does not count, and univers finds 1.0.0+1 neither before, after nor equal to 1.0.0.
    return _univers("SemverVersion", version.lstrip("vV").partition("+")[0])


def _pub(version: str) -> Any:
    """Unlike elsewhere a build counts: 1.0.0+1 follows 1.0.0. univers leaves it out."""
    base, _, build = version.partition("+")
    parts = tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in re.split(r"[.\-]", build)
        if build
    )
    return _semver(base), parts


def _gem(version: str) -> Any:
    _matched(_GEM, version)
    return _univers("RubygemsVersion", version)


def _openssl(version: str) -> Any:
    _matched(_OPENSSL, version)
    return _univers("OpensslVersion", version)


def _dotted(version: str) -> tuple[int, ...]:
    """Numbers only. Not univers: its GenericVersion compares texts, where 4.10 precedes 4.9."""
    numbers = [int(part) for part in _matched(_DOTTED, version)[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


_END = (1, 0, "")
"""A part that is not there, which is as good as zero: 1.0 is 1.0.0, and follows 1.0-rc1."""


@total_ordering
class _Parts:
    """Parts of a version: a number follows any word."""

    def __init__(self, version: str) -> None:
        parts = re.split(r"[.\-]", version.partition("+")[0])
        self._parts = [(1, int(p), "") if p.isdigit() else (0, 0, p) for p in parts]
        while self._parts and self._parts[-1] == _END:
            self._parts.pop()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parts) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(tuple(self._parts))

    def __lt__(self, other: "_Parts") -> bool:
        both = zip_longest(self._parts, other._parts, fillvalue=_END)
        return next((one < two for one, two in both if one != two), False)

    def __repr__(self) -> str:
        return f"_Parts({self._parts})"


def _retire(version: str) -> _Parts:
    """As retire.js compares, part by part."""
    _matched(_RETIRE, version)
    return _Parts(version)


_KEYS: dict[Order, Callable[[str], Any]] = {
    Order.MAVEN: _maven,
    Order.SEMVER: _semver,
    Order.PUB: _pub,
    Order.GEM: _gem,
    Order.OPENSSL: _openssl,
    Order.DOTTED: _dotted,
    Order.RETIRE: _retire,
}
