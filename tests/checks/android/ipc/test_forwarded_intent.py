from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, New, Parameter, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, method, site, text
from tests.outside import CALLER, OPEN

CHECK = "android-forwarded-intent"
AT = Location("classes.dex", CALLER)
INTENT = "android.content.Intent"
RECEIVED = Returned(
    method("android.app.Activity.getIntent", returns=INTENT), (Parameter(-1, OPEN.name),)
)
EXTRA = Returned(
    method(f"{INTENT}.getParcelableExtra", "java.lang.String", returns="android.os.Parcelable"),
    (RECEIVED, text("next")),
)
WRITTEN = Returned(
    method(f"{INTENT}.parseUri", "java.lang.String", "int", returns=INTENT), (UNKNOWN, UNKNOWN)
)
START = "android.content.Context.startActivity"


def sending(value, component=OPEN, api=START, **more):
    given = code(site(api, value, types=(INTENT,), **({"caller": CALLER} | more)))
    return android_app(code=given, manifest=manifest(components=(component,)))


@pytest.mark.parametrize("api", [START, "android.content.Context.sendBroadcast"])
def test_an_intent_out_of_another_is_a_question(outcome, api):
    seen = list(outcome(CHECK, sending(EXTRA, api=api)).seen)
    assert seen == [Question("handed-in", (AT,), {"count": "1"})]


def test_an_intent_out_of_a_text_is_a_question_wherever_it_is(outcome):
    hidden = replace(OPEN, exported=False)
    seen = list(outcome(CHECK, sending(WRITTEN, hidden)).seen)
    assert seen == [Question("from-text", (AT,), {"count": "1"})]


@pytest.mark.parametrize("changes", [{"exported": False}, {"permission": "tw.example.P"}])
def test_what_only_the_app_starts_gets_its_own_intents(outcome, changes):
    assert outcome(CHECK, sending(EXTRA, replace(OPEN, **changes))).status is Status.CLEAN


def test_asking_who_calls_is_clean(outcome):
    asks = method("android.app.Activity.getCallingPackage", returns="java.lang.String")
    assert outcome(CHECK, sending(EXTRA, around=(asks,))).status is Status.CLEAN


def test_a_link_that_is_limited_as_a_browser_does_is_clean(outcome):
    limits = [method(f"{INTENT}.{one}") for one in ("addCategory", "setComponent", "setSelector")]
    assert outcome(CHECK, sending(WRITTEN, around=limits)).status is Status.CLEAN
    some = outcome(CHECK, sending(WRITTEN, around=limits[:2]))
    assert some.status is Status.QUESTION


@pytest.mark.parametrize("value", [New(INTENT, ()), UNKNOWN, RECEIVED])
def test_other_intents_are_clean(outcome, value):
    assert outcome(CHECK, sending(value)).status is Status.CLEAN


def test_what_libraries_forward_stays_quiet(outcome):
    assert outcome(CHECK, sending(EXTRA, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    app = android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
