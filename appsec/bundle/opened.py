"""A bundle as it lies there: the file itself, or the folder that somebody unpacked it to."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from appsec.engine.files import FileProblem
from appsec.readers.archive import Archive, EntryError, MissingEntry

_PIECE = 1 << 20


class Opened(Protocol):
    """What verifying asks of a bundle. Names are paths with `/`; folders are not listed."""

    def names(self) -> Iterator[str]:
        """Every file."""

    def refused(self) -> Mapping[str, str]:
        """What is there and must not be read, by name: a link, an entry that two programs could
        read differently."""

    def read(self, name: str, limit: int) -> bytes | None:
        """A whole file; None if it is not there, cannot be read or is larger."""

    def pieces(self, name: str) -> Iterator[bytes | None]:
        """The content bit by bit; None where it cannot be read on."""


class ZipBundle:
    """The bundle as one file."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def names(self) -> Iterator[str]:
        return (name for name in self._archive.names if not name.endswith("/"))

    def refused(self) -> Mapping[str, str]:
        links = {
            name: "is-link" for name in self._archive.names if self._archive.entry(name).is_symlink
        }
        return {name: str(why) for name, why in self._archive.refused.items()} | links

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
