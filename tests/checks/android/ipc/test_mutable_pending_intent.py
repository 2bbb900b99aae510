import pytest

from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import CALLER, code, intent, one_of, site, text

CHECK = "android-mutable-pending-intent"
GET = "android.app.PendingIntent.getActivity"
MUTABLE, IMMUTABLE = Constant(1 << 25), Constant(1 << 26)
AT = Location("classes.dex", CALLER)
STRING = "java.lang.String"


def app(flags, *types, also=(), target=34, **more):
    made, call = intent(*types)
    wanted = site(GET, UNKNOWN, Constant(0), made, flags, static=True, **more)
    return android_app(
        manifest=manifest(target_sdk=target), code=code(call, wanted, *also(made) if also else ())
    )


@pytest.mark.parametrize("types", [(), (STRING,), (STRING, "android.net.Uri")])
def test_a_mutable_one_without_a_target_is_a_question(outcome, types):
    expected = Question("mutable", AT, {"kind": "Activity"})
    assert list(outcome(CHECK, app(MUTABLE, *types)).seen) == [expected]


def test_for_old_targets_mutable_is_the_default(outcome):
    assert outcome(CHECK, app(Constant(0), target=30)).status is Status.QUESTION
    assert outcome(CHECK, app(Constant(0), target=31)).status is Status.CLEAN


@pytest.mark.parametrize("flags", [IMMUTABLE, UNKNOWN])
def test_immutable_ones_are_clean(outcome, flags):
    assert outcome(CHECK, app(flags)).status is Status.CLEAN


def test_an_intent_with_a_target_is_clean(outcome):
    named = app(MUTABLE, "android.content.Context", "java.lang.Class")
    assert outcome(CHECK, named).status is Status.CLEAN
    later = app(
        MUTABLE,
        also=lambda made: [
            site("android.content.Intent.setPackage", text("tw.example.app"), receiver=made)
        ],
    )
    assert outcome(CHECK, later).status is Status.CLEAN


def test_an_inline_reply_stays_quiet(outcome):
    reply = app(MUTABLE, also=lambda _: [site("android.app.RemoteInput$Builder.<init>", text("k"))])
    assert outcome(CHECK, reply).status is Status.CLEAN


def test_a_geofence_with_a_receiver_of_its_own_stays_quiet(outcome):
    watches = "com.google.android.gms.location.GeofencingClient.addGeofences"
    geofence = app(
        MUTABLE,
        "android.content.Context",
        "java.lang.Class",
        also=lambda _: [site(watches, UNKNOWN, UNKNOWN)],
    )
    assert outcome(CHECK, geofence).status is Status.CLEAN


def test_in_a_library_it_is_one_question(outcome):
    result = outcome(CHECK, app(MUTABLE, origin=Origin.LIBRARY))
    expected = Question("mutable-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    assert list(result.seen) == [expected]


def test_flags_that_depend_on_the_version_are_a_question(outcome):
    flags = one_of(MUTABLE, Constant(0))
    assert outcome(CHECK, app(flags, target=34)).status is Status.QUESTION
    assert outcome(CHECK, app(one_of(IMMUTABLE, Constant(0)), target=34)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(manifest=manifest(), code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
