"""Where Android keeps what is an app's, and which part of the storage a path lies in."""

import re

from appsec.model.frozen import frozen
from appsec.model.run_files import Root
from appsec.runtime.imports.places import root_of
from appsec.runtime.phones.words import trouble

CARD = "/storage/emulated/0"
"""Shared storage of the first user."""
_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z0-9_]\w*)+", re.ASCII)


@frozen
class Place:
    """A folder to be fetched. `only` is the part that all in it is of; None asks each path;
    `but` are folders below it that are another app's."""

    path: str
    only: Root | None = None
    but: tuple[str, ...] = ()

    def part(self, path: str) -> Root:
        """The part of the storage that a path below it is of."""
        return self.only if self.only is not None else root_of(path)


def checked(package: str) -> str:
    """The identifier, if it is one. Raises CollectError: a name is none, and nothing else may come
    into a command."""
    if not _PACKAGE.fullmatch(package):
        raise trouble("not-an-identifier", package=package)
    return package


def private(package: str) -> tuple[Place, ...]:
    """The app's own folders. The first is there once the app was started."""
    folders = (f"/data/user/0/{package}", f"/data/user_de/0/{package}")
    return tuple(Place(one) for one in folders)


def external(package: str) -> tuple[Place, ...]:
    """The app's own folders on shared storage."""
    return tuple(Place(f"{one}/{package}", only=Root.EXTERNAL) for one in _OTHERS)


_OTHERS = (f"{CARD}/Android/data", f"{CARD}/Android/obb")
SHARED = Place(CARD, only=Root.SHARED, but=_OTHERS)
"""Shared storage but for the folders of apps, which no other app reads."""
