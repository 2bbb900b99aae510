import pytest

from appsec.facts.values import UNKNOWN, New
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, method, site, text
from tests.outside import CALLER, EXTRA, OPEN, TYPED

CHECK = "android-path-from-outside"
OPENS = "java.io.FileInputStream.<init>"
AT = Location("classes.dex", CALLER)


def opening(value, **more):
    call = site(OPENS, value, **({"caller": CALLER} | more))
    return android_app(code=code(call), manifest=manifest(components=(OPEN,)))


def test_a_name_that_the_user_types_is_told_apart(outcome):
    value = New("java.io.File", (text("/data"), TYPED))
    assert list(outcome(CHECK, opening(value)).seen) == [Finding("typed", AT)]


@pytest.mark.parametrize("value", [EXTRA, New("java.io.File", (TYPED, EXTRA))])
def test_a_name_from_outside_is_found(outcome, value):
    assert list(outcome(CHECK, opening(value)).seen) == [Finding("flows", AT)]


@pytest.mark.parametrize("value", [text("/data/a"), UNKNOWN, New("java.io.File", (UNKNOWN,))])
def test_other_names_are_clean(outcome, value):
    assert outcome(CHECK, opening(value)).status is Status.CLEAN


def test_a_path_in_its_plain_form_is_clean(outcome):
    plain = method("java.io.File.getCanonicalPath", returns="java.lang.String")
    assert outcome(CHECK, opening(EXTRA, around=(plain,))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = opening(TYPED, origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("flows-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
