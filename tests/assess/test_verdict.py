"""The seven steps, each with what must and must not reach it."""

from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appsec.assess.situation import Situation
from appsec.assess.verdict import decide
from appsec.model.assessment import Disposition
from appsec.model.outcome import Cause, Evidence, Finding, Gap, Location, Outcome, Question
from appsec.model.profile import Absence, Person, Weight
from appsec.model.verdict import Attestation, Basis, Result, Standing
from tests.assess.situations import (
    ABSENT,
    LOST,
    OUT,
    clean,
    network,
    record,
    requirement,
    saw,
)

DECIDED = requirement(decided_by=(("a",),))
REFUTED = requirement(refuted_by=("a",))
ASKED = requirement(asked_by=("a",))


L1_WITHOUT_B = {"L1": {"android": ("b",)}}


def situation(*outcomes, dispositions=None, **more):
    dispositions = dispositions or {}
    return Situation(
        platform="android",
        outcomes={o.check: o for o in outcomes},
        records=tuple(
            record(o, dispositions.get(o.check, Disposition.OPEN)) for o in outcomes if o.seen
        ),
        conditions={"network": network()},
        **more,
    )


def attested(*covers, standing=Standing.IN_FORCE):
    return {"attestations": {"20": Attestation("20", standing, frozenset(covers))}}


@pytest.mark.parametrize(
    ("wanted", "given_outcome", "result"),
    [
        (DECIDED, saw("a", Finding), Result.FAIL),
        (DECIDED, saw("a", Finding, LOST), Result.FAIL),
        (DECIDED, saw("a", Question), Result.NEEDS_REVIEW),
        (DECIDED, saw("a", Question, LOST), Result.INCONCLUSIVE),
        (DECIDED, saw("a", Evidence), Result.PASS),
        (DECIDED, clean("a"), Result.PASS),
        (DECIDED, clean("a", LOST), Result.INCONCLUSIVE),
        (DECIDED, clean("a", OUT), Result.INCONCLUSIVE),
        (DECIDED, clean("a", ABSENT), Result.INCONCLUSIVE),
        (REFUTED, saw("a", Finding), Result.FAIL),
        (REFUTED, clean("a"), Result.INCONCLUSIVE),
        (ASKED, saw("a", Finding), Result.INCONCLUSIVE),
        (ASKED, saw("a", Question), Result.INCONCLUSIVE),
        (ASKED, clean("a"), Result.INCONCLUSIVE),
        (replace(ASKED, person=Person.ALONE), saw("a", Finding), Result.NEEDS_REVIEW),
        (replace(ASKED, person=Person.ALONE), clean("a", LOST), Result.INCONCLUSIVE),
        (replace(ASKED, person=Person.ALONE), clean("a", OUT), Result.NEEDS_REVIEW),
    ],
)
def test_one_check(wanted, given_outcome, result):
    assert decide(wanted, situation(given_outcome)).result is result


def test_no_check_at_all_never_passes():
    assert decide(requirement(), situation()).result is Result.INCONCLUSIVE
    by_person = decide(requirement(person=Person.ALONE), situation())
    assert (by_person.result, [r.key for r in by_person.reasons]) == (
        Result.NEEDS_REVIEW,
        ["ask-person"],
    )


def test_a_check_that_did_not_run_is_lost():
    verdict = decide(DECIDED, situation())
    assert (verdict.result, [r.key for r in verdict.reasons]) == (
        Result.INCONCLUSIVE,
        ["check-missing"],
    )


def test_silence_of_a_refuting_check_proves_nothing_even_beside_a_clean_decision():
    both = requirement(decided_by=(("a",),), refuted_by=("b",))
    assert decide(both, situation(clean("a"), clean("b"))).result is Result.PASS
    assert decide(both, situation(clean("a"), clean("b", OUT))).result is Result.INCONCLUSIVE
    assert decide(both, situation(clean("a"), clean("b", ABSENT))).result is Result.PASS


def test_an_open_hint_keeps_a_clean_decision_from_passing():
    both = requirement(decided_by=(("a",),), asked_by=("b",))
    assert decide(both, situation(clean("a"), saw("b", Question))).result is Result.NEEDS_REVIEW


def test_every_check_of_an_alternative_must_be_clean():
    pair = requirement(decided_by=(("a", "b"), ("c",)))
    verdict = decide(pair, situation(clean("a"), clean("b", ABSENT), clean("c")))
    assert (verdict.result, verdict.by) == (Result.PASS, (Basis.STATIC,))
    verdict = decide(pair, situation(clean("a"), clean("b", ABSENT), clean("c", ABSENT)))
    assert verdict.result is Result.INCONCLUSIVE


@pytest.mark.parametrize("weight", [Weight.NONE, Weight.HINT, Weight.FAIL])
def test_a_static_alternative_passes_only_where_the_rules_let_it(weight):
    hint = requirement(decided_by=(("a",),), static=weight)
    assert decide(hint, situation(clean("a"))).result is Result.INCONCLUSIVE


def test_a_run_passes_as_dynamic_and_only_where_the_rules_let_it():
    by_run = requirement(decided_by=(("r",),), static=Weight.NONE, run=Weight.PASS)
    ran = situation(clean("r"), runtime_checks=frozenset("r"))
    verdict = decide(by_run, ran)
    assert (verdict.result, verdict.by) == (Result.PASS, (Basis.DYNAMIC,))
    assert decide(replace(by_run, run=Weight.FAIL), ran).result is Result.INCONCLUSIVE


class TestDispositions:
    def test_an_accepted_finding_still_fails(self):
        accepted = situation(saw("a", Finding), dispositions={"a": Disposition.ACCEPTED})
        verdict = decide(DECIDED, accepted)
        assert (verdict.result, verdict.risk_accepted) == (Result.FAIL, True)

    def test_one_open_finding_is_not_accepted_by_its_neighbour(self):
        both = requirement(refuted_by=("a", "b"))
        mixed = situation(
            saw("a", Finding), saw("b", Finding), dispositions={"a": Disposition.ACCEPTED}
        )
        verdict = decide(both, mixed)
        assert (verdict.result, verdict.risk_accepted) == (Result.FAIL, False)

    def test_a_false_positive_is_removed(self):
        refuted = situation(saw("a", Finding), dispositions={"a": Disposition.FALSE_POSITIVE})
        assert decide(DECIDED, refuted).result is Result.PASS

    def test_a_false_positive_does_not_close_a_gap(self):
        refuted = situation(saw("a", Finding, OUT), dispositions={"a": Disposition.FALSE_POSITIVE})
        assert decide(DECIDED, refuted).result is Result.INCONCLUSIVE


class TestApplicability:
    needs_network = requirement(condition="network", refuted_by=("a",))

    def test_proved_absent(self):
        verdict = decide(self.needs_network, situation(clean("presence"), clean("a")))
        assert (verdict.result, verdict.by) == (Result.NOT_APPLICABLE, (Basis.STATIC,))

    def test_deemed_met(self):
        deemed = replace(self.needs_network, when_absent=Absence.DEEMED_PASS)
        verdict = decide(deemed, situation(clean("presence"), clean("a")))
        assert (verdict.result, verdict.deemed_met) == (Result.PASS, True)

    @pytest.mark.parametrize(
        "presence",
        [
            saw("presence", Evidence),
            saw("presence", Question),
            clean("presence", LOST),
            clean("presence", OUT),
            clean("presence", ABSENT),
        ],
    )
    def test_undetected_is_not_disproved(self, presence):
        verdict = decide(self.needs_network, situation(presence, clean("a")))
        assert verdict.result is Result.INCONCLUSIVE

    def test_a_finding_comes_before_absence(self):
        verdict = decide(self.needs_network, situation(clean("presence"), saw("a", Finding)))
        assert verdict.result is Result.FAIL

    def test_no_proof_exists_on_the_other_platform(self):
        elsewhere = replace(situation(clean("presence")), platform="ios")
        assert decide(self.needs_network, elsewhere).result is Result.INCONCLUSIVE

    def test_a_platform_that_the_norm_leaves_out(self):
        only_ios = requirement(platforms=("ios",))
        assert decide(only_ios, situation()).result is Result.NOT_APPLICABLE

    def test_declared_absent_and_not_contradicted(self):
        declared = frozenset(["network"])
        quiet = situation(clean("presence", OUT), clean("a"), declared_absent=declared)
        verdict = decide(self.needs_network, quiet)
        assert (verdict.result, verdict.by) == (Result.NOT_APPLICABLE, (Basis.PERSON,))

    @pytest.mark.parametrize(
        "outcomes",
        [
            [saw("presence", Evidence), clean("a")],
            [clean("presence", LOST), clean("a")],
            [clean("presence", OUT), saw("a", Question)],
            [clean("presence", OUT), clean("a", LOST)],
            [clean("a")],
        ],
    )
    def test_a_contradicted_declaration_does_not_count(self, outcomes):
        given_ = situation(*outcomes, declared_absent=frozenset(["network"]))
        assert decide(self.needs_network, given_).result is Result.INCONCLUSIVE


class TestAttestation:
    by_person = requirement(asked_by=("a",), person=Person.ALONE)
    covers = "question:a:k"

    def test_one_that_covers_all_closes_the_item(self):
        verdict = decide(self.by_person, situation(saw("a", Question), **attested(self.covers)))
        assert (verdict.result, verdict.by) == (Result.PASS, (Basis.PERSON,))

    def test_one_that_leaves_a_question_does_not(self):
        verdict = decide(self.by_person, situation(saw("a", Question), **attested()))
        assert (verdict.result, verdict.reasons[0].key) == (
            Result.NEEDS_REVIEW,
            "attestation-does-not-cover",
        )

    def test_what_is_out_of_reach_must_be_covered_too(self):
        unread = clean("a", OUT)
        assert decide(self.by_person, situation(unread, **attested())).result is Result.NEEDS_REVIEW
        covered = attested("gap:code:fairplay-encrypted")
        assert decide(self.by_person, situation(unread, **covered)).result is Result.PASS

    @pytest.mark.parametrize(
        "standing", [Standing.MISSING, Standing.EXPIRED, Standing.CHANGED, Standing.OTHER_BUILD]
    )
    def test_one_not_in_force_needs_evidence(self, standing):
        given_ = situation(clean("a"), **attested(standing=standing))
        assert decide(self.by_person, given_).result is Result.NEEDS_EVIDENCE

    @pytest.mark.parametrize("person", [Person.NONE, Person.HINT])
    def test_it_counts_only_where_the_rules_let_a_person_speak(self, person):
        no_person = replace(self.by_person, person=person)
        given_ = situation(saw("a", Question), **attested(self.covers))
        assert decide(no_person, given_).result is Result.INCONCLUSIVE

    @pytest.mark.parametrize("given_outcome", [saw("a", Finding), clean("a", LOST)])
    def test_it_never_outvotes_a_finding_or_a_lost_fact(self, given_outcome):
        judged = requirement(refuted_by=("a",), person=Person.ALONE)
        covers = attested(self.covers, "gap:manifest:out-of-memory")
        result = decide(judged, situation(given_outcome, **covers)).result
        assert result in (Result.FAIL, Result.INCONCLUSIVE)

    def test_with_a_run_it_needs_a_clean_run(self):
        with_run = requirement(
            decided_by=(("r",),), person=Person.WITH_RUN, static=Weight.NONE, run=Weight.FAIL
        )
        runs = {"runtime_checks": frozenset("r")}
        assert decide(with_run, situation(clean("r"), **runs, **attested())).result is Result.PASS
        not_run = situation(clean("r", ABSENT), **runs, **attested())
        assert decide(with_run, not_run).result is Result.INCONCLUSIVE
        no_such_check = requirement(person=Person.WITH_RUN)
        assert decide(no_such_check, situation(**attested())).result is Result.INCONCLUSIVE

    def test_with_static_it_needs_clean_checks(self):
        with_static = requirement(
            decided_by=(("a",),), person=Person.WITH_STATIC, static=Weight.FAIL
        )
        assert decide(with_static, situation(clean("a"), **attested())).result is Result.PASS
        assert (
            decide(with_static, situation(clean("a", OUT), **attested())).result
            is Result.INCONCLUSIVE
        )


outcomes = st.builds(
    lambda kind, gaps: saw("a", kind, *gaps) if kind else clean("a", *gaps),
    st.sampled_from([None, Finding, Question, Evidence]),
    st.lists(st.sampled_from([LOST, OUT, ABSENT]), max_size=3),
)
people = st.sampled_from(Person)
weights = st.sampled_from(Weight)


@given(outcomes, people, weights, st.sampled_from(["decided_by", "refuted_by", "asked_by"]))
def test_without_a_person_only_a_clean_deciding_check_without_any_gap_passes(
    outcome, person, weight, role
):
    value = (("a",),) if role == "decided_by" else ("a",)
    judged = requirement(person=person, static=weight, **{role: value})
    passed = decide(judged, situation(outcome)).result is Result.PASS
    seen_only_evidence = not outcome.findings and not outcome.questions
    assert passed == (
        role == "decided_by" and weight.may_pass and seen_only_evidence and not outcome.gaps
    )


@given(outcomes, people, weights, st.sampled_from(["decided_by", "refuted_by", "asked_by"]))
def test_losing_a_fact_never_moves_a_verdict_towards_pass(outcome, person, weight, role):
    value = (("a",),) if role == "decided_by" else ("a",)
    judged = requirement(person=person, static=weight, **{role: value})
    after = replace(outcome, seen=(), gaps=(LOST,))
    assert decide(judged, situation(after)).result is Result.INCONCLUSIVE


@given(
    outcome=outcomes,
    person=people,
    weight=weights,
    role=st.sampled_from(["decided_by", "refuted_by", "asked_by"]),
    covers=st.sets(st.sampled_from(["question:a:k", "gap:code:fairplay-encrypted"])),
    standing=st.sampled_from(Standing),
)
def test_a_confirmation_passes_only_what_it_answers_and_nothing_found_or_lost(
    *, outcome, person, weight, role, covers, standing
):
    value = (("a",),) if role == "decided_by" else ("a",)
    judged = requirement(person=person, static=weight, **{role: value})
    verdict = decide(judged, situation(outcome, **attested(*covers, standing=standing)))
    if verdict.result is not Result.PASS or Basis.PERSON not in verdict.by:
        return
    assert standing is Standing.IN_FORCE and person.may_attest
    assert LOST not in outcome.gaps
    assert not outcome.findings or role == "asked_by"
    asked = outcome.findings or outcome.questions
    assert not asked or "question:a:k" in covers
    assert OUT not in outcome.gaps or "gap:code:fairplay-encrypted" in covers


class TestVariant:
    """Rule G6: what is clean in a debuggable or test build proves nothing of the release."""

    variant: ClassVar = {"variant_checks": ("debuggable",)}

    def test_the_release_may_pass(self):
        given_ = situation(clean("a"), clean("debuggable"), **self.variant)
        assert decide(DECIDED, given_).result is Result.PASS

    @pytest.mark.parametrize(
        "hit", [saw("debuggable", Finding), saw("debuggable", Question), clean("debuggable", LOST)]
    )
    def test_a_variant_needs_a_person(self, hit):
        verdict = decide(DECIDED, situation(clean("a"), hit, **self.variant))
        assert (verdict.result, verdict.reasons[-1].key) == (Result.NEEDS_REVIEW, "variant")

    def test_absence_in_a_variant_is_not_proved_for_the_release(self):
        item = requirement(condition="network")
        given_ = situation(clean("presence"), saw("debuggable", Finding), **self.variant)
        assert decide(item, given_).result is Result.NEEDS_REVIEW

    def test_a_check_that_did_not_run_leaves_it_open(self):
        assert decide(DECIDED, situation(clean("a"), **self.variant)).result is Result.NEEDS_REVIEW


class TestOnWord:
    """Clean in a companion that only a person's word links to the build is no proof."""

    def test_it_needs_a_person(self):
        verdict = decide(DECIDED, situation(clean("a"), on_word=frozenset({"a"})))
        assert (verdict.result, verdict.reasons[-1].key) == (Result.NEEDS_REVIEW, "on-word")

    def test_other_checks_stand(self):
        given_ = situation(clean("a"), on_word=frozenset({"b"}))
        assert decide(DECIDED, given_).result is Result.PASS

    def test_it_proves_no_absence(self):
        item = requirement(condition="network")
        given_ = situation(clean("presence"), on_word=frozenset({"presence"}))
        assert decide(item, given_).result is Result.NEEDS_REVIEW

    def test_a_finding_fails_all_the_same(self):
        given_ = situation(saw("a", Finding), on_word=frozenset({"a"}))
        assert decide(DECIDED, given_).result is Result.FAIL


class TestVariantRun:
    """What is clean in a run of a variant proves nothing of the release (G6); findings count."""

    runs: ClassVar = {"run1": "run1 (2026-11-21)", "run2": "run2 (2026-11-22)"}
    ran: ClassVar = {
        "runtime_checks": frozenset({"r"}),
        "runs": runs,
        "variant_runs": frozenset({"run1"}),
    }
    item = requirement(decided_by=(("r",),), run=Weight.PASS_FAIL)

    def test_it_needs_a_person(self):
        verdict = decide(self.item, situation(clean("r"), **self.ran))
        assert (verdict.result, verdict.reasons[-1].key) == (Result.NEEDS_REVIEW, "variant-run")

    def test_a_run_of_the_release_itself_passes(self):
        given_ = situation(clean("r"), runtime_checks=frozenset({"r"}))
        assert decide(self.item, given_).result is Result.PASS

    @pytest.mark.parametrize(
        ("rests_on", "result", "named"),
        [
            (("run2",), Result.PASS, []),
            (("run1",), Result.NEEDS_REVIEW, ["run1 (2026-11-21)"]),
            (("run1", "run2"), Result.NEEDS_REVIEW, ["run1 (2026-11-21)"]),
            ((), Result.NEEDS_REVIEW, ["run1 (2026-11-21)"]),
        ],
    )
    def test_only_what_rests_on_one_is_doubted(self, rests_on, result, named):
        verdict = decide(self.item, situation(Outcome("r", rests_on=rests_on), **self.ran))
        doubts = [why.values["runs"] for why in verdict.reasons if why.key == "variant-run"]
        assert (verdict.result, doubts) == (result, named)

    def test_static_checks_are_not_concerned(self):
        assert decide(DECIDED, situation(clean("a"), **self.ran)).result is Result.PASS

    def test_its_findings_count(self):
        verdict = decide(self.item, situation(saw("r", Finding), **self.ran))
        assert (verdict.result, verdict.by) == (Result.FAIL, (Basis.DYNAMIC,))


class TestRunsGiven:
    """Who gave runs is not told that there are none, and an item that passes by one names it."""

    ran: ClassVar = {
        "runtime_checks": frozenset({"r"}),
        "runs": {f"run{n}": f"run{n} (2026-11-2{n})" for n in range(1, 9)},
    }

    def test_a_pass_names_the_runs_that_it_rests_on(self):
        item = requirement(decided_by=(("r",),), run=Weight.PASS_FAIL)
        rests = Outcome("r", rests_on=("run7", "run8"))
        (why,) = decide(item, situation(rests, **self.ran)).reasons
        runs = "run7 (2026-11-27), run8 (2026-11-28)"
        assert (why.key, why.values) == ("clean-run", {"check": "r", "runs": runs})

    def test_what_a_tester_saw_is_told_with_its_place(self):
        item = requirement(decided_by=(("r",),), run=Weight.PASS_FAIL)
        shown = Outcome("r", (Evidence("k", Location("run2/trace.jsonl", at="line 3")),))
        given_ = situation(shown, **self.ran)
        (told,) = given_.records
        places = (Location("run2/a.png"), Location("run2/trace.jsonl", at="line 3"))
        told = replace(told, locations=places, message={"zh-TW": "有警示。", "en": "Warned."})
        (why,) = decide(item, replace(given_, records=(told,))).reasons
        assert why.values == {
            "check": "r",
            "runs": "run2 (2026-11-22)",
            "places": "run2/a.png, run2/trace.jsonl",
        }
        assert (why.key, "Warned." in why.message["en"]) == ("shown-in-run", True)

    def test_runs_that_leave_an_item_open_are_said_to(self):
        item = requirement(decided_by=(("r",),), person=Person.WITH_RUN, run=Weight.FAIL)
        twice = (Gap("leaks", Cause.NOT_SUPPLIED, "not-kept"), ABSENT)
        open_ = (clean("r", *twice, replace(twice[0], values={"phase": "use"})),)
        told = ["gap-of-runs", "gap-not-supplied", "run-leaves-open"]
        assert self.keys(item, *open_, **self.ran) == told
        none = self.ran | {"runs": {}}
        not_given = clean("r", Gap("runs", Cause.NOT_SUPPLIED, "trace-not-supplied"))
        assert self.keys(item, not_given, **none) == ["gap-not-supplied", "run-not-supplied"]

    def test_who_lacks_something_else_is_asked_for_no_run(self):
        item = requirement(decided_by=(("r",),), person=Person.WITH_RUN, run=Weight.FAIL)
        assert self.keys(item, clean("r", ABSENT), **self.ran) == ["gap-not-supplied"]

    def test_what_is_clean_and_proves_nothing_is_not_asked_for_again(self):
        item = requirement(refuted_by=("r",), run=Weight.PASS_FAIL)
        assert self.keys(item, clean("r"), **self.ran) == ["clean-unproved"]
        assert self.keys(requirement(run=Weight.NONE), **self.ran) == ["no-check-yet"]

    def test_what_lacks_besides_a_clean_run_is_not_the_run(self):
        item = requirement(decided_by=(("r", "a"),), person=Person.WITH_RUN, run=Weight.FAIL)
        told = (clean("r"), clean("a", ABSENT))
        assert self.keys(item, *told, **self.ran) == ["gap-not-supplied", "ask-person"]

    @staticmethod
    def keys(item, *outcomes, **given_):
        return [why.key for why in decide(item, situation(*outcomes, **given_)).reasons]


def test_a_class_is_excused_from_what_cannot_be_done_in_it():
    """Only where the class holds, and what was found counts all the same."""
    item = requirement(decided_by=(("a", "b"),), run=Weight.PASS_FAIL, excused=L1_WITHOUT_B)
    told = {"a": clean("a"), "b": clean("b", ABSENT)}
    assert decide(item, situation(*told.values(), app_class="L1")).result is Result.PASS
    for app_class in ("", "L2"):
        result = decide(item, situation(*told.values(), app_class=app_class)).result
        assert result is Result.INCONCLUSIVE
    found = situation(clean("a"), saw("b", Finding), app_class="L1")
    assert decide(item, found).result is Result.FAIL
