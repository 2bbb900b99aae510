from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, Constant, Parameter, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, intent, method, site, text, typed
from tests.outside import CALLER, OPEN

CHECK = "android-result-data"
AT = Location("classes.dex", CALLER)
INTENT, RESULT = "android.content.Intent", "android.app.Activity.setResult"
RECEIVED = Returned(method(f"{OPEN.name}.getIntent", returns=INTENT), (Parameter(-1, OPEN.name),))


def returning(name="authToken", value=UNKNOWN, component=OPEN, origin=Origin.APP):
    made, call = intent(caller=CALLER)
    extra = site(f"{INTENT}.putExtra", text(name), value, receiver=made, caller=CALLER)
    return handing(made, call, extra, component=component, origin=origin)


def handing(value, *calls, component=OPEN, origin=Origin.APP):
    types = ("int", INTENT)
    result = site(RESULT, Constant(-1), value, caller=CALLER, types=types, origin=origin)
    return android_app(code=code(*calls, result), manifest=manifest(components=(component,)))


@pytest.mark.parametrize("name", ["authToken", "user_password", "otp"])
def test_a_secret_for_whoever_asks_is_a_question(outcome, name):
    seen = list(outcome(CHECK, returning(name)).seen)
    assert seen == [Question("secret", AT, {"names": name})]


def test_a_typed_password_is_one_whatever_its_name(outcome):
    seen = list(outcome(CHECK, returning("x", typed("passwordField"))).seen)
    assert seen == [Question("secret", AT, {"names": "x"})]


def test_the_callers_own_intent_is_a_question(outcome):
    assert list(outcome(CHECK, handing(RECEIVED)).seen) == [Question("received", AT)]


@pytest.mark.parametrize("name", ["barcode", "fcmToken", "page_token"])
def test_other_results_are_clean(outcome, name):
    assert outcome(CHECK, returning(name)).status is Status.CLEAN


@pytest.mark.parametrize("changes", [{"exported": False}, {"permission": "tw.example.P"}])
def test_results_for_the_app_itself_are_clean(outcome, changes):
    app = returning(component=replace(OPEN, **changes))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_a_result_without_data_is_clean(outcome):
    bare = site(RESULT, Constant(-1), caller=CALLER, types=("int",))
    app = android_app(code=code(bare), manifest=manifest(components=(OPEN,)))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    assert outcome(CHECK, returning(origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    app = android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
