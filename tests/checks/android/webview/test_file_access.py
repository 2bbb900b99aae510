import pytest

from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-file-access"
SETTINGS = "android.webkit.WebSettings."
UNIVERSAL = "setAllowUniversalAccessFromFileURLs"
MIXED = "setMixedContentMode"
AT = Location("classes.dex", CALLER)


def setting(name, value, **more):
    return android_app(code=code(site(SETTINGS + name, value, **more)))


@pytest.mark.parametrize("name", [UNIVERSAL, "setAllowFileAccessFromFileURLs"])
def test_access_across_files_is_a_question(outcome, name):
    seen = list(outcome(CHECK, setting(name, Constant(True))).seen)
    assert seen == [Question("crosses-files", AT, {"setting": name})]


def test_mixed_content_is_a_question(outcome):
    seen = list(outcome(CHECK, setting(MIXED, Constant(0))).seen)
    assert seen == [Question("mixed-content", AT)]


@pytest.mark.parametrize(
    ("name", "value"),
    [(UNIVERSAL, Constant(False)), (MIXED, Constant(1)), (MIXED, Constant(2)), (MIXED, UNKNOWN)],
)
def test_safe_settings_are_clean(outcome, name, value):
    assert outcome(CHECK, setting(name, value)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = setting(MIXED, Constant(0), origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("mixed-content-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
