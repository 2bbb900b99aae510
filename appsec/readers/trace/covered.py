"""Which parts of a device's storage a snapshot walked, by the folders that it names."""

import re
from collections.abc import Iterable

from appsec.model.run_files import PRIVATE, Root

_OWN = re.compile(r"/data/(?:data|user/\d+|user_ce/\d+)/([\w.]+)/?")
_BEFORE_UNLOCK = re.compile(r"/data/user_de/\d+/([\w.]+)/?")
"""An app's folder that is there before the device is unlocked; it is as much its own."""
_CARD = r"(?:/sdcard|/storage/emulated/\d+|/storage/self/primary)"
_EXTERNAL = re.compile(rf"{_CARD}/Android/data/([\w.]+)/?")
_PLACES: tuple[tuple[re.Pattern[str], frozenset[Root]], ...] = (
    (re.compile(rf"{_CARD}/?"), frozenset((Root.SHARED, Root.EXTERNAL))),
    (re.compile(r"(?:/private)?/var/mobile/Containers/Data/Application/[0-9A-F-]+/?"), PRIVATE),
    (
        re.compile(r"(?:/private)?/var/mobile/Containers/Shared/AppGroup/[0-9A-F-]+/?"),
        frozenset((Root.GROUP,)),
    ),
    (re.compile(r"backup(?:[:/-].*)?"), frozenset((Root.BACKUP,))),
)


def covered(roots: Iterable[str], package: str = "") -> frozenset[Root]:
    """Of what these folders hold the whole. A folder within one of them is no such, nor is that of
    another app than the one that is named."""
    roots = tuple(roots)
    found: set[Root] = set()
    if _is_of(_OWN, roots, package) and _is_of(_BEFORE_UNLOCK, roots, package):
        found |= PRIVATE
    if _is_of(_EXTERNAL, roots, package):
        found.add(Root.EXTERNAL)
    for pattern, of in _PLACES:
        if any(map(pattern.fullmatch, roots)):
            found |= of
    return frozenset(found)


def folder_left(roots: Iterable[str], package: str) -> str:
    """The folder that was left out where only one of an Android app's own two was walked."""
    roots = tuple(roots)
    if _is_of(_OWN, roots, package) and not _is_of(_BEFORE_UNLOCK, roots, package):
        return f"/data/user_de/0/{package}"
    return ""


def _is_of(pattern: re.Pattern[str], roots: Iterable[str], package: str) -> bool:
    found = (match[1] for root in roots if (match := pattern.fullmatch(root)))
    return any(name == package or not package for name in found)
