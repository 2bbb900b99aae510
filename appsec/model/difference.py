"""What changed between two assessments of one app, as it is saved and rendered."""

from enum import StrEnum

from appsec.model.assessment import Disposition
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Kind, Location, Severity
from appsec.model.text import Text
from appsec.model.verdict import Reason, Result

SCHEMA = "1.1"
"""Version of the saved form. A minor version only adds."""


class Change(StrEnum):
    """What became of an item, a finding or an unread part; the gravest first.

    NOT_READ is no longer seen, or no longer failing, because it could not be looked at, or was
    looked at by other means: never "fixed". NOW_READ is seen where the earlier build had not been
    read. CHANGED is neither better nor worse.
    """

    WORSE = "worse"
    APPEARED = "appeared"
    NOW_READ = "now_read"
    NOT_READ = "not_read"
    CHANGED = "changed"
    VANISHED = "vanished"
    BETTER = "better"

    @property
    def grave(self) -> bool:
        """Whether it is a reason to stop, if it counts."""
        return self in (Change.WORSE, Change.APPEARED, Change.NOW_READ, Change.NOT_READ)


@frozen
class Side:
    """One of the two assessments. `content` is a SHA-256 over the checks and profiles used."""

    sha256: str
    file: str
    version: str
    build: str
    as_of: str
    app_class: str
    tool: str
    content: str


@frozen
class ItemState:
    """A verdict in short. `lost` says that something of it should have been readable."""

    result: Result
    risk_accepted: bool
    deemed_met: bool
    lost: bool


@frozen
class ItemChange:
    """A requirement whose verdict changed. `counts` says whether the class assessed has it."""

    requirement: str
    title: Text
    change: Change
    before: ItemState | None
    after: ItemState | None
    counts: bool


@frozen
class RecordState:
    """How a record stood."""

    kind: Kind
    severity: Severity
    disposition: Disposition


@frozen
class RecordChange:
    """A finding, question or piece of evidence that changed; texts and places are the later ones.

    `counts` says that it is a finding, or was one, that touches an item of the class assessed.
    """

    fingerprint: str
    check: str
    change: Change
    before: RecordState | None
    after: RecordState | None
    message: Text
    locations: tuple[Location, ...]
    requirements: tuple[str, ...]
    counts: bool

    @property
    def kind(self) -> Kind:
        """What it is now, or was."""
        state = self.after or self.before
        assert state
        return state.kind


@frozen
class GapChange:
    """A part that only one of the two could not read."""

    fact: str
    cause: Cause
    key: str
    change: Change
    message: Text
    counts: bool


@frozen
class ComponentChange:
    """A component whose versions changed, or that only one of the two has. An empty version is not
    known, None is not there. It never counts: advisories and licences do."""

    name: str
    change: Change
    before: str | None
    after: str | None
    counts: bool = False


@frozen
class Difference:
    """Everything that changed, gravest first; what counts is told by the later one's class.
    `software` is there since 1.1."""

    schema: str
    platform: str
    app: str
    profile: str
    old: Side
    new: Side
    warnings: tuple[Reason, ...]
    items: tuple[ItemChange, ...]
    records: tuple[RecordChange, ...]
    gaps: tuple[GapChange, ...]
    software: tuple[ComponentChange, ...] = ()

    @property
    def worse(self) -> bool:
        """Whether anything that counts is worse, new, or can no longer be seen."""
        return any(c.counts and c.change.grave for c in self.changes)

    @property
    def changes(self) -> "tuple[ItemChange | RecordChange | GapChange, ...]":
        """All of them."""
        return (*self.items, *self.records, *self.gaps)
