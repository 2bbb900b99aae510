"""Facts about what an app hands to other apps: files behind providers, and shortcuts."""

import posixpath
import re
from typing import TYPE_CHECKING

from appsec.model.frozen import frozen
from appsec.model.outcome import Location

if TYPE_CHECKING:
    from appsec.facts.android import Component

_STARTS = {
    "files-path": "/data/data/app/files",
    "cache-path": "/data/data/app/cache",
    "external-path": "/storage/emulated/0",
    "external-files-path": "/storage/emulated/0/Android/data/app/files",
    "external-cache-path": "/storage/emulated/0/Android/data/app/cache",
    "external-media-path": "/storage/emulated/0/Android/media/app",
}
_OF_PROCESS = re.compile(r"\A/proc/[^/]+/(root|cwd)(?=/|\Z)")
_UP = re.compile(r"\A(\.\./?)+")


@frozen
class SharedPath:
    """One folder that a FileProvider may hand out files of. `kind` is the element (`files-path`,
    `root-path` ...), `path` what it names below that; empty is all of it."""

    kind: str
    path: str
    at: Location

    @property
    def folder(self) -> str:
        """The path without what changes nothing: empty for all of it."""
        parts = [part for part in self.path.split("/") if part not in ("", ".")]
        return "/".join(parts)

    @property
    def start(self) -> str:
        """The folder below which its kind lies on most devices, `app` being the package; empty
        for the root."""
        return _STARTS.get(self.kind, "")

    @property
    def place(self) -> str:
        """The folder that it names, detours taken out."""
        place = posixpath.normpath(f"{self.start}/{self.folder}")
        return posixpath.normpath("/" + _OF_PROCESS.sub("", place).lstrip("/"))

    @property
    def is_doubtful(self) -> bool:
        """Whether links of the device decide where it is: of a process, or a name before `..`."""
        names = _UP.sub("", self.folder).split("/")
        return ".." in names or names[0] == "proc"


@frozen
class SharedPaths:
    """What one provider may hand out: those of all its files of paths. It is the component
    itself, because two providers may be of one class."""

    provider: "Component"
    paths: tuple[SharedPath, ...]


@frozen
class Shortcut:
    """A static shortcut: the screens that it opens, and the links that it follows."""

    id: str
    components: tuple[str, ...]
    links: tuple[str, ...]
    at: Location
