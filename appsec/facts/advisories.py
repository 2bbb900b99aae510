"""Published advisories that apply to an app's components, and how dated their database is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from appsec.model.software import SoftwareComponent


@dataclass(frozen=True, slots=True)
class Feed:
    """One source in the database: its name, where it came from, the SHA-256 of what was imported,
    and when (ISO 8601, UTC)."""

    name: str
    source: str
    sha256: str
    imported: str
    records: int


@dataclass(frozen=True, slots=True)
class Match:
    """One advisory that applies to one component. `id` is as its publisher writes it (GHSA-, CVE-,
    OSV ids); `score` is the CVSS base score as text, empty where none is published, of `vector`.
    `fixed` are versions that are not affected any more, in order, empty where there is none."""

    component: SoftwareComponent
    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    vector: str = ""
    score: str = ""
    fixed: tuple[str, ...] = ()
    feed: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Advisories:
    """What the database says of the app. `unmatched` are components that no feed can speak of: no
    package URL, no version, or an ecosystem that was not imported; why, by component name."""

    matches: tuple[Match, ...] = ()
    feeds: tuple[Feed, ...] = ()
    unmatched: Mapping[str, str] = field(default_factory=dict)
