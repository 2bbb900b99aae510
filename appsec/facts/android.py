"""Facts about an Android app. Reading them is the readers' work."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from appsec.facts.advisories import Advisories
from appsec.facts.app import About, App, Fact
from appsec.facts.backup import BackupRules
from appsec.facts.code import Code
from appsec.facts.embedded import EmbeddedCode
from appsec.facts.framework import Framework
from appsec.facts.keys import KeyFile
from appsec.facts.native import NativeLibrary, NativeStrings
from appsec.facts.placed_text import Texts
from appsec.facts.resources import StringResource
from appsec.facts.screens import TextFields
from appsec.facts.secret import Secret
from appsec.facts.sharing import SharedPaths, Shortcut
from appsec.facts.signing import Acceptance, Certificate, Signing
from appsec.model.endpoint import Endpoint
from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.model.software import Software

if TYPE_CHECKING:
    from appsec.facts.leaks import Leaks
    from appsec.facts.run import Runs
    from appsec.facts.traffic import Traffic
    from appsec.model.declaration_form import Declaration


class ComponentKind(StrEnum):
    """The kinds of component that a manifest declares, named as its elements are."""

    ACTIVITY = "activity"
    ACTIVITY_ALIAS = "activity-alias"
    SERVICE = "service"
    RECEIVER = "receiver"
    PROVIDER = "provider"


@frozen
class UsesPermission:
    """A permission that the app asks for; `max_sdk` is the last API level on which it does."""

    name: str
    at: Location
    max_sdk: int | None = None


@frozen
class DeclaredPermission:
    """A permission that the app defines. `protection` is the base level: normal, dangerous,
    signature, signatureOrSystem or internal; `flags` are the further flags by name."""

    name: str
    protection: str
    at: Location
    flags: tuple[str, ...] = ()


@frozen
class FilterData:
    """One `<data>` of an intent filter; what is not given is empty."""

    scheme: str = ""
    host: str = ""
    port: str = ""
    path: str = ""
    mime_type: str = ""


@frozen
class IntentFilter:
    """What intents reach a component from outside."""

    actions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    data: tuple[FilterData, ...] = ()
    auto_verify: bool = False

    @property
    def is_launcher(self) -> bool:
        """Whether this is the filter of an icon on the home screen (LAUNCHER or LEANBACK)."""
        return "android.intent.action.MAIN" in self.actions and any(
            c.endswith(".LAUNCHER") or c.endswith(".LEANBACK_LAUNCHER") for c in self.categories
        )

    @property
    def is_web_link(self) -> bool:
        """Whether a browser can follow an http(s) link into the app through it."""
        return (
            "android.intent.action.VIEW" in self.actions
            and "android.intent.category.BROWSABLE" in self.categories
            and any(d.scheme in ("http", "https") for d in self.data)
        )


@frozen
class Component:
    """A declared component with its effective settings: what is not written has its default.

    `name` is the full class name. `exported_by_default` says that nobody wrote `exported`.
    `permission` guards all access; for a provider `read_permission` and `write_permission`
    already fall back to it. `enabled` is that of the component within its application.
    `task_affinity` is None where nobody wrote one, not even for the application.
    """

    kind: ComponentKind
    name: str
    exported: bool
    at: Location
    exported_by_default: bool = False
    permission: str = ""
    read_permission: str = ""
    write_permission: str = ""
    grants_uris: bool = False
    authorities: tuple[str, ...] = ()
    filters: tuple[IntentFilter, ...] = ()
    meta_data: Mapping[str, str] | None = None
    enabled: bool = True
    target: str = ""
    task_affinity: str | None = None
    reparents: bool = False

    @property
    def is_launcher(self) -> bool:
        """Whether it starts the app from the home screen."""
        return any(f.is_launcher for f in self.filters)


@frozen
class Manifest:
    """The merged manifest of base and splits, defaults filled in as the platform does.

    `network_security_config`, `full_backup_content` and `data_extraction_rules` are the paths of
    the XML files inside the package, or empty. `uses_cleartext` is the effective value of
    usesCleartextTraffic, which counts only without a network security configuration.
    `instruments` are the packages in whose processes and with whose permissions it may run
    (`<instrumentation>`). `queries` are the other apps that it may see: package names, `intent`
    with an action, `provider` with an authority. `at` is the application element.
    """

    package: str
    version_name: str
    version_code: str
    min_sdk: int
    target_sdk: int
    at: Location
    debuggable: bool = False
    test_only: bool = False
    allow_backup: bool = True
    has_backup_agent: bool = False
    uses_cleartext: bool = False
    shared_user_id: str = ""
    application: str = ""
    network_security_config: str = ""
    full_backup_content: str = ""
    data_extraction_rules: str = ""
    permissions: tuple[DeclaredPermission, ...] = ()
    uses_permissions: tuple[UsesPermission, ...] = ()
    components: tuple[Component, ...] = ()
    meta_data: Mapping[str, str] | None = None
    queries: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()


class Anchor(StrEnum):
    """Where trusted certificates come from; BUNDLED is a file inside the app."""

    SYSTEM = "system"
    USER = "user"
    BUNDLED = "bundled"


@frozen
class Pin:
    """A key that a chain must hold: its digest, in base64, by the algorithm of that name."""

    digest: str
    value: str


@frozen
class TrafficRule:
    """What holds for some hosts. `domains` is empty for all other hosts (base-config);
    `subdomains` are those of them whose subdomains are meant, too.

    `anchors` are the effective ones, `bundled` the files of those inside the app, and chains that
    end in `overriding` ones need no pin. `pins` are those in force and `pins_expire` is an ISO date
    or empty: from then on Android looks at none of them. `implied` says that no element wrote the
    rule: it follows from targetSdk.
    """

    domains: tuple[str, ...]
    cleartext: bool
    anchors: tuple[Anchor, ...]
    at: Location
    pins: tuple[Pin, ...] = ()
    pins_expire: str = ""
    implied: bool = False
    subdomains: tuple[str, ...] = ()
    bundled: tuple[str, ...] = ()
    overriding: tuple[Anchor, ...] = ()


@frozen
class NetworkConfig:
    """The effective rules for a release build; debug-overrides stand apart."""

    base: TrafficRule
    domains: tuple[TrafficRule, ...] = ()
    debug_anchors: tuple[Anchor, ...] = ()
    from_file: bool = False
    debug_bundled: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[TrafficRule, ...]:
        """The base rule and those of the domains."""
        return (self.base, *self.domains)

    def permits_cleartext(self, host: str) -> bool:
        """Whether connections to a host may certainly go in clear; empty is for any host. A rule
        for a parent domain may hold or not: `includeSubdomains` is not told."""
        exact = [rule for rule in self.domains if host in rule.domains]
        if exact:
            return exact[-1].cleartext
        parents = [r for r in self.domains if any(host.endswith(f".{d}") for d in r.domains)]
        return all(rule.cleartext for rule in (self.base, *parents))


@frozen
class BundledCertificate:
    """A certificate in a file of the app that a rule trusts; `at` names which of that file."""

    certificate: Certificate
    at: Location


class AndroidApp(App):
    """An Android app: base and splits as one. Each fact is read on first use."""

    platform = "android"
    manifest = Fact[Manifest]("The manifest, with the defaults that the platform implies.")
    network_config = Fact[NetworkConfig]("The network security configuration in force.")
    bundled_certificates = Fact[tuple[BundledCertificate, ...]](
        "The certificates in files of the app that its network security configuration trusts."
    )
    backup_rules = Fact[BackupRules]("What backup and device transfer carry off the device.")
    file_paths = Fact[tuple[SharedPaths, ...]]("The folders that FileProviders may hand out.")
    shortcuts = Fact[tuple[Shortcut, ...]]("The static shortcuts of the home screen.")
    native_libraries = Fact[tuple[NativeLibrary, ...]]("The native libraries, for each ABI.")
    native_strings = Fact[tuple[NativeStrings, ...]]("The texts in the native libraries.")
    embedded_code = Fact[tuple[EmbeddedCode, ...]]("Code that lies among the bundled files.")
    key_files = Fact[tuple[KeyFile, ...]]("Files of the app that hold private keys.")
    signing = Fact[Signing]("The signatures of the file, scheme by scheme, verified.")
    acceptance = Fact[tuple[Acceptance, ...]](
        "What each range of Android versions that the app is for makes of the signatures."
    )
    frameworks = Fact[tuple[Framework, ...]](
        "The frameworks and packers whose files are in the package, by name."
    )
    code = Fact[Code](
        "The bytecode of base and splits: calls with their values, and methods.", About.CODE
    )
    text_fields = Fact[TextFields]("Layouts, and every text field in them.")
    strings = Fact[tuple[StringResource, ...]]("Every string resource, in every configuration.")
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
