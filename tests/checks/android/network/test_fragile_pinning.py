from appsec.facts.android import Anchor, NetworkConfig, Pin, TrafficRule
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import android_app, lost

CHECK = "android-fragile-pinning"
BASE, ONE, TWO = (
    Location("res/xml/net.xml", member)
    for member in ("base-config", "domain-config[1]", "domain-config[2]")
)
SYSTEM = (Anchor.SYSTEM,)
A, B = Pin("SHA-256", "A" * 43 + "="), Pin("SHA-256", "B" * 43 + "=")


def config(*rules):
    return NetworkConfig(TrafficRule((), False, SYSTEM, BASE), rules)


def rule(at, domain, pins, expire="", **more):
    return TrafficRule((domain,), False, SYSTEM, at, pins, expire, **more)


def test_a_date_and_a_single_pin_are_shown_once_for_all_their_hosts(outcome):
    rules = (rule(ONE, "a.tw", (A,), "2030-01-31"), rule(TWO, "b.tw", (A,), "2030-01-31"))
    result = outcome(CHECK, android_app(network_config=config(*rules)))
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [
            Evidence(
                "expires",
                (ONE, TWO),
                {"domains": "a.tw, b.tw", "date": "2030-01-31"},
                ("domains", "date"),
            ),
            Evidence("no-backup", (ONE, TWO), {"domains": "a.tw, b.tw"}),
        ],
    )


def test_two_pins_for_ever_are_only_told(outcome):
    result = outcome(CHECK, android_app(network_config=config(rule(ONE, "a.tw", (A, B)))))
    assert list(result.seen) == [Evidence("pinned", (ONE,), {"domains": "a.tw"})]


def test_anchors_that_need_no_pin(outcome):
    loose = rule(ONE, "a.tw", (A, B), overriding=(Anchor.USER, Anchor.SYSTEM))
    result = outcome(CHECK, android_app(network_config=config(loose)))
    values = {"domains": "a.tw", "anchors": "system, user"}
    assert list(result.seen)[1:] == [Evidence("overridden", (ONE,), values)]


def test_clean_without_pins(outcome):
    result = outcome(CHECK, android_app(network_config=config(rule(ONE, "a.tw", ()))))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_the_configuration_has_a_gap(outcome):
    gaps = {"network_config": lost("network_config")}
    assert outcome(CHECK, android_app(gaps, network_config=config())).status is Status.UNKNOWN
