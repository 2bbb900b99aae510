"""Whether a pipeline may go on. The gate is not the grade, and no statement of conformity."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from appsec.assess.words import reason
from appsec.model.assessment import Coverage, Disposition, Gate, Record, Verdict
from appsec.model.exit import Exit, worst
from appsec.model.outcome import Cause, Kind, Severity
from appsec.model.verdict import Reason, Result


class Mode(StrEnum):
    """What stops a pipeline: open findings, or anything that is not closed."""

    FINDINGS = "findings"
    COMPLETE = "complete"


def gate(
    *,
    mode: Mode,
    classes: tuple[str, ...],
    verdicts: Iterable[Verdict],
    records: Iterable[Record],
    coverage: Coverage,
    crashes: Mapping[str, str],
) -> Gate:
    """The gate of one artefact for the chosen class, its add-on included.

    Missing confirmations, traces and databases never change the code of `findings`.
    """
    members = [v for v in verdicts if set(v.classes) & set(classes)]
    label = "+".join(classes)
    reasons: list[tuple[Exit, Reason]] = [
        (Exit.INTERNAL, reason("gate-crash", {"check": check})) for check in crashes
    ]
    if mode is Mode.FINDINGS:
        reasons += _findings(members, records, coverage, label)
    else:
        reasons += _complete(members, label)
    still_open = sum(1 for v in members if not v.result.closed)
    code = worst(code for code, _ in reasons)
    return Gate(mode, code, tuple(why for _, why in reasons), still_open)


def _findings(
    members: list[Verdict], records: Iterable[Record], coverage: Coverage, label: str
) -> list[tuple[Exit, Reason]]:
    ids = {v.requirement for v in members}
    count = sum(
        1
        for r in records
        if r.kind is Kind.FINDING
        and r.disposition is Disposition.OPEN
        and r.severity.rank >= Severity.MEDIUM.rank
        # A user's own check that no profile maps still means what it says.
        and (ids & set(r.requirements) or not r.requirements)
    )
    reasons = []
    if count:
        why = reason("gate-finding", {"class": label, "count": str(count)})
        reasons.append((Exit.FAILED, why))
    causes = {gap.cause for gap in coverage.gaps}
    if Cause.LOST in causes or coverage.refused_total:
        reasons.append((Exit.OPEN, reason("gate-lost")))
    if Cause.OUT_OF_REACH in causes:
        reasons.append((Exit.OPEN, reason("gate-out-of-reach")))
    return reasons


def _complete(members: list[Verdict], label: str) -> list[tuple[Exit, Reason]]:
    failed = sum(1 for v in members if v.result is Result.FAIL)
    still_open = sum(1 for v in members if not v.result.closed) - failed
    reasons = []
    if failed:
        values = {"class": label, "count": str(failed)}
        reasons.append((Exit.FAILED, reason("gate-failed-item", values)))
    if still_open:
        values = {"class": label, "count": str(still_open)}
        reasons.append((Exit.OPEN, reason("gate-open-item", values)))
    return reasons
