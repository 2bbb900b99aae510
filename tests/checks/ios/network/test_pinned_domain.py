from appsec.model.outcome import Evidence, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, security

CHECK = "ios-pinned-domain"


def test_shows_the_domains(outcome):
    given = security(pinned=("a.tw", "b.tw"))
    expected = Evidence("pinned", given.at, {"bundle": APP, "domains": "a.tw, b.tw"}, ("bundle",))
    assert list(outcome(CHECK, ios_app(transport_security=(given,))).seen) == [expected]


def test_silent_without_pins(outcome):
    assert outcome(CHECK, ios_app(transport_security=(security(),))).status is Status.CLEAN


def test_unknown_when_settings_could_not_be_read(outcome):
    fact = "transport_security"
    app = ios_app(transport_security=(security(),), gaps={fact: lost(fact)})
    assert outcome(CHECK, app).status is Status.UNKNOWN
