"""What changed: a real change is named as what it is, and silence is never called a fix."""

from dataclasses import replace

import pytest

from appsec.assess.diff import diff
from appsec.engine.files import FileProblem
from appsec.model.assessment import Coverage, CoverageGap, Disposition, Unread
from appsec.model.difference import Change
from appsec.model.outcome import Cause, Finding, Kind, Location, Severity
from appsec.model.read import FileRead
from appsec.model.verdict import Reason, Result
from tests.assess.situations import record, saw
from tests.report.sample import SAMPLE

CHECK = "android-debuggable"
READ = {name: replace(text, unread=()) for name, text in SAMPLE.checks.items()}
LOST = Unread("manifest", Cause.LOST, "k")
FOUND = replace(record(saw(CHECK, Finding)), requirements=("22",), fingerprint="1" * 64)
ASKED = replace(FOUND, kind=Kind.QUESTION)


def build(*records, unread=(), results=None, **changes):
    """The sample with these records only, every check read in full but for CHECK's gaps."""
    results = results or {}
    checks = READ | {CHECK: replace(READ[CHECK], unread=unread)}
    verdicts = tuple(
        replace(v, reasons=(), **results.get(v.requirement, {})) for v in SAMPLE.verdicts
    )
    given = {"findings": records, "checks": checks, "verdicts": verdicts, "coverage": Coverage()}
    return replace(SAMPLE, **(given | changes))


def changes(old, new):
    told = diff(old, new, "old.json")
    return [c.change for c in told.records], [c.change for c in told.items], told.worse


def test_nothing_changed():
    assert changes(build(FOUND), build(FOUND)) == ([], [], False)


@pytest.mark.parametrize(
    ("old", "new", "change", "worse"),
    [
        (build(), build(FOUND), Change.APPEARED, True),
        (build(unread=(LOST,)), build(FOUND), Change.NOW_READ, True),
        (build(), build(ASKED), Change.APPEARED, False),
        (build(), build(replace(FOUND, requirements=("99",))), Change.APPEARED, False),
        (
            build(),
            build(replace(FOUND, disposition=Disposition.FALSE_POSITIVE)),
            Change.APPEARED,
            False,
        ),
        (build(FOUND), build(), Change.VANISHED, False),
        (build(FOUND), build(unread=(LOST,)), Change.NOT_READ, True),
        (build(FOUND), build(unread=(replace(LOST, cause=Cause.OUT_OF_REACH),)), Change.NOT_READ, True),
        (build(FOUND), build(unread=(replace(LOST, cause=Cause.NOT_SUPPLIED),)), Change.NOT_READ, True),
        (build(FOUND), build(unread=None), Change.NOT_READ, True),
        (build(FOUND), build(checks={}), Change.NOT_READ, True),
        (
            build(FOUND),
            build(checks=READ | {CHECK: replace(READ[CHECK], crash="boom")}),
            Change.NOT_READ,
            True,
        ),
        (build(ASKED), build(), Change.VANISHED, False),
        (build(ASKED), build(FOUND), Change.WORSE, True),
        (build(FOUND), build(replace(FOUND, severity=Severity.HIGH)), Change.WORSE, True),
        (build(FOUND), build(replace(FOUND, severity=Severity.LOW)), Change.CHANGED, False),
        (
            build(FOUND),
            build(replace(FOUND, disposition=Disposition.ACCEPTED)),
            Change.CHANGED,
            False,
        ),
        (build(replace(FOUND, disposition=Disposition.ACCEPTED)), build(FOUND), Change.WORSE, True),
        (
            build(replace(FOUND, disposition=Disposition.FALSE_POSITIVE)),
            build(FOUND),
            Change.WORSE,
            True,
        ),
    ],
)  # fmt: skip
def test_what_became_of_a_record(old, new, change, worse):
    assert changes(old, new) == ([change], [], worse)


OWN = replace(FOUND, requirements=())
NAMING = replace(FOUND, locations=(Location("classes.dex", "La;"),))
MAPPED = replace(SAMPLE.artefact, files=(*SAMPLE.artefact.files[:1], FileRead("m.txt", "0", 1)))
BARE = replace(SAMPLE.artefact, files=SAMPLE.artefact.files[:1])


def tool(**changes):
    return replace(SAMPLE.tool, **changes)


@pytest.mark.parametrize(
    ("old", "new", "change", "warning"),
    [
        (build(FOUND), build(tool=tool(content="0")), Change.NOT_READ, "diff-other-checks"),
        (build(FOUND), build(tool=tool(version="9")), Change.NOT_READ, "diff-other-checks"),
        (build(OWN), build(tool=tool(own_checks="0")), Change.NOT_READ, "diff-other-own-checks"),
        (build(FOUND), build(tool=tool(own_checks="0")), Change.VANISHED, "diff-other-own-checks"),
        (build(NAMING, artefact=BARE), build(artefact=MAPPED), Change.NOT_READ, "diff-other-mapping"),
        (build(NAMING, artefact=MAPPED), build(artefact=BARE), Change.NOT_READ, "diff-other-mapping"),
        (build(FOUND, artefact=BARE), build(artefact=MAPPED), Change.VANISHED, None),
        (build(NAMING, artefact=MAPPED), build(artefact=MAPPED), Change.VANISHED, None),
    ],
)  # fmt: skip
def test_what_was_read_otherwise_is_not_called_vanished(old, new, change, warning):
    """Another way of looking may miss what the earlier one saw, or give it another name."""
    told = diff(old, new, "old.json")
    assert [c.change for c in told.records] == [change]
    keys = {why.key for why in told.warnings} - {"diff-same-file"}
    assert keys == ({warning} if warning else set())


FAIL, OPEN, ASK = Result.FAIL, Result.INCONCLUSIVE, Result.NEEDS_REVIEW
PASS, ABSENT = Result.PASS, Result.NOT_APPLICABLE
LOST_WHY = (Reason("gap-lost"),)


def with_22(result, *records, **more):
    given = build(*records, unread=more.pop("unread", ()))
    verdicts = tuple(
        replace(v, result=result, **more) if v.requirement == "22" else v for v in given.verdicts
    )
    return replace(given, verdicts=verdicts)


@pytest.mark.parametrize(
    ("old", "new", "change", "worse"),
    [
        (with_22(FAIL), with_22(ASK), Change.BETTER, False),
        (with_22(FAIL), with_22(OPEN), Change.BETTER, False),
        (with_22(FAIL), with_22(OPEN, reasons=LOST_WHY), Change.NOT_READ, True),
        (with_22(ASK), with_22(PASS), Change.BETTER, False),
        (with_22(PASS), with_22(ASK), Change.WORSE, True),
        (with_22(ASK), with_22(FAIL), Change.WORSE, True),
        (with_22(ABSENT), with_22(FAIL), Change.WORSE, True),
        (with_22(ASK), with_22(OPEN), Change.CHANGED, False),
        (with_22(OPEN), with_22(ASK), Change.CHANGED, False),
        (with_22(OPEN), with_22(OPEN, reasons=LOST_WHY), Change.NOT_READ, True),
        (with_22(OPEN, reasons=LOST_WHY), with_22(OPEN), Change.BETTER, False),
        (with_22(PASS), with_22(ABSENT), Change.CHANGED, False),
        (with_22(FAIL), with_22(FAIL, risk_accepted=True), Change.CHANGED, False),
        (with_22(FAIL, risk_accepted=True), with_22(FAIL), Change.WORSE, True),
    ],
)
def test_what_became_of_an_item(old, new, change, worse):
    assert changes(old, new) == ([], [change], worse)


@pytest.mark.parametrize("result", [ASK, PASS, ABSENT])
@pytest.mark.parametrize("before", [FOUND, ASKED])
def test_an_item_is_not_better_because_nobody_looked(result, before):
    """Only the check that had spoken against it can say that it is mended."""
    was = FAIL if before is FOUND else OPEN
    new = with_22(result, unread=(LOST,))
    told = diff(with_22(was, before), new, "old.json")
    assert Change.BETTER not in [c.change for c in told.items]
    assert [c.change for c in told.records] == [Change.NOT_READ]


def test_items_of_other_classes_do_not_count():
    told = diff(build(), build(results={"28": {"result": FAIL}}), "old.json")
    assert [(c.requirement, c.change, c.counts) for c in told.items] == [
        ("28", Change.WORSE, False)
    ]
    assert not told.worse


@pytest.mark.parametrize(
    ("cause", "worse"),
    [(Cause.LOST, True), (Cause.OUT_OF_REACH, True), (Cause.NOT_SUPPLIED, False)],
)
def test_what_can_no_longer_be_read(cause, worse):
    lost = build(coverage=Coverage(gaps=(CoverageGap("code", cause, "k", {}, {}, {}),)))
    told = diff(build(), lost, "old.json")
    assert ([g.change for g in told.gaps], told.worse) == ([Change.APPEARED], worse)
    back = diff(lost, build(), "old.json")
    assert ([g.change for g in back.gaps], back.worse) == ([Change.VANISHED], False)


def test_more_refused_entries_are_worse():
    told = diff(build(), build(coverage=Coverage(refused_total=2)), "old.json")
    assert ([g.key for g in told.gaps], told.worse) == (["diff-refused"], True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"artefact": replace(SAMPLE.artefact, platform="ios")}, "platform"),
        ({"artefact": replace(SAMPLE.artefact, id="tw.other")}, "app"),
        ({"profile": replace(SAMPLE.profile, id="tw-v4.0")}, "profile"),
    ],
)
def test_only_builds_of_one_app_are_compared(changes, said):
    with pytest.raises(FileProblem, match=said):
        diff(SAMPLE, replace(SAMPLE, **changes), "old.json")


def test_what_makes_a_comparison_say_less_is_told():
    old = build(
        as_of="2027-01-01",
        tool=replace(SAMPLE.tool, content="f" * 64),
        chosen_class=replace(SAMPLE.chosen_class, app_class="L1"),
    )
    new = build(unread=None, artefact=replace(SAMPLE.artefact, sha256="0" * 64, id=""))
    told = diff(old, new, "old.json")
    keys = ["id-unread", "other-checks", "other-class", "earlier", "older-form"]
    assert [w.key for w in told.warnings] == [f"diff-{key}" for key in keys]
    same = diff(build(), build(), "old.json")
    assert [w.key for w in same.warnings] == ["diff-same-file"]


def test_the_gravest_stands_first():
    other = replace(FOUND, fingerprint="2" * 64)
    told = diff(build(FOUND), build(other), "old.json")
    assert [c.change for c in told.records] == [Change.APPEARED, Change.VANISHED]
