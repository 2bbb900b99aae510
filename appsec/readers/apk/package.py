"""Opens an APK, and tells what of it was read and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from appsec.facts.android import AndroidApp, Manifest
from appsec.facts.app import FactUnavailable, Journal, Reader
from appsec.model.package import Package, Part
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.backup_rules import read_backup_rules
from appsec.readers.apk.files import MANIFEST, MAX_XML, ApkFiles
from appsec.readers.apk.hints import hints_of
from appsec.readers.apk.manifest import application_of, manifest_settings, read_manifest
from appsec.readers.apk.network_config import read_network_config
from appsec.readers.apk.signing.read import SigningReader
from appsec.readers.archive import Archive, Refusal
from appsec.readers.opened import Opened, Unreadable


def open_apk(
    archive: Archive, journal: Journal, instead: Mapping[str, Reader], path: Path | None = None
) -> Opened:
    """The app in an APK. Raises Unreadable if its manifest cannot be had, or it is only a split.

    A manifest that is there but malformed is a lost fact, not an unreadable artefact. `path` is
    where the file lies, for a signature beside it.
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
    signing = SigningReader(files, path)
    readers: dict[str, Reader] = {
        "manifest": lambda _: read_manifest(files),
        "network_config": lambda app: read_network_config(files, app),
        "backup_rules": lambda app: read_backup_rules(files, app),
        "signing": lambda _: signing.signing(),
        "acceptance": signing.acceptance,
    }
    app = AndroidApp(readers | dict(instead), journal)
    return Opened(app, _Telling(files, app).package, archive.close)


def _refuse_split(files: ApkFiles, journal: Journal) -> None:
    journal.begin("manifest")
    try:
        split = files.xml(MANIFEST).plain_text("split")
    except FactUnavailable:
        return  # the fact will say so
    finally:
        journal.end("manifest")
    if split:
        raise Unreadable("only-a-split", split=split)


@dataclass(frozen=True, slots=True)
class _Telling:
    files: ApkFiles
    app: AndroidApp

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
        application = application_of(self.files.xml(MANIFEST))
        settings = manifest_settings(self.files)
        label = settings.text(application, "application", Attr.LABEL) or ""
        return "" if label.startswith("@") else label

    def _skipped(self) -> tuple[Part, ...]:
        counts: dict[str, int] = {}
        sizes: dict[str, int] = {}
        archive = self.files.archive
        for name in archive.names:
            if name not in self.files.read and not name.endswith("/"):
                what = _kind(name)
                counts[what] = counts.get(what, 0) + 1
                sizes[what] = sizes.get(what, 0) + archive.entry(name).size
        return tuple(Part(what, counts[what], sizes[what]) for what in sorted(counts))

    def _refused(self) -> Mapping[str, str]:
        archive = self.files.archive
        hidden = {one.name: Refusal.HIDDEN for one in archive.hidden}
        refused = {**hidden, **archive.refused, **self.files.refused}
        return {name: str(refusal) for name, refusal in refused.items()}


def _kind(name: str) -> str:
    """The key of the coverage words under which a file that was not read is counted."""
    if name.endswith(".dex"):
        return "code"
    if name.startswith("lib/"):
        return "native"
    if name.startswith("res/") or name == "resources.arsc":
        return "resources"
    return "assets"
