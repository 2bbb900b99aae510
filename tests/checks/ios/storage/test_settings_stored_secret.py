import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import setting

CHECK = "ios-settings-stored-secret"


@pytest.mark.parametrize(
    "given",
    [
        setting("password", secure=True),
        setting("password"),
        setting("code", "Anything", secure=True),
        setting("apiKey"),
        setting("access_token"),
        setting("x", "存取權杖"),
    ],
)
def test_asks_about_a_field_for_a_secret(outcome, given):
    result = outcome(CHECK, ios_app(settings=(given,)))
    expected = Question("stored", (given.at,), {"fields": given.title or given.key})
    assert (result.status, list(result.seen)) == (Status.QUESTION, [expected])


@pytest.mark.parametrize(
    "given",
    [
        setting("server"),
        setting("tokenize"),
        setting("secretary"),
        setting("keyboard", "Key"),
        setting("password", kind="PSToggleSwitchSpecifier"),
    ],
)
def test_quiet_for_other_fields(outcome, given):
    assert outcome(CHECK, ios_app(settings=(given,))).status is Status.CLEAN


def test_unknown_when_a_page_could_not_be_read(outcome):
    app = ios_app(settings=(), gaps={"settings": lost("settings")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
