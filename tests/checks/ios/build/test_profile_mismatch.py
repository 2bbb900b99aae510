import pytest

from appsec.facts.ios_profile import ProfileKind
from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import SHARE, entitled, entitlements, executable, profile

CHECK = "ios-profile-mismatch"
ID, GROUPS, NFC = "application-identifier", "keychain-access-groups", "nfc"


def app(signed, allowed, gaps=None):
    return ios_app(
        entitlements=(entitlements(values=signed),),
        profiles=(profile(ProfileKind.AD_HOC, entitlements=allowed),),
        gaps=gaps,
    )


@pytest.mark.parametrize(
    ("signed", "allowed", "key", "names"),
    [
        ({NFC: True}, {}, "beyond", (NFC,)),
        ({NFC: True}, {NFC: False}, "beyond", (NFC,)),
        ({NFC: 1}, {NFC: True}, "beyond", (NFC,)),
        ({NFC: ["TAG", "NDEF"]}, {NFC: ["TAG"]}, "beyond", (NFC,)),
        ({GROUPS: ["U.a"]}, {GROUPS: ["T.*"]}, "beyond", (GROUPS,)),
        ({ID: "T.x", NFC: True}, {ID: "U.x"}, "other-app", (ID, NFC)),
    ],
)
def test_asks_about_what_the_profile_does_not_allow(outcome, signed, allowed, key, names):
    values = {"binary": executable(), "keys": ", ".join(names), "profile": "Parcel"}
    places = (*map(entitled, names), profile(ProfileKind.AD_HOC).at)
    expected = Question(key, places, values, identity=("binary", "keys"))
    assert list(outcome(CHECK, app(signed, allowed)).seen) == [expected]


@pytest.mark.parametrize(
    ("signed", "allowed"),
    [
        ({}, {}),
        ({"get-task-allow": False}, {}),
        ({GROUPS: []}, {}),
        ({NFC: True}, {NFC: True}),
        ({ID: "T.tw.example"}, {ID: "T.*"}),
        ({GROUPS: ["T.a", "T.b"]}, {GROUPS: ["T.*", "com.apple.token"]}),
        ({"domains": ["applinks:a.tw"]}, {"domains": "*"}),
    ],
)
def test_quiet_for_what_the_profile_allows(outcome, signed, allowed):
    assert outcome(CHECK, app(signed, allowed)).status is Status.CLEAN


def test_quiet_without_a_profile_of_that_bundle(outcome):
    given = (entitlements(values={NFC: True}),)
    profiles = (profile(ProfileKind.AD_HOC, SHARE),)
    result = outcome(CHECK, ios_app(entitlements=given, profiles=profiles))
    assert result.status is Status.CLEAN


@pytest.mark.parametrize("fact", ["profiles", "entitlements"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    assert outcome(CHECK, app({}, {}, {fact: lost(fact)})).status is Status.UNKNOWN
