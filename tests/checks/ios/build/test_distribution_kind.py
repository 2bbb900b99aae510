import pytest

from appsec.facts.ios_profile import ProfileKind
from appsec.model.outcome import Evidence, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import SHARE, bundle, profile

CHECK = "ios-distribution-kind"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (ProfileKind.STORE, "store"),
        (ProfileKind.AD_HOC, "ad-hoc"),
        (ProfileKind.ENTERPRISE, "enterprise"),
        (ProfileKind.DEVELOPMENT, "development"),
    ],
)
def test_shows_the_kind_of_the_app_alone(outcome, kind, key):
    given = profile(kind, expires="2035-01-01", devices=2)
    app = ios_app(info=bundle(), profiles=(given, profile(kind, SHARE)))
    values = {"profile": "Parcel", "expires": "2035-01-01", "devices": "2"}
    assert list(outcome(CHECK, app).seen) == [Evidence(key, given.at, values, identity=())]


def test_silent_without_a_profile(outcome):
    assert outcome(CHECK, ios_app(info=bundle(), profiles=())).status is Status.CLEAN


def test_unknown_when_the_profile_could_not_be_read(outcome):
    unread = (profile(ProfileKind.UNREADABLE),)
    app = ios_app(info=bundle(), profiles=unread, gaps={"profiles": lost("profiles")})
    result = outcome(CHECK, app)
    assert (result.status, result.seen) == (Status.UNKNOWN, ())
