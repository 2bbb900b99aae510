"""Facts about one architecture of a Mach-O file: how it was built, and how it was signed."""

from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Location

_SWIFT_RUNTIME = """
    ARKit AVFoundation Accelerate Accounts AddressBook AssetsLibrary CallKit CloudKit
    Compatibility50 Compatibility51 Compatibility56 CompatibilityDynamicReplacements
    CompatibilityConcurrency CompatibilitySpan Contacts Core CoreAudio CoreBluetooth CoreData
    CoreFoundation CoreGraphics CoreImage CoreLocation CoreMIDI CoreML CoreMedia CryptoTokenKit
    Darwin DataDetection Dispatch Distributed EventKit FileProvider Foundation GLKit GameKit
    GameplayKit HealthKit HomeKit Intents IntentsUI MapKit MediaPlayer MessageUI Messages Metal
    MetalKit ModelIO MultipeerConnectivity NaturalLanguage Network ObjectiveC Observation Photos
    PhotosUI QuartzCore RealityKit RemoteMirror SceneKit Social Speech SpriteKit StoreKit
    SwiftOnoneSupport Synchronization UIKit UserNotifications UserNotificationsUI
    VideoSubscriberAccount VideoToolbox Vision WatchKit WebKit XPC _Concurrency _Differentiation
    _RegexParser _StringProcessing os simd"""
"""The libraries of Swift's that Apple builds, for versions of iOS without them: libswift*.dylib."""


def is_swift_runtime(path: str) -> bool:
    """Whether a file is named as a library of Swift's that Apple builds."""
    name = path.rpartition("/")[2].removeprefix("libswift")
    return (
        path.endswith(f"/libswift{name}") and name.removesuffix(".dylib") in _SWIFT_RUNTIME.split()
    )


@frozen
class Section:
    """A section of a segment. `entropy` is in bits for each byte, from samples of the content;
    None where there is too little content to say, or where it is encrypted. `code` is whether it
    holds instructions."""

    segment: str
    name: str
    size: int
    entropy: float | None
    code: bool = False


@frozen
class Symbols:
    """How many entries of the symbol table are of which kind. `local` names the app's own functions
    and data that no other file needs; `debugging` are stabs, which name source and object files.
    """

    exported: int
    local: int
    undefined: int
    debugging: int


@frozen
class SliceBuild:
    """One architecture of a Mach-O file, as it was compiled and linked.

    `imports` are the symbols that come from other files, underscore included. `selectors` are the
    names of Objective-C methods that the code defines or calls; None if they are encrypted.
    `simulator` is whether it runs on a Mac, in the simulator, and not on a device.
    `fixups` is how imports are bound: "chained", "opcodes" or "none".
    """

    binary: str
    bundle: str
    main: bool
    architecture: str
    file_type: str
    encrypted: bool
    simulator: bool
    min_os: str
    fixups: str
    rpaths: tuple[str, ...]
    libraries: tuple[str, ...]
    imports: frozenset[str]
    selectors: frozenset[str] | None
    symbols: Symbols
    sections: tuple[Section, ...]

    @property
    def at(self) -> Location:
        """The file."""
        return Location(self.binary)

    @property
    def has_swift(self) -> bool:
        """Whether Swift code is among it. Swift 2 and 3 may leave no section of their own, but
        bring their library along."""
        return any(one.name.startswith("__swift") for one in self.sections) or any(
            one.rpartition("/")[2].startswith("libswift") for one in self.libraries
        )

    @property
    def has_objective_c(self) -> bool:
        """Whether Objective-C classes are defined in it."""
        return any(one.name == "__objc_classlist" and one.size for one in self.sections)

    @property
    def is_apples(self) -> bool:
        """Whether it is a library of Swift's that Apple built, for versions of iOS without it."""
        return is_swift_runtime(self.binary)

    @property
    def code_size(self) -> int:
        """Bytes of machine code."""
        return sum(one.size for one in self.sections if one.name == "__text")

    def imports_any(self, *names: str) -> bool:
        """Whether one of these symbols is imported."""
        return not self.imports.isdisjoint(names)


class SignedBy(StrEnum):
    """Who vouches for a signature."""

    NOBODY = "unsigned"
    AD_HOC = "ad_hoc"
    CERTIFICATE = "certificate"


class Altered(StrEnum):
    """A part that is not the one that was signed."""

    CODE = "code"
    INFO_PLIST = "info_plist"
    RESOURCES = "resources"
    REQUIREMENTS = "requirements"
    ENTITLEMENTS = "entitlements"
    CMS = "cms"


@frozen
class CodeDirectory:
    """The hashes that a signature covers. `version` and `flags` as in the file; `hash` is sha1,
    sha256, sha256-truncated or sha384; `slots` are the numbers of the special slots in use.
    `covered` are the bytes from the start of the slice whose pages have a hash."""

    version: int
    flags: int
    hash: str
    identifier: str
    team: str
    page_size: int
    pages: int
    covered: int
    slots: tuple[int, ...]


@frozen
class CodeSignature:
    """The signature of one architecture. The first directory is the main one, the rest alternates.

    `altered` are the parts that differ from what a directory covers, `pages` how many pages of code
    do; CMS if the enclosed certificate did not sign the directory. Whether the certificate is to be
    trusted was not looked into.
    """

    binary: str
    bundle: str
    main: bool
    architecture: str
    signer: SignedBy
    directories: tuple[CodeDirectory, ...] = ()
    altered: tuple[Altered, ...] = ()
    pages: int = 0

    @property
    def is_apples(self) -> bool:
        """As of a build."""
        return is_swift_runtime(self.binary)

    @property
    def at(self) -> Location:
        """The file."""
        return Location(self.binary)


@frozen
class SealedFiles:
    """Files beside the code, held against the lists that signatures cover. `altered` differ from
    the hash given for them, `added` are on no list; of executables see `CodeSignature`, too."""

    altered: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
