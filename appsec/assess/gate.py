"""Whether a pipeline may go on. The gate is not the grade, and no statement of conformity."""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

from appsec.assess.baseline import Baseline, identity_of
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

    Missing confirmations, traces and databases never change the code of `findings` and `new`.
    With `new`, `baseline` is what was known before; without one everything is new.
    """
    members = [v for v in verdicts if set(v.classes) & set(classes)]
    label = "+".join(classes)
    reasons: list[tuple[Exit, Reason]] = [
        (Exit.INTERNAL, reason("gate-crash", {"check": check})) for check in crashes
    ]
    if mode is Mode.COMPLETE:
        reasons += _complete(members, label)
    elif mode is Mode.NEW:
        reasons += _new(_grave(members, records), coverage, label, baseline)
    else:
        reasons += _findings(_grave(members, records), coverage, label)
    still_open = sum(1 for v in members if not v.result.closed)
    code = worst(code for code, _ in reasons)
    return Gate(mode, code, tuple(why for _, why in reasons), still_open)


def _grave(members: list[Verdict], records: Iterable[Record]) -> list[Record]:
    """The findings of medium severity or worse in the class that nobody refuted."""
    ids = {v.requirement for v in members}
    return [
        r
        for r in records
        if r.kind is Kind.FINDING
        and r.disposition is not Disposition.FALSE_POSITIVE
        and r.severity.rank >= Severity.MEDIUM.rank
        and ids & set(r.requirements)
    ]


def _findings(grave: list[Record], coverage: Coverage, label: str) -> list[tuple[Exit, Reason]]:
    reasons = _counted(Exit.FAILED, "gate-finding", _open(grave), label)
    reasons += _accepted(grave, label)
    reasons += _lost(coverage)
    if any(gap.cause is Cause.OUT_OF_REACH for gap in coverage.gaps):
        reasons.append((Exit.OPEN, reason("gate-out-of-reach")))
    return reasons


def _new(
    grave: list[Record], coverage: Coverage, label: str, baseline: Baseline | None
) -> list[tuple[Exit, Reason]]:
    """Lost facts count even where the baseline lost them too: they may hide a new finding."""
    findings = baseline.findings if baseline else frozenset[str]()
    unread = baseline.out_of_reach if baseline else frozenset[tuple[str, ...]]()
    out = [g for g in coverage.gaps if g.cause is Cause.OUT_OF_REACH]
    still_open = _open(grave)
    known = [r for r in still_open if r.fingerprint in findings]
    fresh = [r for r in still_open if r.fingerprint not in findings]
    reasons = _counted(Exit.FAILED, "gate-new-finding", fresh, label)
    reasons += _counted(Exit.OK, "gate-known-finding", known, label)
    reasons += _accepted(grave, label)
    reasons += _lost(coverage)
    if any(identity_of(gap) not in unread for gap in out):
        reasons.append((Exit.OPEN, reason("gate-new-out-of-reach")))
    elif out:
        reasons.append((Exit.OK, reason("gate-known-out-of-reach")))
    if baseline is None:
        reasons.append((Exit.OPEN, reason("gate-no-baseline")))
    else:
        saved = baseline.saved
        values = {"sha256": saved.artefact.sha256, "as_of": saved.as_of}
        reasons.append((Exit.OK, reason("gate-baseline", values)))
    return reasons


def _open(grave: list[Record]) -> list[Record]:
    return [r for r in grave if r.disposition is Disposition.OPEN]


def _accepted(grave: list[Record], label: str) -> list[tuple[Exit, Reason]]:
    accepted = [r for r in grave if r.disposition is Disposition.ACCEPTED]
    return _counted(Exit.OK, "gate-accepted", accepted, label)


def _lost(coverage: Coverage) -> list[tuple[Exit, Reason]]:
    lost = coverage.refused_total or any(gap.cause is Cause.LOST for gap in coverage.gaps)
    return [(Exit.OPEN, reason("gate-lost"))] if lost else []


def _counted(code: Exit, key: str, records: list[Record], label: str) -> list[tuple[Exit, Reason]]:
    values = {"class": label, "count": str(len(records))}
    return [(code, reason(key, values))] if records else []


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
