"""What Android says of an installed app: whose it is, and whether it is what users get."""

import re
from shlex import quote

from appsec.model.frozen import frozen
from appsec.model.text import visible
from appsec.runtime.phones.adb import Adb
from appsec.runtime.phones.places import checked
from appsec.runtime.phones.words import trouble

MAX_PARTS = 200
_HASH_SECONDS = 300.0
_USER_ID = re.compile(r"^ *(?:userId|appId)=(\d+)", re.MULTILINE)
_TARGET = re.compile(r"\btargetSdk=(\d+)")
_FLAGS = re.compile(r"^ *(?:pkgFlags|flags)=\[(.*)\]", re.MULTILINE)
_INSTALLER = re.compile(r"^ *installerPackageName=(\S+)", re.MULTILINE)
_FIRST = re.compile(r"^ *firstInstallTime=([\d-]+ [\d:]+)", re.MULTILINE)
_VERSION = re.compile(r"^ *versionName=(.*)", re.MULTILINE)
_HAS_IT = re.compile(r"^ *User (\d+):.*\binstalled=true\b", re.MULTILINE)
_DIGEST = re.compile(r"^\\?([0-9a-f]{64}) ", re.MULTILINE)


@frozen
class InstalledApp:
    """An app on a device. `parts` are the SHA-256 of its APK files, the base first; none if the
    device cannot tell. `first` is when it was installed, by the device's clock; 0 if unknown."""

    package: str
    uid: int
    version: str
    target_sdk: int
    debuggable: bool
    installer: str
    first: int
    parts: tuple[str, ...]

    @property
    def variant(self) -> tuple[str, ...]:
        """Why it cannot be the build that users get, as far as the device shows."""
        return ("debuggable",) if self.debuggable else ()


def installed(adb: Adb, package: str) -> InstalledApp:
    """Raises CollectError if the app is not there, with identifiers that resemble."""
    listed = adb.shell(f"dumpsys package {checked(package)}").text
    text = listed[listed.find(f"Package [{package}]") :]
    uid = _USER_ID.search(text)
    if f"Package [{package}]" not in listed or uid is None:
        raise trouble("not-installed", package=package, like=", ".join(alike(adb, package)) or "-")
    # The app chooses its version's name, which may hold lines of its own: what makes the build a
    # variant counts wherever it is written.
    debuggable = any("DEBUGGABLE" in one.split() for one in _FLAGS.findall(text))
    installers = set(_INSTALLER.findall(text)) - {"null"}
    targets = [int(one) for one in _TARGET.findall(text)]
    version = _VERSION.search(text)
    return InstalledApp(
        package, int(uid.group(1)), visible(version.group(1), 80) if version else "",
        max(targets, default=0), debuggable,
        visible(installers.pop(), 120) if len(installers) == 1 else "",
        _first(adb, text), _parts(adb, package),
    )  # fmt: skip


def other_users(adb: Adb, package: str) -> tuple[str, ...]:
    """Users of the phone beside the first that have the app, or that uses it now: a second space, a
    work profile. Raises CollectError."""
    current = adb.shell("am get-current-user").text.strip()
    found = set(_HAS_IT.findall(adb.shell(f"dumpsys package {checked(package)}").text))
    return tuple(sorted((found | {visible(current, 20) or "?"}) - {"0"}))


def alike(adb: Adb, name: str) -> list[str]:
    """Identifiers of installed apps that somebody may have meant."""
    from difflib import get_close_matches

    said = adb.shell("pm list packages -3").text
    packages = [line.removeprefix("package:").strip() for line in said.splitlines()]
    wanted = name.casefold().replace(" ", "")
    inside = [one for one in packages if wanted and wanted in one.casefold()]
    close = get_close_matches(wanted, packages, 5, 0.6)
    return [visible(one, 120) for one in dict.fromkeys([*inside, *close])][:5]


def _first(adb: Adb, text: str) -> int:
    found = _FIRST.findall(text)
    if len(found) != 1:
        return 0
    said = adb.shell(f"date -d {quote(found[0])} +%s").text.strip()
    return int(said) if said.isdigit() else 0


def _parts(adb: Adb, package: str) -> tuple[str, ...]:
    said = adb.shell(f"pm path {package}").text.splitlines()
    paths = [one.removeprefix("package:").strip() for one in said if one.startswith("package:")]
    paths = sorted(paths, key=lambda one: not one.endswith("/base.apk"))[:MAX_PARTS]
    if not paths:
        return ()
    listed = " ".join(map(quote, paths))
    told = adb.shell(f"sha256sum {listed}", seconds=_HASH_SECONDS)
    found = tuple(_DIGEST.findall(told.text))
    return found if told.code == 0 and len(found) == len(paths) else ()
