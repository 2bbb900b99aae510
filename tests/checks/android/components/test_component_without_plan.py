from dataclasses import replace

import pytest

from appsec.model.declaration_rows import DeclaredSdk
from appsec.model.outcome import Confidence, Evidence, Finding, Question, Status
from tests.apps import android_app, lost
from tests.checks.advised import NO_DATABASE, facts, jquery, match
from tests.checks.declared import NOT_GIVEN, declaration, told

CHECK = "android-component-without-plan"
VALUES = {"name": "jquery", "version": "3.4.1", "cve": "CVE-2020-11022", "fixed": "3.5.0"}


def run(outcome, *matches, sdks=(), gaps=None):
    given = declaration(sdks=tuple(DeclaredSdk(**sdk) for sdk in sdks))
    return outcome(CHECK, android_app(gaps, **facts(*matches), declaration=given))


@pytest.mark.parametrize(
    "sdks",
    [
        (),
        ({"name": "jquery"},),
        ({"name": "jQuery", "update_plan": "無"},),
        ({"name": "jquery"}, {"name": "other"}),
    ],
)
def test_a_fix_without_a_plan(outcome, sdks):
    assert told(run(outcome, match(), sdks=sdks)) == [(Finding, "no-plan", VALUES)]


def test_several_vulnerabilities_of_one_component_are_one(outcome):
    # CVE-2020-11023 / GHSA-jpcq-cgw6-v4j6, as published
    other = match(id="GHSA-jpcq-cgw6-v4j6", aliases=("CVE-2020-11023",))
    ((_, _, values),) = told(run(outcome, match(), other))
    assert values == VALUES | {"cve": "CVE-2020-11022, CVE-2020-11023"}


@pytest.mark.parametrize("name", ["jquery", "jQuery", "JQUERY"])
def test_a_plan_is_evidence_and_leaves_it_to_a_person(outcome, name):
    result = run(outcome, match(), sdks=({"name": name, "update_plan": "3.7.1，2026-12-31，王○○"},))
    assert (told(result), result.status) == ([(Evidence, "planned", VALUES)], Status.CLEAN)


def test_a_plan_under_a_name_that_nothing_bears_is_a_question(outcome):
    result = run(outcome, match(), sdks=({"name": "網頁函式庫", "update_plan": "2026-12"},))
    assert told(result) == [(Question, "unclear", VALUES)]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("core", [Question, Question]),
        ("com.a:core", [Evidence, Finding]),
        ("com.a.core", [Evidence, Finding]),
    ],
)
def test_a_plan_under_a_name_that_two_bear_is_of_neither_for_sure(outcome, name, kinds):
    matches = [match(component=replace(jquery(purl=""), name=f"com.{one}:core")) for one in "ab"]
    result = run(outcome, *matches, sdks=({"name": name, "update_plan": "3.7.1，2026-12-31"},))
    assert [kind for kind, *_ in told(result)] == kinds


def test_a_name_in_chinese_is_a_name(outcome):
    hit = match(component=replace(jquery(purl=""), name="圖片函式庫"))
    result = run(outcome, hit, sdks=({"name": "圖片函式庫", "update_plan": "2026-12-31"},))
    assert [key for _, key, _ in told(result)] == ["planned"]


@pytest.mark.parametrize(
    "changes",
    [
        {"fixed": ()},
        {"score": "3.9"},
        {"aliases": ()},
        {"component": jquery(confidence=Confidence.LOW)},
    ],
)
def test_nothing_to_plan_for_asks_no_declaration(outcome, changes):
    app = android_app(**facts(match(**changes)), declaration=NOT_GIVEN)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_unknown_without_declaration_or_database_or_with_a_gap(outcome):
    no_declaration = outcome(CHECK, android_app(**facts(match()), declaration=NOT_GIVEN))
    given = facts() | {"advisories": NO_DATABASE}
    no_database = outcome(CHECK, android_app(**given, declaration=declaration()))
    stale = run(outcome, gaps={"advisories": lost("advisories")})
    assert {r.status for r in (no_declaration, no_database, stale)} == {Status.UNKNOWN}
