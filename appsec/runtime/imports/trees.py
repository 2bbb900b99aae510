"""Copies of an app's folder: a folder of this computer, or an archive of tar."""

import errno
import lzma
import os
import stat
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tarfile import HeaderError
from typing import IO, Any, Self

from appsec.model.frozen import slotted
from appsec.model.run_files import Root
from appsec.runtime.imports.gathered import Loss, Unusable, opened
from appsec.runtime.imports.places import LOOKS, is_private, root_of
from appsec.runtime.run_folder import Taking

_ENDED, _END = "ended_as_it_should", "EOFHeaderError"
MAX_FILES = 300_000
MAX_BYTES = 16 << 30
MAX_TAR = 16 << 30
MAX_DEPTH = 100
_BROKEN = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, ValueError, OverflowError)
"""What Python's tarfile raises of an archive that is damaged, besides OSError."""


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def is_full(error: BaseException) -> bool:
    """Whether it is the run's own folder that takes no more, and not the copy that is damaged."""
    return isinstance(error, OSError) and error.errno in _FULL


@slotted
class Filling:
    """Fills a snapshot with one copy of the folder `root` of the device."""

    taking: Taking
    root: str
    files: int = 0
    size: int = 0
    why: str = ""
    tops: frozenset[str] = frozenset()

    def looks_right(self, platform: str) -> bool:
        """Whether it may be all of an app's own folder: an empty one is a copy that failed."""
        return not is_private(self.root) or bool(self.tops & {*LOOKS[platform]})

    def add(self, name: str, stream: IO[bytes], size: int, mode: int, modified: int) -> bool:
        """One file. Whether there may be more."""
        self._seen(name)
        if self.files > MAX_FILES or self.size + size > MAX_BYTES:
            self.why = "more than the limits"
            return False
        self.size += size
        try:
            self.taking.add(self._path(name), self._part(name), stream, mode, modified)
        except _BROKEN:
            self.unread(name, "cut off")
            raise
        return True

    def link(self, name: str, target: str) -> None:
        """A link."""
        self._seen(name)
        self.taking.link(self._path(name), self._part(name), target[:1000])

    def unread(self, name: str, why: str) -> None:
        """What could not be read."""
        self.taking.unread(self._path(name), self._part(name), why)

    def folder(self, name: str) -> None:
        """A folder, which is empty perhaps."""
        self.tops |= {name.partition("/")[0]}

    def _seen(self, name: str) -> None:
        self.files += 1
        if "/" in name:
            self.folder(name)

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"[:4000]

    def _part(self, name: str) -> Root:
        return root_of(f"{self.root}/{name}")


def fill_from_folder(filling: Filling, path: Path) -> Loss | None:
    """Takes all that is below a folder; links are told and not followed. What it lacks."""
    for entry, name in _below(filling, path, "", 0):
        try:
            told = entry.stat(follow_symlinks=False)
            if entry.is_symlink():
                filling.link(name, os.readlink(entry.path))
            elif stat.S_ISREG(told.st_mode):
                with opened(Path(entry.path), MAX_BYTES) as file:
                    # The mode is of the copy, not of the device.
                    if not filling.add(name, file, told.st_size, 0, int(told.st_mtime)):
                        return Loss("too-many", {"most": str(MAX_FILES)})
        except Unusable as error:
            filling.unread(name, error.loss.values.get("why", error.loss.key))
        except (OSError, ValueError) as error:
            if is_full(error):
                raise
            filling.unread(name, str(error)[:200])
    return None


def _below(
    filling: Filling, path: Path, prefix: str, depth: int
) -> Iterator[tuple[os.DirEntry[str], str]]:
    if depth > MAX_DEPTH:
        filling.unread(prefix, "too deep")
        return
    try:
        entries = sorted(os.scandir(path), key=lambda one: one.name)
    except OSError as error:
        filling.unread(prefix, error.strerror or str(error))
        return
    for entry in entries:
        name = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            filling.folder(name)
            yield from _below(filling, Path(entry.path), f"{name}/", depth + 1)
        else:
            yield entry, name


def fill_from_tar(filling: Filling, path: Path) -> Loss | None:
    """Takes all that is in an archive, plain or compressed, as far as it is whole; what it lacks,
    if anything. Raises Unusable for what is no archive."""
    with opened(path, MAX_TAR) as file:
        return fill_from_stream(filling, file)


def fill_from_stream(filling: Filling, file: IO[bytes], below: str = "") -> Loss | None:
    """The same from a stream. Of an archive of several things it takes what is `below` a folder."""
    begun = False
    try:
        with tarfile.open(fileobj=file, mode="r|*", tarinfo=_Told) as archive:
            begun = True
            for member in archive:
                if not _member(filling, archive, member, below):
                    break
        if not filling.why and not getattr(archive, _ENDED, False):
            filling.why = "cut off"
    except (*_BROKEN, OSError) as error:
        if is_full(error):
            raise
        if not begun:
            raise Unusable("unreadable", why="no tar") from error
        filling.why = f"{type(error).__name__}: {error}"[:200]
    return Loss("torn", {"count": str(filling.files)}) if filling.why else None


class _Told(tarfile.TarInfo):
    """A member, or the empty block that ends an archive; what ends without it was cut off."""

    @classmethod
    def fromtarfile(cls, tarfile: Any) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except HeaderError as error:
            setattr(tarfile, _ENDED, type(error).__name__ == _END)
            raise


def _member(
    filling: Filling, archive: tarfile.TarFile, member: tarfile.TarInfo, below: str
) -> bool:
    name = _name(member.name, filling.root)
    if below:
        if not f"{name}/".startswith(f"{below}/"):
            return True
        name = name[len(below) + 1 :]
    if name is None or ".." in name.split("/"):
        filling.unread("", "a name that leaves the folder")
    elif member.isdir():
        if name:
            filling.folder(name)
    elif member.issym() or member.islnk():
        filling.link(name, member.linkname)
    elif member.isreg():
        stream = archive.extractfile(member)
        assert stream is not None
        mode, modified = stat.S_IFREG | (member.mode & 0o7777), int(member.mtime)
        return filling.add(name, stream, member.size, mode, modified)
    return True


def _name(name: str, root: str) -> str:
    """A member's name below the folder: `./a`, `data/data/tw.example/a` and `a` are the same."""
    plain = "/".join(part for part in name.split("/") if part not in ("", "."))
    whole = root.strip("/")
    if f"{plain}/".startswith(f"{whole}/"):
        return plain[len(whole) + 1 :]
    return plain
