"""A declaration held against a build: class, comparison, what is missing, what is said absent."""

import pytest

from appsec.assess.declaration import GivenDeclaration, Stated, compare, missing
from appsec.assess.verdict import Situation
from appsec.engine.declaration.file import declaration_of
from appsec.engine.files import FileProblem
from appsec.engine.profiles import load_profile
from appsec.model.assessment import Artefact, Suggested
from appsec.model.declared import Agreement
from appsec.model.observed import Observation, Observed, Trait
from appsec.model.outcome import Finding, Question
from appsec.model.verdict import Basis, Result
from tests.assess.situations import LOST, clean, saw

SHA = "a" * 64
PROFILE = load_profile()
NO_CLASS = Suggested("")


def given(**sections):
    app = {"package_id": "tw.example.app", "platform": "android", "sha256": SHA.upper()}
    values = {"app": app | sections.pop("app", {}), **sections}
    return declaration_of("d.yaml", values)


def stated(declaration, *things, unread=(), app="tw.example.app", platform="android"):
    artefact = Artefact(SHA, (), platform, "apk", app)
    wrapped = GivenDeclaration("d.yaml", "0" * 64, declaration)
    return Stated.of(wrapped, artefact, PROFILE, Observed(things, unread))


def thing(trait, name="x", **detail):
    return Observation(trait, name, detail)


class TestWhose:
    @pytest.mark.parametrize("other", [{"app": "tw.example.other"}, {"platform": "ios"}])
    def test_one_of_another_app_is_refused(self, other):
        with pytest.raises(FileProblem, match=r"d\.yaml: is of tw\.example\.app \(android\), not"):
            stated(given(), **other)

    def test_for_an_app_without_an_id_nothing_counts(self):
        assert stated(given(), app="") == Stated()


class TestClass:
    @pytest.mark.parametrize(
        ("options", "declared", "expected", "warned"),
        [
            (("", False), {"name": "L2", "with_f": "yes"}, ("L2", True, True), []),
            (("L3", False), {"name": "L2"}, ("L3", False, True), ["class-not-as-declared"]),
            (("L2", False), {"name": "L2", "with_f": "yes"}, ("L2", False, True), ["f-not-as-declared"]),
            (("", False), {}, ("L3", False, False), ["class-unknown"]),
            (("", True), {"name": "L1"}, ("L1", True, True), []),
        ],
    )  # fmt: skip
    def test_what_is_given_to_the_run_goes_first(self, options, declared, expected, warned):
        chosen = stated(given(**{"class": declared})).choose(*options, NO_CLASS)
        assert (chosen.app_class, chosen.with_f, chosen.declared) == expected
        assert [why.key for why in chosen.warnings] == warned

    def test_a_class_below_what_the_build_shows_is_warned_of(self):
        chosen = stated(given(**{"class": {"name": "L1"}})).choose("", False, Suggested("L2"))
        assert [why.key for why in chosen.warnings] == ["class-too-low"]

    def test_what_is_said_not_to_be_there_and_is_seen_is_warned_of(self):
        none = given(**{"class": {"name": "L3", "login": "無", "transactions": "none"}})
        seen = (thing(Trait.LOGIN, "LINE Login"), thing(Trait.PAYMENT, "TapPay"))
        chosen = stated(none, *seen).choose("", False, NO_CLASS)
        assert [(why.key, why.values["what"]) for why in chosen.warnings] == [
            ("declared-no-login", "LINE Login"),
            ("declared-no-payment", "TapPay"),
        ]


class TestMissing:
    def test_required_cells_of_the_platform_and_of_rows_with_words(self):
        empty = list(missing(given(domains=[{"host": "a"}, {}])))
        assert empty == [
            "applicant.company", "applicant.security_owner", "app.name", "app.publish_state",
            "class.name", "class.login", "class.transactions", "domains.0.owner",
            "domains.0.sensitive", "domains.0.webview", "reporting.channel",
            "reporting.contact_test",
        ]  # fmt: skip
        ios = set(missing(given(app={"platform": "ios"})))
        assert "test_access.unencrypted_ipa" in ios


class TestComparison:
    def test_every_way_that_a_thing_can_stand(self):
        declared = given(
            sdks=[{"name": "A"}, {"name": "Only"}],
            domains=[{"host": "*.example.tw"}, {"host": "b.tw"}],
        )
        seen = Observed(
            (
                thing(Trait.SDK, "A"),
                thing(Trait.SDK, "New"),
                thing(Trait.DOMAIN, "api.example.tw"),
                thing(Trait.PERMISSION, "android.permission.INTERNET", level="normal"),
            ),
            (Trait.DOMAIN,),
        )
        assert [(one.name, one.agreement) for one in compare(declared, seen)] == [
            ("A", Agreement.BOTH),
            ("New", Agreement.ONLY_OBSERVED),
            ("Only", Agreement.ONLY_DECLARED),
            ("api.example.tw", Agreement.BOTH),
            ("b.tw", Agreement.NOT_READ),
        ]


class TestAbsence:
    ITEM = next(r for r in PROFILE.requirements if r.id == "34")
    SHARED = next(r for r in PROFILE.requirements if r.id == "32")

    def entry(self, item="34", reason="無任何交易", **app):
        return given(app=app, not_applicable=[{"item": item, "reason": reason}])

    def verdict(self, declared, item=None, *things, unread=(), outcomes=()):
        item = item or self.ITEM
        quiet = {check: clean(check) for check in item.checks("android")}
        situation = Situation(
            platform="android",
            outcomes=quiet | {o.check: o for o in outcomes},
            records=(),
            conditions=PROFILE.conditions,
        )
        return stated(declared, *things, unread=unread).decide(item, situation)

    @pytest.mark.parametrize("item", ["34", " 34 ", "4.1.3.1.1"])
    def test_a_credible_one_closes_its_item_with_the_reason(self, item):
        verdict = self.verdict(self.entry(item))
        assert (verdict.result, verdict.by) == (Result.NOT_APPLICABLE, (Basis.PERSON,))
        assert [why.key for why in verdict.reasons] == ["absence-declared", "absence-because"]
        assert verdict.reasons[-1].values["why"] == "無任何交易"

    def test_it_closes_no_other_item_of_the_same_condition(self):
        other = next(r for r in PROFILE.requirements if r.id == "35")
        verdict = self.verdict(self.entry(), other)
        assert verdict.result is not Result.NOT_APPLICABLE

    @pytest.mark.parametrize(
        ("declared", "things", "unread", "key"),
        [
            ({"reason": " 。"}, (), (), "absence-without-reason"),
            ({"sha256": "b" * 64}, (), (), "absence-other-build"),
            ({"sha256": ""}, (), (), "absence-other-build"),
            ({}, (thing(Trait.PAYMENT, "TapPay"),), (), "absence-contradicted"),
            ({}, (), (Trait.PAYMENT,), "absence-unread"),
        ],
    )
    def test_any_doubt_leaves_the_item_open_and_is_told(self, declared, things, unread, key):
        verdict = self.verdict(self.entry(**declared), None, *things, unread=unread)
        assert not verdict.result.closed
        assert verdict.reasons[-1].key == key

    def test_an_item_that_always_applies(self):
        item = next(r for r in PROFILE.requirements if r.id == "22")
        verdict = self.verdict(self.entry("22"), item)
        assert (verdict.result.closed, verdict.reasons[-1].key) == (False, "absence-impossible")

    @pytest.mark.parametrize("kind", [Question, Finding])
    def test_what_a_check_of_the_item_saw_speaks_against_it(self, kind):
        outcome = saw("android-exported-component", kind)
        verdict = self.verdict(self.entry("32"), self.SHARED, outcomes=(outcome,))
        assert (verdict.result.closed, verdict.reasons[-1].key) == (False, "absence-not-taken")

    def test_what_was_lost_speaks_against_it(self):
        outcome = clean("android-exported-component", LOST)
        verdict = self.verdict(self.entry("32"), self.SHARED, outcomes=(outcome,))
        assert verdict.result is Result.INCONCLUSIVE
        assert verdict.reasons[-1].key == "absence-not-taken"

    def test_fields_that_ask_for_nothing_sensitive_contradict_only_that_there_is_input(self):
        field = thing(Trait.INPUT_FIELD, "login: note")
        items = {r.id: r for r in PROFILE.requirements}
        sensitive = self.verdict(self.entry("25"), items["25"], field)
        any_input = self.verdict(self.entry("47"), items["47"], field)
        assert sensitive.result is Result.NOT_APPLICABLE
        assert any_input.reasons[-1].key == "absence-contradicted"

    def test_what_is_proved_absent_stays_so(self):
        item = next(r for r in PROFILE.requirements if r.id == "41")
        proof = clean("android-network-permission")
        declared = self.entry("41", sha256="b" * 64)
        verdict = self.verdict(declared, item, outcomes=(proof,))
        assert verdict.result is Result.NEEDS_REVIEW or verdict.result is Result.NOT_APPLICABLE
        assert all("absence-other" not in why.key for why in verdict.reasons)

    def test_every_condition_that_things_contradict_is_one_of_the_standard(self):
        from appsec.assess.declared_absence import _CONTRADICTING

        assert _CONTRADICTING.keys() <= PROFILE.conditions.keys()
