"""Backups of an Android app: those of `adb backup` (.ab), and what `bmgr` leaves with the local
transport, which is an archive of tar without more.

An .ab has a short head before its archive. Since Android 12 the data of an app with
targetSdkVersion 31 or more are not in it, unless the app can be debugged: what is not in such a
backup shows nothing.
"""

import io
import zlib
from pathlib import Path
from typing import IO

from appsec.runtime.imports.gathered import Loss, Unusable, opened
from appsec.runtime.imports.trees import MAX_TAR, Filling, fill_from_stream

MAGIC = b"ANDROID BACKUP\n"
MAX_HEAD = 64
PIECE = 1 << 20
LEFT_OUT_SINCE = 31


def is_ab(path: Path) -> bool:
    """Whether it is one of `adb backup`. Raises Unusable."""
    with opened(path, MAX_TAR) as file:
        return file.readline(MAX_HEAD) == MAGIC


def fill_from_transport(filling: Filling, path: Path, package: str) -> list[Loss]:
    """Takes the app's files of what the local transport keeps; what it lacks. Raises Unusable."""
    with opened(path, MAX_TAR) as file:
        torn = fill_from_stream(filling, file, f"apps/{package}")
    return _none_of(filling, package, [torn] if torn else [])


def fill_from_ab(filling: Filling, path: Path, package: str, target: int) -> list[Loss]:
    """Takes the app's files of a backup into a snapshot; what it lacks. `target` is the app's
    targetSdkVersion, 0 if nobody knows it. Raises Unusable."""
    with opened(path, MAX_TAR) as file:
        if file.readline(MAX_HEAD) != MAGIC:
            raise Unusable("unreadable", why="no Android backup")
        version, packed, cipher = (file.readline(MAX_HEAD).strip() for _ in range(3))
        if cipher != b"none":
            raise Unusable("backup-encrypted")
        if not version.isdigit() or packed not in (b"0", b"1"):
            raise Unusable("unreadable", why="no Android backup")
        stream = io.BufferedReader(_Inflated(file)) if packed == b"1" else file
        torn = fill_from_stream(filling, stream, f"apps/{package}")
    losses = _none_of(filling, package, [torn] if torn else [])
    if not 0 < target < LEFT_OUT_SINCE:
        losses.append(Loss("backup-says-nothing", {"target": str(target or "?")}))
        filling.why = filling.why or "adb backup leaves out the data of this app"
    return losses


def _none_of(filling: Filling, package: str, losses: list[Loss]) -> list[Loss]:
    if not filling.files:
        losses.append(Loss("not-in-backup", {"package": package}))
        filling.why = filling.why or "the app is not in it"
    return losses


class _Inflated(io.RawIOBase):
    """What a zlib stream holds, piece by piece."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._inflater = zlib.decompressobj()
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._left and not self._inflater.eof:
            packed = self._inflater.unconsumed_tail or self._file.read(PIECE)
            if not packed:
                raise EOFError("the compressed data end early")
            self._left = self._inflater.decompress(packed, PIECE)
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
