"""All that a check may import."""

from appsec.api import declared
from appsec.api.declared import *  # noqa: F403 - what it lists
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
from appsec.engine.lookups import is_this_device, origin_of, table
from appsec.engine.screens import Screen, not_guarded, sensitive_screens
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
from appsec.facts.ios import (
    Binary,
    Bundle,
    BundleKind,
    Entitlements,
    IosApp,
    Slice,
    TransportDomain,
    TransportSecurity,
    lets_http_through,
)
from appsec.facts.ios_binary import Altered, CodeDirectory, CodeSignature, SignedBy, SliceBuild
from appsec.facts.ios_challenges import CHALLENGES, challenge_answer
from appsec.facts.ios_code import (
    BLOCK,
    NOTHING,
    Argument,
    Block,
    Callee,
    CallResult,
    Choice,
    ClassObject,
    Data,
    Dictionary,
    Items,
    NativeBody,
    NativeCall,
    NativeClass,
    NativeCode,
    NativeValue,
    NoValue,
    Number,
    SelectorValue,
    Symbol,
    Words,
    choices,
    unboxed,
)
from appsec.facts.ios_constants import (
    is_empty,
    is_fixed,
    may_be_fixed,
    names_of_symbols,
    numbers,
    unwrapped,
)
from appsec.facts.ios_fields import typed_in_field
from appsec.facts.ios_formats import is_put_together, is_strange_format
from appsec.facts.ios_interface import InputKind, Interface, TextInput, Trait
from appsec.facts.ios_objects import (
    ENTRY_SELECTORS,
    address,
    class_of,
    classes_given,
    from_outside,
    is_chosen_outside,
    looks_first,
    parts,
)
from appsec.facts.ios_privacy import AccessedApi, CollectedData, PrivacyManifest
from appsec.facts.ios_profile import EntitlementDifference, ProfileKind, ProvisioningProfile
from appsec.facts.ios_texts import LocalizedInfo, SettingsField
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
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Seen

__all__ = [
    "BACKUP_DOMAINS", "BLOCK", "CHALLENGES", "ENTRY_SELECTORS", "EXTRAS", "INTENT_SHAPE", "NOTHING",
    "UNKNOWN", "Acceptance", "AccessedApi", "Altered", "Anchor", "AndroidApp", "Androids",
    "Annotation", "Argument", "Array", "BackupRule", "BackupRules", "BackupWay", "Binary", "Block",
    "Body", "Built", "Bundle", "BundleKind", "BundledCertificate", "CallResult", "CallSite",
    "Callee", "Certificate", "Changed", "Choice", "ClassConstant", "ClassName", "ClassObject",
    "Code", "CodeDirectory", "CodeForm", "CodeSignature", "CollectedData", "Component",
    "ComponentKind", "Constant", "Data", "Datum", "DeclaredPermission", "Dictionary",
    "EmbeddedCode", "EntitlementDifference", "Entitlements", "Evidence", "FieldKind", "FieldRead",
    "FilterData", "Finding", "Flaw", "Framework", "FrameworkKind", "Hit", "InputClass", "InputKind",
    "IntentFilter", "Interface", "IosApp", "Items", "KeyFile", "KeyForm", "Layout", "Localised",
    "LocalizedInfo", "Location", "Manifest", "Medium", "Method", "NativeBody", "NativeCall",
    "NativeClass", "NativeCode", "NativeLibrary", "NativeStrings", "NativeValue", "NetworkConfig",
    "New", "NoValue", "Number", "ObjectKey", "OneOf", "Origin", "Parameter", "Pin", "PlacedText",
    "PrivacyManifest", "ProfileKind", "ProvisioningProfile", "Question", "Relro", "Returned",
    "Scheme", "SchemeSignature", "Screen", "Secret", "Seen", "SelectorValue", "Sensitivity",
    "SettingsField", "SharedPath", "SharedPaths", "Shortcut", "SignedBy", "Signer", "Signing",
    "Slice", "SliceBuild", "StringResource", "Symbol", "TextBlock", "TextField", "TextFields",
    "TextInput", "TouchFilter", "TrafficRule", "Trait", "TransportDomain", "TransportSecurity",
    "Unknown", "UsesPermission", "Validity", "Value", "Words", "address", "algorithms_of",
    "alternatives", "beginning", "by_layout", "by_object", "called", "calls_in", "carried",
    "challenge_answer", "choices", "chosen", "cipher_of", "class_of", "classes_given", "classes_of",
    "cleartext_host", "comes_from", "constant_bytes", "constant_number", "constant_numbers",
    "constant_text", "constant_texts", "depends_on_run", "each_bytes", "each_secret",
    "each_secret_seen", "extras_of", "flows", "from_outside", "given", "host_in_clear", "inside",
    "is_chosen_outside", "is_computed", "is_digest_of_constant", "is_empty", "is_fixed",
    "is_implicit", "is_number", "is_protected", "is_protected_store", "is_put_together",
    "is_strange_format", "is_system_stream", "is_text_resource", "is_this_device",
    "is_typed_password", "is_untold", "is_weak_cipher", "labels", "lets_http_through", "listed",
    "looks_first", "may_be_fixed", "names_of", "names_of_symbols", "names_password",
    "names_personal_data", "names_secret", "names_with_layouts", "native_signs", "not_guarded",
    "numbers", "object_key", "one_question", "open_classes", "origin_of", "parts", "parts_of",
    "places_of", "sensitive_screens", "sharing", "sightings", "signs_of", "table", "typed_in_field",
    "typed_into", "unboxed", "unwrapped", "within", "words_of",
]  # fmt: skip
__all__ += declared.__all__
