"""What backup and device transfer carry off the device, following FullBackup of AOSP."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from appsec.facts.android import AndroidApp, Manifest
from appsec.facts.app import Known
from appsec.facts.backup import BACKUP_DOMAINS, BackupRule, BackupRules, BackupWay
from appsec.model.frozen import slotted
from appsec.model.outcome import Location
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import ApkFiles, AppFiles, malformed
from appsec.readers.apk.manifest import application_of

_ANDROID_12 = 31
_EXTRACTION, _LEGACY = "data-extraction-rules", "full-backup-content"


def read_backup_rules(files: AppFiles, app: AndroidApp) -> Known[BackupRules]:
    """The rules as declared, whether or not the manifest allows backup at all.

    There is no legacy rule if no Android before 12 can have the app. Since 12, a way without a
    section of its own falls back to the legacy rule; for device transfer only up to targetSdk 30.
    Nothing goes to another platform without a section for it.
    """
    manifest = app.manifest
    legacy = _legacy(files.base, manifest)
    everything = BackupRule(BackupWay.DEVICE, frozenset(), (), legacy.at)
    cloud = legacy
    device = everything
    cross: tuple[BackupRule, ...] = ()
    if manifest.target_sdk < _ANDROID_12:
        device = replace(legacy, way=BackupWay.DEVICE)
    if file := manifest.data_extraction_rules:
        root, at = files.base.xml(file), files.base.where(file)
        if root.tag != _EXTRACTION:
            raise malformed(at, f"root element {root.tag}")
        cloud = _Rules(at, BackupWay.CLOUD).of_sections(root) or cloud
        device = _Rules(at, BackupWay.DEVICE).of_sections(root) or device
        cross = tuple(_Rules(at, BackupWay.CROSS).each_section(root))
        if strange := {child.tag for child in root.children} - set(BackupWay):
            raise malformed(at, f"unknown section {min(strange)}")
    before = legacy if manifest.min_sdk < _ANDROID_12 else None
    return Known(BackupRules((cloud, device, *cross), before))


def _legacy(base: ApkFiles, manifest: Manifest) -> BackupRule:
    if file := manifest.full_backup_content:
        root, at = base.xml(file), base.where(file)
        if root.tag != _LEGACY:
            raise malformed(at, f"root element {root.tag}")
        return _Rules(at, BackupWay.CLOUD).of(root, Location(at, _LEGACY))
    # `fullBackupContent="false"`: nothing at all. Any other value that is no file: everything.
    value = application_of(base).get(Attr.FULL_BACKUP_CONTENT)
    off = value is not None and value.is_integer and value.data == 0
    excluded = BACKUP_DOMAINS if off else frozenset()
    return BackupRule(BackupWay.CLOUD, excluded, (), manifest.at)


@slotted
class _Rules:
    file: str
    way: BackupWay

    def of_sections(self, root: Element) -> BackupRule | None:
        """The rules of one way, None where there is no section for it."""
        sections = list(root.all(self.way))
        if not sections:
            return None
        rules = tuple(rule for section in sections for rule in section.children)
        return self.of(Element(self.way, children=rules), Location(self.file, self.way.value))

    def each_section(self, root: Element) -> Iterator[BackupRule]:
        """A rule for each section of this way: there may be one for each other platform."""
        for number, section in enumerate(root.all(self.way), 1):
            yield self.of(section, Location(self.file, f"{self.way.value}[{number}]"))

    def of(self, element: Element, at: Location) -> BackupRule:
        paths: dict[str, list[str]] = {"include": [], "exclude": []}
        for rule in element.children:
            if rule.tag not in paths or rule.children:
                raise malformed(self.file, f"unknown rule {rule.tag}")
            domain, path = rule.plain_text("domain"), rule.plain_text("path") or ""
            if domain not in BACKUP_DOMAINS or ".." in path or "//" in path:
                continue  # the platform passes over it
            within = posixpath.normpath(f"/{path.lstrip('/')}").strip("/")
            paths[rule.tag].append(f"{domain}/{within}" if within else domain)
        included, excluded = paths["include"], frozenset(paths["exclude"])
        # Android walks down from what is included: an exclusion above it stops nothing.
        kept = tuple(path for path in included if path not in excluded)
        if included and not kept:
            return BackupRule(self.way, BACKUP_DOMAINS, (), at)
        return BackupRule(self.way, excluded & BACKUP_DOMAINS, kept, at)
