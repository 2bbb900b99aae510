import pytest

from appsec.facts.flows import called, carried, depends_on_run, is_protected, labels, within
from appsec.facts.names import names_password, names_personal_data, names_secret
from appsec.facts.values import UNKNOWN, Array, Built, Constant, FieldRead, New, OneOf, Returned
from tests.code import method, octets, text

PASSWORD = FieldRead("tw.example.Login", "password", "java.lang.String", False)


def given(api, *arguments, returns="java.lang.String"):
    return Returned(method(api, returns=returns), arguments)


@pytest.mark.parametrize(
    "value",
    [
        PASSWORD,
        Built((text("a="), PASSWORD)),
        OneOf(frozenset((text("a"), PASSWORD))),
        New("java.lang.String", (PASSWORD,)),
        given("android.util.Base64.encodeToString", given("java.lang.String.getBytes", PASSWORD)),
        given("java.lang.String.format", text("%s"), Array("java.lang.Object[]", (PASSWORD,))),
    ],
)
def test_a_text_carries_what_it_is_made_of(value):
    assert PASSWORD in carried(value)


@pytest.mark.parametrize(
    "value",
    [
        given("java.lang.String.length", PASSWORD, returns="int"),
        given("tw.example.Hash.of", PASSWORD),
        New("tw.example.User", (PASSWORD,)),
    ],
)
def test_what_is_made_of_it_otherwise_carries_nothing(value):
    assert PASSWORD not in carried(value)
    assert PASSWORD in within(value)


VIEW = FieldRead("A", "etPassword", "android.widget.EditText", False)
"""Written out, it is the class of the view and a number."""


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (PASSWORD, "password"),
        (FieldRead("A", "etPassword", "android.widget.EditText", False), ""),
        (FieldRead("A", "val$pin", "java.lang.String", False), "pin"),
        (given("android.widget.EditText.getText", VIEW), "etPassword"),
        (
            given("com.google.android.material.textfield.TextInputEditText.getText", VIEW),
            "etPassword",
        ),
        (FieldRead("A", "password", "int", True), ""),
        (FieldRead("A", "EXTRA_PASSWORD", "java.lang.String", True), ""),
        (given("A.getToken", UNKNOWN), "getToken"),
        (given("android.os.Bundle.getString", UNKNOWN, text("token")), "token"),
        (given("android.widget.EditText.getText", PASSWORD), ""),
        (text("password"), ""),
    ],
)
def test_what_the_code_calls_it(value, name):
    assert called(value) == name


@pytest.mark.parametrize(
    ("value", "depends"),
    [
        (text("a"), False),
        (octets(1), False),
        (Array("byte[]", (UNKNOWN,)), True),
        (Built((text("a"), UNKNOWN)), True),
        (Built((text("a"), Constant(1))), False),
        (given("java.lang.String.valueOf", Constant(1)), False),
        (given("java.lang.System.getenv", text("A")), True),
        (PASSWORD, True),
    ],
)
def test_what_depends_on_the_run(value, depends):
    assert depends_on_run(value) is depends


@pytest.mark.parametrize("name", ["password", "userPwd", "USER_PASSWORD", "etPassword"])
def test_names_of_passwords(name):
    assert names_password(name) and names_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        "accessToken",
        "ACCESS_TOKEN",
        "getToken",
        "clientSecret",
        "jwt",
        "newpass",
        "userPass",
        "otp",
        "sessionId",
        "session_id",
    ],
)
def test_names_of_other_secrets(name):
    assert names_secret(name) and not names_password(name)


@pytest.mark.parametrize(
    "name",
    [
        *("passwordHint", "isPasswordVisible", "onPasswordExpiring", "pushToken", "nextToken"),
        *(
            "tokenizer",
            "message",
            "account",
            "pin",
            "passport",
            "compass",
            "bypass",
            "boardingPass",
            "fcm_token",
        ),
    ],
)
def test_names_of_no_secret(name):
    assert not names_secret(name)


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ((text("user=a, pwd="), UNKNOWN), ["pwd"]),
        ((UNKNOWN, text(" token: "), PASSWORD), ["token"]),
        ((text("the pwd is: "), UNKNOWN), ["pwd"]),
        ((text("pwd="), text("constant")), []),
        ((UNKNOWN, text("pwd=")), []),
        ((text("pwd is 5 of "), UNKNOWN), ["of"]),
    ],
)
def test_the_word_before_a_part_of_the_run_is_its_label(parts, found):
    assert list(labels([Built(parts)])) == found


def test_only_texts_have_labels():
    assert list(labels([PASSWORD, text("pwd=")])) == []


@pytest.mark.parametrize(
    "name", ["email", "userEmail", "getPhoneNumber", "ID_NUMBER", "idno", "imei", "creditCard"]
)
def test_names_of_personal_data(name):
    assert names_personal_data(name)


@pytest.mark.parametrize(
    "name", ["isPhone", "emailHint", "phoneType", "address", "name", "account", "microphone", ""]
)
def test_names_of_no_personal_data(name):
    assert not names_personal_data(name)


@pytest.mark.parametrize(
    ("maker", "protected"),
    [
        ("javax.crypto.Cipher.doFinal", True),
        ("tw.example.Vault.encryptText", True),
        ("tw.example.Vault.seal", True),
        ("tw.example.Vault.encryptedPreferences", False),
        ("java.security.MessageDigest.digest", False),
        ("tw.example.Text.hashed", False),
    ],
)
def test_only_encryption_protects(maker, protected):
    assert (
        is_protected(given("android.util.Base64.encodeToString", given(maker, PASSWORD)))
        is protected
    )
