"""Facts about compiled interface files: where text is typed, and how the keyboard behaves there."""

from dataclasses import dataclass
from enum import StrEnum

from appsec.model.outcome import Location, Origin


class InputKind(StrEnum):
    """What takes the text."""

    FIELD = "text_field"
    VIEW = "text_view"
    SEARCH = "search_bar"


class Trait(StrEnum):
    """A setting of the keyboard; by default iOS decides, which for ordinary text means yes."""

    DEFAULT = "default"
    NO = "no"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class TextInput:
    """A place to type, as its interface file sets it up; code may change that when it runs.

    `outlets` are the names under which code knows it. `custom` is its own class, if it has one.
    `keyboard` is UIKit's number of the keyboard type, 0 being the default one; `content` its
    UITextContentType. `adjusted` is whether a runtime attribute of the file sets a trait.
    """

    kind: InputKind
    file: str
    bundle: str
    origin: Origin
    outlets: tuple[str, ...]
    placeholder: str
    content: str
    keyboard: int
    secure: bool
    autocorrection: Trait
    spell_checking: Trait
    custom: str = ""
    adjusted: bool = False

    @property
    def name(self) -> str:
        """What a person knows it by."""
        return " / ".join(filter(None, (*self.outlets, self.placeholder))) or self.kind.value

    @property
    def at(self) -> Location:
        """The file, and the name in it."""
        return Location(self.file, self.name)


@dataclass(frozen=True, slots=True)
class Interface:
    """The compiled interface files that were read, and the places to type in them."""

    files: tuple[str, ...]
    inputs: tuple[TextInput, ...]
