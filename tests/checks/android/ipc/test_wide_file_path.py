import pytest

from appsec.facts.android import Component, ComponentKind
from appsec.facts.sharing import SharedPath, SharedPaths
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-wide-file-path"
AT = Location("AndroidManifest.xml", "provider tw.example.app.Files")
FILE = "res/xml/paths.xml"


def path(kind, value, name="x"):
    return SharedPath(kind, value, Location(FILE, f"{kind} {name}"))


def run(outcome, *paths, name="tw.example.app.Files", gaps=None, **changes):
    given = {"exported": False, "grants_uris": True} | changes
    provider = Component(ComponentKind.PROVIDER, name, at=AT, **given)
    app = android_app(
        gaps,
        manifest=manifest(components=(provider,)),
        file_paths=(SharedPaths(provider, paths),),
    )
    return outcome(CHECK, app)


def values(shown, name="tw.example.app.Files"):
    return {"provider": name, "paths": shown}


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "/",
        "data",
        "/data/data/tw.example.app",
        "data/user/0/tw.example.app/shared_prefs/",
        "../",
        "../data",
    ],
)
def test_finding_when_an_exported_provider_reaches_private_files(outcome, value):
    result = run(outcome, path("root-path", value), exported=True)
    shown = f'<root-path path="{value}">'
    assert (result.status, list(result.seen)) == (
        Status.FOUND,
        [
            Finding(
                "root-exported",
                (AT, Location(FILE, "root-path x")),
                values(shown),
                ("provider",),
            )
        ],
    )


def test_two_providers_of_one_class_are_told_apart(outcome):
    name = "tw.example.app.Files"
    open_, closed = (
        Component(ComponentKind.PROVIDER, name, exported, AT, grants_uris=True)
        for exported in (True, False)
    )
    shared = (SharedPaths(open_, (path("root-path", ""),)), SharedPaths(closed, ()))
    app = android_app(manifest=manifest(components=(open_, closed)), file_paths=shared)
    assert [s.key for s in outcome(CHECK, app).findings] == ["root-exported"]


def test_question_when_the_whole_file_system_can_be_granted(outcome):
    result = run(outcome, path("root-path", "", "a"), path("root-path", ".", "b"))
    places = (AT, Location(FILE, "root-path a"), Location(FILE, "root-path b"))
    shown = '<root-path path="">, <root-path path=".">'
    assert list(result.seen) == [Question("root", places, values(shown), ("provider",))]


@pytest.mark.parametrize(("exported", "key"), [(True, "above-exported"), (False, "above")])
def test_question_when_a_path_leads_out_of_its_folder(outcome, exported, key):
    result = run(outcome, path("files-path", "../"), exported=exported)
    assert [(type(s), s.key) for s in result.seen] == [(Question, key)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("external-path", "../../../data/data/tw.example.app"),
        ("external-path", "../.."),
        ("external-files-path", "../../../../../../../data"),
        ("cache-path", "share/../../databases"),
        ("files-path", "../shared_prefs"),
    ],
)
def test_detours_out_of_any_folder_are_questions(outcome, kind, value):
    for exported, key in ((True, "above-exported"), (False, "above")):
        result = run(outcome, path(kind, value), exported=exported)
        assert [(type(s), s.key) for s in result.seen] == [(Question, key)]


@pytest.mark.parametrize(
    "value",
    [
        "data/local/tmp",
        "data/data/tw.example.app/files/share",
        "data/data/com.other",
        "sdcard/../data",
        "mnt/../",
        "proc/self/root",
        "proc/self/root/data",
        "proc/self/cwd",
    ],
)
@pytest.mark.parametrize("exported", [True, False])
def test_a_path_into_data_that_proves_nothing_is_a_question(outcome, value, exported):
    result = run(outcome, path("root-path", value), exported=exported)
    assert [(type(s), s.key) for s in result.seen] == [(Question, "in-data")]


@pytest.mark.parametrize(
    "shut", [{"read_permission": "a.P", "write_permission": "a.P"}, {"enabled": False}]
)
def test_a_provider_that_is_guarded_or_disabled_is_a_question(outcome, shut):
    result = run(outcome, path("root-path", ""), exported=True, **shut)
    assert [(type(s), s.key) for s in result.seen] == [(Question, "root")]


@pytest.mark.parametrize("half", ["read_permission", "write_permission"])
def test_half_a_guard_is_none(outcome, half):
    result = run(outcome, path("root-path", ""), exported=True, **{half: "a.P"})
    assert [s.key for s in result.findings] == ["root-exported"]


def test_whose_the_provider_is(outcome):
    result = run(outcome, path("root-path", ""), name="androidx.core.content.FileProvider")
    assert [s.origin for s in result.seen] == [Origin.LIBRARY]


def test_a_whole_private_folder_is_advice(outcome):
    result = run(outcome, path("files-path", "."), path("cache-path", "/"))
    assert result.status is Status.CLEAN
    assert [(type(s), s.key) for s in result.seen] == [(Evidence, "whole-folder")]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("files-path", "receipts/"),
        ("cache-path", "share"),
        ("files-path", "receipts/../share"),
        ("root-path", "sdcard/../storage/emulated/0/DCIM"),
        ("external-path", "."),
        ("external-files-path", ""),
        ("external-media-path", "../"),
        ("root-path", "storage/emulated/0/DCIM"),
    ],
)
@pytest.mark.parametrize("exported", [True, False])
def test_quiet_on_folders_that_are_usual_to_share(outcome, kind, value, exported):
    result = run(outcome, path(kind, value), exported=exported)
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_quiet_when_nothing_can_be_granted(outcome):
    assert run(outcome, path("root-path", ""), grants_uris=False).seen == ()


def test_unknown_when_paths_cannot_be_read(outcome):
    gaps = {"file_paths": lost("file_paths")}
    assert run(outcome, path("cache-path", "a"), gaps=gaps).status is Status.UNKNOWN
