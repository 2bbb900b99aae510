"""Whose a line of the log is: the app's processes by their uid, however often they are started."""

import re

from appsec.runtime.phones.adb import Adb
from appsec.runtime.phones.logcat import USER, Entry

APPS = range(10_000, 20_000)
ISOLATED = range(90_000, 100_000)
"""Processes without rights that an app has made, each with a uid of its own."""
MAX_KNOWN = 20_000
_LISTED = re.compile(r"package:(\S+) uid:([\d,]+)")
_USER_ID = re.compile(r"^ *(?:userId|appId)=(\d+)", re.MULTILINE)


class Owner:
    """Knows which uids and processes are the app's. Asks the device when it meets an app that was
    not there before: after a new installation the app has another uid."""

    def __init__(self, adb: Adb, package: str) -> None:
        self._adb = adb
        self._package = package
        self._others: set[int] = set()
        self._isolated: dict[tuple[int, int], bool] = {}
        self.uids: set[int] = set()

    def learn(self) -> None:
        """Asks for the uids of all apps. Raises CollectError if the device is gone."""
        said = self._adb.shell("pm list packages -U")
        found = [
            (name, uid) for name, uids in _LISTED.findall(said.text) for uid in uids.split(",")
        ]
        self.uids |= {int(uid) % USER for name, uid in found if name == self._package}
        if not found:
            # Before Android 8 the list has no uids.
            told = self._adb.shell(f"dumpsys package {self._package}").text
            self.uids |= {int(uid) % USER for uid in _USER_ID.findall(told)[:1]}
        self._others = {int(uid) % USER for _, uid in found} - self.uids

    def owns(self, entry: Entry) -> bool:
        """Whether one of the app's processes wrote it. Raises CollectError."""
        app = entry.app
        if app in self.uids:
            return True
        if app in APPS and app not in self._others:
            self.learn()
            self._others |= {app} - self.uids
            return app in self.uids
        return app in ISOLATED and self._is_isolated(entry)

    def _is_isolated(self, entry: Entry) -> bool:
        key = (entry.pid, entry.uid)
        if key not in self._isolated:
            if len(self._isolated) > MAX_KNOWN:
                self._isolated.clear()
            name = self._adb.shell(f"cat /proc/{entry.pid:d}/cmdline").out.split(b"\0")[0]
            own = self._package.encode()
            self._isolated[key] = name == own or name.startswith(own + b":")
        return self._isolated[key]
