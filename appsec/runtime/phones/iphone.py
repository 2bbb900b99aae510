"""An iPhone on a cable, as far as the programs of libimobiledevice and frida reach it."""

import os
import re
import shutil
import tempfile
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Self

from appsec.model.run_files import Look, Snapshot
from appsec.model.text import visible
from appsec.model.trace import Device, DeviceKind
from appsec.runtime.collect import CollectError, Within
from appsec.runtime.phones.adb import MOST, QUICK, Cut, Said, call
from appsec.runtime.phones.iphone_backup import iphone_backup
from appsec.runtime.phones.places import Place
from appsec.runtime.phones.snapshot import Snapshots, Source
from appsec.runtime.phones.syslog import Syslog
from appsec.runtime.phones.words import trouble
from appsec.runtime.run_folder import RunFolder

LISTED, ABOUT, SYSLOG, SCREEN = "idevice_id", "ideviceinfo", "idevicesyslog", "idevicescreenshot"
_UDID = re.compile(r"[0-9A-Fa-f-]{20,64}", re.ASCII)


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


def _say(name: str, *arguments: str, seconds: float = QUICK, most: int = MOST) -> Said:
    return call([_program(name), *arguments], seconds, most)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise trouble("libimobiledevice-missing", program=name)
    return os.path.abspath(found)


class IPhone:
    """A Phone of runtime/collect.py. `executable` is the name of the app's program, by which its
    log lines are known."""

    def __init__(self, udid: str, executable: str = "") -> None:
        if not _UDID.fullmatch(udid):
            raise trouble("gone")
        self.udid = udid
        self._executable = executable

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

    def log(self, package: str) -> Syslog:
        if not self._executable:
            raise trouble("iphone-no-executable", package=package)
        return Syslog([_program(SYSLOG), "-u", self.udid, "-x"], self._executable)

    def snapshot(
        self, run: RunFolder, name: str, package: str, within: Within | None = None
    ) -> Snapshot:
        if within is None:
            raise trouble("iphone-no-files", package=package)
        files = within(package)
        try:
            home = files.home()
            if not home.startswith("/") or not files.exists(home):
                raise trouble("no-folder", package=package, folder=home or "HOME")
            # Nothing but frida reads here: a connection that is lost does not come back by itself.
            return Snapshots(run, [Source(files, (Place(home),))], lambda: False).take(name)
        except Cut as error:
            raise CollectError(str(error)) from error
        finally:
            files.close()

    def backup(self, run: RunFolder, name: str, package: str) -> Snapshot:
        return iphone_backup(_say, self.udid, run, name, package)

    def screenshot(self) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder, "screen.png")
            said = _say(SCREEN, "-u", self.udid, str(place), seconds=60)
            data = place.read_bytes() if place.is_file() else b""
        if said.code != 0 or not data.startswith(b"\x89PNG"):
            raise trouble("iphone-no-screenshot", why=(said.err or said.text)[:200])
        return data

    def look(self, kind: Look, package: str) -> bytes:
        raise trouble("iphone-by-hand")

    def start_app(self, package: str) -> None:
        raise trouble("iphone-by-hand")

    def stop_app(self, package: str) -> None:
        raise trouble("iphone-by-hand")
