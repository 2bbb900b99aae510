"""A declaration (App資料調查表（自評用）) as an assessment embeds it, and what became of it."""

from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.observed import Trait
from appsec.model.text import Text


class Agreement(StrEnum):
    """How what was declared of one thing stands against what the build shows."""

    BOTH = "both"
    ONLY_DECLARED = "only_declared"
    ONLY_OBSERVED = "only_observed"
    NOT_READ = "not_read"


@frozen
class Cell:
    """One field of a form: its key, its label in both languages, and what was filled in."""

    key: str
    label: Text
    value: str
    required: bool = False
    prefilled: bool = False


@frozen
class Section:
    """A part of the form. A list has one row of cells for each entry; anything else has one row."""

    key: str
    title: Text
    rows: tuple[tuple[Cell, ...], ...]
    requirements: tuple[str, ...] = ()


@frozen
class Comparison:
    """One thing, declared or observed. NOT_READ: declared, not seen, and not all was read."""

    trait: Trait
    name: str
    agreement: Agreement
    requirements: tuple[str, ...] = ()


@frozen
class Declared:
    """The declaration that took part, by the name of its file and its SHA-256.

    `missing` are the keys of cells that a verdict needs and that are empty. `prepared_for` is the
    SHA-256 of the build that it was filled in for, or empty.
    """

    file: str
    sha256: str
    prepared_for: str
    sections: tuple[Section, ...]
    comparisons: tuple[Comparison, ...] = ()
    missing: tuple[str, ...] = field(default=())
