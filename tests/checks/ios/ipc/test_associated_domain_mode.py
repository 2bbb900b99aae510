import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import SHARE, entitled, entitlements, executable

CHECK = "ios-associated-domain-mode"
KEY = "com.apple.developer.associated-domains"
PLAIN = ["applinks:parcel.example.tw", "webcredentials:parcel.example.tw"]


def question(key, domains):
    return Question(key, entitled(KEY), {"binary": executable(), "domains": domains})


@pytest.mark.parametrize(
    ("domains", "seen"),
    [
        (["applinks:a.tw?mode=developer"], [("developer", "applinks:a.tw?mode=developer")]),
        (["applinks:a.tw?MODE=Developer"], [("developer", "applinks:a.tw?MODE=Developer")]),
        (
            ["applinks:a.tw?mode=managed", "applinks:b.tw?mode=developer+managed"],
            [
                ("developer", "applinks:b.tw?mode=developer+managed"),
                ("managed", "applinks:a.tw?mode=managed"),
            ],
        ),
        (
            ["webcredentials:a.tw?mode=developer", "applinks:a.tw?mode=developer"],
            [("developer", "applinks:a.tw?mode=developer, webcredentials:a.tw?mode=developer")],
        ),
    ],
)
def test_question_for_each_mode(outcome, domains, seen):
    given = (entitlements(values={KEY: PLAIN + domains}),)
    result = outcome(CHECK, ios_app(entitlements=given))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [question(*one) for one in seen],
    )


def test_quiet_for_plain_domains(outcome):
    given = (entitlements(values={KEY: PLAIN}), entitlements(SHARE))
    assert outcome(CHECK, ios_app(entitlements=given)).status is Status.CLEAN


def test_unknown_when_a_signature_could_not_be_read(outcome):
    app = ios_app(entitlements=(), gaps={"entitlements": lost("entitlements")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
