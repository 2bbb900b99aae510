from appsec.facts.android import UsesPermission
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-network-permission"
HERE = Location("AndroidManifest.xml", "uses-permission[1]")


def asking(name, **changes):
    return manifest(uses_permissions=(UsesPermission(name, HERE),), **changes)


def test_internet_is_seen(outcome):
    result = outcome(CHECK, android_app(manifest=asking("android.permission.INTERNET")))
    assert list(result.seen) == [Evidence("internet", (HERE,))]


def test_internet_counts_even_where_it_is_limited_to_old_versions(outcome):
    limited = UsesPermission("android.permission.INTERNET", HERE, max_sdk=20)
    result = outcome(CHECK, android_app(manifest=manifest(uses_permissions=(limited,))))
    assert list(result.seen) == [Evidence("internet", (HERE,))]


def test_a_shared_user_id_may_bring_it(outcome):
    result = outcome(CHECK, android_app(manifest=manifest(shared_user_id="tw.example.all")))
    assert list(result.seen) == [Evidence("shared-user-id", AT, {"id": "tw.example.all"})]


def test_running_inside_another_app_may_bring_it(outcome):
    given = manifest(instruments=("tw.example.other", "tw.example.app"))
    result = outcome(CHECK, android_app(manifest=given))
    assert list(result.seen) == [Evidence("instrumentation", AT, {"package": "tw.example.other"})]


def test_nothing_is_seen_without_either(outcome):
    app = android_app(manifest=asking("android.permission.ACCESS_NETWORK_STATE"))
    result = outcome(CHECK, app)
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
