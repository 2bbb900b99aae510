import pytest

from appsec.facts.android import Anchor, NetworkConfig, TrafficRule
from appsec.model.outcome import Finding, Location, Question, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-user-trust-anchor"
BASE = Location("res/xml/network_security_config.xml", "base-config")
DOMAIN = Location("res/xml/network_security_config.xml", "domain-config[1]")
SYSTEM, BOTH = (Anchor.SYSTEM,), (Anchor.SYSTEM, Anchor.USER)


def config(base=SYSTEM, implied=False, domain=SYSTEM, debug=()):
    return NetworkConfig(
        base=TrafficRule((), False, base, BASE, implied=implied),
        domains=(TrafficRule(("a.example.tw", "b.example.tw"), False, domain, DOMAIN),),
        debug_anchors=debug,
    )


FOR_DOMAIN = Finding("for-domain", DOMAIN, {"domains": "a.example.tw, b.example.tw"})


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (config(base=BOTH), [Finding("for-all", BASE)]),
        (config(base=BOTH, implied=True), [Finding("implied-by-target", BASE)]),
        (config(domain=(Anchor.USER,)), [FOR_DOMAIN]),
        (config(base=BOTH, domain=BOTH), [Finding("for-all", BASE), FOR_DOMAIN]),
    ],
)
def test_finding_when_a_release_rule_trusts_the_user(outcome, given, seen):
    result = outcome(CHECK, android_app(network_config=given, manifest=manifest()))
    assert (result.status, list(result.seen)) == (Status.FOUND, seen)


@pytest.mark.parametrize(
    "given",
    [config(), config(base=(Anchor.SYSTEM, Anchor.BUNDLED)), config(debug=BOTH)],
)
def test_clean_on_system_and_bundled_anchors_and_debug_overrides(outcome, given):
    result = outcome(CHECK, android_app(network_config=given, manifest=manifest()))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_question_when_debug_overrides_are_in_force(outcome):
    app = android_app(network_config=config(debug=BOTH), manifest=manifest(debuggable=True))
    result = outcome(CHECK, app)
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("debug-in-force", AT)],
    )


def test_unknown_when_the_configuration_has_a_gap(outcome):
    gaps = {"network_config": lost("network_config")}
    assert outcome(CHECK, android_app(gaps, network_config=config())).status is Status.UNKNOWN


def test_unknown_when_the_configuration_cannot_be_read(outcome):
    assert outcome(CHECK, android_app(manifest=manifest())).status is Status.UNKNOWN
