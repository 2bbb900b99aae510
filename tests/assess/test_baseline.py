"""The gate `new`: what the baseline knew does not count; what was lost always does."""

from dataclasses import replace

import pytest

from appsec.assess.baseline import Baseline
from appsec.assess.gate import Mode, gate
from appsec.engine.files import FileProblem
from appsec.model.assessment import Coverage, CoverageGap, Disposition
from appsec.model.outcome import Cause, Finding, Kind, Severity
from appsec.model.verdict import Result
from tests.assess.situations import record, saw
from tests.assess.test_gate import verdict
from tests.report.sample import SAMPLE

FOUND = record(saw("a", Finding))


def gap(cause, fact="code", **values):
    return CoverageGap(fact, cause, "k", values, {}, {})


def known(*records, gaps=()):
    return Baseline("old.json", replace(SAMPLE, findings=records, coverage=Coverage(gaps=gaps)))


def code(baseline, *records, coverage=None, mode=Mode.NEW):
    given = gate(
        mode=mode,
        classes=("L1",),
        verdicts=[verdict(Result.FAIL)],
        records=records,
        coverage=coverage or Coverage(),
        crashes={},
        baseline=baseline,
    )
    return given.code, [why.key for why in given.reasons]


@pytest.mark.parametrize(
    ("before", "now", "wanted"),
    [
        ((), (), 0),
        ((), (FOUND,), 1),
        ((FOUND,), (FOUND,), 0),
        # Let past then by people, whose word has ended or is gone: nobody lets it past now.
        ((replace(FOUND, disposition=Disposition.ACCEPTED),), (FOUND,), 1),
        ((replace(FOUND, disposition=Disposition.FALSE_POSITIVE),), (FOUND,), 1),
        *(
            ((replace(FOUND, disposition=d),), (replace(FOUND, disposition=d),), 0)
            for d in (Disposition.ACCEPTED, Disposition.FALSE_POSITIVE)
        ),
        ((replace(FOUND, kind=Kind.QUESTION),), (FOUND,), 1),
        ((replace(FOUND, fingerprint="other"),), (FOUND,), 1),
        ((), (replace(FOUND, severity=Severity.LOW),), 0),
        ((), (replace(FOUND, requirements=("99",)),), 0),
        ((), (replace(FOUND, disposition=Disposition.ACCEPTED),), 0),
        ((FOUND,), (FOUND, replace(FOUND, fingerprint="other")), 1),
    ],
)
def test_only_what_the_baseline_did_not_know_counts(before, now, wanted):
    assert code(known(*before), *now)[0] == wanted


OUT = gap(Cause.OUT_OF_REACH, file="a")


@pytest.mark.parametrize(
    ("before", "now", "wanted"),
    [
        ((OUT,), (OUT,), 0),
        ((), (OUT,), 3),
        ((gap(Cause.OUT_OF_REACH, file="b"),), (OUT,), 3),
        ((gap(Cause.LOST, file="a"),), (OUT,), 3),
        ((gap(Cause.LOST),), (gap(Cause.LOST),), 3),
        ((), (gap(Cause.NOT_SUPPLIED),), 0),
    ],
)
def test_unread_parts(before, now, wanted):
    assert code(known(gaps=before), coverage=Coverage(gaps=now))[0] == wanted


def test_a_code_of_0_says_what_stays_unread():
    others = (gap(Cause.OUT_OF_REACH, "entitlements"), gap(Cause.LOST, "manifest"))
    assert code(known(gaps=(OUT,)), coverage=Coverage(gaps=(OUT,))) == (
        0, ["gate-baseline", "gate-known-unread"]
    )  # fmt: skip
    told = code(known(gaps=(OUT, *others)), coverage=Coverage(gaps=(OUT, *others)))
    assert told == (3, ["gate-baseline", "gate-known-unread", "gate-lost"])
    assert code(known(gaps=(OUT,))) == (0, ["gate-baseline"])


def test_refused_entries_always_count():
    assert code(known(), coverage=Coverage(refused_total=1))[0] == 3


def test_a_code_of_0_says_what_it_leaves_out():
    assert code(known(FOUND), FOUND) == (0, ["gate-baseline", "gate-known-finding"])
    accepted = replace(FOUND, disposition=Disposition.ACCEPTED)
    assert code(None, accepted, mode=Mode.FINDINGS) == (0, ["gate-accepted"])


def test_without_a_baseline_that_is_known_to_fit_everything_is_new_and_open():
    assert code(None, FOUND)[0] == 1
    assert code(None) == (3, ["gate-no-baseline"])


def test_the_other_gates_do_not_look_at_it():
    assert code(known(FOUND), FOUND, mode=Mode.FINDINGS)[0] == 1
    assert code(known(FOUND), FOUND, mode=Mode.COMPLETE)[0] == 1


@pytest.mark.parametrize(
    ("changes", "profile", "said"),
    [
        ({"platform": "ios"}, "tw-v1.4", "platform android, not ios"),
        ({"id": "tw.example.other"}, "tw-v1.4", "app tw.example.shop, not tw.example.other"),
        ({}, "tw-v4.0", "profile tw-v1.4, not tw-v4.0"),
    ],
)
def test_a_baseline_of_something_else_is_refused(changes, profile, said):
    with pytest.raises(FileProblem, match=said):
        known().against(replace(SAMPLE.artefact, **changes), profile)


def test_a_baseline_whose_app_is_not_known_is_refused():
    saved = replace(SAMPLE, artefact=replace(SAMPLE.artefact, id=""))
    with pytest.raises(FileProblem, match="could not be read then"):
        Baseline("old.json", saved).against(SAMPLE.artefact, SAMPLE.profile.id)


def test_a_build_whose_id_was_lost_has_no_baseline():
    artefact = replace(SAMPLE.artefact, id="")
    assert known().against(artefact, SAMPLE.profile.id) is None
