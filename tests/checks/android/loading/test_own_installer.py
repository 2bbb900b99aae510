import pytest

from appsec.facts.values import UNKNOWN
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-own-installer"
AT = Location("classes.dex", CALLER)
OTHER = Location("classes.dex", "tw.example.app.Update.start")
SESSION = site("android.content.pm.PackageInstaller.openSession", UNKNOWN)
TYPE = "android.content.Intent.setDataAndType"
PACKAGE = text("application/vnd.android.package-archive")


def typed(value, **more):
    return site(TYPE, UNKNOWN, value, parameters=("x", "java.lang.String"), **more)


def test_all_that_installs_is_one_question(outcome):
    app = android_app(code=code(SESSION, typed(PACKAGE, caller=OTHER.member)))
    assert list(outcome(CHECK, app).seen) == [Question("installs", (AT, OTHER), {"count": "2"})]


@pytest.mark.parametrize("value", [text("application/pdf"), UNKNOWN])
def test_other_types_are_clean(outcome, value):
    assert outcome(CHECK, android_app(code=code(typed(value)))).status is Status.CLEAN


def test_elsewhere_it_is_another_question(outcome):
    app = android_app(code=code(typed(PACKAGE, origin=Origin.LIBRARY)))
    assert list(outcome(CHECK, app).seen) == [
        Question("installs-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
