"""Opens an artefact by its content, never by its name."""

import re
from collections.abc import Mapping
from pathlib import Path

from appsec.facts.app import Journal, Reader
from appsec.readers.archive import Archive, ArchiveError
from appsec.readers.folder import Folder
from appsec.readers.opened import Opened, Unreadable
from appsec.readers.store import Store

_IN_PAYLOAD = re.compile(r"payload/[^/]+\.app/", re.IGNORECASE)
"""An app inside an IPA."""
_IN_FOLDERS = re.compile(
    r"[^/]+\.app/info\.plist\Z|([^/]+\.xcarchive/)?products/applications/[^/]+\.app/", re.IGNORECASE
)
"""An app's own folder, or one in an archive of Xcode: zipped, or as it is."""
_MAC_APP = re.compile(r"([^/]+/)*[^/]+\.app/Contents/Info\.plist\Z")
_XCARCHIVE = re.compile(r"[^/]+\.xcarchive/")
_XAPK_INDEX = {"manifest.json", "info.json"}
"""Of APKPure and of APKMirror."""


def open_folder(path: Path) -> Folder:
    """A folder, its files named as in a zip file of it. Raises Unreadable.

    Any other than an app, an archive of Xcode or an IPA taken apart is not even listed: it may be
    a whole disk. The name of an archive tells its date, so it is left out: what is found in the
    next build must stand in the same place.
    """
    path = path.resolve()
    inside = any(any(path.glob(each)) for each in ("Payload/*.app", "Products/Applications/*.app"))
    if not inside and not path.name.casefold().endswith((".app", ".xcarchive")):
        raise Unreadable("folder")
    try:
        return Folder(path, "" if inside else path.name)
    except ArchiveError as error:
        raise Unreadable(f"folder-{error.key}", **error.values) from error


def open_artefact(path: Path, journal: Journal, instead: Mapping[str, Reader]) -> Opened:
    """The app inside. `instead` replaces the readers of facts that are known to be lost."""
    if path.is_dir():
        return _open_ios(open_folder(path), path, journal, instead)
    try:
        archive = Archive.open(path)
    except ArchiveError as error:
        raise Unreadable(f"zip-{error.key}", **error.values) from error
    try:
        return _open(archive, path, journal, instead)
    except Unreadable:
        archive.close()
        raise


def _open(archive: Archive, path: Path, journal: Journal, instead: Mapping[str, Reader]) -> Opened:
    names = {*archive.names, *archive.refused}
    is_ipa = any(_IN_PAYLOAD.match(name) for name in names)
    if android := _android_kind(names):
        if is_ipa:
            raise Unreadable("two-kinds")
        return _open_android(android, archive, path, journal, instead)
    return _open_ios(archive, path, journal, instead)


def _android_kind(names: set[str]) -> str:
    """What Android app this is, or empty: what an installer takes for an APK is one first."""
    in_ios = any(_IN_FOLDERS.match(name) for name in names)
    has_apks = not in_ios and any(
        name.lower().endswith(".apk") and not _IN_PAYLOAD.match(name) for name in names
    )
    kinds = (
        ("apk", "AndroidManifest.xml" in names and not _is_library(names)),
        ("aab", "BundleConfig.pb" in names or "base/manifest/AndroidManifest.xml" in names),
        ("xapk", has_apks and bool(_XAPK_INDEX & names)),
        ("apks", has_apks or "toc.pb" in names),
    )
    return next((kind for kind, holds in kinds if holds), "")


def _open_android(
    kind: str, archive: Archive, path: Path, journal: Journal, instead: Mapping[str, Reader]
) -> Opened:
    # Each is imported where it is needed: what only the others use costs as much as some facts.
    if kind == "apk":
        from appsec.readers.apk.package import open_apk

        return open_apk(archive, journal, instead, path)
    if kind == "aab":
        from appsec.readers.aab.bundle import open_bundle

        return open_bundle(archive, journal, instead)
    from appsec.readers.apk.apk_set import open_apk_set

    return open_apk_set(archive, kind, journal, instead)


def _open_ios(store: Store, path: Path, journal: Journal, instead: Mapping[str, Reader]) -> Opened:
    names = {*store.names, *store.refused}
    if not any(_IN_PAYLOAD.match(name) or _IN_FOLDERS.match(name) for name in names):
        raise Unreadable(_other_kind(names))
    from appsec.readers.ipa import open_ipa

    return open_ipa(store, path, journal, instead)


def _is_library(names: set[str]) -> bool:
    """Whether this is an Android library (AAR), whose manifest is plain text."""
    return "classes.jar" in names and "classes.dex" not in names


def _other_kind(names: set[str]) -> str:
    """The key of what this is instead of an app."""
    kinds = (
        ("is-aar", _is_library(names)),
        ("is-mac-app", any(_MAC_APP.match(name) for name in names)),
        ("xcarchive-without-app", any(_XCARCHIVE.match(name) for name in names)),
        ("no-manifest", "classes.dex" in names),
    )
    return next((key for key, holds in kinds if holds), "not-an-app")
