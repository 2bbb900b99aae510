from dataclasses import replace

import pytest

from appsec.assess.choose import choose, suggest
from appsec.assess.gate import Mode, gate
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
