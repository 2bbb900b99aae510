"""Files of paths as AndroidX's FileProvider reads them, and shortcuts."""

import pytest

from appsec.facts.android import AndroidApp
from appsec.facts.sharing import SharedPath, SharedPaths, Shortcut
from appsec.model.outcome import Location
from tests.apks import app, manifest
from tests.axml_builder import E, Plain, arsc, el, plain, ref

KEY = "android.support.FILE_PROVIDER_PATHS"
FILE, OTHER = "res/xml/paths.xml", "res/xml/other.xml"
TABLE = arsc({0x7F030000: FILE, 0x7F030001: OTHER, 0x7F030002: "res/xml/gone.xml"})
AT = Location("AndroidManifest.xml", "provider tw.example.app.Files")


def shared(root: E | bytes, *data: E, name: str = ".Files") -> AndroidApp:
    data = data or (el("meta-data", name=KEY, resource=ref(0x7F030000)),)
    providers = (el("provider", name="a.Other", exported=False), el("provider", *data, name=name))
    files = {"resources.arsc": TABLE, FILE: root, OTHER: plain("paths")}
    return app(manifest(el("application", *providers)), files)


def path(kind: str, value: str, name: str) -> SharedPath:
    return SharedPath(kind, value, Location(FILE, f"{kind} {name}"))


def test_kinds_and_paths() -> None:
    root = plain(
        "paths",
        plain("root-path", name="all", path=""),
        plain("files-path", name="mine", path="./receipts/"),
        plain("unknown-path", plain("cache-path", name="deep", path=".")),
        plain("external-path", name="sd", path=ref(0x7F030001)),
    )
    found = shared(root)
    expected = (
        path("root-path", "", "all"),
        path("files-path", "./receipts/", "mine"),
        path("cache-path", ".", "deep"),
        path("external-path", "@0x7f030001", "sd"),
    )
    (provider,) = (c for c in found.manifest.components if c.at == AT)
    assert found.file_paths == (SharedPaths(provider, expected),)
    assert [p.folder for p in expected] == ["", "receipts", "", "@0x7f030001"]
    assert found.gaps_of("file_paths") == ()


def test_two_providers_of_one_class_keep_their_own_paths() -> None:
    """Their locations are alike; only one of them is exported."""
    wide, narrow = (el("meta-data", name=KEY, resource=ref(0x7F030000 + n)) for n in (0, 1))
    providers = (
        el("provider", wide, name=".Files", authorities="a", exported=True),
        el("provider", narrow, name=".Files", authorities="b", exported=False),
    )
    files = {
        "resources.arsc": TABLE,
        FILE: plain("paths", plain("root-path", name="all", path="")),
        OTHER: plain("paths", plain("cache-path", name="share", path="share")),
    }
    found = app(manifest(el("application", *providers)), files)
    told = [(s.provider.exported, [p.kind for p in s.paths]) for s in found.file_paths]
    assert told == [(True, ["root-path"]), (False, ["cache-path"])]
    assert found.gaps_of("file_paths") == ()


def test_none_without_meta_data() -> None:
    found = shared(plain("paths"), el("meta-data", name="other", resource=ref(0x7F030000)))
    assert (found.file_paths, found.gaps_of("file_paths")) == ((), ())


@pytest.mark.parametrize(
    ("root", "resource", "key"),
    [
        (b"junk", ref(0x7F030000), "malformed-xml"),
        (plain("paths"), ref(0x7F030002), "missing-file"),
        (plain("paths"), ref(0x7F0300FF), "unresolved-reference"),
        (plain("paths"), "res/xml/paths.xml", "unresolved-reference"),
        (plain("paths"), None, "unresolved-reference"),
    ],
)
def test_paths_that_cannot_be_had_are_lost(root: E | bytes, resource: Plain, key: str) -> None:
    more = {} if resource is None else {"resource": resource}
    found = shared(root, el("meta-data", name=KEY, **more))
    assert found.file_paths == ()
    assert [gap.key for gap in found.gaps_of("file_paths")] == [key]


def test_a_name_that_cannot_be_told_may_be_it() -> None:
    found = shared(plain("paths"), el("meta-data", name=ref(0x7F0300FF), resource=ref(0x7F030000)))
    assert found.file_paths == ()
    assert [gap.key for gap in found.gaps_of("file_paths")] == ["unresolved-reference"]


def test_shortcuts() -> None:
    launcher = el(
        "activity",
        el("meta-data", name="android.app.shortcuts", resource=ref(0x7F030000)),
        name=".Main",
    )
    root = plain(
        "shortcuts",
        el(
            "shortcut",
            el("intent", targetClass="tw.example.app.Inner"),
            el("intent", data="parcel://open"),
            shortcutId="inner",
        ),
    )
    found = app(manifest(el("application", launcher)), {"resources.arsc": TABLE, FILE: root})
    at = Location(FILE, "shortcut[1]")
    assert found.shortcuts == (
        Shortcut("inner", ("tw.example.app.Inner",), ("parcel://open",), at),
    )
    assert found.gaps_of("shortcuts") == ()
