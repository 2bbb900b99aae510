"""Which files a FileProvider may hand out, following FileProvider.parsePathStrategy of AndroidX."""

from collections.abc import Iterator

from appsec.facts.android import AndroidApp, ComponentKind
from appsec.facts.app import Known
from appsec.facts.sharing import SharedPath, SharedPaths
from appsec.model.outcome import Location
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import AppFiles
from appsec.readers.apk.xml_files import XmlFiles

PATHS = "android.support.FILE_PROVIDER_PATHS"
_KINDS = frozenset(
    (
        "root-path",
        "files-path",
        "cache-path",
        "external-path",
        "external-files-path",
        "external-cache-path",
        "external-media-path",
    )
)
"""Elements with any other name are passed over."""


def read_file_paths(files: AppFiles, app: AndroidApp) -> Known[tuple[SharedPaths, ...]]:
    """One for each provider that has such meta-data, in the order of the manifests."""
    look = XmlFiles("file_paths", files)
    found: list[SharedPaths] = []
    for part, element, provider in look.declaring(app.manifest, ComponentKind.PROVIDER):
        named = list(look.named(part, element, PATHS))
        paths = tuple(path for file, root in named for path in _paths(file, root))
        if named:
            found.append(SharedPaths(provider, paths))
    return Known(tuple(found), tuple(look.gaps))


def _paths(file: str, element: Element) -> Iterator[SharedPath]:
    """In the order of the file; it does not matter in what they stand."""
    if element.tag in _KINDS:
        at = Location(file, f"{element.tag} {element.plain_text('name') or ''}".strip())
        yield SharedPath(element.tag, element.plain_text("path") or "", at)
    for child in element.children:
        yield from _paths(file, child)
