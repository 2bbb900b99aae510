import pytest

from appsec.facts.values import UNKNOWN, Built, FieldRead, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-logged-personal-data"
LOG = "android.util.Log.d"
PRINT = "java.io.PrintStream.println"
AT = Location("classes.dex", CALLER)


def given(api, *arguments):
    return Returned(method(api, returns="java.lang.String"), arguments)


NUMBER = given("android.telephony.TelephonyManager.getLine1Number", UNKNOWN)
EMAIL = FieldRead("tw.example.User", "userEmail", "java.lang.String", False)
ANDROID_ID = given("android.provider.Settings$Secure.getString", UNKNOWN, text("android_id"))


def logging(value, **more):
    return android_app(code=code(site(LOG, text("App"), value, static=True, **more)))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Built((text("to: "), NUMBER)), "getLine1Number"),
        (EMAIL, "userEmail"),
        (ANDROID_ID, "android_id"),
    ],
)
def test_what_is_logged_is_asked_about(outcome, value, name):
    assert list(outcome(CHECK, logging(value)).seen) == [Question("logged", (AT,), {"name": name})]


@pytest.mark.parametrize(
    "value",
    [
        text("email sent"),
        given("android.provider.Settings$Secure.getString", UNKNOWN, text("adb_enabled")),
        FieldRead("tw.example.User", "emailHint", "java.lang.String", False),
        UNKNOWN,
    ],
)
def test_constants_and_other_values_are_clean(outcome, value):
    assert outcome(CHECK, logging(value)).status is Status.CLEAN


def test_libraries_and_files_are_clean(outcome):
    assert outcome(CHECK, logging(NUMBER, origin=Origin.LIBRARY)).seen == ()
    assert outcome(CHECK, android_app(code=code(site(PRINT, NUMBER)))).seen == ()


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
