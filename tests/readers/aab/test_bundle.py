"""An opened bundle: its modules are one app, and what is missing of it is told."""

import pytest

from appsec.model.outcome import Location
from appsec.model.package import Part
from appsec.readers.opened import Unreadable
from tests.apks import pack_zip
from tests.axml_builder import E, el, plain, ref
from tests.containers import app_of, base, gaps_of, keys_of, opened_bundle, split
from tests.hostile_zip import Spoil, spoil
from tests.proto_builder import proto_table, proto_xml, put

BASE, TABLE = "base/manifest/AndroidManifest.xml", "base/resources.pb"
NET, LABEL = 0x7F010001, 0x7F010000
APPLICATION = el(
    "application",
    el("activity", name=".Main", exported=True),
    networkSecurityConfig=ref(NET),
    label=ref(LABEL),
)
CONFIG = plain("network-security-config", plain("base-config", cleartextTrafficPermitted=True))
FILES: dict[str, bytes | E] = {
    BASE: base(APPLICATION),
    TABLE: proto_table({LABEL: "包裹", NET: "res/xml/net.xml"}),
    "base/res/xml/net.xml": CONFIG,
    "base/dex/classes.dex": b"dex",
    "base/lib/arm64-v8a/libx.so": b"elf",
    "BUNDLE-METADATA/x/y": b"meta",
    "META-INF/K.RSA": b"rsa",
}
VERSION = put(1, put(2, "1.15.6"))
FEATURE = "more/manifest/AndroidManifest.xml"


def test_manifest_resources_and_files() -> None:
    found = opened_bundle(FILES)
    app = app_of(found)
    assert gaps_of(found) == ()
    assert app.manifest.at == Location(BASE, "application")
    assert app.manifest.network_security_config == "res/xml/net.xml"
    assert app.network_config.base.cleartext
    assert app.network_config.base.at == Location("base/res/xml/net.xml", "base-config")
    package = found.package()
    assert (package.kind, package.id, package.name) == ("aab", "tw.example.app", "包裹")
    assert package.read == (BASE, "BundleConfig.pb", TABLE, "base/res/xml/net.xml")
    assert package.skipped == (
        Part("assets", 1, 4),
        Part("code", 1, 3),
        Part("native", 1, 3),
        Part("signing", 1, 3),
    )


def feature(*components: E, **attributes: object) -> E:
    return split("more", el("application", *components), versionCode=None, **attributes)


def test_a_feature_module_adds_its_components_at_their_place() -> None:
    found = opened_bundle(FILES | {FEATURE: feature(el("service", name=".S", exported=True))})
    assert gaps_of(found) == ()
    assert [(c.name, c.at.file) for c in app_of(found).manifest.components] == [
        ("tw.example.app.Main", BASE),
        ("tw.example.app.S", FEATURE),
    ]


def test_a_feature_module_brings_resources_of_its_own() -> None:
    service = el("service", name=".S", exported=ref(0x7E020000))
    files = FILES | {
        FEATURE: feature(service),
        "more/resources.pb": proto_table({0x7E020000: {0: False, 26: True}}),
    }
    assert app_of(opened_bundle(files)).manifest.components[1].exported


@pytest.mark.parametrize(
    ("files", "keys"),
    [
        ({FEATURE: feature(package="tw.example.other")}, [("splits-disagree", FEATURE)]),
        ({FEATURE: split("more", versionCode=8)}, [("splits-disagree", FEATURE)]),
        ({FEATURE: b"junk"}, [("malformed-xml", FEATURE)]),
        ({"more/dex/classes.dex": b"dex"}, [("missing-file", FEATURE)]),
        ({"BundleConfig.pb": put(1, b"")}, [("malformed-index", "BundleConfig.pb")]),
        ({"BundleConfig.pb": b"\xff"}, [("malformed-index", "BundleConfig.pb")]),
        (
            {FEATURE: feature(), "more/resources.pb": b"junk"},
            [("malformed-resources", "more/resources.pb")],
        ),
        ({TABLE: b"junk"}, [("malformed-resources", TABLE)]),
    ],
)
def test_what_cannot_be_told_is_a_gap(
    files: dict[str, bytes | E], keys: list[tuple[str, str]]
) -> None:
    told = {(gap.key, gap.values["file"]) for gap in gaps_of(opened_bundle(FILES | files))}
    assert set(keys) <= told


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({"BundleConfig.pb": VERSION + put(8, 2)}, "no-app-in-bundle"),
        ({"BundleConfig.pb": VERSION + put(8, 1)}, "no-app-in-bundle"),
    ],
)
def test_a_bundle_of_another_kind(files: dict[str, bytes | E], key: str) -> None:
    with pytest.raises(Unreadable) as caught:
        opened_bundle(FILES | files)
    assert caught.value.key == key


def test_a_bundle_without_a_base_module() -> None:
    with pytest.raises(Unreadable, match="no-manifest"):
        opened_bundle({FEATURE: feature()})


PACKED = pack_zip(
    {
        n: p if isinstance(p, bytes) else proto_xml(p)
        for n, p in (FILES | {FEATURE: feature()}).items()
    }
    | {"BundleConfig.pb": VERSION}
)


@pytest.mark.parametrize("how", [how for how in Spoil if how is not Spoil.DROPPED])
@pytest.mark.parametrize("name", [FEATURE, "BundleConfig.pb"])
def test_a_spoilt_module_is_a_gap(name: str, how: Spoil) -> None:
    from appsec.readers.aab.bundle import open_bundle
    from appsec.readers.archive import Archive
    from tests.apks import Silent

    found = open_bundle(Archive.from_bytes(spoil(PACKED, name, how)), Silent(), {})
    assert ("refused-file", name) in keys_of(found)
