import pytest

from appsec.model.outcome import Finding, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import setting

CHECK = "ios-settings-shown-password"


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("password", ""),
        ("user_password", ""),
        ("userPassword", ""),
        ("login.pin", ""),
        ("pwd", "Pwd"),
        ("x", "登入密碼"),
        ("x", "通行碼"),
        ("x", "密碼 (Password)"),
        ("passwordField", ""),
        ("x", "PIN code:"),
        ("x", "Pass phrase / passphrase"),
    ],
)
def test_found_for_a_field_that_is_named_as_a_password(outcome, key, title):
    given = setting(key, title)
    result = outcome(CHECK, ios_app(settings=(given,)))
    expected = Finding("shown", (given.at,), {"fields": title or key})
    assert (result.status, list(result.seen)) == (Status.FOUND, [expected])


def test_one_finding_for_all_fields(outcome):
    given = (setting("password"), setting("pin"))
    result = outcome(CHECK, ios_app(settings=given))
    places = tuple(one.at for one in given)
    assert list(result.seen) == [Finding("shown", places, {"fields": "password, pin"})]


@pytest.mark.parametrize(
    "given",
    [
        setting("password", secure=True),
        setting("showPassword", kind="PSToggleSwitchSpecifier"),
        setting("passenger"),
        setting("spinner"),
        setting("pinned"),
        setting("x", "Map pin"),
        setting("pinColor"),
        setting("password_hint"),
        setting("bypass"),
        setting("x", "密碼提示"),
        setting("server"),
    ],
)
def test_quiet_for_what_is_hidden_or_no_password(outcome, given):
    assert outcome(CHECK, ios_app(settings=(given,))).status is Status.CLEAN


def test_unknown_when_a_page_could_not_be_read(outcome):
    app = ios_app(settings=(), gaps={"settings": lost("settings")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
