import pytest

from appsec.facts.android import Component, ComponentKind
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-exported-provider"
HERE = Location("AndroidManifest.xml", "tw.example.app.Parcels")
READ, WRITE = "tw.example.app.READ", "tw.example.app.WRITE"


def provider(name="tw.example.app.Parcels", kind=ComponentKind.PROVIDER, **given):
    exported = given.pop("exported", True)
    return Component(kind, name, exported, HERE, authorities=("parcels", "old.parcels"), **given)


def asked(key, name="tw.example.app.Parcels", origin=Origin.APP):
    values = {"component": name, "authorities": "parcels, old.parcels"}
    return Question(key, HERE, values, ("component",), origin)


def run(outcome, *components):
    return outcome(CHECK, android_app(manifest=manifest(components=components)))


GUARDED = {"read_permission": READ, "write_permission": WRITE}


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({}, "open"),
        ({"grants_uris": True}, "open"),
        ({"enabled": False}, "open-disabled"),
        ({"write_permission": WRITE}, "readable"),
        ({"read_permission": READ}, "writable"),
        ({**GUARDED, "grants_uris": True}, "grants-uris"),
    ],
)
def test_question_for_an_open_provider(outcome, given, key):
    result = run(outcome, provider(**given))
    assert (result.status, list(result.seen)) == (Status.QUESTION, [asked(key)])


def test_a_library_provider_is_asked_about_as_well(outcome):
    name = "com.facebook.FacebookContentProvider"
    assert list(run(outcome, provider(name)).seen) == [asked("open", name, Origin.LIBRARY)]


@pytest.mark.parametrize(
    "given",
    [
        provider(exported=False),
        provider("androidx.core.content.FileProvider", exported=False, grants_uris=True),
        provider(**GUARDED),
        provider(kind=ComponentKind.SERVICE),
    ],
)
def test_clean_when_closed_or_guarded(outcome, given):
    result = run(outcome, given)
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
