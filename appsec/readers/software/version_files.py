"""Files in which the build tools of Android wrote what libraries they packed, and which version."""

import json
import re
from collections.abc import Iterator
from dataclasses import field, replace

from appsec.facts.app import FactUnavailable
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap, Location
from appsec.model.software import Means, SoftwareKind
from appsec.readers.apk.files import ApkFiles, AppFiles
from appsec.readers.software.collected import Collected, stated
from appsec.readers.software.table import Row, Table

FACT = "identified"
MAX_FILE = 64 << 10
MAX_FILES = 20_000
_META = "META-INF/"
_VERSION = re.compile(r"META-INF/([\w.-]+)\.version")
_POM = re.compile(r"META-INF/maven/([\w.-]+)/([\w.-]+)/pom\.properties")
_CLIENT = re.compile(r"([\w.-]+)\.properties")
_MODULE = re.compile(r"META-INF/([\w.-]+)\.kotlin_module")
_TOOLING = "kotlin-tooling-metadata.json"
_NAME = re.compile(r"[\w.-]{1,128}", re.ASCII)
_LINE = re.compile(r"^[ \t]*([\w.-]+)[ \t]*[=:](.*)$", re.MULTILINE)
_GMS = "com.google.android.gms"
_GROUPS = {
    "play-services": _GMS,
    "firebase": "com.google.firebase",
    "transport": "com.google.android.datatransport",
    "protolite": "com.google.firebase",
    "billing": "com.android.billingclient",
    "user-messaging-platform": "com.google.android.ump",
}
"""The group of a file of Google's, by how the name in it begins. Seen in builds of 2019 to 2025."""
_OTHER_GROUPS = {
    "com.google.android.play": "app-update asset-delivery core-common feature-delivery integrity"
    " review",
    "com.google.mlkit": "barcode-scanning common face-detection image-labeling language-id"
    " text-recognition translate vision-common",
}
_BY_NAME = {name: group for group, names in _OTHER_GROUPS.items() for name in names.split()}


def _told(text: str) -> dict[str, str]:
    """The lines of a file of properties."""
    return {key: value.strip() for key, value in _LINE.findall(text)}


def _is_client(part: ApkFiles, name: str) -> bool:
    """A longer file of such a name is some library's own; one that is refused may be it."""
    entry = part.entry(name)
    known = entry not in part.archive.refused
    return bool(_CLIENT.fullmatch(name)) and (
        not known or part.archive.entry(entry).size <= MAX_FILE
    )


@slotted
class VersionFiles:
    """Reads them into `found`; what is refused is a gap."""

    table: Table
    found: Collected
    gaps: list[Gap] = field(default_factory=list)

    def read(self, files: AppFiles) -> None:
        """Of all parts."""
        left = MAX_FILES
        for part in files.parts:
            for name, where in part.files():
                if reading := self._reading(part, name, where):
                    left -= 1
                    if left < 0:
                        values = {"limit": str(MAX_FILES)}
                        self.gaps.append(Gap(FACT, Cause.LOST, "too-many-version-files", values))
                        return
                    for row, means, version in reading:
                        self.found.add(row, means, Location(where), version)

    def _reading(
        self, part: ApkFiles, name: str, where: str
    ) -> Iterator[tuple[Row, Means, str]] | None:
        if name.startswith(_META):
            if found := _VERSION.fullmatch(name):
                return self._version(found[1], part, name)
            if found := _POM.fullmatch(name):
                return self._pom(found[1], found[2], part, name)
            if found := _MODULE.fullmatch(name):
                return self._module(found[1])
        if name == _TOOLING:
            return self._tooling(part, name)
        return self._client(part, name) if _is_client(part, name) else None

    def package(self, group: str, artifact: str) -> Row:
        """The row of a Maven package, made where the table has none."""
        name = f"{group}:{artifact}"
        row = self.table.of_package(name) or Row(name)
        return row if row.supplier else replace(row, supplier=self.table.supplier(name))

    def _version(self, stem: str, part: ApkFiles, name: str) -> Iterator[tuple[Row, Means, str]]:
        text = self._text(part, name)
        if text is None:
            return
        group, _, artifact = stem.partition("_")
        if group == "kotlinx":
            group, artifact = "org.jetbrains.kotlinx", stem.replace("_", "-")
        if "." in group and artifact:
            yield self.package(group, artifact), Means.VERSION_FILE, stated(text)
        else:
            yield Row(stem), Means.VERSION_FILE, stated(text)

    def _pom(
        self, group: str, artifact: str, part: ApkFiles, name: str
    ) -> Iterator[tuple[Row, Means, str]]:
        """What the file states goes before its path, which shading tools may have changed."""
        text = self._text(part, name)
        if text is None:
            return
        told = _told(text)
        names = told.get("groupId", ""), told.get("artifactId", "")
        if all(map(_NAME.fullmatch, names)):
            group, artifact = names
        yield self.package(group, artifact), Means.POM, stated(told.get("version", ""))

    def _client(self, part: ApkFiles, name: str) -> Iterator[tuple[Row, Means, str]]:
        """Other libraries have files of this name, too: only one with both lines is meant."""
        text = self._text(part, name)
        told = _told(text) if text else {}
        client, version = told.get("client", ""), stated(told.get("version", ""))
        if not _NAME.fullmatch(client) or not version:
            return
        begins = (group for start, group in _GROUPS.items() if client.startswith(start))
        group = _BY_NAME.get(client) or next(begins, "")
        row = self.package(group, client) if group else Row(client, supplier="Google")
        yield row, Means.VERSION_FILE, version

    def _module(self, module: str) -> Iterator[tuple[Row, Means, str]]:
        for row in self.table.components:
            if module in row.modules:
                yield row, Means.KOTLIN_MODULE, ""

    def _tooling(self, part: ApkFiles, name: str) -> Iterator[tuple[Row, Means, str]]:
        try:
            told = json.loads(self._text(part, name) or "null")
        except (ValueError, RecursionError):
            return
        version = told.get("buildPluginVersion") if isinstance(told, dict) else None
        if isinstance(version, str) and stated(version):
            row = Row("Kotlin Gradle plugin", kind=SoftwareKind.TOOL, supplier="JetBrains")
            yield row, Means.VERSION_FILE, stated(version)

    def _text(self, part: ApkFiles, name: str) -> str | None:
        try:
            return part.content(name, MAX_FILE).decode("utf-8", "replace")
        except FactUnavailable as reason:
            self.gaps.append(Gap(FACT, reason.cause, reason.key, reason.values))
            return None
