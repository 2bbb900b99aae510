import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import setting

CHECK = "ios-settings-default-secret"


@pytest.mark.parametrize(
    "given", [setting("password", default="hunter2"), setting("x", secure=True, default="a")]
)
def test_asks_and_does_not_repeat_the_value(outcome, given):
    result = outcome(CHECK, ios_app(settings=(given,)))
    expected = Question("shipped", (given.at,), {"fields": given.title or given.key})
    assert (result.status, list(result.seen)) == (Status.QUESTION, [expected])


@pytest.mark.parametrize(
    "given",
    [
        setting("password"),
        setting("password", default=" "),
        setting("password", default=True),
        setting("server", default="https://example.tw"),
    ],
)
def test_quiet_without_a_value_or_for_another_field(outcome, given):
    assert outcome(CHECK, ios_app(settings=(given,))).status is Status.CLEAN


def test_unknown_when_a_page_could_not_be_read(outcome):
    app = ios_app(settings=(), gaps={"settings": lost("settings")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
