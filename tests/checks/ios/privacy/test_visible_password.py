import pytest

from appsec.facts.ios_interface import InputKind
from appsec.model.outcome import Cause, Finding, Gap, Origin, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, NIB, build, field, interface

CHECK = "ios-visible-password"
PASSWORD = field("passwordField", "請輸入密碼")


def seen(outcome, *fields, builds=None):
    given = (build(),) if builds is None else builds
    result = outcome(CHECK, ios_app(interface=interface(*fields), fields_in_code=(), builds=given))
    return result.status, list(result.seen)


def told(kind, key, *fields):
    values = {"file": NIB, "fields": ", ".join(one.name for one in fields)}
    return kind(key, tuple(one.at for one in fields), values, identity=("file",))


def test_found_once_for_a_screen(outcome):
    again = field("confirmPwd")
    expected = (Status.FOUND, [told(Finding, "in-clear", PASSWORD, again)])
    assert seen(outcome, PASSWORD, field("nameField"), again) == expected


@pytest.mark.parametrize(
    "one",
    [
        field("pinField"),
        field("newPinTextField"),
        field("", "Enter PIN:"),
        field("", "PIN碼"),
        field("", "網路銀行通行碼"),
        field("f", content="password"),
        field("cvv"),
    ],
    ids=lambda one: one.name,
)
def test_found_by_its_name(one, outcome):
    assert seen(outcome, one) == (Status.FOUND, [told(Finding, "in-clear", one)])


@pytest.mark.parametrize(
    "one",
    [
        field("passwordField", secure=True),
        field("otpField", "簡訊密碼"),
        field("passwordHint", "密碼提示"),
        field("shippingField"),
        field("spinField"),
        field("noteField", "Map pin note"),
        field("pinTitleField", "Pin title"),
        field("", "Drop a pin"),
        field("search", "搜尋密碼", kind=InputKind.SEARCH),
    ],
    ids=lambda one: one.name,
)
def test_clean_for_normal_fields(one, outcome):
    assert seen(outcome, one) == (Status.CLEAN, [])


@pytest.mark.parametrize(
    "one", [field("", "PIN (6 digits)"), field("pinRow")], ids=lambda one: one.name
)
def test_asked_where_a_pin_may_be_another(one, outcome):
    assert seen(outcome, one) == (Status.QUESTION, [told(Question, "unclear", one)])


def test_asked_beside_what_is_proven(outcome):
    expected = [told(Finding, "in-clear", PASSWORD), told(Question, "unclear", field("pinRow"))]
    assert seen(outcome, PASSWORD, field("pinRow")) == (Status.FOUND, expected)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (PASSWORD, build(selectors=frozenset({"setSecureTextEntry:"}))),
        (PASSWORD, build(selectors=None)),
        (PASSWORD, build(HELPER)),
        (field("password", origin=Origin.LIBRARY), build()),
        (field("password", adjusted=True), build()),
        (field("password", disabled=True), build()),
        (PASSWORD, build(selectors=frozenset({"setEnabled:"}))),
        (PASSWORD, build(selectors=frozenset({"textFieldShouldBeginEditing:"}))),
    ],
    ids=[
        *("set by code", "code encrypted", "code not read", "library", "runtime attribute"),
        *("disabled", "enabled by code", "typing stopped by code"),
    ],
)
def test_asked_where_the_file_may_not_be_the_last_word(one, code, outcome):
    expected = (Status.QUESTION, [told(Question, "unclear", one)])
    assert seen(outcome, one, builds=(code,)) == expected


@pytest.mark.parametrize(
    "gap",
    [lost("interface"), Gap("fields_in_code", Cause.NOT_SUPPLIED, "fields-in-code", {})],
    ids=["malformed", "made in code"],
)
def test_unknown_when_screens_could_not_be_read(gap, outcome):
    app = ios_app(interface=interface(), fields_in_code=(), builds=(build(),), gaps={gap.fact: gap})
    assert outcome(CHECK, app).status is Status.UNKNOWN
