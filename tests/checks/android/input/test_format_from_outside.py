import pytest

from appsec.facts.values import UNKNOWN, Array, FieldRead
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, site, text
from tests.outside import CALLER, EXTRA, OPEN, TYPED

CHECK = "android-format-from-outside"
FORMAT = "java.lang.String.format"
TYPES = ("java.lang.String", "java.lang.Object[]")
LOCALE = FieldRead("java.util.Locale", "US", "java.util.Locale", True)
AT = Location("classes.dex", CALLER)


def formatting(*values, parameters=TYPES, **more):
    call = site(FORMAT, *values, static=True, parameters=parameters, **({"caller": CALLER} | more))
    return android_app(code=code(call), manifest=manifest(components=(OPEN,)))


def test_a_pattern_from_outside_is_found(outcome):
    assert list(outcome(CHECK, formatting(EXTRA, UNKNOWN)).seen) == [Finding("flows", AT)]


def test_behind_a_locale_it_is_found_likewise(outcome):
    app = formatting(LOCALE, TYPED, UNKNOWN, parameters=("java.util.Locale", *TYPES))
    assert list(outcome(CHECK, app).seen) == [Finding("flows", AT)]


@pytest.mark.parametrize("pattern", [text("%s"), UNKNOWN])
def test_what_is_filled_in_is_clean(outcome, pattern):
    app = formatting(pattern, Array("java.lang.Object[]", (EXTRA,)))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = formatting(TYPED, UNKNOWN, origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("flows-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_where_another_app_may_not_come_it_is_a_question(outcome):
    caller = "tw.example.app.Hidden.open"
    seen = list(outcome(CHECK, formatting(EXTRA, UNKNOWN, caller=caller)).seen)
    assert seen == [Question("may-flow", Location("classes.dex", caller))]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
