"""The adb program: each call has a time limit, what it answers is bounded, no shell of this machine
is involved."""

import os
import re
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from appsec.model.frozen import frozen
from appsec.model.text import visible
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.ending import CUT, Ending
from appsec.runtime.phones.words import told, trouble

QUICK = 60.0
IDLE = 60.0
"""Seconds that a stream may be silent before it counts as cut."""
MOST = 4 << 20
MAX_ERR = 8 << 10
MAX_TOLD = 400
_PIECE = 1 << 16
_LISTED = re.compile(
    r"(?P<serial>\S.*?)\s+(?P<state>no permissions|device|offline|unauthorized|authorizing"
    r"|connecting|recovery|rescue|sideload|bootloader|host|detached|unknown)\b(?P<rest>.*)"
)
"""A line of `adb devices -l`. A serial may have spaces: a second connection by mDNS has."""
_OWN_ERRORS = ("error:", "adb: error:", "adb: device", "adb: no devices", "* failed")


class Cut(OSError):
    """The connection to the phone ended while something was read; says why."""


@frozen
class Said:
    """What a program answered: no more than was asked for."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8", "replace")


def program() -> str:
    """Where adb is. Raises CollectError with how to install it."""
    places = [os.environ.get(name, "") for name in ("ANDROID_HOME", "ANDROID_SDK_ROOT")]
    found = shutil.which("adb")
    for place in filter(None, places):
        found = found or shutil.which("adb", path=str(Path(place) / "platform-tools"))
    if found is None:
        raise trouble("adb-missing")
    return os.path.abspath(found)


class Stream:
    """What a program writes, as it comes. At its end `code` is known: CUT if an ending was to come
    and did not."""

    def __init__(
        self, command: list[str], idle: float = IDLE, ending: Ending | None = None
    ) -> None:
        self._idle = idle
        self._ending = ending
        self._held = b""
        try:
            # A session of its own: Ctrl-C is for the tester's session, which stops it in order.
            self._popen = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise trouble("adb-failed", why=str(error)) from error
        assert self._popen.stdout is not None and self._popen.stderr is not None
        self._out, self._err = self._popen.stdout, self._popen.stderr
        self._open = [self._out.fileno(), self._err.fileno()]
        self._said = b""
        self._ended = False
        self._told = CUT
        self.code: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        self._open.clear()
        self._out.close()
        self._err.close()

    @property
    def err(self) -> str:
        return self._said.decode("utf-8", "replace").strip()

    def poll(self, seconds: float) -> bytes | None:
        """What came within so many seconds: None if nothing did, nothing at its end."""
        if self._ending is None:
            return self._raw(seconds)
        end = time.monotonic() + seconds
        while (piece := self._raw(max(0.0, end - time.monotonic()))) is not None:
            # The last bytes may be the ending: only what follows, or nothing, tells.
            self._held += piece
            keep = self._ending.most if piece else 0
            if not piece and self._held:
                self._held, self._told = self._ending.cut(self._held)
            out = self._held[: max(0, len(self._held) - keep)]
            if out or not piece:
                self._held = self._held[len(out) :]
                self.code = None if piece or out else self._told
                return out
        return None

    def _raw(self, seconds: float) -> bytes | None:
        end = time.monotonic() + seconds
        out, err = self._out.fileno(), self._err.fileno()
        while self._open:
            ready, _, _ = select.select(self._open, [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return None
            if err in ready:
                piece = os.read(err, _PIECE)
                self._said = (self._said + piece)[:MAX_ERR]
                if not piece:
                    self._open.remove(err)
            if out in ready:
                piece = os.read(out, _PIECE)
                if piece:
                    return piece
                self._open.remove(out)
        try:
            self.code = self._popen.wait(max(1.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            return None
        return b""

    def read(self, size: int = -1) -> bytes:
        """As a file does, in pieces of any size. Raises Cut if it is silent for too long, or at an
        end that is not as it should be."""
        if self._ended:
            return b""
        piece = self.poll(self._idle)
        if piece is None:
            raise Cut(told("silent", seconds=f"{self._idle:g}"))
        self._ended = not piece
        if not piece and self.code != 0:
            raise Cut(visible(self.err, MAX_TOLD) or told("cut"))
        return piece

    def close(self) -> None:
        """Ends the program. Any thread may; who reads sees its end."""
        if self._popen.poll() is None:
            self._popen.kill()
        try:
            self._popen.wait(5)
        except subprocess.TimeoutExpired:  # pragma: no cover - a process that nothing can end
            return
        if self.code is None:
            self.code = self._popen.returncode


def call(command: list[str], seconds: float, most: int = MOST) -> Said:
    """Runs a program to its end. Raises CollectError if it takes too long or says too much."""
    end, size = time.monotonic() + seconds, 0
    pieces: list[bytes] = []
    with Stream(command) as stream:
        while (piece := stream.poll(max(0.0, end - time.monotonic()))) != b"":
            if piece is None:
                raise trouble("too-long", what=_shown(command), seconds=f"{seconds:g}")
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise trouble("too-much", what=_shown(command), bytes=str(most))
        return Said(stream.code or 0, b"".join(pieces), stream.err)


def _shown(command: list[str]) -> str:
    return " ".join([Path(command[0]).name, *command[1:]])[:120]


class Adb:
    """One device, as adb reaches it."""

    def __init__(self, serial: str, path: str = "") -> None:
        self.serial = serial
        self._path = path or program()

    def run(self, *arguments: str, seconds: float = QUICK, most: int = MOST) -> Said:
        """`adb -s SERIAL ARGUMENTS`. Raises CollectError if the device cannot be reached."""
        said = call([self._path, "-s", self.serial, *arguments], seconds, most)
        if said.code != 0:
            told_ = [line for line in said.err.splitlines() if line.startswith(_OWN_ERRORS)]
            if told_:
                raise self.lost(told_[-1])
        return said

    def shell(self, command: str, *, seconds: float = QUICK, most: int = MOST) -> Said:
        """Runs a command of the device's shell to its end; that it failed is in `code`. Raises
        CollectError if the device cannot be reached, or was lost before the end."""
        ending = Ending()
        said = self.run("shell", "-T", ending.after(command), seconds=seconds, most=most)
        out, code = ending.cut(said.out)
        if code == CUT:
            raise self.lost(said.err or told("cut"))
        return Said(code, out, said.err)

    def stream(self, command: str, idle: float = IDLE) -> Stream:
        """What a command of the device's shell writes, as it comes."""
        ending = Ending()
        wrapped = ending.after(command)
        return Stream([self._path, "-s", self.serial, "shell", "-T", wrapped], idle, ending)

    def endless(self, command: str) -> Stream:
        """The same of a command that has no end but that of the connection."""
        return Stream([self._path, "-s", self.serial, "shell", "-T", command])

    def state(self) -> str:
        """`device`, `offline`, `unauthorized` ...; empty if it is not there."""
        found = {one.serial: one.state for one in attached(self._path)}
        return found.get(self.serial, "")

    def lost(self, why: str = "") -> CollectError:
        """Why the device cannot be reached, and what to do."""
        try:
            state = self.state()
        except CollectError as error:
            return error
        key = {"": "unplugged", "offline": "offline", "unauthorized": "unauthorized"}
        if state.startswith("no permissions"):
            return trouble("no-permissions")
        return trouble(key.get(state, "cut-off"), why=why)

    def _connect(self) -> None:
        """A server that was started anew does not know what it was connected to, and one that lost
        it believes that it still is."""
        if self.state() == "offline":
            call([self._path, "disconnect", self.serial], QUICK)
        call([self._path, "connect", self.serial], QUICK)

    def back(self, seconds: float, over: Callable[[], bool] = lambda: False) -> bool:
        """Waits until the device answers again, or nobody waits any more."""
        end = time.monotonic() + seconds
        while True:
            try:
                if ":" in self.serial:
                    self._connect()
                if self.shell("echo back").out.strip() == b"back":
                    return True
            except CollectError:
                pass
            if time.monotonic() >= end or over():
                return False
            time.sleep(min(1.0, max(0.0, end - time.monotonic())))


@frozen
class Attached:
    """A line of `adb devices -l`: a device, whatever its state."""

    serial: str
    state: str
    model: str = ""


def attached(path: str = "") -> list[Attached]:
    """The devices that adb knows of. Raises CollectError."""
    path = path or program()
    started = call([path, "start-server"], QUICK)
    if started.code != 0:
        raise trouble("adb-failed", why=started.err)
    said = call([path, "devices", "-l"], QUICK)
    if said.code != 0:
        raise trouble("adb-failed", why=said.err)
    found = []
    for line in said.text.splitlines():
        one = _LISTED.fullmatch(line.strip())
        if one is None or line.startswith(("List of", "*")):
            continue
        words = one["rest"].split()
        model = next(
            (word.removeprefix("model:") for word in words if word.startswith("model:")), ""
        )
        found.append(Attached(one["serial"], one["state"], model.replace("_", " ")))
    return found
