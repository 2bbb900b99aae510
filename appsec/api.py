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
from appsec.facts.ios_binary import Altered, Build, CodeDirectory, CodeSignature, Signer
from appsec.facts.ios_interface import InputKind, Interface, TextInput, Trait
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Seen

__all__ = [
    "BACKUP_DOMAINS",
    "Altered",
    "Anchor",
    "AndroidApp",
    "BackupRule",
    "BackupRules",
    "BackupWay",
    "Binary",
    "Build",
    "Bundle",
    "BundleKind",
    "CodeDirectory",
    "CodeSignature",
    "Component",
    "ComponentKind",
    "DeclaredPermission",
    "Entitlements",
    "Evidence",
    "FilterData",
    "Finding",
    "InputKind",
    "IntentFilter",
    "Interface",
    "IosApp",
    "Location",
    "Manifest",
    "NetworkConfig",
    "Origin",
    "Question",
    "Seen",
    "Signer",
    "Slice",
    "TextInput",
    "TrafficRule",
    "Trait",
    "TransportDomain",
    "TransportSecurity",
    "UsesPermission",
    "table",
]


@cache
def table(beside: str, name: str) -> Any:
    """A table of knowledge: the plain values of `_<name>.yaml` beside the check `beside`."""
    return read_yaml(Path(beside).with_name(f"_{name}.yaml"))
