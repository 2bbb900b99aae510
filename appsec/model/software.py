"""What software an app is made of: components of others, with versions and how they are known.

Called software components, as in CycloneDX; Android's own "components" are activities and the like.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Confidence, Location


class SoftwareKind(StrEnum):
    """What sort of thing a component is."""

    LIBRARY = "library"
    FRAMEWORK = "framework"  # what the app runs on: Flutter, Cordova, Unity
    NATIVE = "native"
    JAVASCRIPT = "javascript"
    TOOL = "tool"  # left its mark and is not itself in the app: a compiler, an obfuscator


class Means(StrEnum):
    """How a component, or its version, came to be known; the most telling first."""

    SUPPLIED = "supplied"  # named in an SBOM or lock file that was given beside the build
    POM = "pom"  # META-INF/maven/**/pom.properties
    VERSION_FILE = "version-file"  # META-INF/*.version, *.properties of Play services and Firebase
    KOTLIN_MODULE = "kotlin-module"
    PLIST = "plist"
    TEXT = "text"  # a text that states name or version: "OpenSSL 1.1.1k", a licence header
    SYMBOLS = "symbols"
    CLASSES = "classes"
    FILE_NAME = "file-name"


class Nature(StrEnum):
    """What the declaration and the grant's tables ask about a component, if anything."""

    TRACKER = "tracker"
    PACKER = "packer"
    OBFUSCATOR = "obfuscator"
    SECURITY = "security"  # software whose task is security: hardening, detection, cryptography


@frozen
class Trace:
    """What told of a component: where, by what means, and the version it states, if any."""

    means: Means
    at: Location
    version: str = ""


@frozen
class SoftwareComponent:
    """One component of an app.

    `name` is what its publisher calls it (`androidx.core:core`, `OpenSSL`, `jquery`). `purl` is its
    package URL without a version, or empty where it has none. `version` is empty where nothing
    tells it; where traces contradict each other it is the most telling one's, and `contradicted`
    says so. `licences` are SPDX identifiers or expressions, all of which hold; empty is unknown,
    never free. `country` is an ISO 3166-1 code of where its supplier
    is thought to be at home, only where a table says so: a question for a person, never a verdict.
    """

    name: str
    kind: SoftwareKind
    purl: str = ""
    version: str = ""
    confidence: Confidence = Confidence.HIGH
    traces: tuple[Trace, ...] = ()
    licences: tuple[str, ...] = ()
    supplier: str = ""
    country: str = ""
    natures: tuple[Nature, ...] = ()
    contradicted: bool = False

    @property
    def supplied(self) -> bool:
        """Whether an SBOM or lock file names it."""
        return any(trace.means is Means.SUPPLIED for trace in self.traces)

    @property
    def shown(self) -> bool:
        """Whether the build itself shows it."""
        return any(trace.means is not Means.SUPPLIED for trace in self.traces)

    @property
    def purl_type(self) -> str:
        """The type of its package URL, `maven`; empty without one."""
        return self.purl.removeprefix("pkg:").partition("/")[0]


@frozen
class Unidentified:
    """Code that is neither the app's own nor of a known component: its name, how much of it."""

    name: str  # a package prefix, a library's file name, a script's path
    count: int  # of classes, or 1 for a file
    at: Location


@frozen
class Software:
    """All that is known of an app's components, and what of its code belongs to none.

    `supplied_from` are the names of the SBOM and lock files that were given, and `covered` the
    package URL types (`maven`, `npm`) of which these claim to name everything that ships; `*` is
    everything. `hashes` are the SHA-256 of files in which components lie, if they were asked for.
    """

    components: tuple[SoftwareComponent, ...] = ()
    unidentified: tuple[Unidentified, ...] = ()
    supplied_from: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
