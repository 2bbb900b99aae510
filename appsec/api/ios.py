"""What a check of an iOS app may import besides what is common to both platforms."""

from appsec.engine.ios_hints import read_hints
from appsec.engine.observe.ios import (
    ios_domains,
    ios_fields,
    ios_identifiers,
    ios_logins,
    ios_payments,
    ios_permissions,
    ios_public_keys,
    ios_sdks,
    ios_sharing_points,
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
from appsec.facts.ios_fields import names_of_source, typed_in_field
from appsec.facts.ios_formats import LOGS, is_put_together, is_strange_format, logged_values
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

__all__ = [
    "BLOCK", "CHALLENGES", "ENTRY_SELECTORS", "LOGS", "NOTHING", "AccessedApi", "Altered",
    "Argument", "Binary", "Block", "Bundle", "BundleKind", "CallResult", "Callee", "Choice",
    "ClassObject", "CodeDirectory", "CodeSignature", "CollectedData", "Data", "Dictionary",
    "EntitlementDifference", "Entitlements", "InputKind", "Interface", "IosApp", "Items",
    "LocalizedInfo", "NativeBody", "NativeCall", "NativeClass", "NativeCode", "NativeValue",
    "NoValue", "Number", "PrivacyManifest", "ProfileKind", "ProvisioningProfile", "SelectorValue",
    "SettingsField", "SignedBy", "Slice", "SliceBuild", "Symbol", "TextInput", "Trait",
    "TransportDomain", "TransportSecurity", "Words", "address", "challenge_answer", "choices",
    "class_of", "classes_given", "from_outside", "ios_domains", "ios_fields", "ios_identifiers",
    "ios_logins", "ios_payments", "ios_permissions", "ios_public_keys", "ios_sdks",
    "ios_sharing_points", "is_chosen_outside", "is_empty", "is_fixed", "is_put_together",
    "is_strange_format", "lets_http_through", "logged_values", "looks_first", "may_be_fixed",
    "names_of_source", "names_of_symbols", "numbers", "parts", "read_hints", "typed_in_field",
    "unboxed", "unwrapped",
]  # fmt: skip
