import pytest

from appsec.model.declaration_rows import DeclaredDomain
from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import security

CHECK = "ios-unpinned-domain"
FACTS = {"transport_security": (security(pinned=("api.example.tw",)), security())}


def given(host, pinned):
    return declaration(domains=(DeclaredDomain(host=host, pinned=pinned),))


@pytest.mark.parametrize("pinned", ["有", "yes", "Yes: by settings", "是"])
def test_pinning_that_no_setting_shows_is_asked_for(outcome, pinned):
    result = outcome(CHECK, ios_app(**FACTS, declaration=given("www.example.tw", pinned)))
    assert told(result) == [(Question, "not-in-settings", {"host": "www.example.tw"})]
    assert result.seen[0].at == Location("appsec-declaration.yaml", "domains.0")


@pytest.mark.parametrize("pinned", ["無", "no", "", "無：由系統信任"])
def test_what_is_not_declared_as_pinned_is_clean(outcome, pinned):
    result = outcome(CHECK, ios_app(**FACTS, declaration=given("www.example.tw", pinned)))
    assert result.status is Status.CLEAN


def test_a_host_that_settings_pin_is_clean(outcome):
    result = outcome(CHECK, ios_app(**FACTS, declaration=given("api.example.tw", "有")))
    assert result.status is Status.CLEAN


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"transport_security": lost("transport_security")}
    damaged = outcome(CHECK, ios_app(gaps, **FACTS, declaration=declaration()))
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
