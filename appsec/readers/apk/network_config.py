"""The network security configuration in force: that of the file, or what is implied without one.

Follows XmlConfigSource and NetworkSecurityConfig of AOSP; a file that they refuse is lost. The
manifest's usesCleartextTraffic counts only without a file (before Android 7 it still does, on
devices that know no such file).
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from appsec.facts.android import Anchor, AndroidApp, Manifest, NetworkConfig, TrafficRule
from appsec.facts.app import Known
from appsec.model.outcome import Location
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import AppFiles, malformed
from appsec.readers.apk.manifest import CLEARTEXT_OFF_SINCE

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
    return Known(_Reader(files.base.where(file)).config(files.base.xml(file), manifest))


def _implied(manifest: Manifest, cleartext: bool, at: Location) -> TrafficRule:
    users = manifest.target_sdk <= _LAST_TRUSTING_USERS
    anchors = (Anchor.SYSTEM, Anchor.USER) if users else (Anchor.SYSTEM,)
    return TrafficRule((), cleartext, anchors, at, implied=True)


@dataclass(frozen=True, slots=True)
class _Written:
    """What one element itself says; None where it leaves the matter to the element around it."""

    cleartext: bool | None
    anchors: tuple[Anchor, ...] | None
    pins: tuple[int, str] | None

    def within(self, outer: TrafficRule, domains: tuple[str, ...], at: Location) -> TrafficRule:
        pins, expire = (outer.pins, outer.pins_expire) if self.pins is None else self.pins
        return TrafficRule(
            domains,
            outer.cleartext if self.cleartext is None else self.cleartext,
            outer.anchors if self.anchors is None else self.anchors,
            at,
            pins,
            expire,
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str

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
            base = self._written(written, in_domain=False).within(default, (), at)
        seen: set[str] = set()
        rules = tuple(self._domain_rules(root, base, "", seen))
        debug = self._only(root, "debug-overrides")
        anchors = self._written(debug, in_domain=False).anchors if debug else None
        return NetworkConfig(base, rules, anchors or (), from_file=True)

    def _domain_rules(
        self, parent: Element, outer: TrafficRule, path: str, seen: set[str]
    ) -> Iterator[TrafficRule]:
        for number, element in enumerate(parent.all("domain-config"), 1):
            member = f"{path}domain-config[{number}]"
            domains = tuple(self._domain(domain, seen) for domain in element.all("domain"))
            if not domains:
                raise malformed(self.file, f"{member} without a domain")
            at = Location(self.file, member)
            rule = self._written(element, in_domain=True).within(outer, domains, at)
            yield rule
            yield from self._domain_rules(element, rule, f"{member}/", seen)

    def _domain(self, element: Element, seen: set[str]) -> str:
        name = element.text.strip().lower()
        if not element.text or element.children or name in seen:
            raise malformed(self.file, "domain empty, nested or given twice")
        seen.add(name)
        return name

    def _written(self, element: Element, in_domain: bool) -> _Written:
        cleartext = None
        for attribute in element.attributes:
            # The platform looks at the name only, and what is no boolean counts as permission.
            if attribute.name == "cleartextTrafficPermitted":
                value = attribute.value
                cleartext = value.data != 0 if value.is_integer else True
        if not in_domain and any(element.all("domain", "domain-config", "pin-set")):
            raise malformed(self.file, f"{element.tag} with rules for domains")
        anchors = self._only(element, "trust-anchors")
        pins = self._only(element, "pin-set")
        return _Written(
            cleartext,
            None if anchors is None else tuple(self._anchors(anchors)),
            None if pins is None else self._pins(pins),
        )

    def _anchors(self, element: Element) -> Iterator[Anchor]:
        found = []
        for certificates in element.all("certificates"):
            source = certificates.plain("src")
            if source is not None and source.value.is_reference:
                found.append(Anchor.BUNDLED)
            elif (text := certificates.plain_text("src")) in _SOURCES:
                found.append(_SOURCES[text])
            else:
                raise malformed(self.file, f"certificates from {text}")
        return iter(dict.fromkeys(found))

    def _pins(self, element: Element) -> tuple[int, str]:
        """How many different pins, and until when."""
        pins = {self._pin(pin) for pin in element.all("pin")}
        written = element.plain_text("expiration")
        if written is None:
            return len(pins), ""
        match = _DATE.match(written)
        try:
            year, month, day = (int(part) for part in match.groups()) if match else (0, 0, 0)
            return len(pins), date(year, month, day).isoformat()
        except ValueError as error:
            raise malformed(self.file, f"expiration {written}") from error

    def _pin(self, element: Element) -> bytes:
        try:
            pin = base64.b64decode(element.text.strip(), validate=True)
        except (binascii.Error, ValueError) as error:
            raise malformed(self.file, "pin that is no base64") from error
        algorithm = element.plain_text("digest") or ""
        if algorithm.upper() != _DIGEST or len(pin) != _DIGEST_BYTES or element.children:
            raise malformed(self.file, "pin that is no SHA-256")
        return pin

    def _only(self, element: Element, tag: str) -> Element | None:
        found = list(element.all(tag))
        if len(found) > 1:
            raise malformed(self.file, f"{tag} given twice")
        return found[0] if found else None
