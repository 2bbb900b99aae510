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
from appsec.facts.resources import Localised, StringResource
from appsec.facts.screens import Layout, TextFields, TouchFilter
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
from appsec.facts.text_field import (
    Datum,
    FieldKind,
    InputClass,
    TextField,
    by_layout,
    listed,
    names_of,
    names_with_layouts,
    places_of,
)
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Seen

__all__ = [
    "BACKUP_DOMAINS",
    "Acceptance",
    "Anchor",
    "AndroidApp",
    "Androids",
    "BackupRule",
    "BackupRules",
    "BackupWay",
    "Binary",
    "Bundle",
    "BundleKind",
    "Certificate",
    "Component",
    "ComponentKind",
    "Datum",
    "DeclaredPermission",
    "Entitlements",
    "Evidence",
    "FieldKind",
    "FilterData",
    "Finding",
    "Flaw",
    "InputClass",
    "IntentFilter",
    "IosApp",
    "Layout",
    "Localised",
    "Location",
    "Manifest",
    "NetworkConfig",
    "Origin",
    "Question",
    "Scheme",
    "SchemeSignature",
    "Seen",
    "Signer",
    "Signing",
    "Slice",
    "StringResource",
    "TextField",
    "TextFields",
    "TouchFilter",
    "TrafficRule",
    "TransportDomain",
    "TransportSecurity",
    "UsesPermission",
    "Validity",
    "by_layout",
    "listed",
    "names_of",
    "names_with_layouts",
    "places_of",
    "table",
]


@cache
def table(beside: str, name: str) -> Any:
    """A table of knowledge: the plain values of `_<name>.yaml` beside the check `beside`."""
    return read_yaml(Path(beside).with_name(f"_{name}.yaml"))
