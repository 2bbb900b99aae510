import pytest

from appsec.facts.android import Component, ComponentKind
from appsec.model.outcome import Evidence, Location, Question, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-sdk-collection"
ANALYTICS = "com.google.android.gms.measurement.AppMeasurementService"
FACEBOOK = "com.facebook.internal.FacebookInitProvider"
CRASHLYTICS = "com.google.firebase.components:com.google.firebase.crashlytics.CrashlyticsRegistrar"


def component(name, **more):
    return Component(
        ComponentKind.SERVICE, name, False, Location("AndroidManifest.xml", name), **more
    )


def run(outcome, *components, meta_data=None, gaps=None):
    app = android_app(gaps, manifest=manifest(components=components, meta_data=meta_data))
    return outcome(CHECK, app)


def test_one_question_names_all_that_are_on(outcome):
    discovery = component(
        "com.google.firebase.components.ComponentDiscoveryService", meta_data={CRASHLYTICS: "x"}
    )
    result = run(outcome, component(ANALYTICS), discovery, component("tw.example.Own"))
    values = {"sdks": "Google Analytics for Firebase, Firebase Crashlytics"}
    places = (component(ANALYTICS).at, discovery.at)
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("by-default", places, values)],
    )


def test_a_library_that_only_meta_data_show(outcome):
    (seen,) = run(outcome, meta_data={"com.bugsnag.android.API_KEY": "x"}).seen
    assert (seen.key, seen.locations, seen.values) == ("by-default", (AT,), {"sdks": "Bugsnag"})


@pytest.mark.parametrize(
    ("name", "key", "value", "sdk"),
    [
        (
            ANALYTICS,
            "firebase_analytics_collection_enabled",
            "false",
            "Google Analytics for Firebase",
        ),
        (
            ANALYTICS,
            "firebase_analytics_collection_deactivated",
            "true",
            "Google Analytics for Firebase",
        ),
        (FACEBOOK, "com.facebook.sdk.AutoLogAppEventsEnabled", "false", "Facebook App Events"),
    ],
)
def test_what_the_manifest_switches_off_is_only_told(outcome, name, key, value, sdk):
    result = run(outcome, component(name), meta_data={key: value})
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [Evidence("switched-off", (component(name).at,), {"sdks": sdk})],
    )


@pytest.mark.parametrize("value", ["true", "", "0"])
def test_a_switch_that_does_not_say_off_is_on(outcome, value):
    given = {"firebase_analytics_collection_enabled": value}
    assert run(outcome, component(ANALYTICS), meta_data=given).status is Status.QUESTION


def test_clean_without_such_libraries(outcome):
    result = run(outcome, component("tw.example.Own"), meta_data={"other": "x"})
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_the_manifest_has_a_gap(outcome):
    assert run(outcome, gaps={"manifest": lost()}).status is Status.UNKNOWN
