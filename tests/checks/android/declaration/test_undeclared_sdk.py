import pytest

from appsec.facts.android import Component, ComponentKind
from appsec.model.declaration_rows import DeclaredSdk
from appsec.model.outcome import Finding, Question, Status
from tests.apps import AT, android_app, lost, manifest
from tests.checks.declared import NOT_GIVEN, declaration, told

CHECK = "android-undeclared-sdk"
FACTS = {
    "manifest": manifest(
        components=(
            Component(
                ComponentKind.SERVICE,
                "com.google.android.gms.measurement.AppMeasurementService",
                False,
                AT,
            ),
        )
    )
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, android_app(**FACTS, declaration=declaration()))
    assert told(result) == [(Finding, "collecting", {"name": "Google Analytics for Firebase"})]


@pytest.mark.parametrize(
    "name", ["Google Analytics for Firebase", "google analytics  for firebase"]
)
def test_what_is_declared_is_clean(outcome, name):
    given = declaration(sdks=(DeclaredSdk(name=name),))
    result = outcome(CHECK, android_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_one_that_is_switched_off_is_a_question(outcome):
    off = manifest(
        components=FACTS["manifest"].components,
        meta_data={"firebase_analytics_collection_enabled": "false"},
    )
    result = outcome(CHECK, android_app(manifest=off, declaration=declaration()))
    assert told(result) == [(Question, "unlisted", {"name": "Google Analytics for Firebase"})]


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, android_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"manifest": lost("manifest")}
    damaged = outcome(
        CHECK,
        android_app(
            gaps,
            **FACTS,
            declaration=declaration(sdks=(DeclaredSdk(name="Google Analytics for Firebase"),)),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
