"""Which parts of a device's storage a snapshot walked, by the folders that it names."""

import re
from collections.abc import Iterable

from appsec.model.run_files import PRIVATE, Root

_USER = r"(?:/data/data|/data/user/\d+|/data/user_ce/\d+)"
_CARD = r"(?:/sdcard|/storage/emulated/\d+|/storage/self/primary)"
_PLACES: tuple[tuple[re.Pattern[str], frozenset[Root]], ...] = (
    (re.compile(rf"{_USER}/[\w.]+/?"), PRIVATE),
    (re.compile(rf"{_CARD}/?"), frozenset((Root.SHARED, Root.EXTERNAL))),
    (re.compile(rf"{_CARD}/Android/data/[\w.]+/?"), frozenset((Root.EXTERNAL,))),
    (re.compile(r"(?:/private)?/var/mobile/Containers/Data/Application/[0-9A-F-]+/?"), PRIVATE),
    (
        re.compile(r"(?:/private)?/var/mobile/Containers/Shared/AppGroup/[0-9A-F-]+/?"),
        frozenset((Root.GROUP,)),
    ),
    (re.compile(r"backup(?:[:/-].*)?"), frozenset((Root.BACKUP,))),
)


def covered(roots: Iterable[str]) -> frozenset[Root]:
    """Of what these folders hold the whole. A folder within one of them is no such."""
    found: set[Root] = set()
    for root in roots:
        for pattern, of in _PLACES:
            if pattern.fullmatch(root):
                found |= of
    return frozenset(found)
