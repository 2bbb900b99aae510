import pytest

from appsec.facts.android import Component, ComponentKind, UsesPermission
from appsec.facts.screens import TextFields
from appsec.facts.values import Constant
from appsec.model.outcome import Evidence, Location, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import FakeCode, body, code, site

CHECK = "android-overlay"
SCREEN = "tw.example.app.PaymentActivity"
CALLER = f"{SCREEN}.onCreate"
HIDE = site("android.view.Window.setHideOverlayWindows", Constant(True), caller=CALLER)
FILTER = "android.view.View.setFilterTouchesWhenObscured"
PLACE = Location("AndroidManifest.xml", "pay")
AT = Location("classes.dex", CALLER)
ALLOWED = UsesPermission("android.permission.HIDE_OVERLAY_WINDOWS", PLACE)


def app(found, name="tw.example.app.PaymentActivity", permissions=(), gaps=None):
    screen = Component(ComponentKind.ACTIVITY, name, False, PLACE)
    root = manifest(components=(screen,), uses_permissions=permissions)
    return android_app(manifest=root, code=found, text_fields=TextFields(), gaps=gaps)


@pytest.mark.parametrize("found", [code(), code(site(FILTER, Constant(False)))])
def test_a_payment_screen_that_nothing_guards_is_a_question(outcome, found):
    expected = Question("unguarded", (PLACE,), {"screens": "PaymentActivity"})
    assert list(outcome(CHECK, app(found)).seen) == [expected]


def test_hiding_without_the_permission_is_a_question(outcome):
    assert list(outcome(CHECK, app(code(HIDE))).seen) == [Question("no-permission", (AT,))]


LOOKS = site("android.view.MotionEvent.getFlags", caller=CALLER)
"""Whether another window covers the touch is told by a flag of it."""


@pytest.mark.parametrize(
    "found", [code(HIDE), code(site(FILTER, Constant(True), caller=CALLER)), code(LOOKS)]
)
def test_a_guard_is_a_hint(outcome, found):
    seen = outcome(CHECK, app(found, permissions=(ALLOWED,))).seen
    assert list(seen) == [Evidence("guarded", (AT,))]


def test_a_view_of_its_own_that_filters_is_a_hint(outcome):
    name = f"{SCREEN}$Root.onFilterTouchEventForSecurity"
    key = ("android.view.View", "onFilterTouchEventForSecurity")
    found = FakeCode(bodies={key: [body(name)]})
    expected = Evidence("guarded", (Location("classes.dex", name),))
    assert list(outcome(CHECK, app(found)).seen) == [expected]


def test_a_view_of_another_screen_says_nothing_of_this_one(outcome):
    key = ("android.view.View", "onFilterTouchEventForSecurity")
    found = FakeCode(bodies={key: [body("tw.example.app.Safe.onFilterTouchEventForSecurity")]})
    assert list(outcome(CHECK, app(found)).seen) == [
        Evidence("guarded", (Location("classes.dex", "tw.example.app.Safe." + key[1]),)),
        Question("unguarded", (PLACE,), {"screens": "PaymentActivity"}),
    ]


def test_other_screens_stay_quiet(outcome):
    assert outcome(CHECK, app(code(), name="tw.example.app.News")).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = app(code(), name="tw.example.app.News", gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
