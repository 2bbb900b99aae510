"""Facts about an iOS app. Reading them is the readers' work."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from appsec.facts.advisories import Advisories
from appsec.facts.app import About, App, Fact
from appsec.facts.ios_binary import CodeSignature, SealedFiles, SliceBuild
from appsec.facts.ios_code import NativeCode
from appsec.facts.ios_interface import Interface
from appsec.facts.ios_privacy import PrivacyManifest
from appsec.facts.ios_profile import EntitlementDifference, ProvisioningProfile
from appsec.facts.ios_texts import ExpoUpdates, LocalizedInfo, SettingsField
from appsec.facts.placed_text import Texts
from appsec.facts.secret import Secret
from appsec.model.endpoint import Endpoint
from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.model.software import Software

if TYPE_CHECKING:
    from appsec.facts.leaks import Leaks
    from appsec.facts.run import Runs
    from appsec.facts.traffic import Traffic
    from appsec.model.declaration_form import Declaration


class BundleKind(StrEnum):
    """What a bundle inside the artefact is."""

    APP = "app"
    EXTENSION = "extension"
    WATCH = "watch"
    CLIP = "clip"
    FRAMEWORK = "framework"


@frozen
class Bundle:
    """A bundle with its Info.plist. `path` ends in no slash; `plist` holds plain Python values
    (str, int, float, bool, bytes, datetime, list, dict) as the file gives them. `executable` is
    the file name for any device; a key such as `CFBundleExecutable~ipad` may name another."""

    kind: BundleKind
    path: str
    identifier: str
    executable: str
    at: Location
    plist: Mapping[str, Any]

    @property
    def runs(self) -> bool:
        """Whether it is a process of its own: app, extension, watch app or clip."""
        return self.kind is not BundleKind.FRAMEWORK

    def given(self, key: str) -> tuple[tuple[str, Any], ...]:
        """A key of the Info.plist as it is named there, with its value: the one for any device,
        and those that iOS takes in its place on some (`key~ipad`, `key-iphoneos`)."""
        names = (
            key,
            *(name for name in sorted(self.plist) if name.startswith((f"{key}~", f"{key}-"))),
        )
        return tuple((name, self.plist[name]) for name in names if name in self.plist)


@frozen
class TransportDomain:
    """An App Transport Security exception for one domain, defaults filled in."""

    name: str
    includes_subdomains: bool
    allows_http: bool
    minimum_tls: str
    forward_secrecy: bool
    at: Location


@frozen
class TransportSecurity:
    """App Transport Security of one bundle as the versions of iOS that it runs on apply it.

    `arbitrary_loads` is the effective value: iOS 10 and later ignore the key when one of the
    narrower keys (web content, media, local networking) is present. It never reaches `domains`.
    `pinned` are the domains for which some certificates alone are accepted.
    """

    bundle: str
    arbitrary_loads: bool
    in_web_content: bool
    for_media: bool
    local_networking: bool
    domains: tuple[TransportDomain, ...]
    at: Location
    pinned: tuple[str, ...] = ()

    def permits_http(self, host: str, in_page: bool) -> bool:
        """Whether a request in clear to this host is let through, or to any if it is empty; one
        `in_page` is made by a web view. What is said of a domain wins."""
        said = [
            one
            for one in self.domains
            if host == one.name or (one.includes_subdomains and host.endswith(f".{one.name}"))
        ]
        if said:
            return max(said, key=lambda one: len(one.name)).allows_http
        return self.arbitrary_loads or (in_page and self.in_web_content)


def lets_http_through(
    settings: Iterable[TransportSecurity], at: Location, host: str, in_page: bool = False
) -> bool:
    """As `TransportSecurity.permits_http`, by the settings of the app or extension that holds the
    code at a place."""
    around = [one for one in settings if at.file.startswith(f"{one.bundle}/")]
    innermost = max(around, key=lambda one: len(one.bundle), default=None)
    return innermost is not None and innermost.permits_http(host, in_page)


@frozen
class Slice:
    """One architecture of a Mach-O file. `encrypted` is FairPlay's cryptid being other than 0;
    `uuid` (lower case, with dashes) tells this linkage from any other, and is empty without one."""

    architecture: str
    file_type: str
    pie: bool
    stack_executable: bool
    heap_executable: bool
    encrypted: bool
    signed: bool
    min_os: str
    libraries: tuple[str, ...]
    uuid: str = ""


@frozen
class Binary:
    """A Mach-O file of the artefact. `main` is true for each executable of a bundle that runs."""

    path: str
    bundle: str
    main: bool
    slices: tuple[Slice, ...]

    @property
    def at(self) -> Location:
        """The file."""
        return Location(self.path)


@frozen
class Entitlements:
    """What the signature of one executable asks of iOS; plain Python values by key."""

    binary: str
    values: Mapping[str, Any]
    at: Location


class IosApp(App):
    """An iOS app with its extensions and frameworks. Each fact is read on first use."""

    platform = "ios"

    info = Fact[Bundle]("The main bundle and its Info.plist.")
    bundles = Fact[tuple[Bundle, ...]](
        """The main bundle, then by path those in the places that iOS loads from, whatever their
        case: *.appex in PlugIns and Extensions, *.app in Watch and AppClips, and *.framework
        anywhere; in the app or in one another.

        Gaps are, beside an Info.plist or a seal that cannot be read: what the seal lists and is
        not there, a symbolic link, an entry that is refused, a second Info.plist, an executable
        of no bundle that runs, and a file that may be one. By any of them a check that needs
        bundles is unknown."""
    )
    transport_security = Fact[tuple[TransportSecurity, ...]]("ATS of every bundle that runs.")
    binaries = Fact[tuple[Binary, ...]]("Every Mach-O file: header flags and load commands.")
    entitlements = Fact[tuple[Entitlements, ...]]("Entitlements of every executable that runs.")
    builds = Fact[tuple[SliceBuild, ...]](
        "How each slice of each Mach-O file was compiled and linked: symbols, imports, sections."
    )
    signatures = Fact[tuple[CodeSignature, ...]](
        "The signature of each slice, its hashes compared with the code and the files beside it."
    )
    sealed_files = Fact[SealedFiles](
        "Every file, held against the hashes in the code seals of the bundles around it."
    )
    interface = Fact[Interface]("Where text is typed, from every compiled interface file.")
    fields_in_code = Fact[tuple[str, ...]](
        """What else may show places to type: code, SwiftUI, Flutter, web pages. Each is a gap that
        only a run or a person closes.""",
        About.CODE,
    )
    entitlement_differences = Fact[tuple[EntitlementDifference, ...]](
        "On what the XML and the DER form of one signature's entitlements disagree."
    )
    profiles = Fact[tuple[ProvisioningProfile, ...]](
        "The provisioning profile of each bundle that runs and has one; the App Store removes it."
    )
    privacy_manifests = Fact[tuple[PrivacyManifest, ...]](
        "Every PrivacyInfo.xcprivacy, by path: of the app, its extensions and its SDKs."
    )
    localized_info = Fact[tuple[LocalizedInfo, ...]](
        "Each language that a bundle that runs offers (*.lproj, InfoPlist.loctable), with its keys."
    )
    settings = Fact[tuple[SettingsField, ...]](
        "What the main bundle's Settings.bundle lets the user set in the Settings app."
    )
    expo_updates = Fact[tuple[ExpoUpdates, ...]](
        "What the main bundle's Expo.plist sets the library expo-updates to, if there is one."
    )
    code = Fact[tuple[str, ...]](
        "Paths of the executables whose code can be read; encrypted ones are gaps.",
        About.CODE,
    )
    native_code = Fact[NativeCode](
        "The arm64 code of every executable that is not encrypted: calls with their arguments.",
        About.CODE,
    )
    identified = Fact[Software](
        "The software components that the build itself tells of, and code of none.", About.CODE
    )
    supplied = Fact[Software]("What SBOM and lock files name, if any were given.")
    software = Fact[Software](
        "The software components: those identified, and those of an SBOM that was given.",
        About.DERIVED,
    )
    used_endpoints = Fact[tuple[Endpoint, ...]](
        "The hosts that code, rules, links and settings use.", About.DERIVED
    )
    endpoints = Fact[tuple[Endpoint, ...]](
        "Those, and every other host that a text of the build names.", About.DERIVED
    )
    texts = Fact[Texts](
        "Every readable text of code, resources and files, with its place.", About.CODE
    )
    secrets = Fact[tuple[Secret, ...]](
        "What the rules for secrets and personal data find in the texts, and files left over.",
        About.CODE,
    )
    advisories = Fact[Advisories](
        "Published advisories that apply to the software components.", About.DERIVED
    )
    runs: "Fact[Runs]" = Fact("What recorded runs of this build showed, if any were given.")
    leaks: "Fact[Leaks]" = Fact("Where the canaries of those runs turned up.")
    traffic: "Fact[Traffic]" = Fact("What those runs showed of the app's connections.")
    declaration: "Fact[Declaration]" = Fact(
        "What the developer declared of the app, if it was given."
    )
