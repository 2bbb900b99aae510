"""All that a check may import."""
# ruff: noqa: F403, F405 - a star brings what its module lists

from importlib import import_module
from typing import TYPE_CHECKING, Any

from appsec.api import advisories, components, declared, runtime
from appsec.api.advisories import *
from appsec.api.components import *
from appsec.api.declared import *
from appsec.api.runtime import *
from appsec.engine.hits import (
    Hit,
    chosen,
    flows,
    given,
    native_signs,
    one_question,
    sharing,
    sightings,
    signs_of,
)
from appsec.engine.hosts import (
    environment_of,
    gateway_of,
    in_clear,
    in_use,
    is_own,
    is_private,
    mainland_of,
    one_about,
)
from appsec.engine.lookups import is_loopback, is_this_device, origin_of, table
from appsec.engine.screens import Screen, not_guarded, sensitive_screens
from appsec.engine.suppliers import of_nature, supplier_questions, titled
from appsec.facts.addresses import host_in_clear
from appsec.facts.android import (
    Anchor,
    AndroidApp,
    BundledCertificate,
    Component,
    ComponentKind,
    DeclaredPermission,
    FilterData,
    IntentFilter,
    Manifest,
    NetworkConfig,
    Pin,
    TrafficRule,
    UsesPermission,
)
from appsec.facts.backup import BACKUP_DOMAINS, BackupRule, BackupRules, BackupWay
from appsec.facts.ciphers import (
    algorithms_of,
    cipher_of,
    is_weak_cipher,
)
from appsec.facts.code import (
    Annotation,
    Body,
    CallSite,
    ClassName,
    Code,
)
from appsec.facts.constants import (
    constant_bytes,
    constant_number,
    constant_numbers,
    constant_text,
    constant_texts,
    each_bytes,
    each_secret,
    is_computed,
    is_digest_of_constant,
    is_text_resource,
    is_untold,
)
from appsec.facts.embedded import CodeForm, EmbeddedCode
from appsec.facts.flows import (
    called,
    carried,
    depends_on_run,
    is_number,
    is_protected,
    is_protected_store,
    is_system_stream,
    labels,
    within,
)
from appsec.facts.framework import Framework, FrameworkKind
from appsec.facts.keys import KeyFile, KeyForm
from appsec.facts.names import names_password, names_personal_data, names_secret
from appsec.facts.native import NativeLibrary, NativeStrings, Relro
from appsec.facts.objects import (
    EXTRAS,
    INTENT_SHAPE,
    ObjectKey,
    by_object,
    extras_of,
    is_implicit,
    is_typed_password,
    object_key,
    typed_into,
    words_of,
)
from appsec.facts.outside import beginning, cleartext_host, comes_from, open_classes
from appsec.facts.placed_text import Medium, PlacedText, TextBlock
from appsec.facts.resources import Localised, StringResource
from appsec.facts.screens import Layout, TextFields, TouchFilter
from appsec.facts.secret import Secret, Sensitivity
from appsec.facts.secret_seen import each_secret_seen
from appsec.facts.sharing import SharedPath, SharedPaths, Shortcut
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
    calls_in,
    classes_of,
    inside,
    parts_of,
)
from appsec.model.endpoint import Endpoint, Use
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Seen
from appsec.model.software import Means, Nature, Software, SoftwareComponent, SoftwareKind, Trace

if TYPE_CHECKING:
    from appsec.api.ios import *
    from appsec.model.declaration_form import Declaration
else:

    def __getattr__(name: str) -> Any:
        """What only iOS has, and the form: some seventy dataclasses that a scan of an Android app
        would make for nothing."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        later = "appsec.model.declaration_form" if name == "Declaration" else "appsec.api.ios"
        return getattr(import_module(later), name)


__all__ = [
    "BACKUP_DOMAINS", "BLOCK", "CHALLENGES", "ENTRY_SELECTORS", "EXTRAS", "INTENT_SHAPE", "LOGS",
    "NOTHING", "UNKNOWN", "Acceptance", "AccessedApi", "Altered", "Anchor", "AndroidApp",
    "Androids", "Annotation", "Argument", "Array", "BackupRule", "BackupRules", "BackupWay",
    "Binary", "Block", "Body", "Built", "Bundle", "BundleKind", "BundledCertificate", "CallResult",
    "CallSite", "Callee", "Certificate", "Changed", "Choice", "ClassConstant", "ClassName",
    "ClassObject", "Code", "CodeDirectory", "CodeForm", "CodeSignature", "CollectedData",
    "Component", "ComponentKind", "Constant", "Data", "Datum", "Declaration", "DeclaredPermission",
    "Dictionary", "EmbeddedCode", "Endpoint", "EntitlementDifference", "Entitlements", "Evidence",
    "FieldKind", "FieldRead", "FilterData", "Finding", "Flaw", "Framework", "FrameworkKind", "Hit",
    "InputClass", "InputKind", "IntentFilter", "Interface", "IosApp", "Items", "KeyFile", "KeyForm",
    "Layout", "Localised", "LocalizedInfo", "Location", "Manifest", "Means", "Medium", "Method",
    "NativeBody", "NativeCall", "NativeClass", "NativeCode", "NativeLibrary", "NativeStrings",
    "NativeValue", "Nature", "NetworkConfig", "New", "NoValue", "Number", "ObjectKey", "OneOf",
    "Origin", "Parameter", "Pin", "PlacedText", "PrivacyManifest", "ProfileKind",
    "ProvisioningProfile", "Question", "Relro", "Returned", "Scheme", "SchemeSignature", "Screen",
    "Secret", "Seen", "SelectorValue", "Sensitivity", "SettingsField", "SharedPath", "SharedPaths",
    "Shortcut", "SignedBy", "Signer", "Signing", "Slice", "SliceBuild", "Software",
    "SoftwareComponent", "SoftwareKind", "StringResource", "Symbol", "TextBlock", "TextField",
    "TextFields", "TextInput", "TouchFilter", "Trace", "TrafficRule", "Trait", "TransportDomain",
    "TransportSecurity", "Unknown", "Use", "UsesPermission", "Validity", "Value", "Words",
    "address", "algorithms_of", "alternatives", "beginning", "by_layout", "by_object", "called",
    "calls_in", "carried", "challenge_answer", "choices", "chosen", "cipher_of", "class_of",
    "classes_given", "classes_of", "cleartext_host", "comes_from", "constant_bytes",
    "constant_number", "constant_numbers", "constant_text", "constant_texts", "depends_on_run",
    "each_bytes", "each_secret", "each_secret_seen", "environment_of", "extras_of", "flows",
    "from_outside", "gateway_of", "given", "host_in_clear", "in_clear", "in_use", "inside",
    "ios_domains", "ios_fields", "ios_identifiers", "ios_logins", "ios_payments", "ios_permissions",
    "ios_public_keys", "ios_sdks", "ios_sharing_points", "is_chosen_outside", "is_computed",
    "is_digest_of_constant", "is_empty", "is_fixed", "is_implicit", "is_loopback", "is_number",
    "is_own", "is_private", "is_protected", "is_protected_store", "is_put_together",
    "is_strange_format", "is_system_stream", "is_text_resource", "is_this_device",
    "is_typed_password", "is_untold", "is_weak_cipher", "labels", "lets_http_through", "listed",
    "logged_values", "looks_first", "mainland_of", "may_be_fixed", "names_of", "names_of_source",
    "names_of_symbols", "names_password", "names_personal_data", "names_secret",
    "names_with_layouts", "native_signs", "not_guarded", "numbers", "object_key", "of_nature",
    "one_about", "one_question", "open_classes", "origin_of", "parts", "parts_of", "places_of",
    "read_hints", "runtime", "sensitive_screens", "sharing", "sightings", "signs_of",
    "supplier_questions", "table", "titled", "typed_in_field", "typed_into", "unboxed", "unwrapped",
    "within", "words_of",
]  # fmt: skip
__all__ += advisories.__all__ + components.__all__ + declared.__all__ + runtime.__all__
