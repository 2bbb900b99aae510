"""A confirmation: what a person stated of one requirement, with evidence, held against a build."""

from dataclasses import dataclass, field
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of evidence: `path` is relative to the confirmations file, `captured` the ISO date on
    which it was made. `redacted` says that personal data in it was covered or removed."""

    id: str
    path: str
    sha256: str
    size: int
    captured: str
    standing: FileStanding
    note: str = ""
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """人工確認紀錄. `date` and `expires` are ISO dates, the last one inclusive. `bound_to` is what
    the scope is bound to: a SHA-256, a version, an app's id or an organisation's name.

    `covers` names what it answers: `question:<check>:<key>` and `gap:<fact>:<key>`. `message` says
    why it does not count, if it does not.
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
