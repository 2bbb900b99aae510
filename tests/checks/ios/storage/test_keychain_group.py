import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import SHARE, entitled, entitlements, executable

CHECK = "ios-keychain-group"
KEY = "keychain-access-groups"


@pytest.mark.parametrize(
    ("groups", "seen"),
    [
        (["SAMPLE0001.*", "SAMPLE0001.tw.example"], [("team-wildcard", "SAMPLE0001.*")]),
        (["SAMPLE0001.tw.example.*"], [("team-wildcard", "SAMPLE0001.tw.example.*")]),
        (["*", "SAMPLE0001.*"], [("any-group", "*"), ("team-wildcard", "SAMPLE0001.*")]),
        ("*", [("any-group", "*")]),
    ],
)
def test_question_for_each_wildcard(outcome, groups, seen):
    result = outcome(CHECK, ios_app(entitlements=(entitlements(values={KEY: groups}),)))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [
            Question(key, entitled(KEY), {"binary": executable(), "group": group})
            for key, group in seen
        ],
    )


def test_quiet_for_full_names_and_without_the_entitlement(outcome):
    given = (
        entitlements(values={KEY: ["SAMPLE0001.tw.example", "SAMPLE0001.tw.example.shared"]}),
        entitlements(SHARE),
    )
    assert outcome(CHECK, ios_app(entitlements=given)).status is Status.CLEAN


def test_unknown_when_a_signature_could_not_be_read(outcome):
    app = ios_app(entitlements=(), gaps={"entitlements": lost("entitlements")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
