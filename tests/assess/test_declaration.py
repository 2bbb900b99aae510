"""A declaration held against a build: class, comparison, what is missing, what is said absent."""

import pytest

from appsec.assess.declaration import GivenDeclaration, Stated, compare, missing
from appsec.assess.situation import Situation
from appsec.engine.declaration.file import declaration_of
from appsec.engine.declaration.form import form
from appsec.engine.files import FileProblem
from appsec.engine.profiles import load_profile
from appsec.model.assessment import Artefact, Suggested
from appsec.model.declared import Agreement
from appsec.model.observed import Observation, Observed, Trait
from appsec.model.outcome import Finding, Question
from appsec.model.text import Lang
from appsec.model.verdict import Basis, Result
from tests.assess.situations import LOST, clean, saw

SHA = "a" * 64
DAY = "2026-01-01"
SIGNED = {
    "prepared_by": "陳工程師", "reviewed_by": "林覆核", "date": "2025-12-31",
    "statement": "以上所填與送評版本一致",
}  # fmt: skip
PROFILE = load_profile()
NO_CLASS = Suggested("")


def given(**sections):
    app = {"package_id": "tw.example.app", "platform": "android", "sha256": SHA.upper()}
    values = {"app": app | sections.pop("app", {}), **sections}
    return declaration_of("d.yaml", values)


def stated(declaration, *things, unread=(), app="tw.example.app", platform="android"):
    artefact = Artefact(SHA, (), platform, "apk", app)
    wrapped = GivenDeclaration("d.yaml", "0" * 64, declaration)
    return Stated.of(wrapped, artefact, PROFILE, Observed(things, unread), DAY)


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

    @pytest.mark.parametrize(
        ("name", "cells", "least"),
        [
            ("L1", {"login": "帳密"}, "L2"),
            ("L1", {"login": "有"}, "L2"),
            ("L2", {"login": "帳密", "transactions": "訂閱"}, "L3"),
            ("L1", {"receives_money": "有"}, "L3"),
            ("L2", {"login": "帳密", "transactions": "無"}, None),
            ("L1", {"login": "無", "transactions": ""}, None),
            ("L1", {"login": "待確認"}, None),
        ],
    )
    def test_a_class_below_the_declarations_own_words_is_warned_of(self, name, cells, least):
        chosen = stated(given(**{"class": {"name": name, **cells}})).choose("", False, NO_CLASS)
        told = {why.key: why.values["least"] for why in chosen.warnings}
        assert told == ({"class-below-declared": least} if least else {})

    @pytest.mark.parametrize("cell", ["", "不知道", "待確認"])
    def test_a_cell_that_says_nothing_declares_nothing(self, cell):
        declared = given(**{"class": {"login": cell, "transactions": cell}})
        seen = Observed((thing(Trait.LOGIN, "LINE Login"), thing(Trait.PAYMENT, "TapPay")), ())
        assert {one.agreement for one in compare(declared, seen)} == {Agreement.ONLY_OBSERVED}


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

    def entry(self, item="34", reason="無任何交易", sign_off=SIGNED, sections=None, **app):
        entries = [{"item": item, "reason": reason}]
        return given(app=app, not_applicable=entries, sign_off=sign_off, **(sections or {}))

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
            ({"reason": "無"}, (), (), "absence-without-reason"),
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

    @pytest.mark.parametrize(
        ("cells", "key"),
        [
            ({"prepared_by": ""}, "absence-unsigned"),
            ({"reviewed_by": "（林覆核）"}, "absence-unsigned"),
            ({"reviewed_by": "無"}, "absence-unsigned"),
            ({"reviewed_by": "陳工程師（品保）"}, "absence-unsigned"),
            ({"statement": " "}, "absence-unsigned"),
            ({"date": ""}, "absence-signed-when"),
            ({"date": "115年1月1日"}, "absence-signed-when"),
            ({"date": "2026-01-02"}, "absence-signed-when"),
            ({"date": "2024-12-31"}, "absence-signed-long-ago"),
        ],
    )
    def test_one_that_nobody_signed_for_this_day_does_not_count(self, cells, key):
        verdict = self.verdict(self.entry(sign_off=SIGNED | cells))
        assert (verdict.result.closed, verdict.reasons[-1].key) == (False, key)

    @pytest.mark.parametrize("day", ["2025-01-01", "2026-01-01"])
    def test_a_sign_off_counts_for_a_year(self, day):
        assert self.verdict(self.entry(sign_off=SIGNED | {"date": day})).result.closed

    @pytest.mark.parametrize(
        ("item", "sections", "what"),
        [
            ("34", {"class": {"transactions": "訂閱，信用卡扣款"}}, "交易及種類「訂閱，信用卡扣款」"),
            ("40", {"session": {"id_kind": "JWT"}}, "識別碼種類「JWT」"),
            ("40", {"class": {"login": "第三方登入"}}, "登入及方式「第三方登入」"),
            ("20", {"sensitive_data": [{"name": "身分證字號", "stored_local": "資料庫"}]}, "本機儲存「資料庫」"),
            ("32", {"sharing_points": [{"kind": "intent", "target": "a.B"}]}, "a.B"),
            ("47", {"input_fields": [{"field": "備註"}]}, "欄位「備註」"),
            ("25", {"input_fields": [{"field": "密碼", "sensitive": "yes"}]}, "是否敏感「yes」"),
            ("46", {"sdks": [{"name": "OkHttp"}]}, "OkHttp"),
            ("41", {"domains": [{"host": "a.tw"}]}, "a.tw"),
        ],
    )  # fmt: skip
    def test_what_the_same_file_says_to_the_contrary_is_told(self, item, sections, what):
        of = next(r for r in PROFILE.everything if item in (r.id, r.clause))
        verdict = self.verdict(self.entry(item, sections=sections), of)
        assert (verdict.result.closed, verdict.reasons[-1].key) == (
            False, "absence-contradicts-itself",
        )  # fmt: skip
        assert what in verdict.reasons[-1].message[Lang.ZH_TW]

    @pytest.mark.parametrize("login", ["LINE Login（第三方）", "無", ""])
    def test_a_login_without_a_password_contradicts_no_absence_of_one(self, login):
        of = next(r for r in PROFILE.everything if r.condition == "own-password")
        found = self.verdict(self.entry(of.id, sections={"class": {"login": login}}), of)
        assert found.reasons[-1].key != "absence-contradicts-itself"
        declared = self.entry(of.id, sections={"class": {"login": "LINE及帳密"}})
        assert self.verdict(declared, of).reasons[-1].key == "absence-contradicts-itself"

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

    def test_every_condition_is_held_against_cells_that_the_form_has(self):
        from appsec.assess.declared_against import _AGAINST

        conditions = PROFILE.conditions.keys() | load_profile("tw-v4.0").conditions.keys()
        assert _AGAINST.keys() == conditions
        for cell in (cell for cells in _AGAINST.values() for cell in cells):
            assert cell.key in {f.key for f in form().section(cell.section).fields}
