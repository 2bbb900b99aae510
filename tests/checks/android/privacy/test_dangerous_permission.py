import pytest

from appsec.facts.android import UsesPermission
from appsec.model.outcome import Location, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-dangerous-permission"


def place(number):
    return Location("AndroidManifest.xml", f"uses-permission[{number}]")


def asking(*names, max_sdk=None):
    uses = tuple(UsesPermission(name, place(i), max_sdk) for i, name in enumerate(names, 1))
    return android_app(manifest=manifest(uses_permissions=uses, min_sdk=24))


def test_one_question_names_all_permissions_once(outcome):
    app = asking(
        "android.permission.READ_SMS",
        "android.permission.INTERNET",
        "com.google.android.gms.permission.AD_ID",
        "android.permission.health.READ_STEPS",
        "android.permission.READ_SMS",
    )
    result = outcome(CHECK, app)
    values = {
        "permissions": "android.permission.READ_SMS, android.permission.health.READ_STEPS, "
        "com.google.android.gms.permission.AD_ID",
        "count": "3",
    }
    places = (place(1), place(3), place(4), place(5))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("undeclared", places, values, ("permissions",))],
    )


@pytest.mark.parametrize("max_sdk", [24, 32])
def test_a_limit_at_or_above_the_minimum_still_asks(outcome, max_sdk):
    app = asking("android.permission.WRITE_EXTERNAL_STORAGE", max_sdk=max_sdk)
    assert outcome(CHECK, app).status is Status.QUESTION


@pytest.mark.parametrize(
    "name",
    [
        "android.permission.WAKE_LOCK",
        "android.permission.RECEIVE_BOOT_COMPLETED",
        "android.permission.FOREGROUND_SERVICE",
        "android.permission.VIBRATE",
        "android.permission.CAMERA.OWN",
        "tw.example.app.DYNAMIC_RECEIVER_NOT_EXPORTED_PERMISSION",
    ],
)
def test_clean_on_normal_permissions(outcome, name):
    assert outcome(CHECK, asking(name)).status is Status.CLEAN


def test_clean_when_it_is_asked_on_older_systems_only(outcome):
    app = asking("android.permission.WRITE_EXTERNAL_STORAGE", max_sdk=23)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
