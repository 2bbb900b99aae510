import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import bundle, in_plist

CHECK = "ios-code-update"


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
    assert list(outcome(CHECK, ios_app(info=bundle(**{key: "x"}))).seen) == [expected]


def test_one_question_for_all_keys(outcome):
    given = bundle(CodePushDeploymentKey="x", CodePushServerURL="y")
    (seen,) = outcome(CHECK, ios_app(info=given)).seen
    assert (seen.values, len(seen.locations)) == ({"services": "CodePush"}, 2)


@pytest.mark.parametrize("plist", [{}, {"CodePushDeploymentKey": ""}])
def test_quiet_without_a_service(outcome, plist):
    assert outcome(CHECK, ios_app(info=bundle(**plist))).status is Status.CLEAN


def test_unknown_when_the_info_plist_could_not_be_read(outcome):
    app = ios_app(info=bundle(), gaps={"info": lost("info")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
