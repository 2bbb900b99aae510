"""The document that every human format renders: blocks and inlines, free of any format."""

from collections.abc import Iterator
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.text import Lang
from appsec.model.verdict import Result


class Tone(StrEnum):
    """What a box or tag says by its colour; its words say the same."""

    NEUTRAL = "neutral"
    NOTE = "note"
    WARNING = "warning"
    BAD = "bad"
    GOOD = "good"


@frozen
class Text:
    """Plain words."""

    text: str


@frozen
class Strong:
    """Words that matter most."""

    text: str


@frozen
class Code:
    """A name from the app or of a check, shown letter by letter."""

    text: str


@frozen
class Link:
    """Words that lead to an anchor of this document."""

    text: str
    anchor: str


@frozen
class Mark:
    """A verdict: its result and the words for it."""

    result: Result
    label: str


@frozen
class Tag:
    """A short label beside something: a severity, a class, a basis."""

    label: str
    tone: Tone = Tone.NEUTRAL


@frozen
class Break:
    """A new line within a cell or paragraph."""


Inline = Text | Strong | Code | Link | Mark | Tag | Break
Inlines = tuple[Inline, ...]


@frozen
class Heading:
    """A heading; level 2 is a chapter. `anchor` is unique within the document. On paper a chapter
    with `new_page` begins a page."""

    level: int
    text: str
    anchor: str
    new_page: bool = False


@frozen
class Paragraph:
    """A run of words."""

    inlines: Inlines


@frozen
class ItemList:
    """Points, numbered or not."""

    items: tuple[Inlines, ...]
    ordered: bool = False


@frozen
class KeyValues:
    """Labels with what they stand for."""

    pairs: tuple[tuple[str, Inlines], ...]


class Width(StrEnum):
    """How much room a column needs."""

    NARROW = "narrow"
    MIDDLE = "middle"
    WIDE = "wide"


@frozen
class Column:
    """The head of a column."""

    label: str
    width: Width = Width.MIDDLE


@frozen
class Row:
    """Cells, the first of which names the row. A muted row does not count here."""

    cells: tuple[Inlines, ...]
    anchor: str = ""
    muted: bool = False


@frozen
class Group:
    """A row that spans the table and names those below it."""

    label: str


@frozen
class Table:
    """A table with its caption. A dense one has many narrow columns and must fit a telephone."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row | Group, ...]
    dense: bool = False


OPEN_ROWS, PAPER_ROWS, BRIEF_ROWS, MAX_ROWS = 10, 50, 20, 500
"""Rows of a long table: unfolded, on paper, in Markdown, and at most."""


@frozen
class LongTable:
    """A table of which each format shows its first rows. The notes say where the others are.

    The table holds at most MAX_ROWS; a note is empty where nothing is left out.
    """

    table: Table
    fold: str
    on_screen: str
    on_paper: str
    in_brief: str


@frozen
class Callout:
    """A box that stands out."""

    tone: Tone
    title: Inlines
    blocks: "tuple[Block, ...]"
    anchor: str = ""


@frozen
class Details:
    """A long section that opens on demand on a screen and is always open on paper."""

    summary: Inlines
    blocks: "tuple[Block, ...]"
    anchor: str = ""
    open: bool = False


@frozen
class GridCell:
    """One item in the picture of verdicts. A light cell does not count for the chosen class."""

    number: str
    label: str
    result: Result
    anchor: str
    light: bool


@frozen
class GridRow:
    """A chapter in the picture of verdicts."""

    number: str
    label: str
    cells: tuple[GridCell, ...]


@frozen
class VerdictGrid:
    """Every verdict at one glance, by chapter. `legend` names the results, and the light cells."""

    title: str
    description: str
    rows: tuple[GridRow, ...]
    legend: tuple[tuple[Result, str], ...]
    light: str


@frozen
class Bar:
    """How many verdicts of each result a class has, in the order of drawing."""

    label: str
    counts: tuple[tuple[Result, int], ...]
    chosen: bool


@frozen
class ClassBars:
    """The classes side by side; `legend` names the results."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[Result, str], ...]

    def legend_of(self, result: Result) -> str:
        """The words for a result."""
        return dict(self.legend)[result]


Block = (
    Heading
    | Paragraph
    | ItemList
    | KeyValues
    | Table
    | LongTable
    | Callout
    | Details
    | VerdictGrid
    | ClassBars
)


@frozen
class Document:
    """A report in one language. `running` stands at the head or foot of every page."""

    lang: Lang
    title: str
    subtitle: str
    running: str
    subject: str
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> Iterator[Heading]:
        """The headings, for a table of contents."""
        return (block for block in self.blocks if isinstance(block, Heading))


SYMBOLS = {
    Result.PASS: "✓",
    Result.FAIL: "✕",
    Result.NOT_APPLICABLE: "–",
    Result.NEEDS_REVIEW: "?",
    Result.NEEDS_EVIDENCE: "+",
    Result.INCONCLUSIVE: "!",
}
"""A sign for each verdict, so that none is told by colour alone."""


def plain(inlines: Inlines) -> str:
    """The words alone."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Mark(result, label):
            return f"{SYMBOLS[result]} {label}"
        case Tag(label):
            return f"[{label}]"
        case Break():
            return " "
    return inline.text
