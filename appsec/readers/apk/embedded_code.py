"""Code for Android's runtime where the system does not look for the app's own, told by content."""

import re
from collections.abc import Mapping
from dataclasses import field

from appsec.facts.app import Known
from appsec.facts.embedded import CodeForm, EmbeddedCode
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.files import MANIFEST, AppFiles
from appsec.readers.archive import Archive, ArchiveError, EntryError

_FACT = "embedded_code"
_OWN = re.compile(r"(dex/)?classes\d*\.dex")
_DEX, _ZIP, _ELF = (b"dex\n", b"cdex", b"dey\n"), b"PK\x03\x04", b"\x7fELF"
_MAX_FILE = 64 << 20
_MAX_DEPTH = 3
_MAX_GAPS = 200
MAX_SEARCHED = 512 << 20
"""Bytes of archives, and of archives in them, that are opened in all."""


def read_embedded_code(files: AppFiles) -> Known[tuple[EmbeddedCode, ...]]:
    """In the order of parts and names. An archive that cannot be opened could hold some."""
    look = _Look()
    for part in files.parts:
        for name in part.names:
            if not _OWN.fullmatch(name):
                where = part.where(name)
                if form := look.form(part.archive, part.entry(name), where):
                    look.found.append(EmbeddedCode(form, Location(where)))
    return Known(tuple(look.found), tuple(look.gaps))


@slotted
class _Look:
    """What was found so far, and how much may still be opened."""

    found: list[EmbeddedCode] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    left: int = field(default_factory=lambda: MAX_SEARCHED)

    def form(self, archive: Archive, entry: str, where: str, depth: int = 0) -> CodeForm | None:
        """By the first bytes alone: a name proves neither that it is code nor that it is not."""
        try:
            head = archive.head(entry, len(_ZIP))
            if head in _DEX:
                return CodeForm.DEX
            if head == _ELF and depth:  # outside of archives it is one of the native libraries
                return CodeForm.ARCHIVE
            if head == _ZIP and self._may_open(archive.entry(entry).size, where, depth):
                return self._inside(archive.read(entry, _MAX_FILE), where, depth + 1)
        except EntryError as error:
            self._lose("refused-file", {"file": where, "refusal": error.refusal.value})
        except ArchiveError as error:
            self._lose("archive-unreadable", {"file": where, "why": error.key.value})
        return None

    def _inside(self, data: bytes, where: str, depth: int) -> CodeForm | None:
        with Archive.from_bytes(data, once=True) as inside:
            names = (*inside.names, *inside.refused)
            held = [name for name in names if not name.endswith("/")]
            forms = [
                name.lower().endswith(".dex") or self.form(inside, name, f"{where}!{name}", depth)
                for name in held
            ]
        if not any(forms):
            return None
        return CodeForm.APK if MANIFEST in names else CodeForm.ARCHIVE

    def _may_open(self, size: int, where: str, depth: int) -> bool:
        self.left -= size
        if depth >= _MAX_DEPTH:
            self._lose("archives-too-deep", {"file": where})
        elif self.left < 0:
            self._lose("too-much-to-search", {"file": where, "limit": str(MAX_SEARCHED >> 20)})
        else:
            return True
        return False

    def _lose(self, key: str, values: Mapping[str, str]) -> None:
        if len(self.gaps) < _MAX_GAPS:
            self.gaps.append(Gap(_FACT, Cause.LOST, key, values))
