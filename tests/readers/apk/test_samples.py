"""The committed samples, built by aapt2: their facts as their sources say."""

from pathlib import Path

import pytest

from appsec.facts.android import (
    Anchor,
    AndroidApp,
    Component,
    Manifest,
    NetworkConfig,
    TrafficRule,
)
from appsec.facts.backup import BACKUP_DOMAINS, BackupRule, BackupRules, BackupWay
from appsec.model.outcome import Location
from appsec.model.package import Package
from appsec.readers.apk.package import open_apk
from appsec.readers.archive import Archive
from appsec.readers.opened import Opened
from tests.apks import Silent
from tests.beside import BESIDE

SAMPLES = Path(__file__).parents[3] / "samples/android"
PACKAGE = "tw.example.sample.parcel"
APPLICATION = Location("AndroidManifest.xml", "application")
NET = "res/xml/network_security_config.xml"
FACTS = tuple(fact for fact in AndroidApp.facts() if fact not in BESIDE)


def sample(name: str) -> Opened:
    archive = Archive.from_bytes((SAMPLES / name).read_bytes())
    opened = open_apk(archive, Silent(), {})
    for fact in FACTS:
        opened.app.read(fact)
        assert opened.app.gaps_of(fact) == ()
    return opened


def app(name: str) -> AndroidApp:
    found = sample(name).app
    assert isinstance(found, AndroidApp)
    return found


def short(component: Component) -> tuple[str, str, bool, str]:
    name = component.name.removeprefix(f"{PACKAGE}.")
    return component.kind.value, name, component.exported, component.permission


NORMAL = [
    ("activity", "MainActivity", True, ""),
    ("service", "SyncJobService", True, "android.permission.BIND_JOB_SERVICE"),
    ("provider", "androidx.core.content.FileProvider", False, ""),
    (
        "receiver",
        "com.google.firebase.iid.FirebaseInstanceIdReceiver",
        True,
        "com.google.android.c2dm.permission.SEND",
    ),
    (
        "receiver",
        "androidx.profileinstaller.ProfileInstallReceiver",
        True,
        "android.permission.DUMP",
    ),
]
OPEN_LOCKER = f"{PACKAGE}.permission.OPEN_LOCKER"


def settings(manifest: Manifest) -> tuple[bool, ...]:
    return (
        manifest.debuggable,
        manifest.test_only,
        manifest.allow_backup,
        manifest.uses_cleartext,
        bool(manifest.shared_user_id),
    )


def test_the_weak_manifest() -> None:
    manifest = app("package/weak.apk").manifest
    assert settings(manifest) == (True,) * 5
    assert (manifest.min_sdk, manifest.target_sdk, manifest.package) == (24, 34, PACKAGE)
    assert [p.name.rpartition(".")[2] for p in manifest.uses_permissions] == [
        "INTERNET",
        "WAKE_LOCK",
        "READ_CONTACTS",
        "ACCESS_FINE_LOCATION",
        "READ_SMS",
        "REQUEST_INSTALL_PACKAGES",
        "SYSTEM_ALERT_WINDOW",
    ]
    assert [(p.name, p.protection) for p in manifest.permissions] == [(OPEN_LOCKER, "normal")]
    assert [short(c) for c in manifest.components] == [
        ("activity", "TrackActivity", True, ""),
        ("activity", "LinkActivity", True, ""),
        ("service", "LockerService", True, OPEN_LOCKER),
        ("receiver", "ArrivalReceiver", True, ""),
        ("provider", "ParcelProvider", True, ""),
        (
            "service",
            "HintAccessibilityService",
            True,
            "android.permission.BIND_ACCESSIBILITY_SERVICE",
        ),
        ("receiver", "LockerAdminReceiver", True, "android.permission.BIND_DEVICE_ADMIN"),
        *NORMAL,
    ]


def test_the_fixed_manifest() -> None:
    manifest = app("package/fixed.apk").manifest
    assert settings(manifest) == (False,) * 5
    assert [(p.name, p.protection) for p in manifest.permissions] == [(OPEN_LOCKER, "signature")]
    assert [short(c) for c in manifest.components] == [
        ("activity", "TrackActivity", False, ""),
        ("activity", "LinkActivity", True, ""),
        ("service", "LockerService", True, OPEN_LOCKER),
        ("receiver", "ArrivalReceiver", True, OPEN_LOCKER),
        ("provider", "ParcelProvider", False, ""),
        *NORMAL,
    ]
    link = manifest.components[1].filters
    assert [(f.is_web_link, f.auto_verify) for f in link] == [(True, True)]
    provider = next(c for c in manifest.components if c.name.endswith("FileProvider"))
    assert provider.meta_data == {"android.support.FILE_PROVIDER_PATHS": "res/xml/file_paths.xml"}
    assert provider.grants_uris


def test_network_configs() -> None:
    at = Location(NET, "base-config")
    weak = TrafficRule((), True, (Anchor.SYSTEM, Anchor.USER), at)
    fixed = TrafficRule((), False, (Anchor.SYSTEM,), at)
    assert app("package/weak.apk").network_config == NetworkConfig(weak, from_file=True)
    assert app("package/fixed.apk").network_config == NetworkConfig(
        fixed, debug_anchors=(Anchor.USER,), from_file=True
    )


def test_backup_rules() -> None:
    everything = BackupRule(BackupWay.CLOUD, frozenset(), (), APPLICATION)
    device = BackupRule(BackupWay.DEVICE, frozenset(), (), APPLICATION)
    assert app("package/weak.apk").backup_rules == BackupRules((everything, device), everything)

    def nothing(way: BackupWay, file: str, member: str) -> BackupRule:
        return BackupRule(way, BACKUP_DOMAINS, (), Location(f"res/xml/{file}.xml", member))

    assert app("package/fixed.apk").backup_rules == BackupRules(
        (
            nothing(BackupWay.CLOUD, "data_extraction_rules", "cloud-backup"),
            nothing(BackupWay.DEVICE, "data_extraction_rules", "device-transfer"),
        ),
        nothing(BackupWay.CLOUD, "backup_rules", "full-backup-content"),
    )


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (
            "package/weak.apk",
            (
                "AndroidManifest.xml",
                "resources.arsc",
                NET,
                "res/xml/file_paths.xml",
                "META-INF/MANIFEST.MF",
                "META-INF/CERT.SF",
                "META-INF/CERT.RSA",
                "classes.dex",
                "res/xml/accessibility_service.xml",
                "res/xml/device_admin.xml",
            ),
        ),
        (
            "package/fixed.apk",
            (
                "AndroidManifest.xml",
                "resources.arsc",
                NET,
                "res/xml/backup_rules.xml",
                "res/xml/data_extraction_rules.xml",
                "res/xml/file_paths.xml",
                "classes.dex",
            ),
        ),
    ],
)
def test_packages(name: str, read: tuple[str, ...]) -> None:
    package: Package = sample(name).package()
    assert (package.id, package.name, package.version, package.build) == (
        PACKAGE,
        "包裹小幫手",
        "1.0",
        "1",
    )
    assert (package.read, package.refused, package.hints) == (read, {}, ())
    assert package.skipped == ()
