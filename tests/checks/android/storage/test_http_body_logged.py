import pytest

from appsec.facts.values import UNKNOWN, FieldRead
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-http-body-logged"
SET = "okhttp3.logging.HttpLoggingInterceptor.setLevel"
KOTLIN = "okhttp3.logging.HttpLoggingInterceptor.level"
AT = Location("classes.dex", CALLER)


def level(name):
    owner = "okhttp3.logging.HttpLoggingInterceptor$Level"
    return FieldRead(owner, name, owner, True)


@pytest.mark.parametrize("api", [SET, KOTLIN])
@pytest.mark.parametrize("name", ["BODY", "HEADERS"])
def test_a_level_that_shows_content_is_asked_about(outcome, api, name):
    seen = list(outcome(CHECK, android_app(code=code(site(api, level(name))))).seen)
    assert seen == [Question("logged", (AT,), {"level": name})]


@pytest.mark.parametrize(
    "call", [site(SET, level("NONE")), site(SET, level("BASIC")), site(SET, UNKNOWN), site(KOTLIN)]
)
def test_other_levels_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = android_app(code=code(site(SET, level("BODY"), origin=Origin.LIBRARY)))
    assert list(outcome(CHECK, app).seen) == [
        Question("logged-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
