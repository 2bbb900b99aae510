from dataclasses import replace

import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, bundle, in_plist

CHECK = "ios-sdk-auto-collection"
EVENTS, IDENTIFIER = "FacebookAutoLogAppEventsEnabled", "FacebookAdvertiserIDCollectionEnabled"


def app(frameworks=(), gaps=None, **plist):
    named = (replace(bundle(HELPER), path=f"{APP}/Frameworks/{n}.framework") for n in frameworks)
    return ios_app(info=bundle(**plist), bundles=(bundle(**plist), *named), gaps=gaps)


def question(sdks, keys):
    return Question("by-default", in_plist(""), {"sdks": sdks, "keys": keys}, identity=("sdks",))


@pytest.mark.parametrize(
    "switches",
    [{}, {EVENTS: False}, {EVENTS: True, IDENTIFIER: False},
     {EVENTS: False, IDENTIFIER: False, f"{EVENTS}~ipad": True}, {EVENTS: 0, IDENTIFIER: False}],
)  # fmt: skip
def test_asks_unless_each_switch_is_off(outcome, switches):
    result = outcome(CHECK, app(FacebookAppID="1", **switches))
    assert list(result.seen) == [question("Facebook SDK", f"{EVENTS}, {IDENTIFIER}")]


def test_one_question_for_all_sdks(outcome):
    result = outcome(CHECK, app(["FirebaseAnalytics"], GADApplicationIdentifier="ca-app-pub-1~2"))
    keys = "FIREBASE_ANALYTICS_COLLECTION_ENABLED, GADDelayAppMeasurementInit"
    assert list(result.seen) == [question("Firebase Analytics, Google Mobile Ads", keys)]


@pytest.mark.parametrize(
    "given",
    [
        app(),
        app(["Helper"]),
        app(FacebookAppID="1", **{EVENTS: False, IDENTIFIER: False}),
        app(["GoogleMobileAds"], GADDelayAppMeasurementInit=True),
        app(["GoogleAppMeasurement"], FIREBASE_ANALYTICS_COLLECTION_ENABLED=False),
    ],
)
def test_quiet_without_an_sdk_or_with_all_off(outcome, given):
    assert outcome(CHECK, given).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["info", "bundles"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    assert outcome(CHECK, app(gaps={fact: lost(fact)})).status is Status.UNKNOWN
