"""A confirmation: what a person stated of one requirement, with evidence, held against a build."""

from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.text import Text
from appsec.model.verdict import Standing


class Method(StrEnum):
    """How the person came to the statement: 檢視, 訪談, 測試."""

    INSPECTION = "inspection"
    INTERVIEW = "interview"
    TEST = "test"


class Scope(StrEnum):
    """What a statement is about. One on a build ends with its hash, one on a version with the
    version's number; those on an app or an organisation carry over until they expire or until what
    they rest on changes."""

    BUILD = "build"
    VERSION = "version"
    APP = "app"
    ORGANISATION = "organisation"


class FileStanding(StrEnum):
    """Whether an evidence file is what was filed."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    DELETED = "deleted"


class ChangeKind(StrEnum):
    """What was done with an evidence file for the sake of personal data in it."""

    REDACTED = "redacted"
    REPLACED = "replaced"
    DELETED = "deleted"


@frozen
class EvidenceChange:
    """One step in the life of an evidence file. `sha256` and `size` are those of the file before;
    `confirmed_by` is who looked at the new file and stands by the statement, or empty."""

    action: ChangeKind
    sha256: str
    size: int
    person: str
    date: str
    reason: str
    confirmed_by: str = ""


@frozen
class EvidenceFile:
    """A file of evidence: `path` is relative to the confirmations file, `captured` the ISO date on
    which it was made. `redacted` says that personal data in it was covered or removed, `history`
    what was done and by whom."""

    id: str
    path: str
    sha256: str
    size: int
    captured: str
    standing: FileStanding
    note: str = ""
    redacted: bool = False
    history: tuple[EvidenceChange, ...] = ()


@frozen
class Confirmation:
    """人工確認紀錄. `date` and `expires` are ISO dates, the last one inclusive: as written, or
    the last day that the item or scope allows, whichever is first. `bound_to` is what the scope is
    bound to: a SHA-256, a version, an app's id or an organisation's name.

    `covers` names what it answers: `question:<check>:<key>`, `gap:<fact>:<key>`, `variant:<check>`
    and `on-word:<check>`. `message` says whether it counts, and if not, why.
    """

    id: str
    requirement: str
    statement: str
    person: str
    role: str
    date: str
    method: Method
    scope: Scope
    bound_to: str
    expires: str
    covers: tuple[str, ...]
    evidence: tuple[EvidenceFile, ...]
    standing: Standing
    message: Text = field(default_factory=dict)
