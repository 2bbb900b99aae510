"""Published advisories that apply to an app's components, and how dated their database is."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from appsec.model.feed import Feed
from appsec.model.frozen import frozen
from appsec.model.software import SoftwareComponent


class Unmatched(StrEnum):
    """Why silence on a component proves nothing."""

    NO_PURL = "no-purl"  # nobody knows what package it is
    NO_VERSION = "no-version"
    NO_FEED = "no-feed"  # no public feed speaks of packages of its kind
    PARTLY = "partly"  # feeds speak of its kind, and not of all: native code, by repository
    NOT_COMPARABLE = "not-comparable"  # an advisory's versions cannot be held against its version


@frozen
class Match:
    """One advisory that applies to one component.

    `id` is as its publisher writes it (GHSA-, CVE-, OSV ids). `score` is the CVSS base score as
    text, empty where none is published, of `vector`; `rating` is the publisher's own word (low,
    moderate ...), or empty. `fixed` are versions above the component's that are not affected any
    more, in order, empty where there is none.
    """

    component: SoftwareComponent
    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    vector: str = ""
    score: str = ""
    fixed: tuple[str, ...] = ()
    feed: str = ""
    published: str = ""
    rating: str = ""


@frozen
class Advisories:
    """What the database says of the app. `unmatched` are components of which its silence proves
    nothing, and why, by name; one of them may have matches all the same. That a feed is missing or
    stale is a gap."""

    matches: tuple[Match, ...] = ()
    feeds: tuple[Feed, ...] = ()
    unmatched: Mapping[str, Unmatched] = field(default_factory=dict)
