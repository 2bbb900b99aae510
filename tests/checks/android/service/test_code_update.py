import pytest

from appsec.facts.code import ClassName
from appsec.model.outcome import Location, Question, Status
from tests.apps import android_app, lost
from tests.code import code

CHECK = "android-code-update"


def app(*names):
    given = code()
    given.classes = [ClassName(one, "classes.dex", "", False) for one in names]
    return android_app(code=given)


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("com.microsoft.codepush.react.CodePush", "CodePush"),
        ("expo.modules.updates.UpdatesController", "expo-updates"),
    ],
)
def test_a_service_for_updates_is_a_question(outcome, name, service):
    seen = list(outcome(CHECK, app(name, f"{name}Kt")).seen)
    place = Location("classes.dex", name)
    assert seen == [Question("outside-store", (place,), {"services": service})]


def test_other_classes_are_clean(outcome):
    assert outcome(CHECK, app("tw.example.app.Updates")).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
