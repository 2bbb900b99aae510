"""Facts about what an app hands to other apps: files behind providers, and shortcuts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appsec.model.outcome import Location

if TYPE_CHECKING:
    from appsec.facts.android import Component


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class SharedPaths:
    """What one provider may hand out: those of all its files of paths. It is the component
    itself, because two providers may be of one class."""

    provider: "Component"
    paths: tuple[SharedPath, ...]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A static shortcut: the screens that it opens, and the links that it follows."""

    id: str
    components: tuple[str, ...]
    links: tuple[str, ...]
    at: Location
