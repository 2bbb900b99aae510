import pytest

from appsec.facts.android import Component, ComponentKind
from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, named, one_of, site

CHECK = "android-screen-capture"
SET, ADD = "android.view.Window.setFlags", "android.view.Window.addFlags"
RECENTS = "android.app.Activity.setRecentsScreenshotEnabled"
PLACE = Location("AndroidManifest.xml", "login")
SCREEN = "tw.example.app.ui.LoginActivity"
CALLER = f"{SCREEN}.onCreate"
AT = Location("classes.dex", CALLER)
UNPROTECTED = Question("unprotected", (PLACE,), {"screens": "LoginActivity"})


def app(*sites, name=SCREEN, gaps=None):
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
    assert list(outcome(CHECK, app(site(api, UNKNOWN, caller=CALLER))).seen) == [
        Evidence("noticed", (AT,)),
        Question("unprotected", (PLACE,), {"screens": "LoginActivity"}),
    ]


@pytest.mark.parametrize(
    "made",
    [
        site(SET, Constant(0x2000), Constant(0x2000), caller=CALLER),
        site(ADD, Constant(0x2080), caller=CALLER),
        site(ADD, one_of(Constant(0), Constant(0x2000)), caller=CALLER),
        site(RECENTS, Constant(False), caller=CALLER),
    ],
)
def test_protection_is_a_hint(outcome, made):
    result = outcome(CHECK, app(made))
    assert list(result.seen) == [Evidence("protected", (AT,))]


def test_one_protected_screen_says_nothing_of_another(outcome):
    other = site(ADD, Constant(0x2000), caller="tw.example.app.News.onCreate")
    seen = list(outcome(CHECK, app(other)).seen)
    place = Location("classes.dex", "tw.example.app.News.onCreate")
    assert seen == [Evidence("protected", (place,)), UNPROTECTED]


@pytest.mark.parametrize(
    "made",
    [
        (site(ADD, UNKNOWN, caller=CALLER),),
        (site(SET, Constant(0), Constant(0x2000), caller=CALLER),),
        (site(SET, Constant(0x2000), Constant(0x80), caller=CALLER),),
    ],
)
def test_what_may_be_another_flag_protects_nothing(outcome, made):
    assert list(outcome(CHECK, app(*made)).seen) == [UNPROTECTED]


def test_a_flag_that_is_taken_back_is_asked_about(outcome):
    cleared = site("android.view.Window.clearFlags", Constant(0x2000), caller=CALLER)
    seen = list(outcome(CHECK, app(site(ADD, Constant(0x2000), caller=CALLER), cleared)).seen)
    assert seen == [Evidence("protected", (AT,)), UNPROTECTED]


@pytest.mark.parametrize(
    "caller",
    ["tw.example.app.BaseActivity.onCreate", "tw.example.app.Guard$1.onActivityCreated"],
)
def test_a_class_above_and_callbacks_for_each_activity_protect_it(outcome, caller):
    one = app(site(ADD, Constant(0x2000), caller=caller))
    one.code.below = {"tw.example.app.BaseActivity": (SCREEN,)}
    assert [type(seen) for seen in outcome(CHECK, one).seen] == [Evidence]


def test_the_id_of_a_build_is_not_the_package_of_its_code(outcome):
    screen = Component(ComponentKind.ACTIVITY, SCREEN, False, PLACE)
    found = code()
    found.classes = (named(SCREEN),)
    root = manifest(package="tw.example.app.uat", components=(screen,))
    assert list(outcome(CHECK, android_app(manifest=root, code=found)).seen) == [UNPROTECTED]


@pytest.mark.parametrize("name", ["LoginFragment", "LoginScreenKt"])
def test_a_screen_within_an_activity_is_one(outcome, name):
    found = code()
    found.classes = tuple(map(named, (f"tw.example.app.{name}", "tw.example.app.Hilt_PayFragment")))
    there = Location("classes.dex", f"tw.example.app.{name}")
    expected = Question("unprotected", (there,), {"screens": name})
    assert list(outcome(CHECK, android_app(manifest=manifest(), code=found)).seen) == [expected]


def test_fragments_are_protected_where_every_activity_is(outcome):
    main = Component(ComponentKind.ACTIVITY, "tw.example.app.Main", False, PLACE)
    found = code(site(ADD, Constant(0x2000), caller="tw.example.app.Main.onCreate"))
    found.classes = (named("tw.example.app.LoginFragment"),)
    one = android_app(manifest=manifest(components=(main,)), code=found)
    assert [type(seen) for seen in outcome(CHECK, one).seen] == [Evidence]


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
        "tw.example.app.SdCardActivity",
    ],
)
def test_screens_without_a_telling_name_and_those_of_libraries_stay_quiet(outcome, name):
    assert outcome(CHECK, app(name=name)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = app(name="tw.example.app.NewsActivity", gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
