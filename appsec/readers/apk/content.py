"""What makes an APK the build that it is: its manifest, and each of its files."""

import hashlib
from dataclasses import replace

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable
from appsec.readers.apk.files import MANIFEST, ApkFiles
from appsec.readers.archive import EntryError


def content_of(files: ApkFiles, app: AndroidApp) -> dict[str, str]:
    """Digests by name. The manifest's is one of its effective settings without the application
    class, which a protection replaces."""
    content = {name: _digest(files, name) for name in files.archive.names if name[-1:] != "/"}
    content |= dict.fromkeys(files.archive.refused, "")
    try:
        settings = repr(replace(app.manifest, application=""))
        content[MANIFEST] = hashlib.sha256(settings.encode("utf-8", "surrogatepass")).hexdigest()
    except FactUnavailable:
        content[MANIFEST] = ""
    return content


def _digest(files: ApkFiles, name: str) -> str:
    try:
        return hashlib.sha256(files.archive.read(name)).hexdigest()
    except EntryError:
        return ""
