import pytest

from appsec.model.declaration_form import DeclaredClass
from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import bundle

CHECK = "ios-contradicted-login"
FACTS = {
    "bundles": (bundle(CFBundleURLTypes=[{"CFBundleURLSchemes": ["line3rdp.tw.example"]}]),),
    "entitlements": (),
    "binaries": (),
}


def given(written):
    return declaration(app_class=DeclaredClass(login=written))


@pytest.mark.parametrize("written", ["無", "none", "No", "沒有。"])
def test_what_is_said_not_to_be_there_and_seems_to_be_is_asked(outcome, written):
    result = outcome(CHECK, ios_app(**FACTS, declaration=given(written)))
    assert told(result) == [
        (
            Question,
            "contradicted",
            {"names": "CFBundleURLSchemes: line3rdp.tw.example", "count": "1"},
        )
    ]


@pytest.mark.parametrize("written", ["", "帳號密碼", "點數"])
def test_what_is_declared_or_left_open_contradicts_nothing(outcome, written):
    result = outcome(CHECK, ios_app(**FACTS, declaration=given(written)))
    assert result.status is Status.CLEAN


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"bundles": lost("bundles")}
    damaged = outcome(CHECK, ios_app(gaps, **FACTS, declaration=given("")))
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
