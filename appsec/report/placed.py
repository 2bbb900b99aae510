"""Chapters of one build's report, taken over as parts of a report on several builds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from appsec.report.document import (
    Block,
    Callout,
    Details,
    GridCell,
    Group,
    Heading,
    Inlines,
    ItemList,
    KeyValues,
    Link,
    LongTable,
    Paragraph,
    Row,
    Table,
    VerdictGrid,
)

CHAPTER = 2
"""Level of a chapter's heading."""

_NUMBER = re.compile(r"^\d+\.\d+\s+")
"""The number that a section has in the report on one build: `3.1　`."""


def placed(blocks: Iterable[Block], prefix: str, deeper: int = 0) -> Iterator[Block]:
    """The blocks without their chapter's heading, sections `deeper` and without their numbers.
    Every anchor and every link gets the prefix, so that two builds do not meet."""
    for block in blocks:
        if not (isinstance(block, Heading) and block.level == CHAPTER):
            yield _placed(block, prefix, deeper)


def _placed(block: Block, prefix: str, deeper: int) -> Block:
    match block:
        case Heading(level, text, anchor):
            block = Heading(level + deeper, _NUMBER.sub("", text), prefix + anchor)
        case Paragraph(inlines):
            block = Paragraph(linked(inlines, prefix))
        case ItemList(items, ordered):
            block = ItemList(tuple(linked(item, prefix) for item in items), ordered)
        case KeyValues(pairs):
            block = KeyValues(tuple((label, linked(value, prefix)) for label, value in pairs))
        case Table():
            block = _table(block, prefix)
        case LongTable(table):
            block = replace(block, table=_table(table, prefix))
        case Callout(title=title, blocks=inner, anchor=anchor):
            kept = tuple(_placed(one, prefix, deeper) for one in inner)
            block = replace(
                block, title=linked(title, prefix), blocks=kept, anchor=_anchor(anchor, prefix)
            )
        case Details(summary=summary, blocks=inner, anchor=anchor):
            kept = tuple(_placed(one, prefix, deeper) for one in inner)
            block = replace(
                block, summary=linked(summary, prefix), blocks=kept, anchor=_anchor(anchor, prefix)
            )
        case VerdictGrid(rows=rows):
            block = replace(
                block,
                rows=tuple(
                    replace(row, cells=tuple(_cell(cell, prefix) for cell in row.cells))
                    for row in rows
                ),
            )
    return block


def linked(inlines: Inlines, prefix: str) -> Inlines:
    """Inlines whose links lead to the anchors with the prefix."""
    return tuple(
        Link(one.text, prefix + one.anchor) if isinstance(one, Link) else one for one in inlines
    )


def _table(table: Table, prefix: str) -> Table:
    return replace(table, rows=tuple(_row(row, prefix) for row in table.rows))


def _row(row: Row | Group, prefix: str) -> Row | Group:
    if isinstance(row, Group):
        return row
    cells = tuple(linked(cell, prefix) for cell in row.cells)
    return replace(row, cells=cells, anchor=_anchor(row.anchor, prefix))


def _cell(cell: GridCell, prefix: str) -> GridCell:
    return replace(cell, anchor=_anchor(cell.anchor, prefix))


def _anchor(anchor: str, prefix: str) -> str:
    return prefix + anchor if anchor else ""
