"""APK files put together from hand-written parts, and the app that a reader sees in them."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from appsec.facts.android import AndroidApp
from appsec.facts.app import Reader
from appsec.readers.apk.package import open_apk
from appsec.readers.archive import Archive
from appsec.readers.opened import Opened
from tests.axml_builder import E, Plain, axml, el

MODERN = el("uses-sdk", minSdkVersion=24, targetSdkVersion=34)


class Silent:
    """A journal that nobody reads."""

    def begin(self, fact: str) -> None:
        """Nothing."""

    def end(self, fact: str) -> None:
        """Nothing."""


def manifest(*children: E, sdk: E | None = MODERN, **attributes: Plain) -> E:
    """A manifest of package tw.example.app around the children; `sdk` stands first."""
    inner = (sdk, *children) if sdk else children
    return el("manifest", *inner, **({"package": "tw.example.app"} | attributes))


def pack_zip(files: Mapping[str, bytes]) -> bytes:
    """A plain zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def opened(
    root: E | bytes,
    files: Mapping[str, E | bytes] | None = None,
    instead: Mapping[str, Reader] | None = None,
) -> Opened:
    """What opening an APK gives whose manifest is `root`."""
    parts = {"AndroidManifest.xml": root, "classes.dex": b"dex", **(files or {})}
    data = pack_zip({n: p if isinstance(p, bytes) else axml(p) for n, p in parts.items()})
    return open_apk(Archive.from_bytes(data), Silent(), instead or {})


def app(root: E | bytes, files: Mapping[str, E | bytes] | None = None) -> AndroidApp:
    """The app of an APK whose manifest is `root`."""
    found = opened(root, files).app
    assert isinstance(found, AndroidApp)
    return found


def save(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A file on disk without a telling name."""
    path = folder / "artefact"
    path.write_bytes(pack_zip(files))
    return path
