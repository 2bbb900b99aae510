"""Private keys in files and texts of an app, told by content and never by a name alone.

Passed over is what certainly is something else: code, and what was compiled into the tables and
trees that other facts tell of.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable, Known
from appsec.facts.keys import KeyFile
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.files import AppFiles
from appsec.readers.apk.key_forms import keys_in, keys_in_stream, keys_in_text
from appsec.readers.archive import Archive, ArchiveError, EntryError

_FACT = "key_files"
MAX_FILE = 1 << 20
"""What is larger is searched without being held, for PEM and for key stores only."""
MAX_SEARCHED = 1 << 30
"""Bytes of larger files, and of what lies in archives, that are searched in all."""
_MAX_ARCHIVE = 64 << 20
_MAX_DEPTH = 3
_MAX_KEYS = 1000
_MAX_GAPS = 200
_HEAD = 64
_ZIP, _BEGIN = b"PK\x03\x04", b"-----BEGIN "
_COMPILED = re.compile(
    r"(?:.*/)?(?:META-INF/[^/]+\.(?:MF|SF)|[^/]+\.dex|AndroidManifest\.xml|resources\.(?:arsc|pb))\Z"
    r"|(?:.*/)?res/(?!raw)[^/]+/[^/]+\.(?:xml|png|webp|jpe?g|gif)\Z",
    re.IGNORECASE,
)
_MAGIC = re.compile(
    rb"Manifest-Version:|Signature-Version:|dex\n|\x03\0\x08\0|\x02\0\x0c\0|\x89PNG|RIFF|\xff\xd8\xff|GIF8"
)
"""How what those names promise begins."""
_FIELD = re.compile(rb"[\x0a\x12\x1a]")


def read_key_files(files: AppFiles, app: AndroidApp) -> Known[tuple[KeyFile, ...]]:
    """In the order of parts and names, then those in texts. What cannot be read could hold one."""
    look = _Look()
    for part in files.parts:
        for name in part.names:
            before, entry = len(look.found), part.entry(name)
            look.at(part.archive, entry, part.where(name))
            # A look is enough to pass over what is no key, and it is not counted as read then.
            if len(look.found) > before and entry not in part.read:
                part.read.append(entry)
    for texts in (_strings, _meta_data):
        try:
            for text, at in texts(app):
                look.found += keys_in_text(text, at)
        except FactUnavailable as reason:
            look.lose(reason.key, reason.values)
    found = tuple(dict.fromkeys(look.found))
    if len(found) > _MAX_KEYS:
        raise FactUnavailable(Cause.LOST, "too-many-keys", {"limit": str(_MAX_KEYS)})
    return Known(found, tuple(look.gaps))


def _strings(app: AndroidApp) -> Iterator[tuple[str, Location]]:
    return ((one.text, string.at) for string in app.strings for one in string.texts)


def _meta_data(app: AndroidApp) -> Iterator[tuple[str, Location]]:
    manifest = app.manifest
    declared = [
        (manifest.meta_data, manifest.at),
        *((c.meta_data, c.at) for c in manifest.components),
    ]
    for values, at in declared:
        yield from ((text, at) for text in (values or {}).values())


@slotted
class _Look:
    """What was found so far, and how much may still be searched."""

    found: list[KeyFile] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    left: int = field(default_factory=lambda: MAX_SEARCHED)

    def at(self, archive: Archive, entry: str, where: str, depth: int = 0) -> None:
        """One entry, and what lies in it if it is an archive itself."""
        try:
            head, size = archive.head(entry, _HEAD), archive.entry(entry).size
            if _is_compiled(entry, head):
                return
            if (depth or size > MAX_FILE or head.startswith(_ZIP)) and not self._may_search(size):
                self.lose("too-much-to-search", {"file": where, "limit": str(MAX_SEARCHED >> 20)})
            elif head.startswith(_ZIP):
                self._inside(archive, entry, where, depth + 1)
            elif size <= MAX_FILE:
                self.found += keys_in(where, archive.read(entry, MAX_FILE))
            else:
                self.found += keys_in_stream(where, head, archive.pieces(entry))
        except EntryError as error:
            self.lose("refused-file", {"file": where, "refusal": error.refusal.value})
        except ArchiveError as error:
            self.lose("archive-unreadable", {"file": where, "why": error.key.value})

    def lose(self, key: str, values: Mapping[str, str]) -> None:
        """Notes that something could not be searched; the first of many are enough."""
        if len(self.gaps) < _MAX_GAPS:
            self.gaps.append(Gap(_FACT, Cause.LOST, key, values))

    def _may_search(self, size: int) -> bool:
        """Small entries cost something, too."""
        self.left -= max(size, _HEAD)
        return self.left >= 0

    def _inside(self, archive: Archive, entry: str, where: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self.lose("archives-too-deep", {"file": where})
            return
        with Archive.from_bytes(archive.read(entry, _MAX_ARCHIVE), once=True) as inside:
            for name in (*inside.names, *inside.refused):
                if not name.endswith("/"):
                    self.at(inside, name, f"{where}!{name}", depth)


def _is_compiled(entry: str, head: bytes) -> bool:
    """Whether it is what its name promises. Protobuf has no mark: it begins with a field."""
    if not _COMPILED.match(entry):
        return False
    return bool(_MAGIC.match(head) or (_FIELD.match(head) and _BEGIN not in head))
