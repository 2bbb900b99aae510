"""Hand-made iOS facts without any weakness, with changes, for the tests of checks."""

from dataclasses import replace
from typing import Any

from appsec.facts.ios import (
    Binary,
    Bundle,
    BundleKind,
    Entitlements,
    Slice,
    TransportDomain,
    TransportSecurity,
)
from appsec.facts.ios_binary import (
    CodeDirectory,
    CodeSignature,
    Section,
    SignedBy,
    SliceBuild,
    Symbols,
)
from appsec.facts.ios_interface import InputKind, Interface, TextInput, Trait
from appsec.facts.ios_privacy import CollectedData, PrivacyManifest
from appsec.facts.ios_profile import ProfileKind, ProvisioningProfile
from appsec.facts.ios_texts import LocalizedInfo, SettingsField
from appsec.model.outcome import Location, Origin

APP = "Payload/Parcel.app"
SHARE = f"{APP}/PlugIns/Share.appex"
HELPER = f"{APP}/Frameworks/Helper.framework"
_KINDS = {APP: BundleKind.APP, SHARE: BundleKind.EXTENSION, HELPER: BundleKind.FRAMEWORK}
_NAMES = {APP: "Parcel", SHARE: "Share", HELPER: "Helper"}


def in_plist(member: str, path: str = APP) -> Location:
    """A place in a bundle's Info.plist."""
    return Location(f"{path}/Info.plist", member)


def bundle(path: str = APP, **plist: Any) -> Bundle:
    """A bundle whose Info.plist holds these keys."""
    name = _NAMES[path]
    return Bundle(_KINDS[path], path, f"tw.example.{name}", name, in_plist("", path), plist)


def executable(path: str = APP) -> str:
    """The path of a bundle's executable."""
    return f"{path}/{_NAMES[path]}"


def entitlements(path: str = APP, values: dict[str, Any] | None = None) -> Entitlements:
    """What an executable's signature asks for."""
    file = executable(path)
    return Entitlements(file, values or {}, Location(file))


def entitled(key: str, path: str = APP) -> Location:
    """The place of one entitlement."""
    return Location(executable(path), at=key)


def domain(name: str, **changes: Any) -> TransportDomain:
    """An exception that changes nothing, with changes."""
    at = in_plist(f"NSAppTransportSecurity:NSExceptionDomains:{name}")
    return replace(TransportDomain(name, False, False, "TLSv1.2", True, at), **changes)


def security(path: str = APP, **changes: Any) -> TransportSecurity:
    """App Transport Security as it is without settings, with changes."""
    at = in_plist("NSAppTransportSecurity", path)
    return replace(TransportSecurity(path, False, False, False, False, (), at), **changes)


def part(architecture: str = "arm64", **changes: Any) -> Slice:
    """A slice of a modern executable, with changes."""
    usual = Slice(architecture, "execute", True, False, False, False, True, "15.0", ())
    return replace(usual, **changes)


def binary(*parts: Slice, path: str = APP) -> Binary:
    """A bundle's executable."""
    return Binary(executable(path), path, _KINDS[path] is not BundleKind.FRAMEWORK, parts)


_SECTIONS = (
    Section("__TEXT", "__text", 4096, 6.2),
    Section("__DATA_CONST", "__objc_classlist", 16, None),
)
_IMPORTS = frozenset({"___stack_chk_fail", "_objc_msgSend", "_objc_release"})


def build(path: str = APP, **changes: Any) -> SliceBuild:
    """A slice of Objective-C code, protected and stripped, with changes."""
    usual = SliceBuild(
        binary=executable(path),
        bundle=path,
        main=_KINDS[path] is not BundleKind.FRAMEWORK,
        architecture="arm64",
        file_type="execute",
        encrypted=False,
        simulator=False,
        min_os="15.0",
        fixups="chained",
        rpaths=("@executable_path/Frameworks",),
        libraries=("/usr/lib/libSystem.B.dylib",),
        imports=_IMPORTS,
        selectors=frozenset({"viewDidLoad"}),
        symbols=Symbols(1, 0, 3, 0),
        sections=_SECTIONS,
    )
    return replace(usual, **changes)


def signature(path: str = APP, **changes: Any) -> CodeSignature:
    """A signature as Xcode writes it, with changes."""
    directory = CodeDirectory(
        0x20400, 0, "sha256", "tw.example", "SAMPLE0001", 4096, 1, 4096, (1, 3)
    )
    main = _KINDS[path] is not BundleKind.FRAMEWORK
    usual = CodeSignature(executable(path), path, main, "arm64", SignedBy.CERTIFICATE, (directory,))
    return replace(usual, **changes)


NIB = f"{APP}/Base.lproj/Main.storyboardc/Log-in-01-view-Log-in-02.nib"


def field(name: str, placeholder: str = "", **changes: Any) -> TextInput:
    """A text field of the login screen, all as by default, with changes."""
    usual = TextInput(
        kind=InputKind.FIELD,
        file=NIB,
        bundle=APP,
        origin=Origin.APP,
        outlets=(name,) if name else (),
        placeholder=placeholder,
        content="",
        keyboard=0,
        secure=False,
        autocorrection=Trait.DEFAULT,
        spell_checking=Trait.DEFAULT,
    )
    return replace(usual, **changes)


def interface(*inputs: TextInput) -> Interface:
    """The interface files with these fields."""
    return Interface((NIB,), inputs)


def profile(kind: ProfileKind, path: str = APP, **changes: Any) -> ProvisioningProfile:
    """A profile for one bundle that allows nothing, with changes."""
    at = Location(f"{path}/embedded.mobileprovision")
    usual = ProvisioningProfile(path, kind, at, name="Parcel", entitlements={})
    return replace(usual, **changes)


def manifest(path: str = APP, **changes: Any) -> PrivacyManifest:
    """A privacy manifest that declares nothing, with changes."""
    at = Location(f"{path}/PrivacyInfo.xcprivacy")
    return replace(PrivacyManifest(path, path != HELPER, False, (), (), (), at), **changes)


def collected(kind: str, *purposes: str, tracking: bool = False) -> CollectedData:
    """A type of data that a manifest says is collected."""
    return CollectedData(kind, linked=True, tracking=tracking, purposes=purposes)


def localized(language: str, path: str = APP, **values: Any) -> LocalizedInfo:
    """The keys of one language."""
    at = Location(f"{path}/{language}.lproj/InfoPlist.strings")
    return LocalizedInfo(path, language, values, at)


def setting(key: str, title: str = "", **changes: Any) -> SettingsField:
    """A text field in the Settings app that hides nothing, with changes."""
    at = Location(f"{APP}/Settings.bundle/Root.plist", key)
    return replace(SettingsField("PSTextFieldSpecifier", key, title, False, None, at), **changes)
