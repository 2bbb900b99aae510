"""Whether a pipeline may go on. The gate is not the grade, and no statement of conformity."""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

from appsec.assess.baseline import Baseline
from appsec.assess.words import reason
from appsec.model.assessment import Coverage, Disposition, Gate, Record, Verdict
from appsec.model.outcome import Cause, Kind, Severity
from appsec.model.verdict import Reason, Result


class Mode(StrEnum):
    """What stops a pipeline: open findings, new ones, or anything that is not closed."""

    FINDINGS = "findings"
    NEW = "new"
    COMPLETE = "complete"


class Exit(IntEnum):
    """The exit codes of the command line, and of the gate among them."""

    OK = 0
    FAILED = 1
    USAGE = 2
    OPEN = 3
    UNREADABLE = 4
    INTERNAL = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


PRECEDENCE = (
    Exit.INTERRUPTED,
    Exit.BROKEN_PIPE,
    Exit.USAGE,
    Exit.INTERNAL,
    Exit.UNREADABLE,
    Exit.FAILED,
    Exit.OPEN,
    Exit.OK,
)
"""Which code wins when several artefacts, or several causes, disagree."""


def worst(codes: Iterable[int]) -> int:
    """The code that wins; 0 when there is none."""
    given = set(codes)
    return int(next((code for code in PRECEDENCE if code in given), Exit.OK))


def gate(
    *,
    mode: Mode,
    classes: tuple[str, ...],
    verdicts: Iterable[Verdict],
    records: Iterable[Record],
    coverage: Coverage,
    crashes: Mapping[str, str],
    baseline: Baseline | None = None,
) -> Gate:
    """The gate of one artefact for the chosen class, its add-on included.

    Missing confirmations, traces and databases never change the code of `findings`. `new` is
    `findings` without what the baseline knew; without a baseline everything is new.
    """
    members = [v for v in verdicts if set(v.classes) & set(classes)]
    label = "+".join(classes)
    reasons: list[tuple[Exit, Reason]] = [
        (Exit.INTERNAL, reason("gate-crash", {"check": check})) for check in crashes
    ]
    if mode is Mode.COMPLETE:
        reasons += _complete(members, label)
    else:
        records = tuple(records)
        reasons += _aside("gate-accepted", _grave(members, records, Disposition.ACCEPTED), label)
        if mode is Mode.NEW:
            reasons += _compared(baseline, _grave(members, records, Disposition.OPEN), label)
            if baseline:
                records, coverage = baseline.leave(records, coverage)
        reasons += _findings(members, records, coverage, label)
    still_open = sum(1 for v in members if not v.result.closed)
    code = worst(code for code, _ in reasons)
    return Gate(mode, code, tuple(why for _, why in reasons), still_open)


def _findings(
    members: list[Verdict], records: Iterable[Record], coverage: Coverage, label: str
) -> list[tuple[Exit, Reason]]:
    count = len(_grave(members, records, Disposition.OPEN))
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


def _grave(
    members: list[Verdict], records: Iterable[Record], disposition: Disposition
) -> list[Record]:
    """The findings of medium severity or worse in the class of which people decided this."""
    ids = {v.requirement for v in members}
    return [
        r
        for r in records
        if r.kind is Kind.FINDING
        and r.disposition is disposition
        and r.severity.rank >= Severity.MEDIUM.rank
        and ids & set(r.requirements)
    ]


def _aside(key: str, records: list[Record], label: str) -> list[tuple[Exit, Reason]]:
    """Says what does not count, so that a code of 0 hides nothing."""
    values = {"class": label, "count": str(len(records))}
    return [(Exit.OK, reason(key, values))] if records else []


def _compared(
    baseline: Baseline | None, still_open: list[Record], label: str
) -> list[tuple[Exit, Reason]]:
    """What the findings are held against. A build that cannot be compared stays open."""
    if baseline is None:
        return [(Exit.OPEN, reason("gate-no-baseline"))]
    saved = baseline.saved
    known = [r for r in still_open if r.fingerprint in baseline.findings]
    why = reason("gate-baseline", {"sha256": saved.artefact.sha256, "as_of": saved.as_of})
    return [(Exit.OK, why), *_aside("gate-known-finding", known, label)]


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
