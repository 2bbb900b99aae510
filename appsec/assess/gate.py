"""Whether a pipeline may go on. The gate is not the grade, and no statement of conformity."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from appsec.assess.baseline import Baseline
from appsec.assess.words import reason
from appsec.model.assessment import Coverage, Disposition, Gate, Record, Verdict
from appsec.model.check import STRICT
from appsec.model.companion import Companion, Ground
from appsec.model.exit import Exit, worst
from appsec.model.frozen import frozen
from appsec.model.licences import LicenceReport
from appsec.model.outcome import Cause, Kind, Severity
from appsec.model.verdict import Reason, Result


class Mode(StrEnum):
    """What stops a pipeline: open findings, new ones, or anything that is not closed."""

    FINDINGS = "findings"
    NEW = "new"
    COMPLETE = "complete"


@frozen
class AcceptedUnread:
    """What is out of reach of one fact (`what`), let past the gate through the day `expires`."""

    __pydantic_config__ = STRICT

    what: str
    reason: str
    expires: date


@frozen
class Terms:
    """How a team's configuration changes the gate `findings`; verdicts know nothing of it."""

    min_severity: Severity = Severity.MEDIUM
    accepted: tuple[AcceptedUnread, ...] = ()


MAX_NAMED = 5
"""Most components that a reason names; it counts all."""

ACCEPTED_UNREAD = "gate-unread-accepted"
KNOWN_UNREAD = "gate-known-unread"
"""The reasons that a gate's last line repeats: something unread was let past."""


def gate(
    *,
    mode: Mode,
    classes: tuple[str, ...],
    verdicts: Iterable[Verdict],
    records: Iterable[Record],
    coverage: Coverage,
    crashes: Mapping[str, str],
    baseline: Baseline | None = None,
    terms: Terms = Terms(),
    as_of: str = "",
    companion: Companion | None = None,
    licences: LicenceReport | None = None,
) -> Gate:
    """The gate of one artefact for the chosen class, its add-on included.

    Missing confirmations, traces and databases never change the code of `findings`. `new` is
    `findings` without what the baseline knew; without a baseline everything is new. `complete`
    asks for every item, and for what no item stands for: unread parts and unmapped findings.
    `as_of` is the ISO date on which acceptances are in force or not. A `companion` that rests on a
    person's word is said. A licence that the team denies fails in every mode.
    """
    members = [v for v in verdicts if set(v.classes) & set(classes)]
    label = "+".join(classes)
    reasons: list[tuple[Exit, Reason]] = [
        (Exit.INTERNAL, reason("gate-crash", {"check": check})) for check in crashes
    ]
    if companion and companion.ground is Ground.ATTESTED and companion.attested:
        values = {"who": companion.attested.who, "file": companion.file.name}
        reasons.append((Exit.OK, reason("gate-companion-attested", values)))
    records = tuple(records)
    if mode is Mode.COMPLETE:
        reasons += _complete(members, records, label)
    else:
        least = terms.min_severity
        accepted = _stopping(members, records, Disposition.ACCEPTED, least)
        reasons += _aside("gate-accepted", accepted, label, least)
        if mode is Mode.NEW:
            found = _stopping(members, records, Disposition.OPEN, least)
            reasons += _compared(baseline, found, coverage, label, least)
            if baseline:
                records, coverage = baseline.leave(records, coverage)
        reasons += _findings(members, records, label, least)
    reasons += _unread(coverage, terms.accepted, as_of)
    reasons += _licences(licences, mode) if licences else []
    failed = sum(1 for v in members if v.result is Result.FAIL)
    still_open = sum(1 for v in members if not v.result.closed) - failed
    code = worst(code for code, _ in reasons)
    return Gate(mode, code, tuple(why for _, why in reasons), still_open, failed)


def _findings(
    members: list[Verdict], records: Iterable[Record], label: str, least: Severity
) -> list[tuple[Exit, Reason]]:
    found = _in_class(members, records, Disposition.OPEN)
    ranks = [r.severity.rank for r in found]
    stopped = str(sum(rank >= least.rank for rank in ranks))
    passed = str(sum(Severity.MEDIUM.rank <= rank < least.rank for rank in ranks))
    values = {"class": label}
    if least is not Severity.MEDIUM:
        values["severity"] = least.value
    reasons = []
    if stopped != "0":
        key = "gate-finding" if least is Severity.MEDIUM else "gate-finding-from"
        reasons.append((Exit.FAILED, reason(key, values | {"count": stopped})))
    if least.rank > Severity.MEDIUM.rank:
        why = reason("gate-threshold-raised", values | {"count": passed})
        reasons.append((Exit.OK, why))
    return reasons


def _unread(
    coverage: Coverage, accepted: tuple[AcceptedUnread, ...], as_of: str
) -> list[tuple[Exit, Reason]]:
    """What was lost cannot be accepted; what is out of reach can, one fact at a time."""
    reasons = []
    if coverage.refused_total or any(gap.cause is Cause.LOST for gap in coverage.gaps):
        reasons.append((Exit.OPEN, reason("gate-lost")))
    unread = {gap.fact for gap in coverage.gaps if gap.cause is Cause.OUT_OF_REACH}
    still_open = set(unread)
    for each in sorted(accepted, key=lambda a: (a.what, a.expires)):
        if each.what in unread:
            in_force = "" < as_of <= each.expires.isoformat()
            values = {"fact": each.what, "why": each.reason, "expires": each.expires.isoformat()}
            key = ACCEPTED_UNREAD if in_force else "gate-acceptance-expired"
            reasons.append((Exit.OK, reason(key, values)))
            if in_force:
                still_open.discard(each.what)
        else:
            reasons.append((Exit.OK, reason("gate-acceptance-unmatched", {"fact": each.what})))
    if still_open:
        values = {"facts": ", ".join(sorted(still_open))}
        reasons.append((Exit.OPEN, reason("gate-out-of-reach", values)))
    return reasons


def _licences(told: LicenceReport, mode: Mode) -> list[tuple[Exit, Reason]]:
    """Those that are not known are open only where everything has to be closed; always said."""
    reasons = []
    for key, code, of in (
        ("gate-licence-denied", Exit.FAILED, [one for one in told.denied if not one.excepted]),
        ("gate-licence-excepted", Exit.OK, [one for one in told.denied if one.excepted]),
    ):
        if of:
            listed = dict.fromkeys(f"{one.component} ({one.denied})" for one in of)
            values = {"count": str(len(listed)), "names": _some(tuple(listed))}
            reasons.append((code, reason(key, values)))
    if told.unknown:
        code = Exit.OPEN if mode is Mode.COMPLETE else Exit.OK
        values = {"count": str(len(told.unknown)), "names": _some(told.unknown)}
        reasons.append((code, reason("gate-licence-unknown", values)))
    return reasons


def _some(names: tuple[str, ...]) -> str:
    more = f" (+{len(names) - MAX_NAMED})" if len(names) > MAX_NAMED else ""
    return ", ".join(names[:MAX_NAMED]) + more


def _in_class(
    members: list[Verdict], records: Iterable[Record], disposition: Disposition
) -> list[Record]:
    """The findings in the class of which people decided this.

    A user's own check that no profile maps still means what it says.
    """
    ids = {v.requirement for v in members}
    return [
        r
        for r in records
        if r.kind is Kind.FINDING
        and r.disposition is disposition
        and (ids & set(r.requirements) or not r.requirements)
    ]


def _stopping(
    members: list[Verdict], records: Iterable[Record], disposition: Disposition, least: Severity
) -> list[Record]:
    """Those that reach the threshold: they would stop the pipeline if nothing were said of them."""
    found = _in_class(members, records, disposition)
    return [r for r in found if r.severity.rank >= least.rank]


def _aside(
    key: str, records: list[Record], label: str, least: Severity
) -> list[tuple[Exit, Reason]]:
    """Says what does not count, so that a code of 0 hides nothing."""
    values = {"class": label, "count": str(len(records))}
    if least is not Severity.MEDIUM:
        key, values = f"{key}-from", values | {"severity": least.value}
    return [(Exit.OK, reason(key, values))] if records else []


def _compared(
    baseline: Baseline | None,
    still_open: list[Record],
    coverage: Coverage,
    label: str,
    least: Severity,
) -> list[tuple[Exit, Reason]]:
    """What the findings are held against. A build that cannot be compared stays open."""
    if baseline is None:
        return [(Exit.OPEN, reason("gate-no-baseline"))]
    saved = baseline.saved
    known = [r for r in still_open if r.fingerprint in baseline.findings]
    why = reason("gate-baseline", {"sha256": saved.artefact.sha256, "as_of": saved.as_of})
    reasons = [(Exit.OK, why), *_aside("gate-known-finding", known, label, least)]
    if unread := sorted({gap.fact for gap in coverage.gaps if baseline.knows(gap)}):
        reasons.append((Exit.OK, reason(KNOWN_UNREAD, {"facts": ", ".join(unread)})))
    return reasons


def _complete(
    members: list[Verdict], records: Iterable[Record], label: str
) -> list[tuple[Exit, Reason]]:
    failed = sum(1 for v in members if v.result is Result.FAIL)
    still_open = sum(1 for v in members if not v.result.closed) - failed
    reasons = []
    if failed:
        values = {"class": label, "count": str(failed)}
        reasons.append((Exit.FAILED, reason("gate-failed-item", values)))
    found = _in_class(members, records, Disposition.OPEN)
    if own := sum(1 for r in found if not r.requirements):
        reasons.append((Exit.FAILED, reason("gate-own-finding", {"count": str(own)})))
    if still_open:
        values = {"class": label, "count": str(still_open)}
        reasons.append((Exit.OPEN, reason("gate-open-item", values)))
    return reasons
