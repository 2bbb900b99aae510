"""A bundle as it lies there: the file itself, or the folder that somebody unpacked it to."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from appsec.engine.files import FileProblem
from appsec.readers.archive import Archive, EntryError, MissingEntry

_PIECE = 1 << 20
_LOCAL, _CENTRAL, _END = 30, 46, 22
"""Bytes of a zip's records, without names."""
_WIDE = 1 << 30
_LOCAL_WIDE, _CENTRAL_WIDE, _END_WIDE = 20, 28, 76
"""Size from which zip64 may be needed, and the bytes that it adds to those records."""


class Opened(Protocol):
    """What verifying asks of a bundle. Names are paths with `/`."""

    def names(self) -> Iterator[str]:
        """Every file, and what a zip lists as a folder: a bundle has no such entries."""

    def refused(self) -> Mapping[str, str]:
        """What is there and must not be read, by name: a link, an entry that two programs could
        read differently."""

    def has_more(self) -> bool:
        """Whether bytes belong to none of the files: around, between or attached to them."""

    def read(self, name: str, limit: int) -> bytes | None:
        """A whole file; None if it is not there, cannot be read or is larger."""

    def pieces(self, name: str) -> Iterator[bytes | None]:
        """The content bit by bit; None where it cannot be read on."""


class ZipBundle:
    """The bundle as one file."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def names(self) -> Iterator[str]:
        return iter(self._archive.names)

    def refused(self) -> Mapping[str, str]:
        links = {
            name: "is-link" for name in self._archive.names if self._archive.entry(name).is_symlink
        }
        return {name: str(why) for name, why in self._archive.refused.items()} | links

    def has_more(self) -> bool:
        """What is refused by name is told by name, wherever its bytes are."""
        return not self._archive.refused and bool(foreign(self._archive))

    def read(self, name: str, limit: int) -> bytes | None:
        try:
            return self._archive.read(name, limit)
        except (EntryError, MissingEntry):
            return None

    def pieces(self, name: str) -> Iterator[bytes | None]:
        try:
            yield from self._archive.pieces(name)
        except (EntryError, MissingEntry):
            yield None


def foreign(archive: Archive) -> int:
    """How many bytes are no part of the plainest zip of the same entries, as `create` writes it.

    A file that needs zip64 may have its fields, of which the reader checks what they say.
    """
    entries = sorted(map(archive.entry, archive.names), key=lambda one: one.offset)
    names = sum(len(one.name.encode()) for one in entries)
    packed = sum(one.compressed_size for one in entries)
    wide = sum(_LOCAL_WIDE for one in entries if one.size >= _WIDE)
    if archive.size >= _WIDE:
        wide += len(entries) * _CENTRAL_WIDE + _END_WIDE
    more = archive.size - packed - 2 * names - len(entries) * (_LOCAL + _CENTRAL) - _END
    return more if not 0 <= more <= wide else 0


class FolderBundle:
    """The bundle unpacked. Nothing outside the folder is read: links are refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links: dict[str, str] = {}
        self._files = tuple(self._walk())

    def _walk(self) -> Iterator[str]:
        def fail(error: OSError) -> None:
            raise FileProblem(error.filename or self._folder, error.strerror or str(error))

        for place, folders, names in os.walk(self._folder, onerror=fail):
            for name in (*names, *folders):
                path = Path(place, name)
                inside = path.relative_to(self._folder).as_posix()
                if path.is_symlink():
                    self._links[inside] = "is-link"
                elif name in names and path.is_file():
                    yield inside
                elif name in names:
                    self._links[inside] = "is-special"

    def names(self) -> Iterator[str]:
        return iter(self._files)

    def refused(self) -> Mapping[str, str]:
        return self._links

    def has_more(self) -> bool:
        return False

    def read(self, name: str, limit: int) -> bytes | None:
        content = b""
        for piece in self.pieces(name):
            if piece is None or len(content) + len(piece) > limit:
                return None
            content += piece
        return content

    def pieces(self, name: str) -> Iterator[bytes | None]:
        if name not in self._files:
            yield None
            return
        try:
            with (self._folder / name).open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        except OSError:
            yield None
