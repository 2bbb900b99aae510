import pytest

from appsec.facts.values import UNKNOWN, Constant, FieldRead, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, one_of, site, text, typed

CHECK = "android-local-password"
EQUALS = "java.lang.String.equals"
AT = Location("classes.dex", CALLER)
VIEW, STRING = "android.widget.TextView", "java.lang.String"


def compared(one, other, **more):
    wanted = site(EQUALS, other, receiver=one, types=["java.lang.Object"], **more)
    return android_app(code=code(wanted))


@pytest.mark.parametrize("name", ["passwordField", "etPwd", "pin"])
def test_a_typed_password_against_a_constant_is_found(outcome, name):
    for made in (compared(typed(name), text("parcel-7")), compared(text("parcel-7"), typed(name))):
        assert list(outcome(CHECK, made).seen) == [Finding("password", AT)]


@pytest.mark.parametrize(
    "value",
    [
        typed("code"),
        Returned(method("android.widget.TextView.getText"), (UNKNOWN,)),
        typed("passwordToggle", VIEW),
        FieldRead("tw.example.app.Login", "username", STRING, False),
    ],
)
def test_what_is_not_surely_a_password_is_a_question(outcome, value):
    assert list(outcome(CHECK, compared(value, text("devadmin"))).seen) == [Question("typed", AT)]


@pytest.mark.parametrize("weak", ["12345678", "password"])
def test_a_password_that_the_app_may_refuse_as_weak_is_a_question(outcome, weak):
    made = compared(typed("passwordField"), text(weak))
    assert list(outcome(CHECK, made).seen) == [Question("typed", AT)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (typed("password"), text("")),
        (typed("password"), typed("repeatedPassword")),
        (UNKNOWN, text("1234")),
        (FieldRead("tw.example.app.Login", "mode", STRING, False), text("dark")),
        (typed("password"), Constant(None)),
    ],
)
def test_empty_fields_repetition_and_other_texts_are_clean(outcome, one, other):
    assert outcome(CHECK, compared(one, other)).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    one = compared(typed("password"), text("1234"), origin=Origin.LIBRARY)
    assert outcome(CHECK, one).status is Status.CLEAN


def test_the_class_of_a_library_is_a_field_for_input_as_well(outcome):
    kind = "com.google.android.material.textfield.TextInputEditText"
    view = FieldRead("tw.example.app.Login", "password", kind, False)
    got = Returned(method(f"{kind}.getText", returns="android.text.Editable"), (view,))
    value = Returned(method("java.lang.String.valueOf", returns=STRING), (got,))
    assert list(outcome(CHECK, compared(value, text("parcel-7"))).seen) == [Finding("password", AT)]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (one_of(text("parcel-7"), text("parcel-8")), Finding("password", AT)),
        (one_of(text("parcel-7"), UNKNOWN), Question("typed", AT)),
    ],
)
def test_one_of_several_passwords(outcome, other, expected):
    assert list(outcome(CHECK, compared(typed("password"), other)).seen) == [expected]


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
