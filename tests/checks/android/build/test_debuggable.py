from appsec.model.outcome import Finding, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-debuggable"


def test_finding_in_a_debuggable_build(outcome):
    result = outcome(CHECK, android_app(manifest=manifest(debuggable=True)))
    assert (result.status, list(result.seen)) == (Status.FOUND, [Finding("debuggable", AT)])


def test_clean_in_a_release_build(outcome):
    assert outcome(CHECK, android_app(manifest=manifest())).status is Status.CLEAN


def test_a_test_only_build_is_another_matter(outcome):
    assert outcome(CHECK, android_app(manifest=manifest(test_only=True))).status is Status.CLEAN


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN


def test_unknown_without_a_manifest(outcome):
    assert outcome(CHECK, android_app()).status is Status.UNKNOWN
