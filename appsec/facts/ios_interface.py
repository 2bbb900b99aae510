"""Facts about compiled interface files: where text is typed, and how the keyboard behaves there."""

import re
from enum import StrEnum

from appsec.model.frozen import frozen
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


DIGITS = frozenset({4, 5, 8, 11})
"""Keyboard types that have digits only, and nothing to correct or suggest: number, phone, decimal
and ASCII-capable number pad."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word begins in a name such as `idNumberField`."""


@frozen
class TextInput:
    """A place to type, as its interface file sets it up; code may change that when it runs.

    `outlets` are the names under which code knows it, `labels` what VoiceOver reads and tests go
    by. `custom` is its own class, if it has one. `keyboard` is UIKit's number of the keyboard type,
    0 being the default one; `content` its UITextContentType. `adjusted` is whether a runtime
    attribute of the file sets a trait, `disabled` whether nothing can be typed yet.
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
    disabled: bool = False
    labels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a person knows it by."""
        names = (*self.outlets, self.placeholder or "".join(self.labels[:1]))
        return " / ".join(filter(None, names)) or self.kind.value

    @property
    def words(self) -> str:
        """Every name and text by which it may be told what is typed, in small letters, the words
        of a name apart."""
        names = (*self.outlets, self.placeholder, self.content, *self.labels)
        return " | ".join(_HUMP.sub(" ", name).replace("_", " ").lower() for name in names if name)

    @property
    def learns(self) -> bool:
        """Whether the keyboard may correct, suggest and remember what is typed here."""
        quiet = self.autocorrection is Trait.NO and self.spell_checking is Trait.NO
        return not (self.secure or quiet or self.keyboard in DIGITS)

    @property
    def at(self) -> Location:
        """The file, and the name in it."""
        return Location(self.file, self.name)


@frozen
class Interface:
    """The compiled interface files that were read, and the places to type in them. `pages` are
    the files with a web view, each with its class: what a page asks for stands elsewhere."""

    files: tuple[str, ...]
    inputs: tuple[TextInput, ...]
    pages: tuple[tuple[str, str], ...] = ()
