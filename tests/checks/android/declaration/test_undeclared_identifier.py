import pytest

from appsec.facts.values import UNKNOWN
from appsec.model.declaration_form import Identifiers
from appsec.model.outcome import Finding, Status
from tests.apps import android_app, lost, manifest
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.code import code, site, text

CHECK = "android-undeclared-identifier"
SETTING = "android.provider.Settings$Secure.getString"
FACTS = {
    "manifest": manifest(),
    "code": code(
        site(SETTING, UNKNOWN, text("android_id"), static=True),
        site(SETTING, UNKNOWN, text("adb_enabled"), static=True),
    ),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, android_app(**FACTS, declaration=declaration()))
    assert told(result) == [(Finding, "undeclared", {"name": "Android ID"})]


def test_what_is_declared_is_clean(outcome):
    given = declaration(identifiers=Identifiers(android_id="防止重複領取；傳送至自有伺服器"))
    result = outcome(CHECK, android_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


@pytest.mark.parametrize("written", ["", "無", "none", "No."])
def test_a_cell_that_says_none_declares_nothing(outcome, written):
    given = declaration(identifiers=Identifiers(android_id=written))
    assert outcome(CHECK, android_app(**FACTS, declaration=given)).status is Status.FOUND


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, android_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"code": lost("code")}
    damaged = outcome(
        CHECK,
        android_app(
            gaps,
            **FACTS,
            declaration=declaration(
                identifiers=Identifiers(android_id="防止重複領取；傳送至自有伺服器")
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
