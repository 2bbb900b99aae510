import pytest

from appsec.facts.android import Anchor, NetworkConfig, TrafficRule, UsesPermission
from appsec.model.outcome import Evidence, Finding, Location, Question, Status
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


FOR_DOMAIN = Question("for-domain", DOMAIN, {"domains": "a.example.tw, b.example.tw"})


ONLINE = (UsesPermission("android.permission.INTERNET", AT),)


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (config(base=BOTH), [Finding("for-all", BASE)]),
        (config(base=BOTH, implied=True), [Finding("implied-by-target", BASE)]),
        (config(base=BOTH, domain=BOTH), [Finding("for-all", BASE), FOR_DOMAIN]),
    ],
)
def test_finding_when_the_release_rule_for_all_hosts_trusts_the_user(outcome, given, seen):
    app = android_app(network_config=given, manifest=manifest(uses_permissions=ONLINE))
    result = outcome(CHECK, app)
    assert (result.status, list(result.seen)) == (Status.FOUND, seen)


@pytest.mark.parametrize(
    "reach",
    [
        {"uses_permissions": ONLINE},
        {"shared_user_id": "tw.example.shared"},
        {"instruments": ("com.other",)},
    ],
)
def test_the_default_of_old_apps_is_a_finding_only_if_they_may_reach_a_network(outcome, reach):
    given = config(base=BOTH, implied=True)
    result = outcome(CHECK, android_app(network_config=given, manifest=manifest(**reach)))
    assert result.status is Status.FOUND
    offline = manifest(instruments=(manifest().package,))
    result = outcome(CHECK, android_app(network_config=given, manifest=offline))
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [Evidence("implied-without-network", BASE)],
    )


def test_a_rule_that_is_written_counts_only_where_a_network_may_be_reached(outcome):
    result = outcome(CHECK, android_app(network_config=config(base=BOTH), manifest=manifest()))
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [Evidence("for-all-without-network", BASE)],
    )
    shared = manifest(shared_user_id="tw.example.shared")
    result = outcome(CHECK, android_app(network_config=config(base=BOTH), manifest=shared))
    assert list(result.seen) == [Finding("for-all", BASE)]


def test_question_when_a_rule_for_some_hosts_trusts_the_user(outcome):
    """Row 42 speaks of the base-config alone."""
    app = android_app(network_config=config(domain=(Anchor.USER,)), manifest=manifest())
    result = outcome(CHECK, app)
    assert (result.status, list(result.seen)) == (Status.QUESTION, [FOR_DOMAIN])


@pytest.mark.parametrize(
    ("domains", "here"),
    [
        (("localhost",), True),
        (("localhost", "127.0.0.1", "10.0.2.2", "::1", "[::1]", "app.localhost"), True),
        (("localhost", "api.example.tw"), False),
        (("10.0.2.3",), False),
        (("localhost.example.tw",), False),
        (("127.0.0.1.example.tw",), False),
    ],
)
def test_hosts_on_the_device_itself_are_evidence(outcome, domains, here):
    rule = TrafficRule(domains, False, BOTH, DOMAIN)
    given = NetworkConfig(TrafficRule((), False, SYSTEM, BASE), (rule,))
    result = outcome(CHECK, android_app(network_config=given, manifest=manifest()))
    seen = Evidence if here else Question
    key = "for-this-device" if here else "for-domain"
    assert list(result.seen) == [seen(key, DOMAIN, {"domains": ", ".join(domains)})]


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
