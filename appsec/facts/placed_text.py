"""Every readable text of a build with its place, whatever it lies in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from appsec.model.outcome import Gap, Location, Origin


class Medium(StrEnum):
    """What a text lies in."""

    CODE = "code"  # a constant in bytecode or in the data of an app's own executable
    RESOURCE = "resource"  # resource tables, strings files, layouts
    MANIFEST = "manifest"  # AndroidManifest.xml, Info.plist
    SETTINGS = "settings"  # XML, JSON, properties, plists, YAML among the bundled files
    SCRIPT = "script"  # JavaScript bundles, HTML, Hermes and Dart strings
    NATIVE = "native"  # native libraries and frameworks
    FILE = "file"  # any other bundled file with texts in it


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One text. `name` is the key it is stored under, where it has one (a resource's name, a key of
    a plist or JSON file, a field). Long files come in pieces of at most 1 MiB that overlap by
    4 KiB; `start` is where in the file's text a piece begins, in characters."""

    text: str
    at: Location
    medium: Medium
    name: str = ""
    origin: Origin = Origin.APP
    start: int = 0


class Texts(Protocol):
    """All texts of an app, read while they are iterated over, each time in the same order."""

    def __iter__(self) -> Iterator[PlacedText]: ...

    @property
    def gaps(self) -> Collection[Gap]:
        """What could not be read, complete once an iteration has ended."""
        ...
