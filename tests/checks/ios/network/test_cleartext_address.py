import pytest

from appsec.model.endpoint import Use
from appsec.model.outcome import Origin, Question, Status
from tests.apps import ios_app
from tests.checks.declared import told
from tests.checks.ios.given import security
from tests.endpoints import endpoint

CHECK = "ios-cleartext-address"
SETTING = endpoint("old.parcel.tw", Use.SETTING, scheme="http")


def app(*endpoints, **settings):
    settings = settings or {"arbitrary_loads": True}
    return ios_app(used_endpoints=endpoints, transport_security=(security(**settings),))


@pytest.mark.parametrize("settings", [{"arbitrary_loads": True}, {"in_web_content": True}])
def test_a_setting_in_clear_that_is_let_through(outcome, settings):
    assert told(outcome(CHECK, app(SETTING, **settings))) == [
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
    assert outcome(CHECK, app(SETTING, for_media=True)).status is Status.CLEAN
