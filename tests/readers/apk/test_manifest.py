"""The manifest with the platform's own defaults and rules."""

from typing import Any

import pytest

from appsec.facts.android import (
    Component,
    ComponentKind,
    DeclaredPermission,
    FilterData,
    IntentFilter,
    Manifest,
    UsesPermission,
)
from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause, Gap, Location
from tests.apks import app, manifest
from tests.axml_builder import ANDROID, A, E, Plain, Typed, arsc, axml, el, ref

FILE = "AndroidManifest.xml"
AT = Location(FILE, "application")
TEXT, FLAG = 0x7F010000, 0x7F020000


def test_task_affinity_is_that_of_the_application_unless_written() -> None:
    own = el("activity", name=".A", exported=False, taskAffinity="")
    found, _ = read(
        el("application", el("activity", name=".B", exported=False), own, taskAffinity="com.other")
    )
    assert [c.task_affinity for c in found.components] == ["com.other", ""]


def test_meta_data_that_differ_by_configuration_have_no_value() -> None:
    data = (el("meta-data", name=name, value=ref(0x7F010000 + n)) for n, name in enumerate("ab"))
    table = arsc({0x7F010000: {0: "false", 26: "true"}, 0x7F010001: {0: "false", 26: "false"}})
    found, gaps = read(el("application", *data), table=table)
    assert (found.meta_data, gaps) == ({"a": "", "b": "false"}, ())


def read(*children: E, table: bytes | None = None, **root: Any) -> tuple[Manifest, tuple[Gap, ...]]:
    files = {"resources.arsc": table} if table else {}
    found = app(manifest(*children, **root), files)
    return found.manifest, found.gaps_of("manifest")


def whole(*children: E, table: bytes | None = None, **root: Any) -> Manifest:
    found, gaps = read(*children, table=table, **root)
    assert gaps == ()
    return found


def component(
    *children: E, tag: str = "activity", target: int = 34, **attributes: Plain
) -> Component:
    sdk = el("uses-sdk", minSdkVersion=1, targetSdkVersion=target)
    inner = el(tag, *children, **({"name": ".X"} | attributes))
    (found,) = whole(el("application", inner), sdk=sdk).components
    return found


def lost(*children: E, **root: Any) -> tuple[Cause, str]:
    with pytest.raises(FactUnavailable) as caught:
        _ = app(manifest(*children, **root)).manifest
    return caught.value.cause, caught.value.key


def sdk(**attributes: Plain) -> Manifest:
    return whole(el("application"), sdk=el("uses-sdk", **attributes) if attributes else None)


def test_an_empty_application_has_only_defaults() -> None:
    assert whole(el("application")) == Manifest(
        package="tw.example.app",
        version_name="",
        version_code="0",
        min_sdk=24,
        target_sdk=34,
        at=AT,
    )


def test_what_is_written_is_kept() -> None:
    application = el(
        "application",
        el("meta-data", name="k", value="v"),
        el("meta-data", name="n", value=3),
        el("meta-data", name="r", resource=ref(TEXT)),
        name="App",
        debuggable=True,
        testOnly=True,
        allowBackup=False,
        backupAgent=".Agent",
        usesCleartextTraffic=True,
    )
    found = whole(
        application,
        el(
            "queries",
            el("package", name="com.other"),
            el("intent", el("action", name="android.intent.action.SEND")),
            el("provider", authorities="com.a;com.b"),
        ),
        el("instrumentation", targetPackage="com.target"),
        table=arsc({TEXT: "res/xml/r.xml"}),
        versionName="1.2",
        versionCode=7,
        versionCodeMajor=1,
        sharedUserId="tw.example.shared",
    )
    assert found == Manifest(
        package="tw.example.app",
        version_name="1.2",
        version_code=str((1 << 32) + 7),
        min_sdk=24,
        target_sdk=34,
        at=AT,
        debuggable=True,
        test_only=True,
        allow_backup=False,
        has_backup_agent=True,
        uses_cleartext=True,
        shared_user_id="tw.example.shared",
        application="tw.example.app.App",
        meta_data={"k": "v", "n": "3", "r": "res/xml/r.xml"},
        queries=(
            "com.other",
            "intent android.intent.action.SEND",
            "provider com.a",
            "provider com.b",
        ),
        instruments=("com.target",),
    )


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, (1, 1)),
        ({"minSdkVersion": 21}, (21, 21)),
        ({"targetSdkVersion": 30}, (1, 30)),
        ({"minSdkVersion": 21, "targetSdkVersion": Typed(0x11, 33)}, (21, 33)),
        ({"minSdkVersion": "UpsideDownCake", "targetSdkVersion": "Baklava.a1b2"}, (34, 36)),
        ({"minSdkVersion": "26", "targetSdkVersion": "Zabaglione"}, (26, 10_000)),
    ],
)
def test_sdk_versions(attributes: dict[str, Plain], expected: tuple[int, int]) -> None:
    found = sdk(**attributes)
    assert (found.min_sdk, found.target_sdk) == expected


@pytest.mark.parametrize(("target", "allowed"), [(27, True), (28, False)])
def test_cleartext_depends_on_the_target(target: int, allowed: bool) -> None:
    assert sdk(minSdkVersion=21, targetSdkVersion=target).uses_cleartext is allowed


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        (A("debuggable", True), False),  # by name, without id
        (A("debuggable", True, namespace=ANDROID), False),  # the platform looks for the id
        (A("x", True, 0x0101000F, "urn:other"), True),  # and for nothing else
        (A("debuggable", True, 0x7F000001, ANDROID), False),
        (A("debuggable", "true", 0x0101000F, ANDROID), True),
        (A("debuggable", "yes", 0x0101000F, ANDROID), False),
        (A("debuggable", 2, 0x0101000F, ANDROID), True),
        (A("debuggable", Typed(0, 0), 0x0101000F, ANDROID), False),
    ],
)
def test_attributes_count_by_their_id(attribute: A, expected: bool) -> None:
    assert whole(E("application", (attribute,))).debuggable is expected


FILTER = el("intent-filter", el("action", name="a"))


@pytest.mark.parametrize("tag", ["activity", "activity-alias", "service", "receiver"])
@pytest.mark.parametrize(
    ("children", "attributes", "exported", "by_default"),
    [
        ((), {}, False, True),
        ((FILTER,), {}, True, True),
        ((FILTER,), {"exported": False}, False, False),
        ((), {"exported": True}, True, False),
    ],
)
def test_exported(
    tag: str,
    children: tuple[E, ...],
    attributes: dict[str, Plain],
    exported: bool,
    by_default: bool,
) -> None:
    for target in (30, 34):
        found = component(*children, tag=tag, target=target, **attributes)
        assert (found.exported, found.exported_by_default) == (exported, by_default)


@pytest.mark.parametrize(("target", "exported"), [(16, True), (17, False)])
def test_providers_are_exported_by_old_apps(target: int, exported: bool) -> None:
    found = component(FILTER, tag="provider", target=target, authorities="a;b")
    assert (found.exported, found.exported_by_default) == (exported, True)
    assert found.authorities == ("a", "b")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".A", "tw.example.app.A"),
        ("A", "tw.example.app.A"),
        ("x.A", "x.A"),
        (".a.A", "tw.example.app.a.A"),
    ],
)
def test_class_names(name: str, expected: str) -> None:
    found = component(name=name, targetActivity=name)
    assert (found.name, found.target) == (expected, expected)
    assert found.at == Location(FILE, f"activity {expected}")


def guarded(tag: str, application: str | None, **own: Plain) -> tuple[str, str, str]:
    around: dict[str, Plain] = {} if application is None else {"permission": application}
    (found,) = whole(el("application", el(tag, name=".X", **own), **around)).components
    return found.permission, found.read_permission, found.write_permission


def test_permissions_of_components() -> None:
    assert guarded("service", None) == ("", "", "")
    assert guarded("service", "app") == ("app", "", "")
    assert guarded("service", "app", permission="own") == ("own", "", "")
    assert guarded("service", "app", permission="") == ("", "", "")
    assert guarded("activity-alias", "app") == ("", "", "")
    assert guarded("activity-alias", "app", permission="own") == ("own", "", "")


def test_permissions_of_providers() -> None:
    assert guarded("provider", "app") == ("app", "app", "app")
    assert guarded("provider", "app", permission="own") == ("own", "own", "own")
    assert guarded("provider", None, readPermission="r") == ("", "r", "")
    assert guarded("provider", "app", writePermission="w", permission="own") == ("own", "own", "w")
    assert guarded("provider", "app", readPermission="") == ("app", "", "app")


def test_a_provider_grants_uris_by_attribute_or_by_element() -> None:
    assert component(tag="provider", grantUriPermissions=True).grants_uris
    assert component(el("grant-uri-permission", path="/x"), tag="provider").grants_uris
    assert not component(tag="provider").grants_uris


def test_filters_are_kept_in_full() -> None:
    found = whole(
        el(
            "application",
            el(
                "activity",
                el(
                    "intent-filter",
                    el("action", name="android.intent.action.VIEW"),
                    el("category", name="android.intent.category.BROWSABLE"),
                    el("data", scheme=ref(TEXT), host="example.com", port=8443),
                    el("data", mimeType="text/plain", pathPrefix="/p"),
                    autoVerify=True,
                ),
                el("meta-data", name="k", value="v"),
                name=".X",
                enabled=False,
            ),
        ),
        table=arsc({TEXT: "https"}),
    ).components[0]
    assert found == Component(
        kind=ComponentKind.ACTIVITY,
        name="tw.example.app.X",
        exported=True,
        at=Location(FILE, "activity tw.example.app.X"),
        exported_by_default=True,
        filters=(
            IntentFilter(
                ("android.intent.action.VIEW",),
                ("android.intent.category.BROWSABLE",),
                (
                    FilterData("https", "example.com", "8443"),
                    FilterData(path="/p", mime_type="text/plain"),
                ),
                auto_verify=True,
            ),
        ),
        meta_data={"k": "v"},
        enabled=False,
    )
    assert found.filters[0].is_web_link


def test_permissions_asked_for() -> None:
    found = whole(
        el("uses-permission", name="p", maxSdkVersion=28),
        el("uses-permission-sdk-23", name="q"),
        el("application"),
    )
    assert found.uses_permissions == (
        UsesPermission("p", Location(FILE, "uses-permission p"), 28),
        UsesPermission("q", Location(FILE, "uses-permission-sdk-23 q")),
    )


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (None, ("normal", ())),
        (0, ("normal", ())),
        (Typed(0x11, 1), ("dangerous", ())),
        (Typed(0x11, 2), ("signature", ())),
        (Typed(0x11, 3), ("signatureOrSystem", ())),
        (Typed(0x11, 4), ("internal", ())),
        (Typed(0x11, 0x12), ("signature", ("privileged",))),
        (Typed(0x11, 0x8002002), ("signature", ("runtime", "knownSigner"))),
        ("signature", ("signature", ())),
        ("signature|privileged", ("signature", ("privileged",))),
    ],
)
def test_protection_of_declared_permissions(
    level: Plain | None, expected: tuple[str, tuple[str, ...]]
) -> None:
    written: dict[str, Plain] = {} if level is None else {"protectionLevel": level}
    found = whole(
        el("permission", name="p", **written),
        el("permission-tree", name="a.b.c"),
        el("application"),
    )
    assert found.permissions == (
        DeclaredPermission("p", expected[0], Location(FILE, "permission p"), expected[1]),
    )


def test_a_protection_that_cannot_be_told_is_a_gap() -> None:
    for level in ("secret", 0xF):
        found, gaps = read(el("permission", name="p", protectionLevel=level), el("application"))
        assert found.permissions[0].protection == "signature"
        assert [gap.key for gap in gaps] == ["several-values"]


def test_the_weakest_of_several_configurations_counts() -> None:
    table = arsc({FLAG: {0: True, 23: False}})
    found = whole(el("application", allowBackup=ref(FLAG), debuggable=ref(FLAG)), table=table)
    assert (found.allow_backup, found.debuggable) == (True, True)


def test_an_unresolved_setting_proves_nothing_and_is_a_gap() -> None:
    application = el(
        "application",
        el("service", name=".S", exported=ref(FLAG), permission=ref(TEXT)),
        debuggable=ref(FLAG),
        allowBackup=ref(FLAG),
        usesCleartextTraffic=ref(FLAG),
    )
    found, gaps = read(application, table=arsc({0x7F010009: "other"}))
    assert (found.debuggable, found.allow_backup, found.uses_cleartext) == (False, False, False)
    service = found.components[0]
    assert (service.exported, service.permission) == (False, "@0x7f010000")
    assert {gap.key for gap in gaps} == {"unresolved-reference"}
    assert {(g.values["member"], g.values["attribute"], g.values["id"]) for g in gaps} == {
        ("service tw.example.app.S", "exported", "@0x7f020000"),
        ("service tw.example.app.S", "permission", "@0x7f010000"),
        ("application", "debuggable", "@0x7f020000"),
        ("application", "allowBackup", "@0x7f020000"),
        ("application", "usesCleartextTraffic", "@0x7f020000"),
    }


def test_nothing_but_what_is_decided_by_leaves_a_gap() -> None:
    """Push icons for two densities, arrays of fonts, and resources of the platform are common."""
    table = arsc(
        {
            TEXT: {0: "res/a.png", 24: "res/b.png"},
            0x7F010001: "plain",
            0x7F040000: ("a", "b"),
        }
    )
    gone = ref(0x7F010009)

    def meta(name: Plain, **attributes: Plain) -> E:
        return el("meta-data", name=name, **attributes)

    metas = (
        meta("icon", resource=ref(TEXT)),
        meta("fonts", resource=ref(0x7F040000)),
        meta("platform", resource=ref(0x01060012)),
        meta("theme", value=Typed(0x02, 0x7F010000)),
        meta("gone", value=gone),
        meta("nothing", resource=ref(0)),
        meta("resolved", value=ref(0x7F010001)),
        meta(gone, value="without a name"),
        meta(ref(TEXT), value="of two names"),
    )
    found = whole(
        el("uses-permission", name="p", maxSdkVersion=gone),
        el("queries", el("package", name=gone)),
        el(
            "application",
            *metas,
            el(
                "activity-alias",
                el("meta-data", name="k", resource=gone),
                el("intent-filter", el("data", port=gone, pathPrefix=gone, mimeType=gone)),
                name=".X",
                targetActivity=gone,
                authorities=gone,
            ),
            label=gone,
            name=gone,
        ),
        table=table,
        versionName=gone,
        versionCode=gone,
        versionCodeMajor=ref(TEXT),
    )
    assert found.meta_data == {
        "icon": "res/a.png",
        "fonts": "",
        "platform": "",
        "theme": "",
        "gone": "",
        "nothing": "",
        "resolved": "plain",
    }
    assert found.components[0].meta_data == {"k": ""}
    assert (found.version_name, found.version_code, found.application) == ("", "0", "")
    assert found.uses_permissions[0].max_sdk is None


@pytest.mark.parametrize("value", [ref(FLAG), ref(TEXT)])
def test_whether_splits_are_missing_must_be_told(value: Typed) -> None:
    needed = el("meta-data", name="com.android.vending.splits.required", value=value)
    _, gaps = read(el("application", needed), table=arsc({0x7F010009: "other"}))
    assert [gap.key for gap in gaps] == ["unresolved-reference"]


def test_a_missing_table_is_a_gap_for_each_setting_that_needs_it() -> None:
    found, gaps = read(el("application", debuggable=ref(FLAG)))
    assert not found.debuggable
    assert gaps == (
        Gap(
            "manifest",
            Cause.LOST,
            "missing-file",
            {"file": "resources.arsc", "member": "application", "attribute": "debuggable"},
        ),
    )


def test_texts_with_several_meanings_are_a_gap() -> None:
    table = arsc({TEXT: {0: "a", 26: "b"}})
    found, gaps = read(
        el("application", el("service", name=".S", permission=ref(TEXT))), table=table
    )
    assert found.components[0].permission == "a"
    assert [gap.key for gap in gaps] == ["several-values"]


@pytest.mark.parametrize(
    ("application", "root"),
    [
        (el("application"), {"isSplitRequired": True}),
        (el("application"), {"requiredSplitTypes": "base__abi,base__density"}),
        (
            el(
                "application",
                el("meta-data", name="com.android.vending.splits.required", value=True),
            ),
            {},
        ),
    ],
)
def test_a_base_without_its_splits_is_only_a_part(application: E, root: dict[str, Plain]) -> None:
    _, gaps = read(application, **root)
    assert [(gap.cause, gap.key) for gap in gaps] == [(Cause.LOST, "splits-missing")]


def test_a_universal_apk_needs_no_splits() -> None:
    application = el(
        "application", el("meta-data", name="com.android.vending.splits.required", value=False)
    )
    assert whole(application, isSplitRequired=False, requiredSplitTypes="")


def test_a_second_application_is_a_gap() -> None:
    found, gaps = read(el("application", debuggable=True), el("application"))
    assert found.debuggable
    assert [gap.key for gap in gaps] == ["ambiguous-manifest"]


@pytest.mark.parametrize(
    ("children", "root", "key"),
    [
        ((), {}, "ambiguous-manifest"),
        ((el("uses-sdk"), el("application")), {}, "ambiguous-manifest"),
        ((el("application"), el("uses-sdk")), {"sdk": None}, "malformed-xml"),
        ((el("application"),), {"package": ""}, "malformed-xml"),
        ((el("application", el("activity")),), {}, "malformed-xml"),
        ((el("application"),), {"sdk": el("uses-sdk", minSdkVersion=ref(TEXT))}, "missing-file"),
    ],
)
def test_what_the_platform_would_not_take_is_lost(
    children: tuple[E, ...], root: dict[str, Any], key: str
) -> None:
    assert lost(*children, **root) == (Cause.LOST, key)


@pytest.mark.parametrize("data", [b"", b"<manifest/>", axml(el("other"))])
def test_a_malformed_manifest_is_lost(data: bytes) -> None:
    found = app(data)
    for fact in ("manifest", "network_config", "backup_rules"):
        with pytest.raises(FactUnavailable, match="malformed-xml"):
            found.read(fact)


def test_the_tasks_of_an_activity() -> None:
    found = component(taskAffinity="com.example.other", allowTaskReparenting=True)
    assert (found.task_affinity, found.reparents) == ("com.example.other", True)
    assert (component().task_affinity, component().reparents) == (None, False)
    assert component(taskAffinity="").task_affinity == ""
