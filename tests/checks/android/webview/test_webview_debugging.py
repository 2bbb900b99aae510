from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, Constant, OneOf
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site

CHECK = "android-webview-debugging"
SWITCH = "android.webkit.WebView.setWebContentsDebuggingEnabled"
INFO = method("android.content.Context.getApplicationInfo")
OWN = method("tw.example.app.Config.isTest", returns="boolean")
AT = Location("classes.dex", CALLER)


def switching(value, **more):
    call = site(SWITCH, value, static=True, **more)
    return android_app(code=code(replace(call, certain=lambda: True)))


def test_switched_on_is_found(outcome):
    assert list(outcome(CHECK, switching(Constant(True))).seen) == [Finding("on", AT)]


@pytest.mark.parametrize("asked", [INFO, OWN])
def test_behind_a_look_at_the_build_it_is_a_question(outcome, asked):
    seen = list(outcome(CHECK, switching(Constant(True), around=(asked,))).seen)
    assert seen == [Question("perhaps-on", AT)]


@pytest.mark.parametrize("value", [UNKNOWN, OneOf(frozenset((Constant(True), Constant(False))))])
def test_a_value_of_the_run_is_a_question(outcome, value):
    assert list(outcome(CHECK, switching(value)).seen) == [Question("perhaps-on", AT)]


def test_switched_off_is_clean(outcome):
    assert outcome(CHECK, switching(Constant(False))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = switching(Constant(True), origin=Origin.UNREACHED)
    assert list(outcome(CHECK, app).seen) == [
        Question("on-elsewhere", (AT,), {"count": "1"}, origin=Origin.UNREACHED)
    ]


def test_what_something_may_jump_past_is_a_question(outcome):
    """`if (Config.debug)` reads a field, which is no call."""
    at_times = android_app(code=code(site(SWITCH, Constant(True), static=True)))
    assert list(outcome(CHECK, at_times).seen) == [Question("perhaps-on", AT)]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
