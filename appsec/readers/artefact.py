"""Opens an artefact by its content, never by its name."""

import re
from collections.abc import Mapping
from pathlib import Path

from appsec.facts.app import Journal, Reader
from appsec.readers.archive import Archive, ArchiveError
from appsec.readers.opened import Opened, Unreadable

_IN_PAYLOAD = re.compile(r"Payload/[^/]+\.app/")
"""An app inside an IPA."""
_APP_FOLDER = re.compile(r"[^/]+\.app/(Contents/)?Info\.plist\Z")
"""An app folder that was zipped as it is, for a device or (with Contents) for macOS."""
_XCARCHIVE = re.compile(r"[^/]+\.xcarchive/")
"""An archive of Xcode that was zipped."""
_XAPK_INDEX = {"manifest.json", "info.json"}
"""Of APKPure and of APKMirror."""


def open_artefact(path: Path, journal: Journal, instead: Mapping[str, Reader]) -> Opened:
    """The app inside. `instead` replaces the readers of facts that are known to be lost."""
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
    if is_ipa:
        from appsec.readers.ipa import open_ipa

        return open_ipa(archive, path, journal, instead)
    raise Unreadable(_other_kind(names))


def _android_kind(names: set[str]) -> str:
    """What Android app this is, or empty: what an installer takes for an APK is one first."""
    has_apks = any(n.lower().endswith(".apk") and not _IN_PAYLOAD.match(n) for n in names)
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
    from appsec.readers.aab.bundle import open_bundle
    from appsec.readers.apk.apk_set import open_apk_set
    from appsec.readers.apk.package import open_apk

    if kind == "apk":
        return open_apk(archive, journal, instead, path)
    if kind == "aab":
        return open_bundle(archive, journal, instead)
    return open_apk_set(archive, kind, journal, instead)


def _is_library(names: set[str]) -> bool:
    """Whether this is an Android library (AAR), whose manifest is plain text."""
    return "classes.jar" in names and "classes.dex" not in names


def _other_kind(names: set[str]) -> str:
    """The key of what this is instead of an app."""
    kinds = (
        ("is-aar", _is_library(names)),
        ("is-app-folder", any(_APP_FOLDER.match(name) for name in names)),
        ("is-xcarchive", any(_XCARCHIVE.match(name) for name in names)),
        ("no-manifest", "classes.dex" in names),
    )
    return next((key for key, holds in kinds if holds), "not-an-app")
