from dataclasses import replace
from datetime import date

import pytest

from appsec.assess.choose import choose, suggest
from appsec.assess.gate import AcceptedUnread, Mode, Terms, gate
from appsec.assess.grade import grade
from appsec.model.assessment import Coverage, CoverageGap, Disposition, Verdict
from appsec.model.exit import Exit, worst
from appsec.model.outcome import Cause, Finding, Kind, Severity
from appsec.model.package import ClassHint, Purpose
from appsec.model.profile import AppClass, Profile
from appsec.model.verdict import Grade, Result
from tests.assess.situations import record, requirement, saw

FOUND = record(saw("a", Finding))


def verdict(result=Result.PASS, requirement_id="20", classes=("L1",)):
    return Verdict(requirement_id, "4.1.2.3.6", classes, False, result, False, False, (), (), ())


def missing(cause):
    return Coverage(gaps=(CoverageGap("manifest", cause, "k", {}, {}, {}),))


def code(mode, verdicts, records=(), coverage=None, crashes=None):
    given = gate(
        mode=mode,
        classes=("L1",),
        verdicts=verdicts,
        records=records,
        coverage=coverage or Coverage(),
        crashes=crashes or {},
    )
    return given.code


@pytest.mark.parametrize(
    ("records", "coverage", "wanted"),
    [
        ((), Coverage(), 0),
        ((FOUND,), Coverage(), 1),
        ((replace(FOUND, severity=Severity.LOW),), Coverage(), 0),
        ((replace(FOUND, severity=Severity.CRITICAL),), Coverage(), 1),
        ((replace(FOUND, kind=Kind.QUESTION),), Coverage(), 0),
        ((replace(FOUND, kind=Kind.EVIDENCE),), Coverage(), 0),
        ((replace(FOUND, disposition=Disposition.ACCEPTED),), Coverage(), 0),
        ((replace(FOUND, disposition=Disposition.FALSE_POSITIVE),), Coverage(), 0),
        ((replace(FOUND, requirements=("99",)),), Coverage(), 0),
        ((), missing(Cause.LOST), 3),
        ((), missing(Cause.OUT_OF_REACH), 3),
        ((), missing(Cause.NOT_SUPPLIED), 0),
        ((), Coverage(refused_total=1), 3),
        ((FOUND,), missing(Cause.LOST), 1),
    ],
)
def test_gate_findings(records, coverage, wanted):
    assert code(Mode.FINDINGS, [verdict(Result.NEEDS_REVIEW)], records, coverage) == wanted


UNREAD = Coverage(
    gaps=tuple(
        CoverageGap(fact, Cause.OUT_OF_REACH, "k", {}, {}, {}) for fact in ("code", "entitlements")
    )
)


def accepted(what, until="2026-06-30"):
    return AcceptedUnread(what, "shielded by a vendor", date.fromisoformat(until))


def under(terms, records=(), coverage=None, as_of="2026-06-30", mode=Mode.FINDINGS):
    """Code and keys of the reasons of the gate under a configuration."""
    given = gate(
        mode=mode,
        classes=("L1",),
        verdicts=[verdict(Result.INCONCLUSIVE)],
        records=records,
        coverage=coverage or Coverage(),
        crashes={},
        terms=terms,
        as_of=as_of,
    )
    return given.code, [why.key for why in given.reasons]


BOTH = (accepted("code"), accepted("entitlements"))


@pytest.mark.parametrize(
    ("terms", "coverage", "as_of", "wanted"),
    [
        (BOTH, UNREAD, "2026-06-30", (0, ["gate-unread-accepted", "gate-unread-accepted"])),
        (BOTH[:1], UNREAD, "2026-06-30", (3, ["gate-unread-accepted", "gate-out-of-reach"])),
        (
            BOTH[:1],
            missing(Cause.OUT_OF_REACH),
            "2026-06-30",
            (3, ["gate-acceptance-unmatched", "gate-out-of-reach"]),
        ),
        (
            BOTH,
            UNREAD,
            "2026-07-01",
            (3, ["gate-acceptance-expired", "gate-acceptance-expired", "gate-out-of-reach"]),
        ),
        # Without a date nothing is known to be in force.
        (
            BOTH,
            UNREAD,
            "",
            (3, ["gate-acceptance-expired", "gate-acceptance-expired", "gate-out-of-reach"]),
        ),
        # Nothing lost, refused or never met is accepted by it.
        (
            (accepted("manifest"),),
            missing(Cause.LOST),
            "2026-06-30",
            (3, ["gate-lost", "gate-acceptance-unmatched"]),
        ),
        (
            BOTH[:1],
            Coverage(refused_total=1),
            "2026-06-30",
            (3, ["gate-lost", "gate-acceptance-unmatched"]),
        ),
        (BOTH[:1], Coverage(), "2026-06-30", (0, ["gate-acceptance-unmatched"])),
    ],
)
def test_unread_parts_are_accepted_one_fact_at_a_time_until_a_day(terms, coverage, as_of, wanted):
    assert under(Terms(accepted=terms), coverage=coverage, as_of=as_of) == wanted


def test_acceptance_says_what_why_and_until_when_and_changes_nothing_else():
    assert under(Terms(accepted=BOTH), (FOUND,), UNREAD)[0] == 1
    assert under(Terms(accepted=BOTH), (), UNREAD, mode=Mode.COMPLETE) == (
        3, ["gate-open-item", "gate-unread-accepted", "gate-unread-accepted"]
    )  # fmt: skip
    given = gate(
        mode=Mode.FINDINGS, classes=("L1",), verdicts=[], records=(), coverage=UNREAD, crashes={},
        terms=Terms(accepted=BOTH), as_of="2026-01-01",
    )  # fmt: skip
    assert given.reasons[0].values == {
        "fact": "code", "why": "shielded by a vendor", "expires": "2026-06-30"
    }  # fmt: skip
    assert given.reasons[0].message["zh-TW"] == (
        "無法讀取之部分（code）經設定檔接受，至 2026-06-30 止；"
        "所載理由：shielded by a vendor。各項判定不因此改變。"
    )


@pytest.mark.parametrize(
    ("least", "severity", "wanted"),
    [
        (Severity.LOW, Severity.LOW, (1, ["gate-finding-from"])),
        (Severity.LOW, Severity.INFO, (0, [])),
        (Severity.MEDIUM, Severity.MEDIUM, (1, ["gate-finding"])),
        (Severity.HIGH, Severity.MEDIUM, (0, ["gate-threshold-raised"])),
        (Severity.HIGH, Severity.HIGH, (1, ["gate-finding-from", "gate-threshold-raised"])),
        (Severity.CRITICAL, Severity.HIGH, (0, ["gate-threshold-raised"])),
    ],
)
def test_a_raised_threshold_is_said(least, severity, wanted):
    assert under(Terms(least), (replace(FOUND, severity=severity),)) == wanted


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        ([Result.PASS, Result.NOT_APPLICABLE], 0),
        ([Result.PASS, Result.NEEDS_REVIEW], 3),
        ([Result.NEEDS_EVIDENCE], 3),
        ([Result.INCONCLUSIVE], 3),
        ([Result.FAIL, Result.INCONCLUSIVE], 1),
    ],
)
def test_gate_complete(results, wanted):
    verdicts = [verdict(result, str(n)) for n, result in enumerate(results)]
    assert code(Mode.COMPLETE, verdicts) == wanted


OWN = replace(FOUND, requirements=())


@pytest.mark.parametrize(
    ("records", "coverage", "wanted"),
    [
        ((), missing(Cause.LOST), (3, "gate-lost")),
        ((), Coverage(refused_total=1), (3, "gate-lost")),
        ((), UNREAD, (3, "gate-out-of-reach")),
        ((OWN,), Coverage(), (1, "gate-own-finding")),
        ((replace(OWN, severity=Severity.INFO),), Coverage(), (1, "gate-own-finding")),
        ((OWN,), UNREAD, (1, "gate-own-finding")),
        ((), missing(Cause.NOT_SUPPLIED), (0, None)),
        ((replace(OWN, kind=Kind.QUESTION),), Coverage(), (0, None)),
        ((replace(OWN, disposition=Disposition.ACCEPTED),), Coverage(), (0, None)),
    ],
)
def test_gate_complete_takes_no_item_for_the_whole(records, coverage, wanted):
    """What no item stands for is open all the same."""
    given = gate(
        mode=Mode.COMPLETE, classes=("L1",), verdicts=[verdict()], records=records,
        coverage=coverage, crashes={}, as_of="2026-01-01",
    )  # fmt: skip
    assert (given.code, next(iter(why.key for why in given.reasons), None)) == wanted


def test_gate_complete_lets_past_what_is_accepted():
    given = gate(
        mode=Mode.COMPLETE, classes=("L1",), verdicts=[verdict()], records=(), coverage=UNREAD,
        crashes={}, terms=Terms(accepted=BOTH), as_of="2026-01-01",
    )  # fmt: skip
    assert given.code == 0


def test_other_classes_do_not_count():
    assert code(Mode.COMPLETE, [verdict(), verdict(Result.FAIL, "18", ("L2",))]) == 0


@pytest.mark.parametrize("mode", list(Mode))
def test_a_crashed_check_is_an_internal_error(mode):
    assert code(mode, [verdict(Result.FAIL)], (FOUND,), crashes={"a": "boom"}) == Exit.INTERNAL


def test_the_gate_says_what_stays_open():
    given = gate(
        mode=Mode.FINDINGS,
        classes=("L1",),
        verdicts=[verdict(), verdict(Result.NEEDS_REVIEW, "2")],
        records=(),
        coverage=Coverage(),
        crashes={},
    )
    assert (given.code, given.still_open) == (0, 1)


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        ([], 0),
        ([0, 3], 3),
        ([3, 1], 1),
        ([1, 4], 4),
        ([4, 70], 70),
        ([70, 2], 2),
        ([2, 141], 141),
        ([141, 130], 130),
    ],
)
def test_precedence_of_exit_codes(codes, wanted):
    assert worst(codes) == wanted


def test_a_grade_is_the_worst_of_its_members_with_counts():
    profile = Profile(
        "p", {}, {}, ("android",), (AppClass("L1", False, {}),), {}, (),
        tuple(requirement(id=i) for i in ("1", "2", "3")),
    )  # fmt: skip
    counts = dict.fromkeys(Result, 0) | {Result.PASS: 1, Result.FAIL: 1, Result.INCONCLUSIVE: 1}
    # Requirement 3 has no verdict: that is not silence to pass over.
    graded = grade(profile, [verdict(Result.PASS, "1"), verdict(Result.FAIL, "2")])
    assert graded == {"L1": Grade(Result.FAIL, 3, counts)}


LOGIN = ClassHint(Purpose.LOGIN, "LINE Login", "AndroidManifest.xml")
BILLING = ClassHint(Purpose.TRANSACTION, "Google Play Billing", "AndroidManifest.xml")


@pytest.mark.parametrize(
    ("declared", "hints", "app_class", "warnings"),
    [
        ("", (), "L3", ["class-unknown"]),
        ("", (LOGIN,), "L2", ["class-not-declared"]),
        ("", (LOGIN, BILLING), "L3", ["class-not-declared"]),
        ("L1", (), "L1", []),
        ("L1", (LOGIN,), "L1", ["class-too-low"]),
        ("L2", (BILLING,), "L2", ["class-too-low"]),
        ("L3", (LOGIN,), "L3", []),
    ],
)
def test_choice_of_class(declared, hints, app_class, warnings):
    chosen = choose(declared, False, suggest(hints))
    assert (chosen.app_class, [w.key for w in chosen.warnings]) == (app_class, warnings)
