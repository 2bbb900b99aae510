"""What a field asks for, by the words of its names."""

import pytest

from appsec.facts.text_field import Datum
from appsec.readers.apk.ui.sensitive import Asked, NotAsked, agreed, asked_by, asked_by_autofill


@pytest.mark.parametrize(
    ("name", "datum"),
    [
        ("et_password", Datum.PASSWORD),
        ("edtPwd", Datum.PASSWORD),
        ("loginPasswordEditText", Datum.PASSWORD),
        ("et_mima", Datum.PASSWORD),
        ("請輸入密碼", Datum.PASSWORD),
        ("通行碼", Datum.PASSWORD),
        ("请输入密码", Datum.PASSWORD),
        ("帐号", Datum.ACCOUNT),
        ("Confirm password", Datum.PASSWORD),
        ("card_cvv", Datum.PIN),
        ("背面三碼", Datum.PIN),
        ("input_otp", Datum.CODE),
        ("請輸入簡訊驗證碼", Datum.CODE),
        ("card_no", Datum.CARD),
        ("信用卡卡號", Datum.CARD),
        ("etIdNumber", Datum.NATIONAL_ID),
        ("idNo", Datum.NATIONAL_ID),
        ("身分證字號", Datum.NATIONAL_ID),
        ("身份證", Datum.NATIONAL_ID),
        ("居留證號碼", Datum.NATIONAL_ID),
        ("健保卡號", Datum.HEALTH_CARD),
        ("生日 (YYYY/MM/DD)", Datum.BIRTHDAY),
        ("et_birth", Datum.BIRTHDAY),
        ("手機號碼 09xxxxxxxx", Datum.PHONE),
        ("et_shouji", Datum.PHONE),
        ("E-mail", Datum.EMAIL),
        ("電子郵件地址", Datum.EMAIL),
        ("username", Datum.ACCOUNT),
        ("會員帳號", Datum.ACCOUNT),
        ("full_name", Datum.NAME),
        ("請輸入姓名", Datum.NAME),
        ("通訊地址", Datum.ADDRESS),
    ],
)
def test_names_that_leave_no_doubt(name, datum):
    assert asked_by(name) == Asked(datum, True)


@pytest.mark.parametrize(
    ("name", "datum"),
    [
        ("et_name", Datum.NAME),
        ("et_id", Datum.NATIONAL_ID),
        ("et_address", Datum.ADDRESS),
        ("wifi_password", Datum.PASSWORD),
        ("以手機或信箱登入", Datum.EMAIL),
        ("forgot_password_email", Datum.EMAIL),
        ("銀行帳號", Datum.CARD),
        ("street_view", Datum.ADDRESS),
        ("為保護您的權益請務必設定一組您自己記得住而且別人絕對猜不到的全新密碼", Datum.PASSWORD),
    ],
)
def test_names_that_leave_a_doubt(name, datum):
    assert asked_by(name) == Asked(datum, False)


@pytest.mark.parametrize(
    "name",
    [
        "passwordView",
        "et_password_confirm",
        "password2",
        "et_birth_year",
        "mobile_phone_no",
        "mobile_no_et",
        "密碼須為8碼以上",
        "Enter your e-mail here",
        "手機號碼(選填)",
        "密碼 6~12 碼英數字",
        "密碼（6-12碼）",
        "電子郵件 a.chen@example.tw",
        "國民身分證統一編號",
        "身分證字號 A123456789",
        "使用者名稱",
        "護照號碼",
        "消費者姓名",
    ],
)
def test_what_says_no_more_may_follow(name):
    asked = asked_by(name)
    assert asked is not None and asked.sure


@pytest.mark.parametrize(
    "name",
    [
        *("email_body", "et_mobile_plan", "credit_card_amount", "email_list_name", "etPhoneCode"),
        *("et_email_signature", "et_id_card_back", "et_user_id_prefix", "phone_extension"),
        *("Mobile game", "otp_secret", "et_pet_birthday", "gift_card_number"),
        *("手機條碼", "發票載具手機條碼", "信用卡額度", "電話費金額", "地址簡稱", "帳號用途"),
        *(
            "生日祝福",
            "電子郵件內容",
            "密碼用途",
            "密碼本名稱",
            "手機型號",
            "手機費率",
            "Email 內容",
        ),
        *("生日禮金", "帳號類型", "出生地", "信用卡優惠碼", "卡號後四碼", "身分證影像"),
        *("寵物姓名", "門市地址", "客服電話", "禮品卡號"),
    ],
)
def test_what_only_begins_with_such_a_word_or_is_of_no_user_is_in_doubt(name):
    asked = asked_by(name)
    assert asked is not None and not asked.sure


@pytest.mark.parametrize(
    "name",
    [
        "",
        "login",
        "product_name",
        "phone_model",
        "file_name",
        "店名",
        "order_id",
        "ip_address",
        "IP 位址",
        "網址",
        "quantity",
        "EditText01",
        "passenger",
        "recharge",
    ],
)
def test_names_of_other_things(name):
    assert asked_by(name) is None


@pytest.mark.parametrize(
    "name", ["search_name", "搜尋姓名", "remark", "地址備註", "password_hint", "Password length"]
)
def test_searching_commenting_and_what_is_only_about_it(name):
    with pytest.raises(NotAsked):
        asked_by(name)


def test_autofill_hints_are_sure():
    assert asked_by_autofill(["x", "creditCardNumber"]) == Asked(Datum.CARD, True)
    assert asked_by_autofill(["x"]) is None


def test_what_several_names_say():
    account, vague = Asked(Datum.ACCOUNT, True), Asked(Datum.NAME, False)
    assert agreed([]) is None
    assert agreed([vague, account]) == account
    assert agreed([account, Asked(Datum.EMAIL, True)]) == account
    narrowed = asked_by("手機條碼")
    assert agreed([Asked(Datum.PHONE, True), narrowed]) == Asked(Datum.PHONE, False)
    assert agreed([account, Asked(Datum.PASSWORD, True)]) == Asked(Datum.ACCOUNT, False)
