"""A phone that is a folder: `data` is the app's own folder, `sdcard` the shared one, `log.txt` the
system's log (lines of `tag: text`, the app's own begin with a star), `gone` unplugs it."""

import io
import shutil
import time
from threading import Event, Thread

from appsec.model.run_files import LogLine, Root
from appsec.model.trace import Device, DeviceKind
from appsec.runtime.collect import CollectError
from appsec.runtime.identity import Identity

PNG = b"\x89PNG\r\n\x1a\n made up"
_PARTS = {"shared_prefs": Root.PREFERENCES, "databases": Root.DATABASES, "cache": Root.CACHE}


class FolderLog:
    """Follows the log; like a phone's, it is never quiet for long."""

    def __init__(self, place):
        self._place = place
        self._over = Event()
        self._rounds = 0
        self.trouble = ""

    def start(self, run):
        if (self._place.parent / "gone").exists():
            raise CollectError("unplugged")
        self._thread = Thread(target=self._follow, args=(run,), daemon=True)
        self._thread.start()

    def settle(self):
        """Until it was read twice more: all that was there by now is in then."""
        wanted = self._rounds + 2
        while self._rounds < wanted and self._thread.is_alive():
            time.sleep(0.01)
        if self.trouble:
            raise CollectError(self.trouble)

    def stop(self):
        self._over.set()
        self._thread.join(60)

    def _follow(self, run):
        with self._place.open() as file:
            file.seek(0, io.SEEK_END)
            while not self._over.is_set():
                if (self._place.parent / "gone").exists():
                    self.trouble = "unplugged"
                    return
                lines = [line.rstrip("\n") for line in file] + ["system: tick"]
                run.log(self._line(run, line) for line in lines)
                self._rounds += 1
                time.sleep(0.05)

    @staticmethod
    def _line(run, line):
        tag, _, text = line.lstrip("*").partition(": ")
        return LogLine(run.now, run.phase, text, tag, own=line.startswith("*"))


class FolderPhone:
    """Implements `Phone`."""

    def __init__(self, folder):
        self._folder = folder

    @property
    def about(self):
        return Device(DeviceKind.LOCAL, "f01de2", "Folder", "Android 14", rooted=True)

    def identity(self, package):
        """What it is told by lies in files, too: `device` and `app`."""
        if (self._folder / "gone").exists():
            raise CollectError("unplugged")
        told = [place.read_text() for place in (self._folder / "device", self._folder / "app")]
        every = [one.stat() for one in (self._folder / "data").rglob("*")]
        return Identity(*told, tuple(f"{one.st_ino} {one.st_ctime_ns}" for one in every))

    def log(self, package):
        return FolderLog(self._folder / "log.txt")

    def snapshot(self, run, name, package, within=None):
        if (self._folder / "gone").exists():
            raise CollectError("unplugged")
        own = f"/data/user/0/{package}"
        taking = run.snapshot(name, [own, f"/data/user_de/0/{package}", "/sdcard"])
        for below, place in (("data", own), ("sdcard", "/sdcard")):
            for path in sorted((self._folder / below).rglob("*")):
                if path.is_file():
                    inner = path.relative_to(self._folder / below)
                    part = (
                        Root.SHARED if below == "sdcard" else _PARTS.get(inner.parts[0], Root.FILES)
                    )
                    with path.open("rb") as file:
                        taking.add(f"{place}/{inner}", part, file, 0o100600)
        return taking.done()

    def backup(self, run, name, package):
        taking = run.snapshot(name, ["backup"])
        for path in sorted((self._folder / "data").rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    taking.add(f"backup/{path.name}", Root.BACKUP, file, 0o100600)
        return taking.done()

    def screenshot(self):
        return PNG

    def look(self, kind, package):
        place = self._folder / str(kind)
        return place.read_bytes() if place.exists() else b"<hierarchy/>"

    def start_app(self, package):
        pass

    def stop_app(self, package):
        pass


class FolderAgent:
    """Implements `Agent`: it hooks nothing, and is gone when a file `dead` is in its folder."""

    def __init__(self, folder):
        self._dead = folder / "dead"

    def start(self, run):
        if self._dead.exists():
            raise CollectError("dead")
        self._run = run

    def mark(self, name, note=""):
        self._run.mark(name, note)

    def files(self, package):
        raise CollectError("not of this agent")

    @property
    def trouble(self):
        return "exited" if self._dead.exists() else ""

    def stop(self, reason):
        self._run.end(reason)


class FolderApp:
    """The app that is used on it. The weak one keeps and logs what is typed; both do something."""

    def __init__(self, folder, weak):
        self.folder, self.weak = folder, weak
        for name in ("data/shared_prefs", "data/cache", "sdcard"):
            (folder / name).mkdir(parents=True)
        (folder / "log.txt").touch()
        self.installed("first")
        (folder / "data/shared_prefs/settings.xml").write_text("<map/>")
        (folder / "device").write_text("f01de2")

    def installed(self, which):
        (self.folder / "app").write_text(which)

    def cleared(self):
        """All that it keeps goes away, and it makes its settings anew."""
        shutil.rmtree(self.folder / "data")
        (self.folder / "data/shared_prefs").mkdir(parents=True)
        (self.folder / "data/cache").mkdir()
        (self.folder / "data/shared_prefs/settings.xml").write_text("<map/>")

    def typed(self, what, value):
        if self.weak:
            with (self.folder / "data/shared_prefs/user.xml").open("a") as file:
                file.write(f'<string name="{what}">{value}</string>\n')
            with (self.folder / "data/cache/http").open("a") as file:
                file.write(f"{what}={value}\n")
            self.says(f"{what} is {value}")

    def close(self):
        pass

    def says(self, text):
        with (self.folder / "log.txt").open("a") as file:
            file.write(f"*App: {text}\n")
