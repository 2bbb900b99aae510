"""All that a check may import."""

from functools import cache
from pathlib import Path
from typing import Any

from appsec.engine.files import read_yaml
from appsec.facts.android import (
    BACKUP_DOMAINS,
    Anchor,
    AndroidApp,
    BackupRule,
    BackupRules,
    BackupWay,
    Component,
    ComponentKind,
    DeclaredPermission,
    FilterData,
    IntentFilter,
    Manifest,
    NetworkConfig,
    TrafficRule,
    UsesPermission,
)
from appsec.facts.ios import (
    Binary,
    Bundle,
    BundleKind,
    Entitlements,
    IosApp,
    Slice,
    TransportDomain,
    TransportSecurity,
)
from appsec.facts.ios_privacy import AccessedApi, CollectedData, PrivacyManifest
from appsec.facts.ios_profile import EntitlementDifference, ProfileKind, ProvisioningProfile
from appsec.facts.ios_texts import LocalizedInfo, SettingsField
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Seen

__all__ = [
    "BACKUP_DOMAINS",
    "AccessedApi",
    "Anchor",
    "AndroidApp",
    "BackupRule",
    "BackupRules",
    "BackupWay",
    "Binary",
    "Bundle",
    "BundleKind",
    "CollectedData",
    "Component",
    "ComponentKind",
    "DeclaredPermission",
    "EntitlementDifference",
    "Entitlements",
    "Evidence",
    "FilterData",
    "Finding",
    "IntentFilter",
    "IosApp",
    "LocalizedInfo",
    "Location",
    "Manifest",
    "NetworkConfig",
    "Origin",
    "PrivacyManifest",
    "ProfileKind",
    "ProvisioningProfile",
    "Question",
    "Seen",
    "SettingsField",
    "Slice",
    "TrafficRule",
    "TransportDomain",
    "TransportSecurity",
    "UsesPermission",
    "table",
]


@cache
def table(beside: str, name: str) -> Any:
    """A table of knowledge: the plain values of `_<name>.yaml` beside the check `beside`."""
    return read_yaml(Path(beside).with_name(f"_{name}.yaml"))
