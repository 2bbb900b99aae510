import pytest

from appsec.facts.values import UNKNOWN, Constant, New
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, FakeCode, code, one_of, site, text

CHECK = "android-open-receiver"
REGISTER = "android.content.Context.registerReceiver"
COMPAT = "androidx.core.content.ContextCompat.registerReceiver"
FILTER = New("android.content.IntentFilter", (), 1)
RECEIVER = "android.content.BroadcastReceiver"
TYPES = (RECEIVER, "android.content.IntentFilter")
AT = Location("classes.dex", CALLER)


def app(action="tw.example.PAID", receiver=UNKNOWN, more=(), types=(), **options):
    made = site("android.content.IntentFilter.<init>", text(action), receiver=FILTER, types=["s"])
    wanted = site(REGISTER, receiver, FILTER, *more, types=(*TYPES, *types), **options)
    return android_app(code=code(made, wanted))


def test_a_receiver_that_anyone_can_send_to_is_a_question(outcome):
    seen = outcome(CHECK, app()).seen
    assert list(seen) == [Question("open", AT, {"actions": "tw.example.PAID"})]


@pytest.mark.parametrize(
    "made",
    [
        app("android.intent.action.BATTERY_CHANGED"),
        app(receiver=Constant(None)),
        app(more=(Constant(4),), types=("int",)),
        app(more=(text("tw.example.P"), UNKNOWN), types=("java.lang.String", "android.os.Handler")),
        app(origin=Origin.LIBRARY),
    ],
)
def test_normal_cases_stay_quiet(outcome, made):
    assert outcome(CHECK, made).status is Status.CLEAN


@pytest.mark.parametrize(
    "made",
    [
        app(more=(Constant(2),), types=("int",)),
        app(more=(Constant(None), UNKNOWN), types=("java.lang.String", "android.os.Handler")),
    ],
)
def test_exported_or_without_a_permission_is_a_question(outcome, made):
    assert outcome(CHECK, made).status is Status.QUESTION


@pytest.mark.parametrize(
    "action",
    [
        "android.intent.action.DOWNLOAD_COMPLETE",
        "android.intent.action.MEDIA_BUTTON",
        "android.intent.action.CLOSE_SYSTEM_DIALOGS",
        "android.intent.action.BATTERY_CHANGED.MINE",
    ],
)
def test_actions_of_android_that_any_app_may_send_are_a_question(outcome, action):
    expected = Question("open", AT, {"actions": action})
    assert list(outcome(CHECK, app(action)).seen) == [expected]


def test_a_filter_that_cannot_be_told_is_a_question(outcome):
    wanted = site(
        COMPAT, UNKNOWN, UNKNOWN, UNKNOWN, Constant(2), static=True, types=["c", *TYPES, "int"]
    )
    seen = outcome(CHECK, android_app(code=code(wanted))).seen
    assert list(seen) == [Question("open", AT, {"actions": "?"})]


def test_a_method_of_the_app_with_that_name_is_another_one(outcome):
    for more in ((), (UNKNOWN,)):
        call = site("tw.example.app.Login.registerReceiver", *more)
        found = android_app(code=FakeCode({REGISTER: [call]}))
        assert outcome(CHECK, found).status is Status.CLEAN


def test_a_receiver_that_is_not_exported_on_some_versions_is_a_question(outcome):
    flags = one_of(Constant(4), Constant(0))
    assert outcome(CHECK, app(more=(flags,), types=("int",))).status is Status.QUESTION


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
