"""A dismissal: what named people wrote of one finding, and whether it counts for this build."""

from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.text import Text


class DismissalKind(StrEnum):
    """風險接受 changes only the gate; 誤判註記 takes the finding out of the verdict."""

    RISK_ACCEPTANCE = "risk_acceptance"
    FALSE_POSITIVE = "false_positive"


class DismissalStanding(StrEnum):
    """Whether a dismissal counts, and if not, why."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    UNMATCHED = "unmatched"


class Role(StrEnum):
    """In what capacity a person stands behind a dismissal."""

    OWNER = "owner"
    APPROVER = "approver"
    AUTHOR = "author"
    CONFIRMED_BY = "confirmed_by"


@frozen
class Named:
    """A person by name, and the role that they have here."""

    role: Role
    name: str


@frozen
class Dismissal:
    """One entry of the dismissals file, held against one build.

    `fingerprint` is the finding's own where one matched, else what the file says. `expires` is the
    last day on which it counts, as an ISO date, or empty. `evidence` is text or names of files.
    """

    fingerprint: str
    check: str
    kind: DismissalKind
    standing: DismissalStanding
    people: tuple[Named, ...]
    reason: str
    expires: str = ""
    evidence: tuple[str, ...] = ()
    message: Text = field(default_factory=dict)
