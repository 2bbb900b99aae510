"""Backups of an iPhone as `idevicebackup2`, Finder and iTunes make them: a folder with an index."""

import re
import sqlite3
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from appsec.model.frozen import frozen
from appsec.model.run_files import Root
from appsec.runtime.imports.gathered import Loss, Unusable, opened
from appsec.runtime.imports.plists import BadPlist, plist_of
from appsec.runtime.imports.trees import MAX_BYTES, MAX_FILES
from appsec.runtime.run_folder import Taking

INDEX, ABOUT, STATUS = "Manifest.db", "Manifest.plist", "Status.plist"
_FINISHED = "finished"
ROOT = "backup"
MAX_ABOUT = 64 << 20
MAX_INDEX = 2 << 30
_FILE_ID = re.compile(r"[0-9a-f]{40}")
_KINDS = {1: "file", 2: "folder", 4: "link"}
_BAD_INDEX = (sqlite3.Error, UnicodeDecodeError)
"""What sqlite3 raises of a database that is damaged: the second of its own messages."""


@frozen
class _Row:
    id: str
    domain: str
    path: str
    kind: str
    about: bytes

    @property
    def place(self) -> str:
        return f"{ROOT}/{self.domain}/{self.path}"[:4000]


def fill_from_backup(
    taking: Taking, path: Path, package: str, groups: Collection[str]
) -> tuple[bool, list[Loss]]:
    """Takes the app's files of a backup into a snapshot: whether all that it should hold is there,
    and what it lacks. Raises Unusable for a backup that is none, or encrypted."""
    about = _about(path)
    if about.get("IsEncrypted"):
        raise Unusable("backup-encrypted")
    whole, losses, rows = True, _unfinished(path), 0
    total = 0
    try:
        for row in _rows(path, package, groups):
            rows += 1
            total += _taken(taking, path, row)
            if rows > MAX_FILES or total > MAX_BYTES:
                whole = False
                losses.append(Loss("too-many", {"most": str(MAX_FILES)}))
                break
    except _BAD_INDEX as error:
        if not rows:
            raise Unusable("unreadable", why=f"{INDEX}: {error}"[:200]) from error
        whole = False
        losses.append(Loss("torn", {"count": str(rows)}))
    if not rows:
        losses.append(Loss("not-in-backup", {"package": package}))
    return whole and bool(rows) and not losses, losses


def _unfinished(path: Path) -> list[Loss]:
    """What tells that a backup was broken off, or that its index is not all of it."""
    if (path / STATUS).is_file():
        with opened(path / STATUS, MAX_ABOUT) as file, suppress(BadPlist):
            state = plist_of(file.read()).get("SnapshotState", _FINISHED)
            if state != _FINISHED:
                return [Loss("copy-incomplete", {"why": f"{STATUS}: {state}"[:100]})]
    waiting = path / f"{INDEX}-wal"
    if waiting.is_file() and waiting.stat().st_size:
        return [Loss("copy-incomplete", {"why": waiting.name})]
    return []


def _about(path: Path) -> Mapping[str, Any]:
    with opened(path / ABOUT, MAX_ABOUT) as file:
        try:
            return plist_of(file.read())
        except BadPlist as error:
            raise Unusable("unreadable", why=f"{ABOUT}: {error}") from error


def _rows(path: Path, package: str, groups: Collection[str]) -> Iterator[_Row]:
    """The rows of the app's own domains, its extensions' and its groups'."""
    with opened(path / INDEX, MAX_INDEX) as file:
        if file.read(16) != b"SQLite format 3\0":
            # Of an encrypted backup the index is encrypted, too.
            raise Unusable("backup-encrypted")
    address = f"file:{quote(str((path / INDEX).resolve()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as index:
        index.execute("pragma trusted_schema = off")
        index.execute("pragma cell_size_check = on")
        index.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        asked = "select fileID, domain, relativePath, flags, file from Files"
        for values in index.execute(asked):
            row = _row(values)
            if _of_app(row.domain, package, groups):
                yield row


def _row(values: tuple[Any, ...]) -> _Row:
    name, domain, path, flags, about = values
    kind = _KINDS.get(flags, "") if isinstance(flags, int) else ""
    name, domain, path = (one if isinstance(one, str) else "" for one in (name, domain, path))
    return _Row(name, domain, path, kind, about if isinstance(about, bytes) else b"")


def _of_app(domain: str, package: str, groups: Collection[str]) -> bool:
    kind, _, name = domain.partition("-")
    if kind == "AppDomain":
        return name == package
    if kind == "AppDomainPlugin":
        return name.startswith(f"{package}.")
    # A group is the app's if it is told so, or is named like the app.
    return kind == "AppDomainGroup" and (name in groups or _named_like(name, package))


def _named_like(group: str, package: str) -> bool:
    vendor = ".".join(package.split(".")[:2])
    name = group.removeprefix("group.")
    return "." in vendor and (name == vendor or name.startswith(f"{vendor}."))


def _taken(taking: Taking, path: Path, row: _Row) -> int:
    """Takes one row; the size of its file."""
    if row.kind == "folder":
        return 0
    if row.kind == "link":
        taking.link(row.place, Root.BACKUP, "")
        return 0
    if row.kind != "file" or not _FILE_ID.fullmatch(row.id):
        taking.unread(row.place, Root.BACKUP, "an entry that is none")
        return 0
    try:
        with _content(path, row.id) as file:
            mode, modified = _told(row.about)
            taking.add(row.place, Root.BACKUP, file, mode, modified)
            return file.tell()
    except Unusable as error:
        taking.unread(row.place, Root.BACKUP, error.loss.values.get("why", error.loss.key))
        return 0


def _content(path: Path, name: str) -> IO[bytes]:
    """A file lies in a folder by its first two digits; in older backups it does not."""
    place = path / name[:2] / name
    return opened(place if place.exists() else path / name, MAX_BYTES)


def _told(about: bytes) -> tuple[int, int]:
    """Mode and time of a file, as the archive of its attributes has them; 0 if it tells none."""
    try:
        objects = plist_of(about)["$objects"]
        found = next(one for one in objects if isinstance(one, dict) and "Mode" in one)
        mode, modified = found["Mode"], found.get("LastModified", 0)
    except (BadPlist, KeyError, StopIteration, TypeError):
        return 0, 0
    usable = all(isinstance(one, int) and 0 <= one < 1 << 40 for one in (mode, modified))
    return (stat.S_IFREG | (mode & 0o7777), modified) if usable else (0, 0)
