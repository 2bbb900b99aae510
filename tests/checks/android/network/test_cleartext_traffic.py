import pytest

from appsec.facts.android import Anchor, NetworkConfig, TrafficRule
from appsec.model.outcome import Evidence, Location, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-cleartext-traffic"
BASE = Location("res/xml/network_security_config.xml", "base-config")
DOMAIN = Location("res/xml/network_security_config.xml", "domain-config[1]")


def config(base=False, implied=False, domain=False):
    return NetworkConfig(
        base=TrafficRule((), base, (Anchor.SYSTEM,), BASE, implied=implied),
        domains=(TrafficRule(("api.example.tw",), domain, (Anchor.SYSTEM,), DOMAIN),),
    )


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (config(base=True), [Question("allowed-for-all", BASE)]),
        (
            config(domain=True),
            [Question("allowed-for-domain", DOMAIN, {"domains": "api.example.tw"})],
        ),
    ],
)
def test_question_when_cleartext_is_allowed(outcome, given, seen):
    result = outcome(CHECK, android_app(network_config=given))
    assert (result.status, list(result.seen)) == (Status.QUESTION, seen)


@pytest.mark.parametrize(
    ("target", "key"), [(27, "allowed-by-default"), (28, "allowed-by-manifest")]
)
def test_without_a_file_the_default_or_the_manifest_allows_it(outcome, target, key):
    given = config(base=True, implied=True)
    app = android_app(network_config=given, manifest=manifest(target_sdk=target))
    assert list(outcome(CHECK, app).seen) == [Question(key, BASE)]


def test_clean_when_every_rule_forbids_it(outcome):
    assert outcome(CHECK, android_app(network_config=config())).status is Status.CLEAN


def test_unknown_when_the_configuration_has_a_gap(outcome):
    gap = lost("network_config")
    result = outcome(CHECK, android_app(network_config=config(), gaps={"network_config": gap}))
    assert (result.status, result.gaps) == (Status.UNKNOWN, (gap,))


def test_unknown_when_the_configuration_cannot_be_read(outcome):
    assert outcome(CHECK, android_app()).status is Status.UNKNOWN


def test_hosts_on_the_device_itself_are_evidence(outcome):
    """Development servers of React Native, for one, are named in many release builds."""
    rule = TrafficRule(("localhost", "10.0.2.2"), True, (Anchor.SYSTEM,), DOMAIN)
    given = NetworkConfig(TrafficRule((), False, (Anchor.SYSTEM,), BASE), (rule,))
    result = outcome(CHECK, android_app(network_config=given))
    values = {"domains": "localhost, 10.0.2.2"}
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [Evidence("allowed-for-this-device", DOMAIN, values)],
    )
