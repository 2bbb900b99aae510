"""One published advisory as the database keeps it, whatever feed it came from."""

from enum import StrEnum

from appsec.model.frozen import frozen


class RangeKind(StrEnum):
    """What the versions of a range are to be compared as."""

    ECOSYSTEM = "ECOSYSTEM"
    SEMVER = "SEMVER"
    GIT = "GIT"  # commits: no version can be held against them
    RETIRE = "RETIRE"  # as retire.js compares
    UNTOLD = "UNTOLD"  # of no form that is known: nothing follows from it


class Edge(StrEnum):
    """What happens at a version of a range. A limit ends a range and mends nothing."""

    INTRODUCED = "introduced"
    FIXED = "fixed"
    LAST_AFFECTED = "last_affected"
    LIMIT = "limit"


@frozen
class Range:
    """The edges of one range, in the order of the feed."""

    kind: RangeKind
    edges: tuple[tuple[Edge, str], ...]


@frozen
class Affected:
    """What an advisory says of one package: ranges, versions that are named one by one, and such
    as are excluded from the ranges."""

    ecosystem: str
    name: str
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@frozen
class Advisory:
    """One advisory. `vectors` are CVSS vectors, `rating` the publisher's own word for how bad it
    is (lower case); `modified` and `published` are ISO 8601."""

    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    vectors: tuple[str, ...] = ()
    rating: str = ""
    published: str = ""
    modified: str = ""
    affected: tuple[Affected, ...] = ()
