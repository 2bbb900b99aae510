"""Opens an APK, and tells what of an app was read and what was not."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from appsec.engine.android_hints import hints_of
from appsec.facts.android import AndroidApp, Manifest
from appsec.facts.app import FactUnavailable, Journal, Known, Reader
from appsec.facts.secret import Secret
from appsec.model.frozen import frozen
from appsec.model.package import Package, Part
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.backup_rules import read_backup_rules
from appsec.readers.apk.bundled_certificates import read_bundled_certificates
from appsec.readers.apk.bytecode import read_code
from appsec.readers.apk.content import content_of
from appsec.readers.apk.embedded_code import read_embedded_code
from appsec.readers.apk.file_paths import read_file_paths
from appsec.readers.apk.files import MANIFEST, MAX_XML, ApkFiles, AppFiles
from appsec.readers.apk.frameworks import read_frameworks
from appsec.readers.apk.key_files import read_key_files
from appsec.readers.apk.manifest import application_of, manifest_settings, read_manifest
from appsec.readers.apk.native_libraries import NativeFiles
from appsec.readers.apk.network_config import read_network_config
from appsec.readers.apk.shortcuts import read_shortcuts
from appsec.readers.apk.signing.parts import AppSigning
from appsec.readers.apk.texts import read_texts
from appsec.readers.apk.ui.read import read_text_fields
from appsec.readers.apk.ui.string_resources import read_strings
from appsec.readers.apk.variants import with_variants
from appsec.readers.archive import Archive, Refusal
from appsec.readers.endpoints.android import read_used_endpoints
from appsec.readers.endpoints.named import read_endpoints
from appsec.readers.hashes import hashes_of
from appsec.readers.opened import Opened, Unreadable
from appsec.readers.software.android import read_software


def open_apk(
    archive: Archive, journal: Journal, instead: Mapping[str, Reader], path: Path | None = None
) -> Opened:
    """The app in an APK. Raises Unreadable if its manifest cannot be had, or it is only a split.

    A manifest that is there but malformed is a lost fact, not an unreadable artefact. `path` is
    where the file lies, for a signature beside it.
    """
    files = ApkFiles(archive)
    need_manifest(files)
    if "manifest" not in instead:
        _refuse_split(files, journal)
    return open_app(AppFiles("apk", files), journal, instead, path)


def open_app(
    files: AppFiles, journal: Journal, instead: Mapping[str, Reader], path: Path | None = None
) -> Opened:
    """The app of which these are the files."""
    signing, native = AppSigning(files, path), NativeFiles(files)
    readers: dict[str, Reader] = {
        "manifest": lambda _: with_variants(files, read_manifest(files)),
        "network_config": lambda app: read_network_config(files, app),
        "bundled_certificates": lambda app: read_bundled_certificates(files, app),
        "backup_rules": lambda app: read_backup_rules(files, app),
        "file_paths": lambda app: read_file_paths(files, app),
        "shortcuts": lambda app: read_shortcuts(files, app),
        "native_libraries": lambda _: native.libraries(),
        "native_strings": lambda _: native.strings(),
        "embedded_code": lambda _: read_embedded_code(files),
        "key_files": lambda app: read_key_files(files, app),
        "signing": lambda _: signing.signing(),
        "acceptance": signing.acceptance,
        "frameworks": lambda _: read_frameworks(files),
        "code": lambda app: read_code(files, app, journal),
        "text_fields": lambda _: read_text_fields(files),
        "strings": lambda _: read_strings(files),
        "identified": lambda app: read_software(files, app),
        "used_endpoints": read_used_endpoints,
        "endpoints": read_endpoints,
        "texts": lambda app: read_texts(files, app),
        "secrets": lambda app: _read_secrets(files, app),
    }
    app = AndroidApp(readers | dict(instead), journal)
    telling = _Telling(files, app, journal)
    archives = {one.place: one.archive for one in files.archives}
    content = partial(content_of, archives, app)
    hashes = partial(hashes_of, archives)
    return Opened(app, telling.package, files.sha256, files.close, content, hashes)


def _read_secrets(files: AppFiles, app: AndroidApp) -> Known[tuple[Secret, ...]]:
    # Imported late: it needs the engine of its patterns, which nothing else does.
    from appsec.readers.secrets.read import read_secrets

    return read_secrets(app.texts, (part.where(n) for part in files.parts for n in part.names))


def need_manifest(files: ApkFiles) -> None:
    """Raises Unreadable if the manifest of what must have one is missing or refused."""
    try:
        files.content(MANIFEST, MAX_XML)
    except FactUnavailable as reason:
        if reason.key == "missing-file":
            raise Unreadable("no-manifest") from reason
        raise Unreadable("manifest-refused", refusal=reason.values["refusal"]) from reason


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


@frozen
class _Telling:
    files: AppFiles
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
            kind=self.files.kind,
            platform=self.app.platform,
            id=manifest.package if manifest else "",
            name=label,
            version=manifest.version_name if manifest else "",
            build=manifest.version_code if manifest else "",
            read=tuple(one.place + name for one in self.files.archives for name in one.read),
            skipped=self._skipped(),
            refused={
                one.place + name: refusal
                for one in self.files.archives
                for name, refusal in _refused(one).items()
            },
            hints=hints_of(manifest) if manifest else (),
        )

    def _label(self) -> str:
        """Empty where it cannot be told. A child that dies of it loses the manifest, not all."""
        self.journal.begin("manifest")
        try:
            application = application_of(self.files.base)
            return manifest_settings(self.files).hint(application, Attr.LABEL)
        except (FactUnavailable, MemoryError):
            return ""
        finally:
            self.journal.end("manifest")

    def _skipped(self) -> tuple[Part, ...]:
        counts: dict[str, int] = {}
        sizes: dict[str, int] = {}
        for what, size in (part for one in self.files.archives for part in _unread(one)):
            counts[what] = counts.get(what, 0) + 1
            sizes[what] = sizes.get(what, 0) + size
        return tuple(Part(what, counts[what], sizes[what]) for what in sorted(counts))


def _unread(files: ApkFiles) -> list[tuple[str, int]]:
    """Kind and size of each entry that was not read, or whose code was not."""
    archive, read = files.archive, set(files.read)
    return [
        (files.kind(name), archive.entry(name).size)
        for name in archive.names
        if (name not in read or files.kind(name) == "native") and not name.endswith("/")
    ]


def _refused(files: ApkFiles) -> Mapping[str, str]:
    archive = files.archive
    hidden = {one.name: Refusal.HIDDEN for one in archive.hidden}
    refused = {**hidden, **archive.refused, **files.refused}
    return {name: str(refusal) for name, refusal in refused.items()}
