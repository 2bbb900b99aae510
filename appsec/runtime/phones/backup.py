"""Backups of an app on Android: by the local transport of `bmgr`, whose files root may read, or by
`adb backup` where that still holds the app's data."""

import tarfile
import zlib
from typing import IO, cast

from appsec.model.run_files import Root, Snapshot
from appsec.model.text import visible
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.access import PLAIN, Way
from appsec.runtime.phones.adb import Adb, Cut
from appsec.runtime.phones.android_app import InstalledApp
from appsec.runtime.phones.device_files import Fact, text
from appsec.runtime.phones.places import Place
from appsec.runtime.phones.shell_files import ShellFiles
from appsec.runtime.phones.words import told, trouble
from appsec.runtime.run_folder import RunFolder, Taking

SAYS_NOTHING_FROM = 31
"""`adb backup` leaves out the data of apps that target this API level or a later one."""
_FOLDERS = (
    "/data/user_de/0/com.android.localtransport/files",
    "/data/data/com.android.localtransport/files",
    "/cache/backup",
)
_RUN_SECONDS = 300.0
_CONFIRM_SECONDS = 120.0
_BACK_SECONDS = 120.0
_MAGIC = b"ANDROID BACKUP"
_HEAD_LINES = 4
MAX_MEMBERS = 200_000


def backup(adb: Adb, way: Way | None, app: InstalledApp, run: RunFolder, name: str) -> Snapshot:
    """Makes a backup and keeps what is in it. Raises CollectError where none can be had that shows
    anything: an empty one is no evidence."""
    if way is not None:
        return _Bmgr(adb, way, app).take(run, name)
    if app.target_sdk >= SAYS_NOTHING_FROM and not app.debuggable:
        raise trouble("adb-backup-says-nothing", target=str(app.target_sdk))
    taking = run.snapshot(name, [f"backup:{app.package}"])
    command = f"bu backup -noapk {app.package}"
    with adb.stream(PLAIN.of(command), _CONFIRM_SECONDS) as stream:
        return _unpacked(taking, _opened(cast("IO[bytes]", stream)))


class _Bmgr:
    """A backup by the local transport. Whatever happens, the transport is set back."""

    def __init__(self, adb: Adb, way: Way, app: InstalledApp) -> None:
        self._adb = adb
        self._way = way
        self._app = app

    def take(self, run: RunFolder, name: str) -> Snapshot:
        was_on = "enabled" in self._say("bmgr enabled")
        before, local = self._transports()
        began = self._say("date +%s")
        try:
            if not was_on:
                self._say("bmgr enable true")
            self._say(f"bmgr transport {local}")
            said = self._adb.shell(
                self._way.of(f"bmgr backupnow {self._app.package}"), seconds=_RUN_SECONDS
            ).text
        finally:
            again = [f"bmgr transport {before}"] if before else []
            self._restore(again if was_on else [*again, "bmgr enable false"])
        if f"Package {self._app.package} with result: Success" not in said:
            raise trouble("not-backed-up", why=visible(said.strip()[-300:]))
        return self._kept(run, name, int(began) if began.isdigit() else 0)

    def _say(self, command: str) -> str:
        return self._adb.shell(self._way.of(command)).text.strip()

    def _restore(self, commands: list[str]) -> None:
        """Sets back each by itself, also after a pulled cable. Raises CollectError with all that is
        to be typed if the device does not come back."""
        left = [one for one in commands if not self._done(one)]
        if left and self._adb.back(_BACK_SECONDS):
            left = [one for one in left if not self._done(one)]
        if left:
            raise trouble("backup-not-set-back", commands="; ".join(left))

    def _done(self, command: str) -> bool:
        try:
            return self._adb.shell(self._way.of(command)).code == 0
        except CollectError:
            return False

    def _transports(self) -> tuple[str, str]:
        """The transport that is set, and the local one."""
        lines = [line.split() for line in self._say("bmgr list transports").splitlines()]
        current = next((words[1] for words in lines if words[:1] == ["*"] and words[1:]), "")
        names = [words[-1] for words in lines if words]
        local = next((one for one in names if "LocalTransport" in one), "")
        if not local or not set(local + current) <= _SAFE:
            raise trouble("no-local-transport")
        return current, local

    def _kept(self, run: RunFolder, name: str, began: int) -> Snapshot:
        files = ShellFiles(self._adb, self._way)
        found: list[Fact] = []
        why = ""
        for folder in _FOLDERS:
            if files.exists(folder):
                listed = files.listing(Place(folder), links=False)
                why = why or listed.why
                found += [one for one in listed.files if self._is_ours(one, began)]
        if not found:
            raise trouble("backup-not-found")
        taking = run.snapshot(name, [f"backup:{self._app.package}"])
        for content in files.contents(found):
            path = text(content.fact.path)
            if content.stream is None:
                taking.unread(path, Root.BACKUP, content.why)
            elif "/_full/" in path:
                why = why or _members(taking, content.stream)
            else:
                taking.add(f"backup:{path.rpartition('/')[2]}", Root.BACKUP, content.stream, 0)
        return taking.done(complete=not why, why=why)

    def _is_ours(self, fact: Fact, began: int) -> bool:
        """Whether this file of the transport is of the app, and of this backup."""
        parts = text(fact.path).split("/")
        return self._app.package in parts and fact.modified >= began - 1


_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/$")


def _unpacked(taking: Taking, stream: IO[bytes]) -> Snapshot:
    why = _members(taking, stream)
    return taking.done(complete=not why, why=why)


def _members(taking: Taking, stream: IO[bytes]) -> str:
    """Keeps what is in an archive. Why not all of it could be, empty if it could."""
    count = 0
    try:
        with tarfile.open(mode="r|", fileobj=stream) as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                path = f"backup:{member.name}"
                count += 1
                if count > MAX_MEMBERS:
                    return told("too-many-files", count=str(MAX_MEMBERS))
                if content is not None:
                    taking.add(path, Root.BACKUP, content, member.mode, int(member.mtime))
                elif not member.isdir():
                    taking.link(path, Root.BACKUP, member.linkname)
    except (tarfile.TarError, EOFError, zlib.error, Cut, ValueError) as error:
        return told("backup-broken", why=visible(str(error), 200))
    except OSError as error:
        raise trouble("disk-full", why=error.strerror or str(error)) from error
    return "" if count else told("backup-broken", why="0")


def _opened(stream: IO[bytes]) -> IO[bytes]:
    """What is behind the head of `adb backup`. Raises CollectError."""
    head = b""
    try:
        while head.count(b"\n") < _HEAD_LINES and len(head) < 1 << 16:
            piece = stream.read(1 << 16)
            if not piece:
                break
            head += piece
    except Cut as error:
        raise trouble("not-backed-up", why=str(error)) from error
    *lines, rest = head.split(b"\n", _HEAD_LINES)
    if len(lines) < _HEAD_LINES or lines[0] != _MAGIC:
        raise trouble("not-backed-up", why=visible(head[:100].decode("utf-8", "replace")))
    if lines[3] != b"none":
        raise trouble("backup-encrypted")
    return cast("IO[bytes]", _Inflated(rest, stream, packed=lines[2] == b"1"))


class _Inflated:
    """What a stream holds, unpacked piece by piece."""

    def __init__(self, first: bytes, stream: IO[bytes], *, packed: bool) -> None:
        self._waiting = first
        self._stream = stream
        self._zlib = zlib.decompressobj() if packed else None

    def read(self, size: int = -1) -> bytes:
        most = size if size > 0 else 1 << 16
        while True:
            data, self._waiting = self._waiting, b""
            data = data or self._stream.read(most)
            if self._zlib is None:
                self._waiting = data[most:]
                return data[:most]
            out = self._zlib.decompress(data, most)
            self._waiting = self._zlib.unconsumed_tail
            if not data and not out and not self._zlib.eof:
                # An archive that ends between two files looks whole: what packs it has an end.
                raise EOFError("zlib")
            if out or not data:
                return out
