"""The document as a workbook: a sheet for each chapter, its tables as rows of plain cells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from appsec.model.frozen import frozen
from appsec.report.cut import in_xml
from appsec.report.document import (
    Block,
    Callout,
    ClassBars,
    Details,
    Document,
    Group,
    Heading,
    Inlines,
    ItemList,
    KeyValues,
    LongTable,
    Paragraph,
    Table,
    VerdictGrid,
    plain,
)

CHAPTER = 2
"""Level of the headings that begin a chapter."""

MAX_NAME = 31
"""Characters of a sheet's name that every program takes."""

MAX_CELL = 8000
"""Characters of a cell; Excel takes 32,767."""

LEAST, MOST, MIN_COLUMNS, MAX_HEIGHT = 8, 50, 4, 25
"""Bounds of a column's width in characters, of columns, and of a row's height in lines."""

MAX_ROOM = 2000

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


@frozen
class Line:
    """One row. A head names the columns below it; a title is a heading or caption."""

    cells: tuple[str, ...]
    head: bool = False
    title: bool = False

    @property
    def kind(self) -> str:
        """head, title or plain: what its cells look like."""
        return "head" if self.head else "title" if self.title else "plain"


@frozen
class Sheet:
    """One sheet; names are unique within the workbook, whatever their case."""

    name: str
    lines: tuple[Line, ...]
    widths: tuple[int, ...]
    """Of each column, in characters of the Latin alphabet."""

    def height(self, line: Line) -> int:
        """How many lines of text a row needs. A single cell takes all columns: programs fit no row
        to cells that are joined, and some fit none of a workbook."""
        widths = self.widths if len(line.cells) > 1 else (sum(self.widths),)
        needed = (-(-room(cell) // width) for cell, width in zip(line.cells, widths, strict=False))
        return min(max(needed), MAX_HEIGHT) or 1


def room(words: str) -> int:
    """The width of words in characters of the Latin alphabet; Chinese ones take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in words[:MAX_ROOM])


@dataclass
class _Chapter:
    name: str
    lines: list[Line] = field(default_factory=list)


def sheets(document: Document) -> tuple[Sheet, ...]:
    """The workbook. Its first sheet says what the document is, and what it is not."""
    first = _Chapter(document.title)
    first.lines += [
        _line(document.title, title=True),
        _line(document.subtitle),
        _line(document.subject),
        _line(document.running),
        _line(""),
    ]
    chapters = [first]
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == CHAPTER:
            chapters.append(_Chapter(block.text))
        chapters[-1].lines += _lines(block)
    names: set[str] = set()
    return tuple(
        Sheet(_name(one.name, names), tuple(one.lines), _widths(one.lines)) for one in chapters
    )


def _widths(lines: Iterable[Line]) -> tuple[int, ...]:
    tables = [line.cells for line in lines if len(line.cells) > 1]
    found = [LEAST] * max(MIN_COLUMNS, *(len(cells) for cells in tables), 0)
    for cells in tables:
        for number, words in enumerate(cells):
            found[number] = max(found[number], min(room(words), MOST))
    return tuple(found)


def _name(words: str, taken: set[str]) -> str:
    """A name that no other sheet has. Adds it to those taken."""
    wanted = _NOT_IN_NAMES.sub(" ", in_xml(words)).strip()[:MAX_NAME] or "-"
    name, count = wanted, 1
    while name.casefold() in taken:
        count += 1
        mark = f" {count}"
        name = wanted[: MAX_NAME - len(mark)] + mark
    taken.add(name.casefold())
    return name


def _line(*cells: str, head: bool = False, title: bool = False) -> Line:
    return Line(tuple(in_xml(cell[:MAX_CELL]) for cell in cells), head, title)


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Heading(text=text):
            yield _line(text, title=True)
        case Paragraph(inlines):
            yield _line(plain(inlines))
        case ItemList(items):
            yield from (_line(f"・{plain(item)}") for item in items)
        case KeyValues(pairs):
            yield from (_line(label, plain(value)) for label, value in pairs)
            yield _line("")
        case Table():
            yield from _table(block)
        case LongTable(table):
            yield from _table(table)
        case Callout(title=title, blocks=blocks) | Details(summary=title, blocks=blocks):
            yield from _titled(title, blocks)
        case VerdictGrid() | ClassBars():
            return  # pictures of what the tables say


def _titled(title: Inlines, blocks: Iterable[Block]) -> Iterator[Line]:
    if title:
        yield _line(plain(title), title=True)
    for inner in blocks:
        yield from _lines(inner)


def _table(table: Table) -> Iterator[Line]:
    if table.caption:
        yield _line(table.caption, title=True)
    yield _line(*(column.label for column in table.columns), head=True)
    for row in table.rows:
        if isinstance(row, Group):
            yield _line(row.label, title=True)
        else:
            yield _line(*(plain(cell) for cell in row.cells))
    yield _line("")
