"""Classes that an app names outside of its code: in layouts, navigation, menus and settings, in
meta-data of the manifest, and as services for java.util.ServiceLoader."""

from collections.abc import Iterable, Iterator, Set
from string import ascii_letters, digits

import numpy as np

from appsec.facts.android import Manifest
from appsec.readers.apk.files import MANIFEST, ApkFiles, AppFiles
from appsec.readers.archive import EntryError

_MAX_BYTES = 64 << 20
"""Of all these files; what lies beyond is taken to name nothing, so that its classes are asked."""
_MAX_FILE = 8 << 20
_SERVICES = "META-INF/services/"
_AT_ONCE = 1 << 20
_SPACE = 0x20
_WORDS = bytes(
    byte if chr(byte) in f"{ascii_letters}{digits}_$." else _SPACE for byte in range(256)
)
"""What is no part of a name becomes a space."""
_SHORTEST = 3
_LENGTHS = 3
"""A string's length stands before it, in one byte or two, and may look like letters."""


def named_classes(files: AppFiles, manifest: Manifest, classes: Set[str]) -> set[str]:
    """Those of some classes that a file names. A name that is only part of a longer text, or
    stands in a comment, counts: too many are no harm."""
    found: set[str] = set()
    seen: set[bytes] = set()
    for data in _joined(_contents(files)):
        words = _words(data) - seen
        seen |= words
        texts = [word.decode("ascii") for word in words if len(word) >= _SHORTEST]
        for begin in range(_LENGTHS):
            names = {text[begin:] for text in texts}
            found |= names & classes
            found |= {manifest.package + one for one in names if one.startswith(".")} & classes
    return found


def _joined(contents: Iterable[bytes]) -> Iterator[bytes]:
    """Many small files as one: an operation on each has its price."""
    waiting: list[bytes] = []
    size = 0
    for data in contents:
        waiting.append(data)
        size += len(data)
        if size >= _AT_ONCE:
            yield b"  ".join(waiting)
            waiting, size = [], 0
    yield b"  ".join(waiting)


def _words(data: bytes) -> set[bytes]:
    """All that may be names, of letters that take one byte or two."""
    found = set(data.translate(_WORDS).split())
    octets = np.frombuffer(data, np.uint8)
    for start in range(2):
        pairs = octets[start : len(octets) - (len(octets) - start) % 2].reshape(-1, 2)
        letters = np.where(pairs[:, 1] == 0, pairs[:, 0], _SPACE)
        found.update(letters.tobytes().translate(_WORDS).split())
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
