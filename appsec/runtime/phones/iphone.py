"""An iPhone on a cable, as far as the programs of libimobiledevice and frida reach it."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Self

from appsec.model.run_files import LogLine, Snapshot
from appsec.model.text import visible
from appsec.model.trace import Device, DeviceKind
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.adb import QUICK, Said, Stream, call
from appsec.runtime.phones.device_files import DeviceFiles
from appsec.runtime.phones.places import Place
from appsec.runtime.phones.snapshot import Snapshots, Source
from appsec.runtime.phones.words import told, trouble
from appsec.runtime.run_folder import RunFolder

LISTED, ABOUT, SYSLOG, SCREEN = "idevice_id", "ideviceinfo", "idevicesyslog", "idevicescreenshot"
TICK = 0.2
GRACE = 1.0
_UDID = re.compile(r"[0-9A-Fa-f-]{20,64}", re.ASCII)
_HEAD = re.compile(
    r"\w{3} +\d+ \d\d:\d\d:\d\d(?:\.\d+)? (?:\S+ )?([^\[\]]+)\[(\d+)\] <(\w+)>: (.*)"
)
_OWN_WORDS = re.compile(r"\[(?:dis)?connected(?::[^\]]*)?\]")
_PRIORITIES = {"Debug": "D", "Info": "I", "Notice": "I", "Warning": "W", "Error": "E"}


def attached() -> list[str]:
    """The UDIDs of the iPhones that are there; none if the programs are not installed."""
    if shutil.which(LISTED) is None:
        return []
    try:
        said = _say(LISTED, "-l")
    except CollectError:
        return []
    return [one for one in said.text.split() if _UDID.fullmatch(one)]


def about(udid: str) -> Device:
    """What an iPhone says of itself. Raises CollectError: it must be unlocked and trust this
    computer."""
    told_ = {}
    for key in ("ProductType", "ProductVersion"):
        said = _say(ABOUT, "-u", udid, "-k", key)
        if said.code != 0:
            raise trouble("iphone-not-paired", why=said.err[:200])
        told_[key] = visible(said.text.strip(), 60)
    digest = sha256(udid.encode()).hexdigest()[:16]
    return Device(DeviceKind.USB, digest, told_["ProductType"], f"iOS {told_['ProductVersion']}")


def _say(name: str, *arguments: str, seconds: float = QUICK) -> Said:
    return call([_program(name), *arguments], seconds)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise trouble("libimobiledevice-missing", program=name)
    return os.path.abspath(found)


class IPhone:
    """A Phone of runtime/collect.py. `executable` is the name of the app's program, by which its
    log lines are known; `within` opens its files from within its process, and `containers` are the
    folders there (frida knows both)."""

    def __init__(
        self,
        udid: str,
        executable: str = "",
        *,
        within: Callable[[str], DeviceFiles] | None = None,
        containers: tuple[str, ...] = (),
    ) -> None:
        if not _UDID.fullmatch(udid):
            raise trouble("gone")
        self.udid = udid
        self._executable = executable
        self._within = within
        self._containers = containers

    @classmethod
    def open(cls, udid: str = "", executable: str = "") -> Self:
        """The iPhone of this UDID, or the only one. Raises CollectError with what to do."""
        _program(LISTED)
        found = [udid] if udid else attached()
        if len(found) != 1:
            raise trouble("several-devices" if found else "gone", serials=", ".join(found))
        phone = cls(found[0], executable)
        assert phone.about
        return phone

    @cached_property
    def about(self) -> Device:
        return about(self.udid)

    def log(self, package: str) -> "Syslog":
        if not self._executable:
            raise trouble("iphone-no-executable", package=package)
        return Syslog([_program(SYSLOG), "-u", self.udid, "-x"], self._executable)

    def snapshot(self, run: RunFolder, name: str, package: str) -> Snapshot:
        if self._within is None or not self._containers:
            raise trouble("iphone-no-files", package=package)
        files = self._within(package)
        places = tuple(Place(one) for one in self._containers)
        # Nothing but frida reads here: a connection that is lost does not come back by itself.
        return Snapshots(run, [Source(files, places)], lambda: False).take(name)

    def backup(self, run: RunFolder, name: str, package: str) -> Snapshot:
        raise trouble("iphone-backup", udid=self.udid)

    def screenshot(self) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder, "screen.png")
            said = _say(SCREEN, "-u", self.udid, str(place), seconds=60)
            data = place.read_bytes() if place.is_file() else b""
        if said.code != 0 or not data.startswith(b"\x89PNG"):
            raise trouble("iphone-no-screenshot", why=(said.err or said.text)[:200])
        return data

    def ui_tree(self) -> bytes:
        raise trouble("iphone-by-hand")

    def start_app(self, package: str) -> None:
        raise trouble("iphone-by-hand")

    def stop_app(self, package: str) -> None:
        raise trouble("iphone-by-hand")


class Syslog:
    """A Collector of the log of an iPhone: the public part of what is logged."""

    def __init__(self, command: list[str], executable: str) -> None:
        self._command = command
        self._executable = executable
        self._stream: Stream | None = None
        self._stopping, self._came, self._over = Event(), Event(), Event()
        self._trouble = ""

    @property
    def trouble(self) -> str:
        return self._trouble

    def start(self, run: RunFolder) -> None:
        """The system of a phone is never quiet: the first line shows that its log comes."""
        self._stream = Stream(self._command)
        Thread(target=self._collect, args=(run, self._stream), daemon=True).start()
        if not self._came.wait(QUICK):
            self.stop()
            raise CollectError(self._trouble or told("log-silent"))

    def settle(self) -> None:
        """Nothing tells that all that was logged has come. Raises CollectError."""
        if self._over.wait(GRACE):
            raise CollectError(self._trouble or told("log-cut"))

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        if not self._over.is_set():
            time.sleep(GRACE)  # nothing tells that all that was logged has come
        self._stopping.set()
        if self._stream is not None:
            self._stream.close()
            self._over.wait(QUICK)

    def _collect(self, run: RunFolder, stream: Stream) -> None:
        rest, last = "", None
        try:
            with stream:
                while (piece := stream.poll(TICK)) != b"":
                    *whole, rest = (rest + (piece or b"").decode("utf-8", "replace")).split("\n")
                    lines = []
                    for text in whole:
                        if last is None and _OWN_WORDS.fullmatch(text.strip()):
                            continue  # of the program, not of the phone
                        last = self._line(run, text, last)
                        lines.append(last)
                    if lines:
                        run.log(lines)
                        self._came.set()
            if not self._stopping.is_set():
                self._trouble = told("unplugged")
        except OSError as error:
            self._trouble = told("disk-full", why=error.strerror or str(error))
        finally:
            self._came.set()
            self._over.set()

    def _line(self, run: RunFolder, text: str, last: LogLine | None) -> LogLine:
        """A line; one without a head goes on with the one before."""
        head = _HEAD.match(text)
        if head is None:
            own = last.own if last is not None else False
            tag, pid = (last.tag, last.pid) if last is not None else ("", 0)
            return LogLine(run.now, run.phase, text, tag, "", pid, own)
        process, pid_, level, said = head.groups()
        name = process.partition("(")[0].strip()
        own = name == self._executable
        return LogLine(
            run.now, run.phase, said, process, _PRIORITIES.get(level, ""), int(pid_), own
        )
