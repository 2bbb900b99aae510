import pytest

from appsec.facts.ios_texts import ExpoUpdates
from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, bundle, in_plist

CHECK = "ios-code-update"
EXPO = Location(f"{APP}/Expo.plist", "EXUpdatesURL")
ON, OFF = ExpoUpdates("https://u.example.tw", True, EXPO), ExpoUpdates("https://u", False, EXPO)


@pytest.mark.parametrize(
    ("key", "service"),
    [
        ("CodePushDeploymentKey", "CodePush"),
        ("CodePushServerURL", "CodePush"),
        ("EXUpdatesURL", "expo-updates"),
    ],
)
def test_asks_about_a_service(outcome, key, service):
    expected = Question("outside-store", (in_plist(key),), {"services": service})
    assert list(outcome(CHECK, ios_app(info=bundle(**{key: "x"}), expo_updates=())).seen) == [
        expected
    ]


def test_one_question_for_all_keys(outcome):
    given = bundle(CodePushDeploymentKey="x", CodePushServerURL="y")
    (seen,) = outcome(CHECK, ios_app(info=given, expo_updates=())).seen
    assert (seen.values, len(seen.locations)) == ({"services": "CodePush"}, 2)


@pytest.mark.parametrize("plist", [{}, {"CodePushDeploymentKey": ""}])
def test_quiet_without_a_service(outcome, plist):
    assert outcome(CHECK, ios_app(info=bundle(**plist), expo_updates=(OFF,))).status is Status.CLEAN


def test_asks_about_what_expo_updates_is_set_to(outcome):
    app = ios_app(info=bundle(EXUpdatesURL="x"), expo_updates=(ON,))
    places = (in_plist("EXUpdatesURL"), ON.at)
    expected = [Question("outside-store", places, {"services": "expo-updates"})]
    assert list(outcome(CHECK, app).seen) == expected


@pytest.mark.parametrize("fact", ["info", "expo_updates"])
def test_unknown_when_a_file_could_not_be_read(outcome, fact):
    app = ios_app(info=bundle(), expo_updates=(), gaps={fact: lost(fact)})
    assert outcome(CHECK, app).status is Status.UNKNOWN
