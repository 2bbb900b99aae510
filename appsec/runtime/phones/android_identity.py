"""Which Android device and installation of an app this is, and whether its data are still there."""

import re
from shlex import quote

from appsec.runtime.collect import CollectError
from appsec.runtime.identity import Identity, digest, files
from appsec.runtime.phones.access import Way
from appsec.runtime.phones.adb import Adb
from appsec.runtime.phones.android_app import installed
from appsec.runtime.phones.places import checked, private

_TOLD = re.compile(r"\b((?:versionCode|ceDataInode)=\d+)")
_STAT = re.compile(r"^(\d+) (\d+)$", re.MULTILINE)
DEPTH = 3
_LISTING_SECONDS = 120.0


def identity(adb: Adb, way: Way | None, package: str) -> Identity:
    """`way` is how the app's own folder is read, None if it cannot be. Raises CollectError."""
    return Identity(_device(adb), _app(adb, package), _data(adb, way, package))


def _device(adb: Adb) -> str:
    """By what a factory reset, another phone or another virtual device changes."""
    said = adb.shell("settings get secure android_id")
    own = said.text.strip() if said.code == 0 else ""
    serial = adb.shell("getprop ro.serialno").text.strip()
    return digest(own, serial) if own not in ("", "null") else ""


def _app(adb: Adb, package: str) -> str:
    """Of one installation. No time of day: that follows the time zone that a tester sets."""
    app = installed(adb, package)
    listed = adb.shell(f"dumpsys package {checked(package)}").text
    told = _TOLD.findall(listed[listed.find(f"Package [{package}]") :])
    said = adb.shell(f"pm path {checked(package)}").text.splitlines()
    paths = sorted(one.removeprefix("package:").strip() for one in said)
    written = adb.shell(f"stat -c '%i %Y' {' '.join(map(quote, paths))}").text if paths else ""
    return digest(app.uid, app.first, app.parts, told, paths, written)


def _data(adb: Adb, way: Way | None, package: str) -> tuple[str, ...] | None:
    if way is None:
        return None
    place = private(checked(package))[0].path
    script = f"find {quote(place)} -maxdepth {DEPTH} -exec stat -c '%i %Z' {{}} +"
    try:
        said = adb.shell(way.of(script), seconds=_LISTING_SECONDS)
    except CollectError:
        return None
    found = [(int(number), int(changed)) for number, changed in _STAT.findall(said.text)]
    return files(found) if found else None
