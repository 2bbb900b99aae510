"""Every readable text of a build with its place, whatever it lies in."""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import Protocol

from appsec.model.frozen import frozen
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


@frozen
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


class TextBlock(Protocol):
    """Texts of one medium, none of them placed yet: `texts` can be searched at once, and only what
    is hit need be placed. `names` goes with `texts`, or is empty where none has a name."""

    @property
    def medium(self) -> Medium: ...

    @property
    def texts(self) -> Sequence[str]: ...

    @property
    def names(self) -> Sequence[str]: ...

    def placed(self, number: int) -> PlacedText:
        """The text of that number with its place."""
        ...


class Texts(Protocol):
    """All texts of an app, read while they are iterated over, each time in the same order."""

    def __iter__(self) -> Iterator[PlacedText]: ...

    def blocks(self) -> Iterator[TextBlock]:
        """The same texts in the same order, for whoever looks at all of them but wants few."""
        ...

    @property
    def gaps(self) -> Collection[Gap]:
        """What could not be read, complete once an iteration has ended."""
        ...
