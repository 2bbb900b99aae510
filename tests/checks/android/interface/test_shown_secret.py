import pytest

from appsec.facts.values import UNKNOWN, Built, Constant, FieldRead, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text, typed

CHECK = "android-shown-secret"
AT = Location("classes.dex", CALLER)
STRING = "java.lang.String"
TOAST = "android.widget.Toast.makeText"
NOTIFIES = "androidx.core.app.NotificationCompat$Builder.setContentText"


def field(name):
    return FieldRead("tw.example.app.Login", name, STRING, False)


def app(api, value, **more):
    given = (UNKNOWN, value, Constant(0)) if api == TOAST else (value,)
    return android_app(code=code(site(api, *given, static=api == TOAST, **more)))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (typed("passwordField"), "passwordField"),
        (Built((text("Your token: "), field("authToken"))), "authToken"),
        (Built((text("OTP: "), UNKNOWN)), "OTP"),
    ],
)
def test_a_secret_on_the_screen_is_a_question(outcome, value, name):
    assert list(outcome(CHECK, app(TOAST, value)).seen) == [
        Question("shown", (AT,), {"name": name})
    ]


def test_a_secret_in_a_notification_is_a_question(outcome):
    seen = list(outcome(CHECK, app(NOTIFIES, field("otp"))).seen)
    assert seen == [Question("notified", (AT,), {"name": "otp"})]


RESOURCE = Returned(
    method("android.content.Context.getString", "int", returns=STRING), (UNKNOWN, Constant(1))
)


@pytest.mark.parametrize(
    "value",
    [
        text("Wrong password"),
        RESOURCE,
        field("userName"),
        field("passwordHint"),
        field("phone"),
        Built((text("Password: must be longer"),)),
    ],
)
def test_other_messages_are_clean(outcome, value):
    assert outcome(CHECK, app(TOAST, value)).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    result = outcome(CHECK, app(TOAST, field("otp"), origin=Origin.LIBRARY))
    assert result.status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
