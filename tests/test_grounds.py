"""What a verdict on recorded runs rests on is named, and what is still open has a step that helps."""

from dataclasses import replace
from shutil import copytree

import pytest

from appsec.model.noted import Tried
from appsec.model.outcome import Kind, Status
from appsec.model.verdict import Basis, Result
from appsec.pipeline import Options, scan
from samples.runs import BUILDS, FOLDER, Session

DAY = "2026-11-21"
ALONE = ("fixed-alone", "fixed-debugging", "fixed-emulator")
OF_REACTIONS = {"49", "4.1.5.5.7", "4.1.5.5.8"}


class Variant(Session):
    """The fixed session of a build that was re-signed."""

    def _meta(self):
        meta = super()._meta()
        return replace(meta, variant=("re-signed",), variant_of=meta.app_sha256)


def scanned(*traces, platform="android", **more):
    return scan(
        BUILDS[platform],
        Options(as_of=DAY, app_class="L3", with_f=True, traces=tuple(traces), **more),
    )


def samples(*names, platform="android"):
    return [FOLDER / platform / name for name in names]


def results(assessment):
    every = (*assessment.verdicts, *assessment.verdicts_apart)
    return {one.requirement: one for one in every}


def rests_on(assessment):
    """The runs that the checks of each item that passed by a run rest on, by what is told of it."""
    return {
        item: {why.values["runs"] for why in one.reasons if "runs" in why.values}
        for item, one in results(assessment).items()
        if one.result is Result.PASS and Basis.DYNAMIC in one.by
    }


@pytest.fixture(scope="module")
def whole():
    return scanned(*samples("fixed", *ALONE))


class TestRuns:
    def test_only_those_that_a_pass_rests_on_are_named(self, whole):
        told = rests_on(whole)
        assert set(told) >= {"18", "20", "21", "29", *OF_REACTIONS}
        assert {item: runs for item, runs in told.items() if item not in OF_REACTIONS} == {
            item: {f"fixed ({DAY})"} for item in told if item not in OF_REACTIONS
        }

    def test_a_reaction_is_told_with_run_and_picture(self, whole):
        (why,) = results(whole)["49"].reasons
        assert (why.key, why.values["runs"]) == ("shown-in-run", f"fixed-alone ({DAY})")
        places = "fixed-alone/screenshots/001.png, fixed-alone/trace.jsonl"
        assert why.values["places"] == places
        assert all(word in why.message["zh-TW"] for word in ("root", "有警示", places))

    def test_none_is_left_out_for_many_others(self, tmp_path):
        many = [copytree(FOLDER / "android/fixed", tmp_path / f"m{n}") for n in range(1, 6)]
        told = rests_on(scanned(*many, *samples("fixed-alone")))
        assert told["49"] == {f"fixed-alone ({DAY})"}
        assert told["18"] == {f"m1 ({DAY})"}

    def test_the_saved_form_names_them(self, whole):
        about = whole.checks["android-canary-left-in-log"]
        assert (about.status, about.rests_on) == (Status.CLEAN, ("fixed",))
        assert whole.checks["android-silent-when-changed"].rests_on == ()  # nobody tried it


class TestVariants:
    def test_one_beside_the_release_takes_nothing_back(self, whole):
        with_it = scanned(*samples("fixed", *ALONE, "fixed-changed"))
        assert rests_on(with_it) == rests_on(whole)

    @pytest.mark.parametrize("first", [True, False])
    def test_the_release_is_what_a_pass_rests_on(self, whole, tmp_path, first):
        variant, release = tmp_path / "variant", samples("fixed", *ALONE)
        Variant(variant, "android").write()
        both = [variant, *release] if first else [*release, variant]
        assert rests_on(scanned(*both)) == rests_on(whole)

    def test_what_only_a_variant_shows_needs_a_person(self, whole, tmp_path):
        variant = tmp_path / "variant"
        Variant(variant, "android").write()
        told = results(scanned(variant, *samples(*ALONE)))
        assert {item for item in rests_on(whole) if told[item].result is Result.PASS} == (
            OF_REACTIONS
        )
        doubts = [why for why in told["18"].reasons if why.key == "variant-run"]
        assert told["18"].result is Result.NEEDS_REVIEW
        assert {why.values["runs"] for why in doubts} == {f"variant ({DAY})"}

    def test_its_findings_count(self, tmp_path):
        Variant(tmp_path / "weak", "android", "cache").write()
        told = results(scanned(*samples("fixed"), tmp_path / "weak"))
        assert told["18"].result is Result.FAIL


class TestNextSteps:
    @pytest.mark.parametrize(
        "item",
        [
            *("4.1.1.1.2", "4.1.2.2.1", "4.1.2.3.3", "4.1.4.2.1", "4.1.4.2.3"),
            *("4.1.5.1.1", "4.2.2.1.2"),
        ],
    )
    def test_what_only_the_declaration_lacks_asks_for_no_run(self, item):
        told = results(v4())[item]
        assert [(why.key, why.values) for why in told.reasons] == [
            ("gap-not-supplied", {"fact": "declaration"})
        ]

    def test_what_the_runs_lack_asks_for_one(self):
        told = results(scanned(*samples("fixed-alone")))["15"]
        assert [why.key for why in told.reasons] == ["gap-of-runs", "run-leaves-open"]

    @pytest.mark.parametrize("item", ["24", "32", "48"])
    def test_what_no_check_can_prove_goes_to_the_laboratory(self, whole, item):
        assert [why.key for why in results(whole)[item].reasons] == ["clean-unproved"]
        (text,) = [one for one in whole.requirements if one.id == item]
        assert "由檢測實驗室實測判定" in text.next["zh-TW"]
        assert "laboratory" in text.next["en"]


_v4 = []


def v4():
    """Once for all items."""
    if not _v4:
        _v4.append(scanned(*samples("fixed", *ALONE), profile="tw-v4.0"))
    return _v4[0]


def test_each_attempt_is_told_by_its_name(whole):
    told = [one for one in whole.findings if one.kind is Kind.EVIDENCE and one.key == "reacted"]
    assert len(told) == len(Tried.__members__.keys() & {"ROOT", "EMULATOR", "USB_DEBUGGING"}) + 2
    for lang in ("zh-TW", "en"):
        assert len({one.message[lang] for one in told}) == len(told)


@pytest.mark.parametrize("name", ["fixed-alone", "weak-log"])
def test_no_reason_is_given_twice(name):
    for one in results(scanned(*samples(name))).values():
        told = [why.message["zh-TW"] for why in one.reasons]
        assert len(told) == len({*told}), one.requirement
