"""What makes an APK the build that it is: its manifest, and each of its files."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable
from appsec.readers.apk.files import MANIFEST
from appsec.readers.archive import Archive, EntryError


def content_of(archives: Mapping[str, Archive], app: AndroidApp) -> dict[str, str]:
    """Digests by name; `archives` go by what stands before the names of their files, which is
    nothing for an APK. The manifest's is one of its effective settings without the application
    class, which a protection replaces."""
    content: dict[str, str] = {}
    for place, archive in archives.items():
        names = (name for name in archive.names if not name.endswith("/"))
        content |= {place + name: _digest(archive, name) for name in names}
        content |= dict.fromkeys((place + name for name in archive.refused), "")
    try:
        settings = repr(replace(app.manifest, application=""))
        content[MANIFEST] = hashlib.sha256(settings.encode("utf-8", "surrogatepass")).hexdigest()
    except FactUnavailable:
        content[MANIFEST] = ""
    return content


def _digest(archive: Archive, name: str) -> str:
    try:
        return hashlib.sha256(archive.read(name)).hexdigest()
    except EntryError:
        return ""
