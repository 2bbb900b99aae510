from appsec.model.outcome import Question, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-shared-user-id"


def test_question_when_it_is_shared(outcome):
    result = outcome(CHECK, android_app(manifest=manifest(shared_user_id="tw.example.all")))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("shared", AT, {"id": "tw.example.all"})],
    )


def test_clean_when_it_is_not(outcome):
    assert outcome(CHECK, android_app(manifest=manifest())).status is Status.CLEAN


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
