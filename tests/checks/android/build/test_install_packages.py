from appsec.facts.android import UsesPermission
from appsec.model.outcome import Location, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-install-packages"
HERE = Location("AndroidManifest.xml", "uses-permission[1]")
SPLIT = Location("split.apk!AndroidManifest.xml", "uses-permission[1]")


def asking(*permissions):
    return manifest(uses_permissions=tuple(UsesPermission(n, at) for n, at in permissions))


def test_one_question_for_all_places(outcome):
    name = "android.permission.REQUEST_INSTALL_PACKAGES"
    result = outcome(CHECK, android_app(manifest=asking((name, HERE), (name, SPLIT))))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("asks", (HERE, SPLIT))],
    )


def test_clean_when_it_does_not_ask(outcome):
    app = android_app(manifest=asking(("android.permission.INTERNET", HERE)))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_removing_own_updates_is_no_such_permission(outcome):
    app = android_app(manifest=asking(("android.permission.REQUEST_DELETE_PACKAGES", HERE)))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
