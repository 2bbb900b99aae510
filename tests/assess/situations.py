"""Hand-made requirements, outcomes and records, so that verdicts are tested without a build."""

from typing import Any

from appsec.model.assessment import Disposition, Record
from appsec.model.outcome import (
    Cause,
    Confidence,
    Evidence,
    Finding,
    Gap,
    Kind,
    Location,
    Origin,
    Outcome,
    Question,
    Seen,
    Severity,
)
from appsec.model.profile import Condition, Person, Requirement, Weight

AT = Location("f")
BOTH = {"zh-TW": "文", "en": "text"}
LOST = Gap("manifest", Cause.LOST, "out-of-memory")
OUT = Gap("code", Cause.OUT_OF_REACH, "fairplay-encrypted")
ABSENT = Gap("trace", Cause.NOT_SUPPLIED, "no-reader")


def requirement(**changes: Any) -> Requirement:
    """A requirement on both platforms, decided by nothing, with changes."""
    texts = ("section_title", "text", "title", "needs", "fails_if", "evidence", "manual", "next")
    given: dict[str, Any] = {
        "id": "20",
        "clause": "4.1.2.3.6",
        "section": "4.1.2.3",
        "classes": ("L1",),
        "reference": False,
        "platforms": ("android", "ios"),
        "condition": "",
        "static": Weight.PASS_FAIL,
        "run": Weight.NONE,
        "person": Person.NONE,
        **{name: BOTH for name in texts},
    }
    for role in ("decided_by", "refuted_by", "asked_by"):
        if role in changes:
            changes[role] = {"android": changes[role]}
    return Requirement(**(given | changes))


def clean(check: str, *gaps: Gap) -> Outcome:
    """Nothing seen; with gaps it is unknown."""
    return Outcome(check, gaps=gaps)


def saw(check: str, kind: type[Seen], *gaps: Gap) -> Outcome:
    """One finding, question or piece of evidence with the key `k`."""
    return Outcome(check, (kind("k", AT),), gaps)


def record(outcome: Outcome, disposition: Disposition = Disposition.OPEN) -> Record:
    """The record of an outcome's only sighting."""
    kinds = {Finding: Kind.FINDING, Question: Kind.QUESTION, Evidence: Kind.EVIDENCE}
    (seen,) = outcome.seen
    return Record(
        check=outcome.check,
        kind=kinds[type(seen)],
        key=seen.key,
        values={},
        message={},
        locations=(AT,),
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        origin=Origin.APP,
        requirements=("20",),
        fingerprint=outcome.check,
        disposition=disposition,
    )


def network() -> Condition:
    """A condition that the check `presence` can disprove on Android."""
    return Condition("network", BOTH, {"android": ("presence",)})
