"""Where a file of an app lies, as the items tell the parts of its storage apart."""

import posixpath
import re

from appsec.model.run_files import Root

BACKUP = "backup"
_ANDROID = {
    "shared_prefs": Root.PREFERENCES,
    "databases": Root.DATABASES,
    "files": Root.FILES,
    "cache": Root.CACHE,
    "code_cache": Root.CACHE,
}
_PRIVATE = re.compile(r"(?:/data/data|/data/user(?:_ce|_de)?/\d+)/([\w.]+)")
_CARD = re.compile(r"(?:/sdcard|/storage/emulated/\d+|/storage/self/primary)")
_EXTERNAL = re.compile(rf"{_CARD.pattern}/Android/(?:data|media|obb)/([\w.]+)")
_CONTAINER = re.compile(r"(?:/private)?/var/mobile/Containers/Data/Application/[0-9A-F-]+")
_GROUP = re.compile(r"(?:/private)?/var/mobile/Containers/Shared/AppGroup/[0-9A-F-]+")
_WHOLE = (
    (_EXTERNAL, Root.EXTERNAL),
    (_GROUP, Root.GROUP),
    (_CARD, Root.SHARED),
    (re.compile(re.escape(BACKUP)), Root.BACKUP),
)
_IOS = (
    ("Library/Preferences", Root.PREFERENCES),
    ("Library/Caches", Root.CACHE),
    ("Library/SplashBoard", Root.CACHE),
    ("Library/WebKit", Root.WEB),
    ("Library/Cookies", Root.WEB),
    ("tmp", Root.CACHE),
)
_DATABASE = re.compile(r"(?i)\.(?:sqlite3?|db|realm)(?:-wal|-shm|-journal)?")
LOOKS = {
    "android": ("cache", "code_cache", "files", "shared_prefs", "databases", "app_webview"),
    "ios": ("Documents", "Library", "tmp"),
}
"""Folders of which an app's own has at least one."""


def app_of(path: str) -> str | None:
    """The app whose folder this is, or is in; empty if the path does not tell, None if it is
    nowhere that apps keep anything."""
    for pattern in (_PRIVATE, _EXTERNAL):
        if match := _within(pattern, path):
            return match[1]
    known = (_CARD, _CONTAINER, _GROUP)
    return "" if any(_within(pattern, path) for pattern in known) else None


def is_private(root: str) -> bool:
    """Whether it is the whole of an app's own folder."""
    return bool(_PRIVATE.fullmatch(root) or _CONTAINER.fullmatch(root))


def root_of(path: str) -> Root:
    """The part of the storage that a file of the device is in."""
    for pattern, part in _WHOLE:
        if _within(pattern, path):
            return part
    if match := _within(_CONTAINER, path):
        return _in_container(path[match.end() + 1 :])
    match = _within(_PRIVATE, path)
    return _in_data(path[match.end() + 1 :]) if match else Root.OTHER


def _within(pattern: re.Pattern[str], path: str) -> re.Match[str] | None:
    match = pattern.match(path)
    return match if match and path[match.end() : match.end() + 1] in ("", "/") else None


def _in_data(name: str) -> Root:
    first = name.partition("/")[0]
    if name.startswith("files/datastore/"):
        return Root.PREFERENCES
    return Root.WEB if first.startswith("app_webview") else _ANDROID.get(first, Root.OTHER)


def _in_container(name: str) -> Root:
    for folder, root in _IOS:
        if name == folder or name.startswith(f"{folder}/"):
            return root
    if _DATABASE.search(posixpath.basename(name)):
        return Root.DATABASES
    return Root.FILES if name.startswith(("Documents", "Library")) else Root.OTHER
