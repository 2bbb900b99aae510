"""Reads a folder as `Archive` reads a zip file: the same names, the same limits, the same refusals.

Nothing outside the folder is ever read: a symbolic link is an entry whose content is its target,
as it is in a zip file, and no link is followed. The hash of a folder is that of one line for each
file: the SHA-256 of its content, two spaces, `./` and its path, a zero byte; in the order of the
paths' bytes. Without links it is what standard tools give:

    cd FOLDER && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum -z | sha256sum

Links follow in the same form, with ` -> ` for the two spaces and the hash of the target. The
folder's own name, times, permissions and empty folders do not count.
"""

import hashlib
import io
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from appsec.model.frozen import frozen
from appsec.readers.zip_model import (
    STORED,
    ArchiveError,
    ArchiveFault,
    Entry,
    EntryError,
    Limits,
    MissingEntry,
    Refusal,
)

_DEFAULT_LIMITS = Limits()
_PIECE = 1 << 20
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_NO_FOLLOW = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@frozen
class _File:
    """A file or link of the folder: its path, size and the hash of its content when opened."""

    path: Path
    size: int
    is_symlink: bool
    sha256: str


class Folder:
    """A folder, listed and hashed once; a file that has changed since is refused."""

    def __init__(self, path: Path, name: str, limits: Limits = _DEFAULT_LIMITS) -> None:
        """Names begin with `name`, as in a zip file of the folder, unless it is empty.

        Raises ArchiveError.
        """
        self._root = path
        self._above = f"{name}/" if name else ""
        self._limits = limits
        self._spent = 0
        self._files: dict[str, _File] = {}
        refused: dict[str, Refusal] = {}
        self._walk(path, refused)
        if not self._files:
            raise ArchiveError(ArchiveFault.NO_ENTRIES)
        self.refused: Mapping[str, Refusal] = MappingProxyType(refused)
        self.names: tuple[str, ...] = tuple(self._files)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(each.size for each in self._files.values())

    def close(self) -> None:
        """Nothing is held open."""

    def entry(self, name: str) -> Entry:
        """As a zip file would list it. Raises EntryError or MissingEntry."""
        if refusal := self.refused.get(name):
            raise EntryError(name, refusal)
        if name not in self._files:
            raise MissingEntry(name)
        file = self._files[name]
        return Entry(name, STORED, file.size, file.size, 0, 0, 0, file.is_symlink)

    def read(self, name: str, limit: int | None = None) -> bytes:
        """The whole content, the same that was hashed; `limit` can only tighten Limits."""
        most = self._limits.max_entry_bytes
        if self.entry(name).size > (most if limit is None else min(limit, most)):
            raise EntryError(name, Refusal.TOO_LARGE)
        file = self._files[name]
        content = b"".join(self._content(name, file, file.size + 1))
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise EntryError(name, Refusal.CHANGED)
        return content

    def head(self, name: str, count: int) -> bytes:
        """The first bytes, to tell what a file is."""
        self.entry(name)
        return b"".join(self._content(name, self._files[name], count))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The whole content bit by bit, for a hash; whether it has changed is not looked at.

        Whoever asks for many files must bound the sum of their sizes.
        """
        size = self.entry(name).size
        return self._content(name, self._files[name], size + 1, charged=False)

    def sha256(self) -> str:
        """The hash of the folder, by the rule above; what is refused is named in it too."""
        digest = hashlib.sha256()
        start = len(self._above)
        for links in (False, True):
            for name in sorted(self._files, key=os.fsencode):
                file = self._files[name]
                if file.is_symlink is links:
                    mark = " -> " if links else "  "
                    line = f"{file.sha256}{mark}./{name[start:]}"
                    digest.update(os.fsencode(line) + b"\0")
        for name, refusal in sorted(self.refused.items()):
            digest.update(f"{refusal} ! ./{name[start:]}".encode("utf-8", "replace") + b"\0")
        return digest.hexdigest()

    def _walk(self, folder: Path, refused: dict[str, Refusal]) -> None:
        """Lists without recursion, so that no depth of folders can exhaust the stack."""
        todo = [folder]
        while todo:
            here = todo.pop()
            try:
                with os.scandir(here) as entries:
                    found = sorted(entries, key=lambda entry: entry.name, reverse=True)
            except OSError:
                refused[f"{self._name(here)}/"] = Refusal.UNREADABLE
                continue
            for entry in found:
                path = here / entry.name
                name = self._name(path)
                if len(self._files) + len(refused) + len(todo) > self._limits.max_entries:
                    limit = str(self._limits.max_entries)
                    values = {"entries": f"> {limit}", "limit": limit}
                    raise ArchiveError(ArchiveFault.TOO_MANY_ENTRIES, values)
                if _is_odd(entry.name) or len(os.fsencode(name)) > self._limits.max_name_bytes:
                    refused[name.encode("utf-8", "replace").decode()] = Refusal.BAD_NAME
                elif entry.is_dir(follow_symlinks=False):
                    todo.append(path)
                else:
                    self._add(path, name, refused)

    def _name(self, path: Path) -> str:
        return f"{self._above}{path.relative_to(self._root).as_posix()}"

    def _add(self, path: Path, name: str, refused: dict[str, Refusal]) -> None:
        try:
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                target = os.fsencode(path.readlink())
                digest = hashlib.sha256(target).hexdigest()
                self._files[name] = _File(path, len(target), True, digest)
            elif stat.S_ISREG(mode):
                with _opened(path) as source:
                    digest = hashlib.file_digest(source, "sha256").hexdigest()
                    self._files[name] = _File(path, source.tell(), False, digest)
            else:
                refused[name] = Refusal.SPECIAL_FILE
        except OSError:
            refused[name] = Refusal.UNREADABLE

    def _content(
        self, name: str, file: _File, count: int, *, charged: bool = True
    ) -> Iterator[bytes]:
        """Up to `count` bytes, if charged counted against what may be read in all."""
        try:
            if file.is_symlink:
                yield os.fsencode(file.path.readlink())[:count]
                return
            with _opened(file.path) as source:
                while count > 0 and (piece := source.read(min(count, _PIECE))):
                    count -= len(piece)
                    self._spent += len(piece) if charged else 0
                    if self._spent > self._limits.max_total_bytes:
                        raise EntryError(name, Refusal.OVER_BUDGET)
                    yield piece
        except OSError as error:
            raise EntryError(name, Refusal.CHANGED) from error


def _is_odd(name: str) -> bool:
    """A name that is no text, or that a zip file would be refused for."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return bool(_ODD.search(name))


def _opened(path: Path) -> io.BufferedReader:
    """The file itself: should a link have taken its place meanwhile, opening fails."""
    return io.BufferedReader(io.FileIO(os.open(path, _NO_FOLLOW), closefd=True))
