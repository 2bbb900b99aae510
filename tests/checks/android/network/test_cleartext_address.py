import pytest

from appsec.facts.android import NetworkConfig, TrafficRule
from appsec.model.endpoint import Use
from appsec.model.outcome import Origin, Question, Status
from tests.apps import AT, android_app
from tests.checks.declared import told
from tests.endpoints import endpoint

CHECK = "android-cleartext-address"
SETTING = endpoint("old.parcel.tw", Use.SETTING, scheme="http")


def app(*endpoints, cleartext=True):
    config = NetworkConfig(TrafficRule((), cleartext, (), AT))
    return android_app(used_endpoints=endpoints, network_config=config)


def test_a_setting_in_clear_that_is_permitted(outcome):
    assert told(outcome(CHECK, app(SETTING))) == [
        (Question, "permitted", {"hosts": "old.parcel.tw (http)", "count": "1"})
    ]


@pytest.mark.parametrize(
    "one",
    [
        endpoint("old.parcel.tw", Use.SETTING),
        endpoint("old.parcel.tw", Use.NAMED, scheme="http"),
        endpoint("old.parcel.tw", Use.REQUEST, Use.SETTING, scheme="http"),
        endpoint("old.parcel.tw", Use.SETTING, scheme="http", origin=Origin.LIBRARY),
        endpoint("192.168.1.2", Use.SETTING, scheme="http"),
    ],
)
def test_what_is_none_or_told_elsewhere(outcome, one):
    result = outcome(CHECK, app(one))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_what_is_forbidden_is_none(outcome):
    assert outcome(CHECK, app(SETTING, cleartext=False)).status is Status.CLEAN
