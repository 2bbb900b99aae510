import pytest

from appsec.model.outcome import Evidence, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, bundle, in_plist

CHECK = "ios-app-bound-domain"
KEY = "WKAppBoundDomains"


@pytest.mark.parametrize("name", [KEY, f"{KEY}~ipad"])
def test_shows_the_domains(outcome, name):
    app = ios_app(bundles=(bundle(**{name: ["b.tw", "a.tw"]}),))
    expected = Evidence(
        "bound", in_plist(name), {"bundle": APP, "domains": "a.tw, b.tw"}, ("bundle",)
    )
    assert list(outcome(CHECK, app).seen) == [expected]


@pytest.mark.parametrize(
    "given", [bundle(), bundle(**{KEY: []}), bundle(HELPER, **{KEY: ["a.tw"]})]
)
def test_silent_without_any(outcome, given):
    assert outcome(CHECK, ios_app(bundles=(given,))).status is Status.CLEAN


def test_unknown_when_a_bundle_could_not_be_read(outcome):
    app = ios_app(bundles=(bundle(),), gaps={"bundles": lost("bundles")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
