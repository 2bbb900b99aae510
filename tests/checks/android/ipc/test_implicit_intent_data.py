import pytest

from appsec.facts.values import UNKNOWN, Constant, New
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, intent, one_of, site, text, typed

CHECK = "android-implicit-intent-data"
AT = Location("classes.dex", CALLER)
INTENT, STRING = "android.content.Intent", "java.lang.String"


def app(name="newpass", send="sendBroadcast", more=(), types=(INTENT,), shape=(), **options):
    value = options.pop("value", UNKNOWN)
    made, call = intent(*shape)
    extra = site(f"{INTENT}.putExtra", text(name), value, receiver=made)
    wanted = site(f"android.content.Context.{send}", made, *more, types=types, **options)
    return android_app(code=code(call, extra, wanted))


@pytest.mark.parametrize(
    ("send", "key"),
    [
        ("sendBroadcast", "broadcast"),
        ("startActivity", "other"),
        ("sendStickyBroadcast", "broadcast"),
    ],
)
@pytest.mark.parametrize("name", ["newpass", "authToken", "user_password", "CVV"])
def test_a_secret_without_a_target_is_a_question(outcome, send, key, name):
    seen = outcome(CHECK, app(name, send)).seen
    assert list(seen) == [Question(key, AT, {"names": name})]


def test_a_typed_password_without_a_target_is_found(outcome):
    seen = outcome(CHECK, app("x", value=typed("passwordField"))).seen
    assert list(seen) == [Finding("password", AT)]


def test_a_sticky_broadcast_is_a_question_whatever_it_carries(outcome):
    seen = outcome(CHECK, app("state", "sendStickyBroadcast")).seen
    assert list(seen) == [Question("sticky", AT, {})]


@pytest.mark.parametrize("name", ["state", "page_token", "fcmToken", "mediaSession", "compass"])
def test_other_names_are_clean(outcome, name):
    assert outcome(CHECK, app(name)).status is Status.CLEAN


def test_a_permission_or_a_target_is_clean(outcome):
    guarded = app(more=(text("tw.example.P"),), types=(INTENT, STRING))
    assert outcome(CHECK, guarded).status is Status.CLEAN
    named = app(shape=("android.content.Context", "java.lang.Class"))
    assert outcome(CHECK, named).status is Status.CLEAN


@pytest.mark.parametrize("permission", [Constant(None), one_of(Constant(None), text("a.P"))])
def test_null_is_no_permission(outcome, permission):
    open_ = app(more=(permission,), types=(INTENT, STRING))
    assert outcome(CHECK, open_).status is Status.QUESTION


def test_what_libraries_send_stays_quiet(outcome):
    assert outcome(CHECK, app(origin=Origin.LIBRARY)).status is Status.CLEAN


@pytest.mark.parametrize(
    "api",
    [
        "androidx.activity.result.ActivityResultLauncher.launch",
        "androidx.fragment.app.Fragment.startActivity",
    ],
)
def test_other_ways_to_send_it_are_looked_at(outcome, api):
    made, call = intent("java.lang.String")
    extra = site(f"{INTENT}.putExtra", text("token"), UNKNOWN, receiver=made)
    seen = outcome(CHECK, android_app(code=code(call, extra, site(api, made)))).seen
    assert list(seen) == [Question("other", AT, {"names": "token"})]


def test_what_is_in_a_bundle_is_looked_at(outcome):
    made, call = intent("java.lang.String")
    bundle = New("android.os.Bundle", (), 7)
    put = site("android.os.BaseBundle.putString", text("token"), UNKNOWN, receiver=bundle)
    extras = site(f"{INTENT}.putExtras", bundle, receiver=made)
    send = site("android.content.Context.sendBroadcast", made, types=(INTENT,))
    seen = outcome(CHECK, android_app(code=code(call, put, extras, send))).seen
    assert list(seen) == [Question("broadcast", AT, {"names": "token"})]


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
