"""An Android phone or emulator behind the adb program."""

from functools import cached_property
from hashlib import sha256
from shlex import quote
from typing import Self

from appsec.model.noted import USB_DEBUGGING, VERIFIED_BOOT
from appsec.model.run_files import Look, Snapshot
from appsec.model.text import visible
from appsec.model.trace import Device, DeviceKind
from appsec.runtime.collect import CollectError, Within
from appsec.runtime.identity import Identity
from appsec.runtime.phones import screen
from appsec.runtime.phones.access import PLAIN, Way, root_way, run_as_way
from appsec.runtime.phones.adb import Adb, attached, program
from appsec.runtime.phones.android_app import InstalledApp, installed, other_users
from appsec.runtime.phones.android_identity import identity
from appsec.runtime.phones.backup import backup
from appsec.runtime.phones.device_files import DeviceFiles
from appsec.runtime.phones.log_collector import LogCollector
from appsec.runtime.phones.places import SHARED, Place, checked, external, private
from appsec.runtime.phones.shell_files import ShellFiles
from appsec.runtime.phones.snapshot import Snapshots, Source
from appsec.runtime.phones.sockets import Listening, listening, told_of
from appsec.runtime.phones.words import told, trouble
from appsec.runtime.run_folder import RunFolder

PATIENCE = 120.0
"""Seconds in which a cable may be plugged in again."""
_EMULATED = ("goldfish", "ranchu", "cuttlefish", "vbox86")


class AndroidPhone:
    """A Phone of runtime/collect.py."""

    def __init__(self, adb: Adb, *, patience: float = PATIENCE) -> None:
        self.adb = adb
        self._patience = patience

    @classmethod
    def open(cls, serial: str = "", *, patience: float = PATIENCE) -> Self:
        """The device of this serial, or the only one. Raises CollectError with what to do."""
        path = program()
        found = attached(path)
        if not serial:
            if not found:
                raise trouble("no-device")
            if len(found) > 1:
                listed = ", ".join(visible(one.serial, 80) for one in found)
                raise trouble("several-devices", serials=listed)
            serial = found[0].serial
        adb = Adb(serial, path)
        if adb.state() != "device":
            raise adb.lost()
        if "shell_v2" not in adb.run("features").text.split():
            raise trouble("too-old")
        return cls(adb, patience=patience)

    @cached_property
    def about(self) -> Device:
        kind = DeviceKind.USB
        if self.is_emulator:
            kind = DeviceKind.EMULATOR
        elif ":" in self.adb.serial:
            kind = DeviceKind.REMOTE
        digest = sha256(self.adb.serial.encode()).hexdigest()[:16]
        release = self.property("ro.build.version.release")
        model = self.property("ro.product.model")
        return Device(kind, digest, model, f"Android {release}".strip(), self.root is not None)

    @cached_property
    def is_emulator(self) -> bool:
        """Whether no hardware stands behind it."""
        names = ("ro.kernel.qemu", "ro.boot.qemu")
        if any(self.property(name) == "1" for name in names):
            return True
        return self.property("ro.hardware") in _EMULATED

    @cached_property
    def root(self) -> Way | None:
        """How commands become root, None if they cannot."""
        return root_way(self.adb)

    @cached_property
    def api(self) -> int:
        """The API level; 0 if it does not tell."""
        told_ = self.property("ro.build.version.sdk")
        return int(told_) if told_.isdigit() else 0

    def settings(self) -> dict[str, bool | None]:
        """Whether USB debugging is on, and whether the device runs what its maker signed: locked,
        verified at boot, no build for developers. None of what it does not tell. Raises
        CollectError."""
        on = self.adb.shell("settings get global adb_enabled")
        verified = {
            "ro.boot.verifiedbootstate": "green",
            "ro.build.tags": "release-keys",
            "ro.debuggable": "0",
        }
        told_ = {"1": True, "0": False}.get(on.text.strip()) if on.code == 0 else None
        intact = all(self.property(name) == value for name, value in verified.items())
        return {USB_DEBUGGING: told_, VERIFIED_BOOT: intact}

    def property(self, name: str) -> str:
        """A property of the system."""
        return visible(self.adb.shell(f"getprop {quote(name)}").text.strip(), 120)

    def app(self, package: str) -> InstalledApp:
        """What the system says of an app. Raises CollectError."""
        return installed(self.adb, package)

    def identity(self, package: str) -> Identity:
        """Which installation of an app this is. Raises CollectError."""
        return identity(self.adb, self.root or run_as_way(self.adb, package), package)

    def log(self, package: str) -> LogCollector:
        return LogCollector(self.adb, checked(package), patience=self._patience)

    def snapshot(
        self, run: RunFolder, name: str, package: str, within: Within | None = None
    ) -> Snapshot:
        app = self.app(package)
        files = self._files(package, within)
        # Shared storage is the shell's to read, and looks another way to root.
        shared = ShellFiles(self.adb, PLAIN)
        try:
            sources = [
                Source(files, private(package)),
                Source(shared, external(package)),
                Source(shared, (SHARED,), self._since(app)),
            ]
            self._present(files, private(package)[0], package)
            taker = Snapshots(run, sources, lambda: self.adb.back(self._patience))
            return taker.take(name, [*self._elsewhere(), *self._other_users(package)])
        finally:
            if (close := getattr(files, "close", None)) is not None:
                close()

    def backup(self, run: RunFolder, name: str, package: str) -> Snapshot:
        return backup(self.adb, self.root, self.app(package), run, name)

    def screenshot(self) -> bytes:
        return screen.screenshot(self.adb)

    def look(self, kind: Look, package: str) -> bytes:
        match kind:
            case Look.SCREEN:
                return screen.ui_tree(self.adb)
            case Look.CLIPBOARD:
                return self.clipboard().encode("utf-8", "surrogatepass")
            case Look.SOCKETS:
                return "".join(map(told_of, self.listening(package))).encode("ascii")

    def clipboard(self) -> str:
        """What lies in the clipboard: what is in it counts, its silence does not."""
        return screen.clipboard(self.adb, self.api)

    def listening(self, package: str) -> tuple[Listening, ...]:
        """Sockets on which the app waits for others. Raises CollectError."""
        return listening(self.adb, self.root or PLAIN, self.app(package).uid)

    def start_app(self, package: str) -> None:
        icon = "-a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
        said = self.adb.shell(f"cmd package resolve-activity --brief {icon} {checked(package)}")
        activity = said.text.split()[-1:] or [""]
        if not activity[0].startswith(f"{package}/"):
            raise trouble("no-icon", package=package)
        started = self.adb.shell(f"am start -W {icon} -n {quote(activity[0])}", seconds=60)
        if started.code != 0 or "Error" in started.text + started.err:
            why = visible((started.err or started.text)[-200:])
            raise trouble("not-started", package=package, why=why)

    def stop_app(self, package: str) -> None:
        said = self.adb.shell(f"am force-stop {checked(package)}")
        if said.code != 0:
            raise trouble("not-stopped", package=package, why=visible(said.err, 200))

    def _files(self, package: str, within: Within | None) -> DeviceFiles:
        """What reads the app's own folder. Raises CollectError with what the tester can do."""
        if self.root is not None:
            return ShellFiles(self.adb, self.root)
        way = run_as_way(self.adb, package)
        if way is not None:
            return ShellFiles(self.adb, way)
        if within is not None:
            return within(package)
        raise trouble("no-access", package=package, serial=self.adb.serial)

    @staticmethod
    def _present(files: DeviceFiles, place: Place, package: str) -> None:
        try:
            if files.exists(place.path):
                return
        except OSError as error:
            raise CollectError(str(error)) from error
        raise trouble("no-folder", package=package, folder=place.path)

    def _since(self, app: InstalledApp) -> int:
        """Before when nothing on shared storage is the app's; 0 if the clock was set back since."""
        now = self.adb.shell("date +%s").text.strip()
        return app.first if now.isdigit() and app.first <= int(now) else 0

    def _other_users(self, package: str) -> list[str]:
        """Folders of the app that no snapshot fetches: those of another user."""
        users = other_users(self.adb, package)
        return [told("other-users", users=", ".join(users))] if users else []

    def _elsewhere(self) -> list[str]:
        """Storage that no snapshot fetches: a memory card that was put in."""
        said = self.adb.shell("ls /storage")
        if said.code != 0:
            return [told("not-listed", folder="/storage")]
        cards = [one for one in said.text.split() if one not in ("emulated", "self", "enterprise")]
        return [told("card", cards=visible(", ".join(cards), 100))] if cards else []
