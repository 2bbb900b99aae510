from appsec.model.outcome import Evidence, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-old-target"


def test_advice_for_both_levels_is_no_question(outcome):
    result = outcome(CHECK, android_app(manifest=manifest(target_sdk=28, min_sdk=21)))
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [
            Evidence("old-target", AT, {"target": "28", "advised": "34"}, ("advised",)),
            Evidence("old-minimum", AT, {"min": "21", "advised": "24"}, ("advised",)),
        ],
    )


def test_nothing_to_say_of_a_modern_app(outcome):
    result = outcome(CHECK, android_app(manifest=manifest(target_sdk=34, min_sdk=24)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
