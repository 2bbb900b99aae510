from appsec.model.outcome import Question, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-test-only"


def test_question_in_a_test_build(outcome):
    result = outcome(CHECK, android_app(manifest=manifest(test_only=True)))
    assert (result.status, list(result.seen)) == (Status.QUESTION, [Question("test-only", AT)])


def test_clean_in_a_release_build(outcome):
    assert outcome(CHECK, android_app(manifest=manifest())).status is Status.CLEAN


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
