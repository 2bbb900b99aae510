"""Verdicts, grades, and the person's statements that may take part in them."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.text import Text


class Result(StrEnum):
    """The verdict on one requirement, worst first as a class grade ranks them."""

    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NEEDS_EVIDENCE = "needs_evidence"
    NEEDS_REVIEW = "needs_review"
    PASS = "pass"
    NOT_APPLICABLE = "not_applicable"

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do."""
        return self in (Result.PASS, Result.NOT_APPLICABLE)


class Basis(StrEnum):
    """Who says so: 靜, 動, 人."""

    STATIC = "static"
    DYNAMIC = "dynamic"
    PERSON = "person"


class Standing(StrEnum):
    """Whether a person's confirmation counts for this build, and if not, why.

    CHANGED: an evidence file is not what was filed. RECONFIRM: what the statement rests on changed,
    or nothing shows that it did not (須再確認). NOT_YET: dated after the assessment. NOT_ACCEPTED:
    the item is one that no person's word can close.
    """

    IN_FORCE = "in_force"
    EMPTY_STATEMENT = "empty_statement"
    UNKNOWN_PERSON = "unknown_person"
    OTHER_BUILD = "other_build"
    MISSING = "missing"
    CHANGED = "changed"
    RECONFIRM = "reconfirm"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    NOT_ACCEPTED = "not_accepted"


@frozen
class Reason:
    """Why a verdict is what it is: a key of the report's words, values, and both languages."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    message: Text = field(default_factory=dict)


@frozen
class Attestation:
    """All that people confirmed (人工確認紀錄) of one requirement, held against one build.

    Where several were filed it is in force if any of them is, and `covers` is the union of those in
    force: `question:<check>:<key>`, `gap:<fact>:<key>`, `variant:<check>` and `on-word:<check>`.
    `stated` names those in force with person, date and evidence, `out` why others fail.
    """

    requirement: str
    standing: Standing
    covers: frozenset[str] = frozenset()
    stated: tuple[Reason, ...] = ()
    out: tuple[Reason, ...] = ()


@frozen
class Grade:
    """A class's result: the worst of its members' verdicts, and how many there are of each."""

    result: Result
    members: int
    counts: Mapping[Result, int]
