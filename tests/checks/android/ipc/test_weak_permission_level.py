import pytest

from appsec.facts.android import Component, ComponentKind, DeclaredPermission
from appsec.model.outcome import Location, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-weak-permission-level"
GUARD = "tw.example.app.OPEN"
DECLARED = Location("AndroidManifest.xml", GUARD)
SERVICE = Location("AndroidManifest.xml", "tw.example.app.Locker")
PROVIDER = Location("AndroidManifest.xml", "tw.example.app.Parcels")


def service(permission=GUARD, exported=True):
    kind = ComponentKind.SERVICE
    return Component(kind, "tw.example.app.Locker", exported, SERVICE, permission=permission)


def provider(read=GUARD, write=GUARD):
    return Component(
        ComponentKind.PROVIDER,
        "tw.example.app.Parcels",
        True,
        PROVIDER,
        read_permission=read,
        write_permission=write,
    )


def declared(protection):
    return DeclaredPermission(GUARD, protection, DECLARED)


def run(outcome, components, *permissions):
    given = manifest(components=components, permissions=permissions)
    return outcome(CHECK, android_app(manifest=given))


@pytest.mark.parametrize("protection", ["normal", "dangerous", "unheard-of"])
def test_one_question_for_all_that_a_weak_permission_guards(outcome, protection):
    result = run(outcome, (service(), provider()), declared(protection))
    values = {
        "permission": GUARD,
        "components": "tw.example.app.Locker, tw.example.app.Parcels",
        "protection": protection,
    }
    seen = Question("own", (DECLARED, SERVICE, PROVIDER), values, ("permission",))
    assert (result.status, list(result.seen)) == (Status.QUESTION, [seen])


def test_one_weak_declaration_among_several_counts(outcome):
    result = run(outcome, (service(),), declared("signature"), declared("normal"))
    assert [(s.key, s.locations) for s in result.seen] == [("own", (DECLARED, SERVICE))]


@pytest.mark.parametrize("name", [GUARD, "android.permission.BIND_"])
def test_question_when_nobody_is_known_to_declare_it_with_a_signature(outcome, name):
    result = run(outcome, (provider(write=name, read=""),))
    values = {"permission": name, "components": "tw.example.app.Parcels"}
    assert list(result.seen) == [Question("foreign", (PROVIDER,), values, ("permission",))]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("android.permission.FOREGROUND_SERVICE", "normal"),
        ("android.permission.INTERNET", "normal"),
        ("android.permission.RECORD_AUDIO", "dangerous"),
    ],
)
def test_the_level_of_a_permission_of_android_is_known(outcome, name, level):
    result = run(outcome, (provider(write=name, read=""),))
    values = {"permission": name, "components": "tw.example.app.Parcels", "protection": level}
    assert list(result.seen) == [Question("framework", (PROVIDER,), values, ("permission",))]


@pytest.mark.parametrize("protection", ["signature", "signatureOrSystem", "internal"])
def test_clean_on_a_strong_permission_of_its_own(outcome, protection):
    assert run(outcome, (service(), provider()), declared(protection)).status is Status.CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "android.permission.BIND_JOB_SERVICE",
        "android.permission.DUMP",
        "android.permission.SEND_DOWNLOAD_COMPLETED_INTENTS",
        "com.google.android.c2dm.permission.SEND",
        "",
    ],
)
def test_clean_on_known_signature_permissions_and_on_none(outcome, name):
    assert run(outcome, (service(name),)).status is Status.CLEAN


def test_clean_when_the_component_is_not_exported(outcome):
    result = run(outcome, (service(exported=False),), declared("normal"))
    assert result.status is Status.CLEAN


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
