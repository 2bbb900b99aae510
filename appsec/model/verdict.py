"""Verdicts, grades, and the person's statements that may take part in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
    """Whether a person's confirmation counts for this build, and if not, why."""

    IN_FORCE = "in_force"
    MISSING = "missing"
    EXPIRED = "expired"
    CHANGED = "changed"
    OTHER_BUILD = "other_build"


@dataclass(frozen=True, slots=True)
class Attestation:
    """A person's dated confirmation (人工確認紀錄) of one requirement.

    `covers` names what it answers: `question:<check>:<key>` and `gap:<fact>:<key>`.
    """

    requirement: str
    standing: Standing
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is what it is: a key of the report's words, values, and both languages."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    message: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grade:
    """A class's result: the worst of its members' verdicts, and how many there are of each."""

    result: Result
    members: int
    counts: Mapping[Result, int]
