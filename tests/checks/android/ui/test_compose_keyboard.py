import pytest

from appsec.facts.values import UNKNOWN, Constant, New, Returned
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site

CHECK = "android-compose-keyboard"
AT = Location("classes.dex", CALLER)
FIELD = "androidx.compose.material3.TextFieldKt.TextField"
SECURE = "androidx.compose.material3.SecureTextFieldKt.SecureTextField"
OPTIONS = "androidx.compose.foundation.text.KeyboardOptions"
KEYBOARD = "androidx.compose.ui.text.input.KeyboardType$Companion"
ONE = {"count": "1"}
ALL_BUT_KEYBOARD, ALL = 0b1111011, 0b1111111


def keyboard(name):
    return Returned(method(f"{KEYBOARD}.get{name}-PjHm6EE", returns="int"), (UNKNOWN,))


def options(kind, mask=ALL_BUT_KEYBOARD):
    rest = (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    return New(OPTIONS, (Constant(0), UNKNOWN, kind, *rest, Constant(mask), Constant(None)))


def app(*values, api=FIELD, **more):
    types = (OPTIONS,) * len(values)
    return android_app(code=code(site(api, *values, types=types, static=True, **more)))


@pytest.mark.parametrize(
    "value",
    [
        UNKNOWN,
        Constant(None),
        options(keyboard("Text")),
        options(keyboard("Email")),
        options(Constant(1)),
        options(UNKNOWN),
        options(keyboard("Password"), ALL),
    ],
)
def test_a_field_that_may_suggest_is_a_question(outcome, value):
    assert list(outcome(CHECK, app(value)).seen) == [Question("suggests", (AT,), ONE)]


def test_a_field_without_options_is_a_question(outcome):
    assert list(outcome(CHECK, app()).seen) == [Question("suggests", (AT,), ONE)]


@pytest.mark.parametrize(
    "value",
    [options(keyboard("Password")), options(keyboard("NumberPassword")), options(Constant(7))],
)
def test_a_keyboard_for_passwords_or_numbers_is_shown(outcome, value):
    assert list(outcome(CHECK, app(value)).seen) == [Evidence("quiet", (AT,), ONE)]


def test_a_secure_field_is_shown(outcome):
    assert list(outcome(CHECK, app(api=SECURE)).seen) == [Evidence("quiet", (AT,), ONE)]


def test_libraries_stay_quiet(outcome):
    assert outcome(CHECK, app(UNKNOWN, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
