"""What the bundles inside an iOS app tell of the libraries that brought them along."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import Bundle, BundleKind
from appsec.model.frozen import slotted
from appsec.model.outcome import Confidence, Gap, Location
from appsec.model.software import Means, Unidentified
from appsec.readers.ipa.contents import Contents
from appsec.readers.plist import MAX_BYTES, parse
from appsec.readers.software.collected import Collected, stated
from appsec.readers.software.table import Row, Table, above

FACT = "identified"
MAX_BUNDLES = 2_000
COCOAPODS = "org.cocoapods."
_RESOURCES = re.compile(r"(.+/([^/]+)\.bundle)/(?:Contents/)?Info\.plist", re.IGNORECASE)
_PACKAGE = re.compile(r"([\w.-]+)_([\w.-]+)", re.ASCII)
_NAME = re.compile(r"[\w.+-]{1,128}", re.ASCII)
_OTHER = re.compile(r"\W")
_PRIVACY = "_Privacy"
_PLACEHOLDER = ("1.0", "1")
"""What Xcode writes until somebody says otherwise: versions of the app's template, not of a
library. CocoaPods writes that of the pod."""


@slotted
class Bundles:
    """Reads them into `found`. Bundles of the app's own paths are no library's."""

    table: Table
    found: Collected
    own: frozenset[str]
    named: set[str] = field(default_factory=set)
    """Executables of the frameworks that name themselves."""
    gaps: list[Gap] = field(default_factory=list)
    unidentified: list[Unidentified] = field(default_factory=list)

    def frameworks(self, bundles: tuple[Bundle, ...]) -> None:
        """One component for each framework of others: it names itself."""
        for one in bundles:
            if one.kind is BundleKind.FRAMEWORK and one.path not in self.own:
                name = one.executable or one.path.rpartition("/")[2].removesuffix(".framework")
                if self._add(one.identifier, name, one.plist, one.at):
                    self.named.add(f"{one.path}/{one.executable}")

    def resources(self, contents: Contents) -> None:
        """Bundles of resources, which libraries that are linked in leave behind."""
        for number, file in enumerate(sorted(filter(_RESOURCES.fullmatch, contents.files))):
            if number >= MAX_BUNDLES:
                return
            try:
                plist = parse(contents.read(file, MAX_BYTES, "info-plist-missing"), file)
            except FactUnavailable as reason:
                self.gaps.append(Gap(FACT, reason.cause, reason.key, reason.values))
                continue
            name = file.removesuffix("/Info.plist").rpartition("/")[2].removesuffix(".bundle")
            self._resources(name, plist, Location(file))

    def _resources(self, name: str, plist: Mapping[str, Any], at: Location) -> None:
        """One that no package manager made may be the app's own, and CocoaPods names some after
        what is in them: only of known ones, and of privacy manifests, is it the pod's name."""
        identifier = _text(plist, "CFBundleIdentifier")
        package = _PACKAGE.fullmatch(name)
        if self._row(identifier):
            self._add(identifier, name, plist, at)
        elif identifier.startswith(COCOAPODS):
            pod = name.removesuffix(_PRIVACY)
            if pod != name or self._named(pod):
                self._add(COCOAPODS + pod, pod, plist, at)
        elif package and identifier.endswith(".resources"):
            row = self._named(package[2]) or self._named(package[1]) or Row(package[1])
            self.found.add(row, Means.PLIST, at, "", Confidence.MEDIUM)

    def _add(self, identifier: str, name: str, plist: Mapping[str, Any], at: Location) -> bool:
        """Says whether it has a name."""
        row = self._row(identifier)
        version = stated(_text(plist, "CFBundleShortVersionString"))
        if identifier.startswith(COCOAPODS):
            pod = identifier.removeprefix(COCOAPODS)
            row = row or self._named(pod) or _pod(pod)
        elif version in _PLACEHOLDER:
            version = ""
        row = row or self._named(name)
        if row:
            self.found.add(row, Means.PLIST, at, version)
        elif _NAME.fullmatch(name):
            self.found.add(Row(name), Means.PLIST, at, version, Confidence.MEDIUM)
        else:
            self.unidentified.append(Unidentified(name, 1, at))
            return False
        return True

    def _row(self, identifier: str) -> Row | None:
        known = {one: row for row in self.table.components for one in row.bundles}
        return next((known[one] for one in above(identifier) if one in known), None)

    def _named(self, name: str) -> Row | None:
        return next((row for row in self.table.components if name in _names(row)), None)


def _names(row: Row) -> Iterator[str]:
    yield row.name
    yield from row.modules


def _pod(name: str) -> Row | None:
    """A pod that no table has."""
    return Row(name, purl=f"pkg:cocoapods/{name}") if _NAME.fullmatch(name) else None


def pod_of(name: str, table: Table) -> tuple[Row, Confidence] | None:
    """The row of a pod by its name in code, where every sign is an underscore. What a table does
    not know had a hyphen there, as nearly all pods with a sign do."""
    for row in table.components:
        if name in (_OTHER.sub("_", one) for one in _names(row)):
            return row, Confidence.HIGH
    made = _pod(name.replace("_", "-"))
    return (made, Confidence.MEDIUM if "_" in name else Confidence.HIGH) if made else None


def _text(plist: Mapping[str, Any], key: str) -> str:
    value = plist.get(key)
    return value if isinstance(value, str) else ""
