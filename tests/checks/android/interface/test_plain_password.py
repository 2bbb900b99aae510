import pytest

from appsec.facts.values import UNKNOWN, Constant, FieldRead
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-plain-password"
EDIT = "android.widget.EditText"


def app(kind, name="passwordField", **more):
    field = FieldRead("tw.example.app.Login", name, EDIT, False)
    value = Constant(kind) if isinstance(kind, int) else kind
    wanted = site("android.widget.TextView.setInputType", value, receiver=field, **more)
    return android_app(code=code(wanted))


@pytest.mark.parametrize("kind", [0x1, 0x2, 0x21])
def test_a_password_field_that_shows_its_content_is_a_question(outcome, kind):
    expected = Question("shown", Location("classes.dex", CALLER), {"field": "passwordField"})
    assert list(outcome(CHECK, app(kind)).seen) == [expected]


@pytest.mark.parametrize("kind", [0x81, 0x91, 0xE1, 0x12, 0x3, 0x80081, UNKNOWN])
def test_types_for_passwords_phones_and_what_cannot_be_told_are_clean(outcome, kind):
    assert outcome(CHECK, app(kind)).status is Status.CLEAN


def test_other_fields_and_libraries_stay_quiet(outcome):
    assert outcome(CHECK, app(0x1, "searchField")).status is Status.CLEAN
    assert outcome(CHECK, app(0x1, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
