import pytest

from appsec.facts.ios_interface import InputKind, Trait
from appsec.model.outcome import Cause, Finding, Gap, Origin, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, NIB, build, field, interface

CHECK = "ios-keyboard-cache"
ID = field("idNumberField", "身分證字號")
CARD = field("", "信用卡卡號")
NAME = field("receiverName", "收件人姓名")
QUIET = {"autocorrection": Trait.NO, "spell_checking": Trait.NO}


def seen(outcome, *fields, builds=None):
    given = (build(),) if builds is None else builds
    result = outcome(CHECK, ios_app(interface=interface(*fields), fields_in_code=(), builds=given))
    return result.status, list(result.seen)


def told(kind, key, *fields):
    values = {"file": NIB, "fields": ", ".join(one.name for one in fields)}
    return kind(key, tuple(one.at for one in fields), values, identity=("file",))


def test_found_once_for_a_screen_and_asked_for_what_is_less_sure(outcome):
    assert seen(outcome, ID, NAME, CARD) == (
        Status.FOUND,
        [told(Finding, "ordinary-keyboard", ID, CARD), told(Question, "unclear", NAME)],
    )


@pytest.mark.parametrize(
    "one",
    [
        field("nationalID"),
        field("creditCardNumberTF"),
        field("", content="cc-number"),
        field("pwdField"),
        field("txtPassword"),
        field("f", content="new-password"),
        field("", "請輸入健保卡卡號"),
        field("cvvField", kind=InputKind.VIEW),
        field("idNumber", "身分證字號"),
        field("nationalID", autocorrection=Trait.NO),
        field("nationalID", autocorrection=Trait.YES, spell_checking=Trait.NO),
        field("nationalID", keyboard=2),
    ],
    ids=lambda one: one.name,
)
def test_found_by_its_name(one, outcome):
    assert seen(outcome, one)[0] is Status.FOUND


@pytest.mark.parametrize(
    "one",
    [
        field("emailField"),
        field("", "手機號碼"),
        field("addressTF"),
        field("otpField"),
        field("textFieldName"),
        field("", "Your name"),
        field("cardNumberTF"),
        field("memberCardNo", "會員卡號"),
        field("idNumber"),
        field("orderIdNo"),
        field("searchField", "搜尋身分證字號"),
        field("searchBar", "請輸入身分證字號", kind=InputKind.SEARCH),
        field("searchBar", "收件人姓名", kind=InputKind.SEARCH),
    ],
    ids=lambda one: one.name,
)
def test_asked_by_its_name(one, outcome):
    assert seen(outcome, one) == (Status.QUESTION, [told(Question, "unclear", one)])


@pytest.mark.parametrize(
    "one",
    [
        field("idNumberField", **QUIET),
        field("passwordField", secure=True),
        field("cardNumber", keyboard=4),
        field("phoneField", keyboard=5),
        field("searchBar", "搜尋地址", kind=InputKind.SEARCH),
        field("searchBar", "搜尋", kind=InputKind.SEARCH),
        field("", "", kind=InputKind.SEARCH),
        field("commentView", kind=InputKind.VIEW),
        field("ipAddressField"),
        field("amountField", "金額"),
        field("", labels=("金額",)),
        field("", secure=True),
        field("", keyboard=4),
        field("passwordHint", "密碼提示"),
        field("", "Password hint"),
    ],
    ids=lambda one: one.name,
)
def test_clean_for_normal_fields(one, outcome):
    assert seen(outcome, one) == (Status.CLEAN, [])


def test_found_by_what_is_read_aloud(outcome):
    assert seen(outcome, field("textField1", labels=("身分證字號",)))[0] is Status.FOUND


def test_asked_once_for_a_file_where_nothing_says_what_is_typed(outcome):
    nameless = field(""), field("", kind=InputKind.VIEW), field("", **QUIET)
    expected = told(Question, "nameless", *nameless[:2])
    assert seen(outcome, NAME, *nameless) == (
        Status.QUESTION,
        [told(Question, "unclear", NAME), expected],
    )


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (ID, build(selectors=frozenset({"setAutocorrectionType:"}))),
        (ID, build(selectors=None)),
        (ID, build(HELPER)),
        (field("nationalID", origin=Origin.LIBRARY), build()),
        (field("nationalID", adjusted=True), build()),
        (field("nationalID", disabled=True), build()),
    ],
    ids=["set", "code encrypted", "code not read", "library", "runtime attribute", "disabled"],
)
def test_asked_where_the_file_may_not_be_the_last_word(one, code, outcome):
    expected = (Status.QUESTION, [told(Question, "unclear", one)])
    assert seen(outcome, one, builds=(code,)) == expected


@pytest.mark.parametrize(
    "selector",
    [
        "setInputView:",
        "setKeyboardType:",
        "setTextContentType:",
        "setEnabled:",
        "setUserInteractionEnabled:",
        "setEditable:",
        "textFieldShouldBeginEditing:",
        "textViewShouldBeginEditing:",
    ],
)
def test_asked_where_code_may_replace_the_keyboard_or_stop_the_typing(selector, outcome):
    code = build(selectors=frozenset({selector}))
    assert seen(outcome, ID, builds=(code,)) == (Status.QUESTION, [told(Question, "unclear", ID)])


@pytest.mark.parametrize(
    "gap",
    [lost("interface"), Gap("fields_in_code", Cause.NOT_SUPPLIED, "fields-in-code", {})],
    ids=["malformed", "made in code"],
)
def test_unknown_when_screens_could_not_be_read(gap, outcome):
    app = ios_app(interface=interface(), fields_in_code=(), builds=(build(),), gaps={gap.fact: gap})
    assert outcome(CHECK, app).status is Status.UNKNOWN
