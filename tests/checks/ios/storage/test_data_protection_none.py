import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import entitled, entitlements, executable

CHECK = "ios-data-protection-none"
KEY = "com.apple.developer.default-data-protection"


def test_question_when_none_is_asked_for(outcome):
    given = (entitlements(values={KEY: "NSFileProtectionNone"}),)
    result = outcome(CHECK, ios_app(entitlements=given))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("none-by-default", entitled(KEY), {"binary": executable()})],
    )


@pytest.mark.parametrize(
    "values",
    [
        {},
        {KEY: "NSFileProtectionComplete"},
        {KEY: "NSFileProtectionCompleteUntilFirstUserAuthentication"},
    ],
)
def test_quiet_for_the_default_and_for_more(outcome, values):
    given = (entitlements(values=values),)
    assert outcome(CHECK, ios_app(entitlements=given)).status is Status.CLEAN


def test_unknown_when_a_signature_could_not_be_read(outcome):
    app = ios_app(entitlements=(), gaps={"entitlements": lost("entitlements")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
