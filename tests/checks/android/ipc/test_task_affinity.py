import pytest

from appsec.facts.android import Component, ComponentKind
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-task-affinity"


def activity(name, kind=ComponentKind.ACTIVITY, **more):
    return Component(kind, name, False, Location("AndroidManifest.xml", name), **more)


def run(outcome, *components, gaps=None):
    return outcome(CHECK, android_app(gaps, manifest=manifest(components=components)))


def test_one_entry_for_each_kind(outcome):
    one = activity("a.One", reparents=True)
    two = activity("a.Two", task_affinity="com.android.settings")
    result = run(outcome, one, two)
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [
            Evidence("reparents", (one.at,), {"components": "a.One"}),
            Evidence("foreign-affinity", (two.at,), {"components": "a.Two (com.android.settings)"}),
        ],
    )


@pytest.mark.parametrize(
    "affinity", [None, "", ":side", "tw.example.app", "tw.example.app.side", "@0x7f010000"]
)
def test_quiet_on_the_apps_own_tasks(outcome, affinity):
    assert run(outcome, activity("a.One", task_affinity=affinity)).seen == ()


def test_quiet_on_other_components(outcome):
    service = activity("a.S", ComponentKind.SERVICE, task_affinity="other")
    assert run(outcome, service).seen == ()


def test_unknown_when_the_manifest_has_a_gap(outcome):
    assert run(outcome, gaps={"manifest": lost()}).status is Status.UNKNOWN
