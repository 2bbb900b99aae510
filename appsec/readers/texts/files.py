"""The texts in bundled files, and in the archives among them, told by content."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import NamedTuple

from appsec.facts.placed_text import Medium, TextBlock
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Location
from appsec.readers.archive import Archive, ArchiveError, EntryError
from appsec.readers.store import Store
from appsec.readers.texts import forms
from appsec.readers.texts.blocks import Gathered, Lost
from appsec.readers.texts.settings import pairs_of

MAX_FILE = 64 << 20
MAX_SEARCHED = 512 << 20
"""Bytes of files, and of what lies in archives among them, that are read in all."""
_MAX_DEPTH = 3
_HEAD = 64
_BINARY_PLIST = b"bplist"
_ZIP = b"PK\x03\x04"
_MAX_PARSED, MAX_PLIST = 1 << 20, 8 << 20
"""Settings that are larger are told as they stand; binary ones are hard to read so."""
_BLOCK = 4 << 20
"""Bytes of files that go into one block."""
_SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".jsbundle", ".bundle", ".hbc", ".html", ".htm")
_SETTINGS = (".xml", ".json", ".plist", ".strings", ".properties", ".yaml", ".yml", ".toml")
_BY_NAME = {Medium.SCRIPT: _SCRIPTS, Medium.SETTINGS: (*_SETTINGS, ".ini", ".cfg", ".conf", ".env")}


class File(NamedTuple):
    """A file to look at: where it lies, and what people call it."""

    store: Store
    entry: str
    where: str


@slotted
class FileTexts:
    """One look at many files. `passes` tells by its first bytes which one others read, unless it
    lies in an archive, and `compiled` gives the texts of a form of the platform's own."""

    lost: Lost
    passes: Callable[[bytes], bool]
    compiled: Callable[[bytes], list[str] | None] = field(default=lambda data: None)
    _left: int = field(default_factory=lambda: MAX_SEARCHED)
    _open: dict[Medium, Gathered] = field(default_factory=dict)
    _binaries: list[tuple[str, bytes]] = field(default_factory=list)
    _held: int = 0

    def blocks(self, files: Iterable[File]) -> Iterator[TextBlock]:
        """All texts in them."""
        for file in files:
            self._look(file, 0)
            if self._held > _BLOCK:
                yield from self._closed()
        yield from self._closed()

    def _closed(self) -> list[Gathered]:
        runs = forms.runs([data for _, data in self._binaries])
        for (where, _), text in zip(self._binaries, runs, strict=True):
            self._block(Medium.FILE).add(text, Location(where))
        self._binaries = []
        found = [self._open[medium] for medium in sorted(self._open)]
        self._open, self._held = {}, 0
        return found

    def _look(self, file: File, depth: int) -> None:
        store, entry, where = file
        try:
            head, size = store.head(entry, _HEAD), store.entry(entry).size
            if (not depth and self.passes(head)) or forms.is_media(head):
                return
            if size > MAX_FILE or not self._bears(size):
                self._too_much(where)
            else:
                self._opened(where, store.read(entry, MAX_FILE), depth)
        except EntryError as error:
            self.lost.add("refused-file", {"file": where, "refusal": error.refusal.value})
        except ArchiveError as error:
            self.lost.add("archive-unreadable", {"file": where, "why": error.key.value})

    def _bears(self, size: int) -> bool:
        self._left -= size
        return self._left >= 0

    def _too_much(self, where: str) -> None:
        self.lost.add("too-much-to-search", {"file": where, "limit": str(MAX_SEARCHED >> 20)})

    def _opened(self, where: str, data: bytes, depth: int) -> None:
        """Content by what it begins with: what was packed is looked at as a file of its own."""
        if forms.is_packed(data[:_HEAD]):
            self.lost.add("packed-file", {"file": where}, Cause.OUT_OF_REACH)
        elif data.startswith(_ZIP):
            self._inside(data, where, depth + 1)
        elif (inner := forms.unpacked(data, MAX_FILE)) is None:
            self.lost.add("packed-file", {"file": where})
        elif inner is data:
            self._add(where, data)
            if forms.ends_in_zip(data):
                self._inside(data, where, depth + 1)
        elif depth >= _MAX_DEPTH:
            self.lost.add("archives-too-deep", {"file": where})
        elif not self._bears(len(inner)):
            self._too_much(where)
        elif not forms.is_media(inner[:_HEAD]):
            self._opened(where, inner, depth + 1)

    def _inside(self, data: bytes, where: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self.lost.add("archives-too-deep", {"file": where})
            return
        with Archive.from_bytes(data, once=True) as inside:
            for name in (*inside.names, *inside.refused):
                if not name.endswith("/"):
                    self._look(File(inside, name, f"{where}!{name}"), depth)

    def _add(self, where: str, data: bytes) -> None:
        self._held += len(data)
        told = (
            (Medium.SCRIPT, forms.hermes_strings),
            (Medium.SCRIPT, forms.unity_strings),
            (Medium.RESOURCE, self.compiled),
        )
        for medium, tell in told:
            if (strings := tell(data)) is not None:
                for one in strings:
                    self._block(medium).add(one, Location(where))
                return
        if forms.is_pool(data):
            self.lost.add("packed-file", {"file": where}, Cause.OUT_OF_REACH)
        text = forms.decoded(data)
        if (pairs := _pairs(where, data, text)) is not None:
            for name, value in pairs:
                self._block(Medium.SETTINGS).add(value, Location(where), name)
        elif text is not None:
            self._block(medium_of(where)).add(text, Location(where))
        else:
            self._binaries.append((where, data))
            if wide := forms.wide(data):
                self._block(Medium.FILE).add(wide, Location(where))

    def _block(self, medium: Medium) -> Gathered:
        return self._open.setdefault(medium, Gathered(medium))


def _pairs(where: str, data: bytes, text: str | None) -> list[tuple[str, str]] | None:
    """The keys and values of settings that are short enough to be parsed."""
    most = MAX_PLIST if data.startswith(_BINARY_PLIST) else _MAX_PARSED
    if len(data) > most or (text is None and most != MAX_PLIST):
        return None
    return pairs_of(where, data, text or "")


def medium_of(name: str) -> Medium:
    """What kind of file a text file is, by its name."""
    lower = name.lower()
    for medium, endings in _BY_NAME.items():
        if lower.endswith(endings):
            return medium
    return Medium.FILE
