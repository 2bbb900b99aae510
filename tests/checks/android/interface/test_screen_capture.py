import pytest

from appsec.facts.android import Component, ComponentKind
from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import CALLER, code, site

CHECK = "android-screen-capture"
SET, ADD = "android.view.Window.setFlags", "android.view.Window.addFlags"
RECENTS = "android.app.Activity.setRecentsScreenshotEnabled"
PLACE = Location("AndroidManifest.xml", "login")
AT = Location("classes.dex", CALLER)


def app(*sites, name="tw.example.app.ui.LoginActivity", gaps=None):
    screen = Component(ComponentKind.ACTIVITY, name, False, PLACE)
    return android_app(manifest=manifest(components=(screen,)), code=code(*sites), gaps=gaps)


def test_a_login_screen_that_nothing_protects_is_a_question(outcome):
    expected = Question("unprotected", (PLACE,), {"screens": "LoginActivity"})
    assert list(outcome(CHECK, app()).seen) == [expected]


@pytest.mark.parametrize(
    "api",
    [
        "android.app.Activity.registerScreenCaptureCallback",
        "android.view.WindowManager.addScreenRecordingCallback",
    ],
)
def test_being_told_of_captures_is_shown_and_protects_nothing(outcome, api):
    assert list(outcome(CHECK, app(site(api, UNKNOWN))).seen) == [
        Evidence("noticed", (AT,)),
        Question("unprotected", (PLACE,), {"screens": "LoginActivity"}),
    ]


@pytest.mark.parametrize(
    "made",
    [
        site(SET, Constant(0x2000), Constant(0x2000)),
        site(ADD, Constant(0x2080)),
        site(ADD, UNKNOWN),
        site(RECENTS, Constant(False)),
    ],
)
def test_protection_is_a_hint(outcome, made):
    result = outcome(CHECK, app(made))
    assert list(result.seen) == [Evidence("protected", (AT,))]


@pytest.mark.parametrize(
    "made",
    [
        site(ADD, Constant(0x80)),
        site(RECENTS, Constant(True)),
        site(ADD, Constant(0x2000), origin=Origin.LIBRARY),
    ],
)
def test_other_flags_and_those_of_libraries_protect_nothing(outcome, made):
    assert outcome(CHECK, app(made)).status is Status.QUESTION


@pytest.mark.parametrize(
    "name",
    [
        "tw.example.app.NewsActivity",
        "com.sdk.LoginActivity",
        "tw.example.app.SpinnerActivity",
        "tw.example.app.StorageSDCardActivity",
        "tw.example.app.SdCardPage",
    ],
)
def test_screens_without_a_telling_name_and_those_of_libraries_stay_quiet(outcome, name):
    assert outcome(CHECK, app(name=name)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = app(name="tw.example.app.NewsActivity", gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
