import pytest

from appsec.facts.values import UNKNOWN, Constant, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text, typed

CHECK = "android-clipboard-data"
SET = "android.content.ClipboardManager.setPrimaryClip"
CLIP = method("android.content.ClipData.newPlainText", returns="android.content.ClipData")


def copied(value, **more):
    return android_app(code=code(site(SET, value, **more)))


@pytest.mark.parametrize("value", [UNKNOWN, Returned(CLIP, (text("account"), UNKNOWN))])
def test_what_the_app_has_at_run_time_is_one_question(outcome, value):
    seen = outcome(CHECK, copied(value)).seen
    assert list(seen) == [Question("copied", (Location("classes.dex", CALLER),))]


def test_a_typed_password_is_found(outcome):
    clip = Returned(CLIP, (text("label"), typed("passwordField")))
    seen = outcome(CHECK, copied(clip)).seen
    assert list(seen) == [Finding("password", (Location("classes.dex", CALLER),))]


@pytest.mark.parametrize("value", [Constant(None), Returned(CLIP, (text("a"), text("")))])
def test_texts_of_the_code_and_clearing_are_clean(outcome, value):
    assert outcome(CHECK, copied(value)).status is Status.CLEAN


def test_what_libraries_copy_stays_quiet(outcome):
    assert outcome(CHECK, copied(UNKNOWN, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
