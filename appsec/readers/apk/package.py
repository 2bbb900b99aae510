"""Opens an APK, and tells what of it was read and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from struct import Struct

from appsec.facts.android import AndroidApp, Manifest
from appsec.facts.app import FactUnavailable, Journal, Reader
from appsec.model.package import Package, Part
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.backup_rules import read_backup_rules
from appsec.readers.apk.content import content_of
from appsec.readers.apk.files import MANIFEST, MAX_XML, ApkFiles
from appsec.readers.apk.hints import hints_of
from appsec.readers.apk.manifest import application_of, manifest_settings, read_manifest
from appsec.readers.apk.network_config import read_network_config
from appsec.readers.archive import Archive, Refusal
from appsec.readers.opened import Opened, Unreadable

_BLOCK_END = Struct("<Q16s")
_BLOCK_MAGIC = b"APK Sig Block 42"


def open_apk(archive: Archive, journal: Journal, instead: Mapping[str, Reader]) -> Opened:
    """The app in an APK. Raises Unreadable if its manifest cannot be had, or it is only a split.

    A manifest that is there but malformed is a lost fact, not an unreadable artefact.
    """
    files = ApkFiles(archive)
    try:
        files.content(MANIFEST, MAX_XML)
    except FactUnavailable as reason:
        if reason.key == "missing-file":
            raise Unreadable("no-manifest") from reason
        raise Unreadable("manifest-refused", refusal=reason.values["refusal"]) from reason
    if "manifest" not in instead:
        _refuse_split(files, journal)
    readers: dict[str, Reader] = {
        "manifest": lambda _: read_manifest(files),
        "network_config": lambda app: read_network_config(files, app),
        "backup_rules": lambda app: read_backup_rules(files, app),
    }
    app = AndroidApp(readers | dict(instead), journal)
    telling = _Telling(files, app, journal)
    content = partial(content_of, {"": archive}, app)
    return Opened(app, telling.package, archive.sha256, archive.close, content)


def _refuse_split(files: ApkFiles, journal: Journal) -> None:
    journal.begin("manifest")
    try:
        split = files.xml(MANIFEST).plain_text("split")
    except (FactUnavailable, MemoryError):
        return  # the fact will say so
    finally:
        journal.end("manifest")
    if split:
        raise Unreadable("only-a-split", split=split)


@dataclass(frozen=True, slots=True)
class _Telling:
    files: ApkFiles
    app: AndroidApp
    journal: Journal

    def package(self) -> Package:
        """What is known by now; called after the checks."""
        try:
            manifest = self.app.manifest
        except FactUnavailable:
            return self._package()
        return self._package(manifest, self._label())

    def _package(self, manifest: Manifest | None = None, label: str = "") -> Package:
        return Package(
            kind="apk",
            platform=self.app.platform,
            id=manifest.package if manifest else "",
            name=label,
            version=manifest.version_name if manifest else "",
            build=manifest.version_code if manifest else "",
            read=tuple(self.files.read),
            skipped=self._skipped(),
            refused=self._refused(),
            hints=hints_of(manifest) if manifest else (),
        )

    def _label(self) -> str:
        """Empty where it cannot be told. A child that dies of it loses the manifest, not all."""
        self.journal.begin("manifest")
        try:
            application = application_of(self.files.xml(MANIFEST))
            return manifest_settings(self.files).hint(application, Attr.LABEL)
        except (FactUnavailable, MemoryError):
            return ""
        finally:
            self.journal.end("manifest")

    def _skipped(self) -> tuple[Part, ...]:
        counts: dict[str, int] = {}
        sizes: dict[str, int] = {}
        archive = self.files.archive
        for name in archive.names:
            if name not in self.files.read and not name.endswith("/"):
                what = _kind(name)
                counts[what] = counts.get(what, 0) + 1
                sizes[what] = sizes.get(what, 0) + archive.entry(name).size
        if block := _signing_block(archive):
            counts["signing"] = counts.get("signing", 0) + 1
            sizes["signing"] = sizes.get("signing", 0) + block
        return tuple(Part(what, counts[what], sizes[what]) for what in sorted(counts))

    def _refused(self) -> Mapping[str, str]:
        archive = self.files.archive
        hidden = {one.name: Refusal.HIDDEN for one in archive.hidden}
        refused = {**hidden, **archive.refused, **self.files.refused}
        return {name: str(refusal) for name, refusal in refused.items()}


def _signing_block(archive: Archive) -> int:
    """The size of the block before the directory that holds signatures since scheme v2, or 0."""
    start = archive.directory_offset - _BLOCK_END.size
    if start < 0:
        return 0
    size, magic = _BLOCK_END.unpack(archive.raw(start, _BLOCK_END.size))
    return int(size) if magic == _BLOCK_MAGIC else 0


def _kind(name: str) -> str:
    """The key of the coverage words under which a file that was not read is counted."""
    if name.endswith(".dex"):
        return "code"
    if name.startswith("lib/"):
        return "native"
    if name.startswith("res/") or name == "resources.arsc":
        return "resources"
    if name.startswith("META-INF/"):
        return "signing"
    return "assets"
