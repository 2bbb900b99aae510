import pytest

from appsec.facts.values import UNKNOWN, Constant, FieldRead, New, Parameter
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-keyboard-in-code"
AT = Location("classes.dex", CALLER)
MAKES, SETS = "android.widget.EditText.<init>", "android.widget.TextView.setInputType"
FIELD = New("android.widget.EditText", (), 1)
TEXT, PASSWORD, QUIET, NUMBER, EMAIL = 0x1, 0x81, 0x80001, 0x2, 0x21


def making(*kinds, field=FIELD, origin=Origin.APP):
    made = site(MAKES, UNKNOWN, receiver=field, origin=origin)
    typed = [site(SETS, Constant(kind), receiver=field, origin=origin) for kind in kinds]
    return android_app(code=code(made, *typed))


def changing(name, kind):
    field = FieldRead("tw.example.app.Profile", name, "android.widget.EditText", False)
    return android_app(code=code(site(SETS, kind, receiver=field)))


@pytest.mark.parametrize("kinds", [(), (TEXT,), (EMAIL,)])
def test_a_field_that_suggests_is_a_question(outcome, kinds):
    assert list(outcome(CHECK, making(*kinds)).seen) == [Question("made", (AT,), {"count": "1"})]


@pytest.mark.parametrize("kind", [PASSWORD, QUIET, NUMBER])
def test_a_field_that_does_not_is_clean(outcome, kind):
    assert outcome(CHECK, making(kind)).status is Status.CLEAN


def test_the_constructor_of_a_subclass_makes_nothing(outcome):
    itself = Parameter(-1, "tw.example.app.CardField")
    assert outcome(CHECK, making(field=itself)).status is Status.CLEAN


@pytest.mark.parametrize("name", ["etEmail", "idNumber", "etAccount", "userName"])
def test_a_type_for_a_sensitive_field_is_a_question(outcome, name):
    seen = list(outcome(CHECK, changing(name, Constant(TEXT))).seen)
    assert seen == [Question("changed", (AT,), {"fields": name})]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("etEmail", Constant(QUIET)),
        ("phone", Constant(3)),
        ("comment", Constant(TEXT)),
        ("etEmail", UNKNOWN),
        ("password", Constant(TEXT)),
    ],
)
def test_other_types_and_fields_are_clean(outcome, name, kind):
    assert outcome(CHECK, changing(name, kind)).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    assert outcome(CHECK, making(origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
