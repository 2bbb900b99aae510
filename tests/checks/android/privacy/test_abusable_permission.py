import pytest

from appsec.facts.android import Component, ComponentKind, IntentFilter, UsesPermission
from appsec.model.outcome import Location, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-abusable-permission"
NAME = "tw.example.app.Hint"
HERE = Location("AndroidManifest.xml", NAME)
ASKED = Location("AndroidManifest.xml", "uses-permission[1]")


def bound(permission="", action="", kind=ComponentKind.SERVICE):
    filters = (IntentFilter((action,)),) if action else ()
    return Component(kind, NAME, True, HERE, permission=permission, filters=filters)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("android.permission.SYSTEM_ALERT_WINDOW", "overlay"),
        ("android.permission.QUERY_ALL_PACKAGES", "all-packages"),
    ],
)
def test_question_for_a_power_that_is_asked_for(outcome, name, key):
    app = android_app(manifest=manifest(uses_permissions=(UsesPermission(name, ASKED),)))
    result = outcome(CHECK, app)
    assert (result.status, list(result.seen)) == (Status.QUESTION, [Question(key, (ASKED,))])


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (bound("android.permission.BIND_ACCESSIBILITY_SERVICE"), "accessibility"),
        (bound(action="android.accessibilityservice.AccessibilityService"), "accessibility"),
        (
            bound("android.permission.BIND_DEVICE_ADMIN", kind=ComponentKind.RECEIVER),
            "device-admin",
        ),
        (
            bound("android.permission.BIND_NOTIFICATION_LISTENER_SERVICE"),
            "notification-listener",
        ),
    ],
)
def test_question_for_a_power_that_a_component_stands_for(outcome, given, key):
    result = outcome(CHECK, android_app(manifest=manifest(components=(given,))))
    seen = Question(key, (HERE,), {"components": NAME})
    assert (result.status, list(result.seen)) == (Status.QUESTION, [seen])


def test_clean_without_any_of_them(outcome):
    app = android_app(
        manifest=manifest(
            uses_permissions=(UsesPermission("android.permission.WAKE_LOCK", ASKED),),
            components=(bound("android.permission.BIND_JOB_SERVICE"), bound()),
        )
    )
    assert outcome(CHECK, app).status is Status.CLEAN


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
