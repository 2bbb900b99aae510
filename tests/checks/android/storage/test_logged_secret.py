import pytest

from appsec.facts.values import UNKNOWN, Array, Built, FieldRead, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-logged-secret"
LOG = "android.util.Log.d"
PRINT = "java.io.PrintStream.println"
TIMBER = "timber.log.Timber$Forest.d"
AT = Location("classes.dex", CALLER)
OUT = FieldRead("java.lang.System", "out", "java.io.PrintStream", True)


def field(name, kind="java.lang.String"):
    return FieldRead("tw.example.Login", name, kind, False)


def given(api, *arguments, returns="java.lang.String"):
    return Returned(method(api, returns=returns), arguments)


TYPED = given(
    "java.lang.Object.toString",
    given("android.widget.EditText.getText", field("etPassword", "android.widget.EditText")),
)


def extra(key):
    return given("android.content.Intent.getStringExtra", UNKNOWN, text(key))


def logging(value, **more):
    return android_app(code=code(site(LOG, text("Login"), value, static=True, **more)))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (site(LOG, text("a"), field("password"), static=True), "password"),
        (site(LOG, text("a"), Built((text("x: "), field("userPwd"))), static=True), "userPwd"),
        (site(LOG, text("a"), TYPED, static=True), "etPassword"),
        (site(PRINT, field("password"), receiver=OUT), "password"),
        (site("java.util.logging.Logger.info", field("password")), "password"),
        (site(LOG, text("a"), extra("password"), static=True), "password"),
        (site(TIMBER, text("%s"), Array("java.lang.Object[]", (field("password"),))), "password"),
    ],
)
def test_a_logged_password_is_found(outcome, call, name):
    seen = list(outcome(CHECK, android_app(code=code(call))).seen)
    assert seen == [Finding("password", AT, {"name": name})]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (given("tw.example.Session.getToken", UNKNOWN), "getToken"),
        (given("org.json.JSONObject.getString", UNKNOWN, text("access_token")), "access_token"),
        (given("org.json.JSONObject.getString", UNKNOWN, text("password")), "password"),
        (Built((text("account=a, pwd="), UNKNOWN)), "pwd"),
    ],
)
def test_a_token_and_a_label_are_asked_about(outcome, value, name):
    seen = list(outcome(CHECK, logging(value)).seen)
    assert seen == [Question("secret", AT, {"name": name})]


@pytest.mark.parametrize(
    "value",
    [
        text("wrong password"),
        text("password="),
        Built((text("code "), UNKNOWN)),
        Built((text("password length "), UNKNOWN)),
        given("java.lang.String.length", field("password"), returns="int"),
        field("passwordHint"),
        field("password", "int"),
        UNKNOWN,
    ],
)
def test_constants_and_what_holds_no_secret_are_clean(outcome, value):
    assert outcome(CHECK, logging(value)).status is Status.CLEAN


def test_a_file_is_no_log(outcome):
    app = android_app(code=code(site(PRINT, field("password"))))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    assert outcome(CHECK, logging(field("password"), origin=Origin.LIBRARY)).seen == ()


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
