"""The network security configuration in force: that of the file, or what is implied without one.

Follows XmlConfigSource and NetworkSecurityConfig of AOSP; a file that they refuse is lost. The
manifest's usesCleartextTraffic counts only without a file (before Android 7 it still does, on
devices that know no such file).
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from appsec.facts.android import Anchor, AndroidApp, Manifest, NetworkConfig, Pin, TrafficRule
from appsec.facts.app import FactUnavailable, Known
from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.readers.apk.axml import Attribute, Element
from appsec.readers.apk.files import AppFiles, malformed
from appsec.readers.apk.manifest import CLEARTEXT_OFF_SINCE
from appsec.readers.apk.resources import Resources
from appsec.readers.apk.values import Value

_ROOT = "network-security-config"
_LAST_TRUSTING_USERS = 23
"""The last targetSdk for which certificates that the user installs are trusted by default."""
_SOURCES = {"system": Anchor.SYSTEM, "user": Anchor.USER}
_DIGEST, _DIGEST_BYTES = "SHA-256", 32
_DATE = re.compile(r"(\d{1,4})-(\d{1,2})-(\d{1,2})")
"""The start of an expiration date, year-month-day; what follows it is ignored."""


def read_network_config(files: AppFiles, app: AndroidApp) -> Known[NetworkConfig]:
    """The rules of a release build."""
    manifest = app.manifest
    file = manifest.network_security_config
    if not file:
        implied = _implied(manifest, manifest.uses_cleartext, manifest.at)
        return Known(NetworkConfig(implied))
    reader = _Reader(files.base.where(file), files.resources)
    return Known(reader.config(files.base.xml(file), manifest))


def _implied(manifest: Manifest, cleartext: bool, at: Location) -> TrafficRule:
    users = manifest.target_sdk <= _LAST_TRUSTING_USERS
    anchors = (Anchor.SYSTEM, Anchor.USER) if users else (Anchor.SYSTEM,)
    return TrafficRule((), cleartext, anchors, at, implied=True)


@frozen
class _Trust:
    """What `trust-anchors` say. Each is there once, in the order of the file."""

    anchors: tuple[Anchor, ...] = ()
    bundled: tuple[str, ...] = ()
    overriding: tuple[Anchor, ...] = ()


@frozen
class _Written:
    """What one element itself says; None where it leaves the matter to the element around it."""

    cleartext: bool | None
    trust: _Trust | None
    pins: tuple[tuple[Pin, ...], str] | None

    def within(
        self, outer: TrafficRule, at: Location, domains: Mapping[str, bool] = MappingProxyType({})
    ) -> TrafficRule:
        """`domains` tells of each whether its subdomains are meant, too."""
        rule = replace(
            outer,
            domains=tuple(domains),
            at=at,
            implied=False,
            subdomains=tuple(name for name, below in domains.items() if below),
        )
        if self.cleartext is not None:
            rule = replace(rule, cleartext=self.cleartext)
        if self.trust is not None:
            trust = self.trust
            rule = replace(
                rule, anchors=trust.anchors, bundled=trust.bundled, overriding=trust.overriding
            )
        if self.pins is not None:
            rule = replace(rule, pins=self.pins[0], pins_expire=self.pins[1])
        return rule


@frozen
class _Reader:
    file: str
    resources: Resources

    def config(self, root: Element, manifest: Manifest) -> NetworkConfig:
        if root.tag != _ROOT:
            raise malformed(self.file, f"root element {root.tag}")
        default = _implied(
            manifest, manifest.target_sdk < CLEARTEXT_OFF_SINCE, Location(self.file, _ROOT)
        )
        written = self._only(root, "base-config")
        base = default
        if written:
            at = Location(self.file, "base-config")
            base = self._written(written, in_domain=False).within(default, at)
        seen: set[str] = set()
        rules = tuple(self._domain_rules(root, base, "", seen))
        debug = self._only(root, "debug-overrides")
        trust = self._written(debug, in_domain=False, debug=True).trust if debug else None
        trust = trust or _Trust()
        return NetworkConfig(
            base, rules, trust.anchors, from_file=True, debug_bundled=trust.bundled
        )

    def _domain_rules(
        self, parent: Element, outer: TrafficRule, path: str, seen: set[str]
    ) -> Iterator[TrafficRule]:
        for number, element in enumerate(parent.all("domain-config"), 1):
            member = f"{path}domain-config[{number}]"
            domains = dict(self._domain(domain, seen) for domain in element.all("domain"))
            if not domains:
                raise malformed(self.file, f"{member} without a domain")
            at = Location(self.file, member)
            rule = self._written(element, in_domain=True).within(outer, at, domains)
            yield rule
            yield from self._domain_rules(element, rule, f"{member}/", seen)

    def _domain(self, element: Element, seen: set[str]) -> tuple[str, bool]:
        name = element.text.strip().lower()
        if not element.text or element.children or name in seen:
            raise malformed(self.file, "domain empty, nested or given twice")
        seen.add(name)
        return name, _boolean(element.plain("includeSubdomains"), default=False)

    def _written(self, element: Element, in_domain: bool, debug: bool = False) -> _Written:
        cleartext = None
        for attribute in element.attributes:
            # The platform looks at the name only, and what is no boolean counts as permission.
            if attribute.name == "cleartextTrafficPermitted":
                cleartext = _boolean(attribute, default=True)
        if not in_domain and any(element.all("domain", "domain-config", "pin-set")):
            raise malformed(self.file, f"{element.tag} with rules for domains")
        anchors = self._only(element, "trust-anchors")
        pins = self._only(element, "pin-set")
        return _Written(
            cleartext,
            None if anchors is None else self._trust(anchors, debug),
            None if pins is None else self._pins(pins),
        )

    def _trust(self, element: Element, debug: bool) -> _Trust:
        """In debug-overrides, chains need no pin unless it says otherwise."""
        anchors: dict[Anchor, None] = {}
        bundled: dict[str, None] = {}
        overriding: dict[Anchor, None] = {}
        for certificates in element.all("certificates"):
            source = certificates.plain("src")
            if source is not None and source.value.is_reference:
                anchor = Anchor.BUNDLED
                bundled |= dict.fromkeys(self._files(source.value))
            elif (text := certificates.plain_text("src")) in _SOURCES:
                anchor = _SOURCES[text]
            else:
                raise malformed(self.file, f"certificates from {text}")
            anchors[anchor] = None
            if _boolean(certificates.plain("overridePins"), default=debug):
                overriding[anchor] = None
        return _Trust(tuple(anchors), tuple(bundled), tuple(overriding))

    def _files(self, reference: Value) -> list[str]:
        """The files that are meant. One that leads nowhere is given as it stands, and will not
        be found as a file."""
        try:
            return [meant.value.as_text() for meant in self.resources.meanings(reference)]
        except FactUnavailable:
            return [reference.as_text()]

    def _pins(self, element: Element) -> tuple[tuple[Pin, ...], str]:
        """The different pins, and until when."""
        pins = tuple(dict.fromkeys(self._pin(pin) for pin in element.all("pin")))
        written = element.plain_text("expiration")
        if written is None:
            return pins, ""
        match = _DATE.match(written)
        try:
            year, month, day = (int(part) for part in match.groups()) if match else (0, 0, 0)
            return pins, date(year, month, day).isoformat()
        except ValueError as error:
            raise malformed(self.file, f"expiration {written}") from error

    def _pin(self, element: Element) -> Pin:
        try:
            pin = base64.b64decode(element.text.strip(), validate=True)
        except (binascii.Error, ValueError) as error:
            raise malformed(self.file, "pin that is no base64") from error
        algorithm = element.plain_text("digest") or ""
        if algorithm.upper() != _DIGEST or len(pin) != _DIGEST_BYTES or element.children:
            raise malformed(self.file, "pin that is no SHA-256")
        return Pin(_DIGEST, base64.b64encode(pin).decode())

    def _only(self, element: Element, tag: str) -> Element | None:
        found = list(element.all(tag))
        if len(found) > 1:
            raise malformed(self.file, f"{tag} given twice")
        return found[0] if found else None


def _boolean(attribute: Attribute | None, default: bool) -> bool:
    """As XmlResourceParser gives it: what is no boolean is the default."""
    if attribute is None or not attribute.value.is_integer:
        return default
    return attribute.value.data != 0
