import pytest

from appsec.facts.code import ClassName
from appsec.facts.native import NativeStrings
from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-debug-tool"
AT = Location("classes.dex", CALLER)
ENGINE = "com.tencent.smtt.sdk.WebView.setWebContentsDebuggingEnabled"
SWITCH = "setWebContentsDebuggingEnabled"
STETHO = "com.facebook.stetho.Stetho"
SO = Location("lib/arm64-v8a/libapp.so")


def app(given, *native):
    return android_app(code=given, native_strings=native)


def test_a_tool_for_developers_is_a_question(outcome):
    given, at = code(), Location("classes.dex", STETHO)
    given.classes = (ClassName(STETHO, "classes.dex", "", False),)
    seen = list(outcome(CHECK, app(given)).seen)
    assert seen == [Question("tool", (at,), {"tools": "Stetho"})]


def test_the_empty_twin_of_a_tool_is_clean(outcome):
    given, name = code(), "com.chuckerteam.chucker.api.ChuckerInterceptor"
    given.classes = (ClassName(name, "classes.dex", "", False),)
    assert outcome(CHECK, app(given)).status is Status.CLEAN


@pytest.mark.parametrize("value", [Constant(True), UNKNOWN])
@pytest.mark.parametrize("origin", [Origin.APP, Origin.LIBRARY])
def test_the_switch_of_another_engine_is_a_question(outcome, value, origin):
    given = code(site(ENGINE, value, static=True, origin=origin))
    assert list(outcome(CHECK, app(given)).seen) == [Question("engine", (AT,), {"count": "1"})]


def test_a_switch_that_is_off_is_clean(outcome):
    given = code(site(ENGINE, Constant(False), static=True))
    assert outcome(CHECK, app(given)).status is Status.CLEAN


def test_the_switch_as_a_text_is_a_question(outcome):
    given = code()
    given.texts = {SWITCH: [CALLER]}
    native = NativeStrings(("a", f"WebView.{SWITCH}"), SO)
    assert list(outcome(CHECK, app(given, native)).seen) == [
        Question("by-name", (AT, SO), {"count": "2"})
    ]


def test_other_texts_of_native_libraries_are_clean(outcome):
    assert outcome(CHECK, app(code(), NativeStrings(("a",), SO))).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["code", "native_strings"])
def test_what_cannot_be_read_is_unknown(outcome, fact):
    one = android_app(code=code(), native_strings=(), gaps={fact: lost(fact)})
    assert outcome(CHECK, one).status is Status.UNKNOWN
