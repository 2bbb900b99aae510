"""All that a check may import."""

from functools import cache
from pathlib import Path
from typing import Any

from appsec.engine.files import read_yaml
from appsec.engine.hits import Hit, sightings
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
    Framework,
    FrameworkKind,
    IntentFilter,
    Manifest,
    NetworkConfig,
    TrafficRule,
    UsesPermission,
)
from appsec.facts.code import Body, CallSite, Code
from appsec.facts.constants import constant_bytes, constant_number, constant_text
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
from appsec.facts.signing import (
    Acceptance,
    Androids,
    Certificate,
    Flaw,
    Scheme,
    SchemeSignature,
    Signer,
    Signing,
    Validity,
)
from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    Changed,
    ClassConstant,
    Constant,
    FieldRead,
    Method,
    New,
    OneOf,
    Parameter,
    Returned,
    Unknown,
    Value,
    alternatives,
)
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Seen

__all__ = [
    "BACKUP_DOMAINS",
    "UNKNOWN",
    "Acceptance",
    "Anchor",
    "AndroidApp",
    "Androids",
    "Array",
    "BackupRule",
    "BackupRules",
    "BackupWay",
    "Binary",
    "Body",
    "Built",
    "Bundle",
    "BundleKind",
    "CallSite",
    "Certificate",
    "Changed",
    "ClassConstant",
    "Code",
    "Component",
    "ComponentKind",
    "Constant",
    "DeclaredPermission",
    "Entitlements",
    "Evidence",
    "FieldRead",
    "FilterData",
    "Finding",
    "Flaw",
    "Framework",
    "FrameworkKind",
    "Hit",
    "IntentFilter",
    "IosApp",
    "Location",
    "Manifest",
    "Method",
    "NetworkConfig",
    "New",
    "OneOf",
    "Origin",
    "Parameter",
    "Question",
    "Returned",
    "Scheme",
    "SchemeSignature",
    "Seen",
    "Signer",
    "Signing",
    "Slice",
    "TrafficRule",
    "TransportDomain",
    "TransportSecurity",
    "Unknown",
    "UsesPermission",
    "Validity",
    "Value",
    "alternatives",
    "constant_bytes",
    "constant_number",
    "constant_text",
    "sightings",
    "table",
]


@cache
def table(beside: str, name: str) -> Any:
    """A table of knowledge: the plain values of `_<name>.yaml` beside the check `beside`."""
    return read_yaml(Path(beside).with_name(f"_{name}.yaml"))
