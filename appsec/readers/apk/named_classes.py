"""Classes that an app names outside of its code: in layouts, navigation, menus and settings, in
meta-data of the manifest, and as services for java.util.ServiceLoader."""

import re
from collections.abc import Collection, Iterator

from appsec.facts.android import Manifest
from appsec.readers.apk.files import MANIFEST, ApkFiles, AppFiles
from appsec.readers.archive import EntryError

_MAX_BYTES = 64 << 20
"""Of all these files; what lies beyond is taken to name nothing, so that its classes are asked."""
_MAX_FILE = 8 << 20
_SERVICES = "META-INF/services/"
_ONE_BYTE = re.compile(rb"[\w$.]{3,}")
_TWO_BYTES = re.compile(rb"(?:[\w$.]\0){3,}")
_LENGTHS = 3
"""A string's length stands before it, in one byte or two, and may look like letters."""


def named_classes(files: AppFiles, manifest: Manifest, classes: Collection[str]) -> set[str]:
    """Those of some classes that a file names. A name that is only part of a longer text, or
    stands in a comment, counts: too many are no harm."""
    found: set[str] = set()
    seen: set[bytes] = set()
    for data in _contents(files):
        words = {*_ONE_BYTE.findall(data), *_TWO_BYTES.findall(data)} - seen
        seen |= words
        for word in words:
            text = word.replace(b"\0", b"").decode("ascii")
            for begin in range(_LENGTHS):
                name = text[begin:]
                name = manifest.package + name if name.startswith(".") else name
                if name in classes:
                    found.add(name)
    return found


def _contents(files: AppFiles) -> Iterator[bytes]:
    left = _MAX_BYTES
    for part in files.parts:
        for entry in sorted(_entries(part)):
            try:
                data = part.archive.read(entry, min(left, _MAX_FILE))
            except EntryError:
                continue  # whoever needs the file tells of it
            left -= len(data)
            yield data


def _entries(part: ApkFiles) -> Iterator[str]:
    """XML files, wherever a build puts them, and lists of services."""
    for name, _ in part.files():
        entry = part.entry(name)
        wanted = name == MANIFEST or name.endswith(".xml") or name.startswith(_SERVICES)
        if wanted and not name.startswith("assets/") and entry not in part.archive.refused:
            yield entry
