import pytest

from appsec.facts.values import UNKNOWN, Constant, FieldRead, Returned
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-plain-preference"
PUT = "android.content.SharedPreferences$Editor.putString"
AT = Location("classes.dex", CALLER)


def typed(name="text"):
    return FieldRead("tw.example.Login", name, "java.lang.String", False)


def given(api, *arguments):
    return Returned(method(api, returns="java.lang.String"), arguments)


ENCRYPTED = given(
    "android.util.Base64.encodeToString", given("javax.crypto.Cipher.doFinal", UNKNOWN, typed())
)
EDITOR = given(
    "android.content.SharedPreferences.edit",
    given("androidx.security.crypto.EncryptedSharedPreferences.create", UNKNOWN),
)


@pytest.mark.parametrize(
    ("key", "value", "name"),
    [
        ("access_token", UNKNOWN, "access_token"),
        ("userPwd", typed(), "userPwd"),
        ("a", typed("password"), "password"),
        ("a", given("tw.example.Session.getToken", UNKNOWN), "getToken"),
    ],
)
def test_a_plain_secret_is_asked_about(outcome, key, value, name):
    seen = list(outcome(CHECK, android_app(code=code(site(PUT, text(key), value)))).seen)
    assert seen == [Question("plain", (AT,), {"name": name})]


@pytest.mark.parametrize(
    "call",
    [
        site(PUT, text("access_token"), text("")),
        site(PUT, text("access_token"), ENCRYPTED),
        site(PUT, text("access_token"), given("tw.example.Vault.encrypt", typed())),
        site(PUT, text("access_token"), typed(), receiver=EDITOR),
        site(PUT, text("last_token"), given("java.lang.Long.toString", UNKNOWN)),
        site(PUT, text("color"), typed()),
        site(PUT, text("push_token"), typed()),
        site(PUT, UNKNOWN, UNKNOWN),
    ],
)
def test_what_is_encrypted_constant_or_no_secret_is_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_a_class_that_opens_encrypted_preferences_is_clean(outcome):
    opens = "androidx.security.crypto.EncryptedSharedPreferences.create"
    put = site(PUT, text("token"), UNKNOWN, caller="tw.example.Session.put")
    calls = (put, site(opens, static=True, caller="tw.example.Session$Companion.of"))
    assert outcome(CHECK, android_app(code=code(*calls))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = android_app(code=code(site(PUT, text("token"), UNKNOWN, origin=Origin.LIBRARY)))
    assert list(outcome(CHECK, app).seen) == [
        Question("plain-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


CREATE = "androidx.security.crypto.EncryptedSharedPreferences.create"
DEPRECATED = Evidence("deprecated-store", (AT,))


def test_a_class_that_opens_encrypted_preferences_only_is_quiet(outcome):
    calls = site(CREATE, static=True), site(PUT, text("access_token"), UNKNOWN)
    assert list(outcome(CHECK, android_app(code=code(*calls))).seen) == [DEPRECATED]


def test_one_that_falls_back_to_plain_ones_is_asked_about(outcome):
    plain = site("android.content.Context.getSharedPreferences", text("a"), Constant(0))
    calls = site(CREATE, static=True), plain, site(PUT, text("access_token"), UNKNOWN)
    assert list(outcome(CHECK, android_app(code=code(*calls))).seen) == [
        Question("plain", (AT,), {"name": "access_token"}),
        DEPRECATED,
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
