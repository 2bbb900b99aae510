import pytest

from appsec.facts.android import Anchor, NetworkConfig, Pin, TrafficRule
from appsec.model.declaration_rows import DeclaredDomain
from appsec.model.outcome import Location, Question, Status
from tests.apps import AT, android_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told

CHECK = "android-unpinned-domain"


def rule(*domains, **more):
    return TrafficRule(domains, False, (Anchor.SYSTEM,), AT, **more)


FACTS = {
    "network_config": NetworkConfig(
        base=rule(),
        domains=(rule("api.example.tw", pins=(Pin("SHA-256", "AA=="),)), rule("www.example.tw")),
    )
}


def given(host, pinned):
    return declaration(domains=(DeclaredDomain(host=host, pinned=pinned),))


@pytest.mark.parametrize("pinned", ["有", "yes", "Yes: by settings", "是"])
def test_pinning_that_no_setting_shows_is_asked_for(outcome, pinned):
    result = outcome(CHECK, android_app(**FACTS, declaration=given("www.example.tw", pinned)))
    assert told(result) == [(Question, "not-in-settings", {"host": "www.example.tw"})]
    assert result.seen[0].at == Location("appsec-declaration.yaml", "domains.0")


@pytest.mark.parametrize("pinned", ["無", "no", "", "無：由系統信任"])
def test_what_is_not_declared_as_pinned_is_clean(outcome, pinned):
    result = outcome(CHECK, android_app(**FACTS, declaration=given("www.example.tw", pinned)))
    assert result.status is Status.CLEAN


def test_a_host_that_settings_pin_is_clean(outcome):
    result = outcome(CHECK, android_app(**FACTS, declaration=given("api.example.tw", "有")))
    assert result.status is Status.CLEAN


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, android_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"network_config": lost("network_config")}
    damaged = outcome(CHECK, android_app(gaps, **FACTS, declaration=declaration()))
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
