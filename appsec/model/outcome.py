"""What a check yields, and what its run comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from appsec.model.frozen import frozen


class Kind(StrEnum):
    """What something seen means for a requirement."""

    FINDING = "finding"
    QUESTION = "question"
    EVIDENCE = "evidence"


class Origin(StrEnum):
    """Whose code or data a place belongs to; UNREACHED is code that no component comes to."""

    APP = "app"
    LIBRARY = "library"
    UNREACHED = "unreached"


class Severity(StrEnum):
    """How bad a finding is; the order of definition is the order of rank, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical."""
        return len(Severity) - 1 - list(Severity).index(self)


class Confidence(StrEnum):
    """How sure a check is of what it yields."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Cause(StrEnum):
    """Why something could not be read.

    LOST should have been readable: damaged, refused, crashed. OUT_OF_REACH cannot be read by
    nature: encrypted or compiled ahead of time. NOT_SUPPLIED was not given: no trace, no split.
    """

    LOST = "lost"
    OUT_OF_REACH = "out_of_reach"
    NOT_SUPPLIED = "not_supplied"


class Status(StrEnum):
    """What one check's run comes to, the most telling first."""

    FOUND = "found"
    QUESTION = "question"
    UNKNOWN = "unknown"
    CLEAN = "clean"


class Build(StrEnum):
    """Which of the builds given a place or a gap is of; checks leave it alone."""

    SHIPPED = ""
    COMPANION = "companion"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place: a file of the artefact, a member of it, where in that member, and in which build."""

    file: str
    member: str = ""
    at: str = ""
    build: Build = Build.SHIPPED


@frozen
class Seen:
    """Something a check saw: a message key of its YAML, the places, and the values to print.

    `identity` names those values that make two sightings the same one in a later build, for the
    fingerprint; none named means all of them.
    """

    key: str
    at: Location | tuple[Location, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    identity: tuple[str, ...] = ()
    origin: Origin = Origin.APP

    @property
    def locations(self) -> tuple[Location, ...]:
        """The places, at least one."""
        return (self.at,) if isinstance(self.at, Location) else self.at


class Finding(Seen):
    """Proof of a violation."""

    __slots__ = ()


class Question(Seen):
    """Something that a person must look at; never a violation by itself."""

    __slots__ = ()


class Evidence(Seen):
    """Worth showing, for or against the app; decides nothing."""

    __slots__ = ()


@frozen
class Gap:
    """A part of the app that a fact could not cover: why, and a message key with values."""

    fact: str
    cause: Cause
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    build: Build = Build.SHIPPED


@frozen
class Outcome:
    """What one check's run came to. Clean only if nothing was seen and no gap was touched.

    A finding or question stands although a gap was touched as well; `gaps` tells of both.
    `crash` is the first line of an exception that the check should not have raised. `rests_on`
    names the recorded runs that show by themselves that there is no gap, of whole outcomes only.
    """

    check: str
    seen: tuple[Seen, ...] = ()
    gaps: tuple[Gap, ...] = ()
    crash: str = ""
    rests_on: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What proves a violation."""
        return tuple(s for s in self.seen if isinstance(s, Finding))

    @property
    def questions(self) -> tuple[Question, ...]:
        """What a person must look at."""
        return tuple(s for s in self.seen if isinstance(s, Question))

    def unread(self, *causes: Cause) -> tuple[Gap, ...]:
        """The gaps touched that have one of these causes."""
        return tuple(g for g in self.gaps if g.cause in causes)

    @property
    def status(self) -> Status:
        """Found, question, unknown or clean, the first that holds."""
        if self.findings:
            return Status.FOUND
        if self.questions:
            return Status.QUESTION
        return Status.UNKNOWN if self.gaps else Status.CLEAN
