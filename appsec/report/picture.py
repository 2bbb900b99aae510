"""Where everything stands in the two pictures: sizes and places in the units of their SVG."""

import textwrap
import unicodedata
from collections.abc import Iterable

from appsec.model.frozen import frozen
from appsec.model.verdict import Result
from appsec.report.document import Bar, ClassBars, GridCell, GridRow, VerdictGrid

LABELS = 200
"""Width of the column of labels."""

ROOM = 600
"""Width of what stands beside the labels."""

CELL, CELL_HEIGHT, GAP = 40, 46, 6
LINE, ROW_GAP = 17, 12
BAR_HEIGHT, BAR_STEP = 26, 38
LABEL_CELLS = 28
"""Widest label on one line, in character cells: a Chinese character takes two."""

_DIGIT = 6.6
_NUMBER_ROOM, _ICON_ROOM = 14, 46


@frozen
class PlacedCell:
    """A cell and its upper left corner."""

    x: float
    y: float
    width: float
    cell: GridCell


@frozen
class PlacedRow:
    """A chapter: the lines of its label, where they start, and its cells."""

    y: float
    number: str
    lines: tuple[str, ...]
    cells: tuple[PlacedCell, ...]


@frozen
class PlacedGrid:
    """The picture of verdicts, ready to draw."""

    width: int
    height: float
    rows: tuple[PlacedRow, ...]


@frozen
class Segment:
    """A run of equal verdicts in a bar; `number` and `icon` say what there is room for."""

    x: float
    width: float
    result: Result
    count: int
    number: bool
    icon: bool


@frozen
class PlacedBar:
    """A class, its label and its segments."""

    y: float
    label: str
    total: int
    chosen: bool
    segments: tuple[Segment, ...]


@frozen
class PlacedBars:
    """The picture of the classes, ready to draw."""

    width: int
    height: float
    bars: tuple[PlacedBar, ...]


def place_grid(grid: VerdictGrid) -> PlacedGrid:
    """Chapters from top to bottom; a long one takes several lines of cells."""
    rows: list[PlacedRow] = []
    y = 0.0
    for row in grid.rows:
        placed, height = _row(row, y)
        rows.append(placed)
        y += height + ROW_GAP
    return PlacedGrid(LABELS + ROOM, max(y - ROW_GAP, 1), tuple(rows))


def _row(row: GridRow, top: float) -> tuple[PlacedRow, float]:
    width = max(CELL, *(len(cell.number) * _DIGIT + 8 for cell in row.cells))
    per_line = max(1, int((ROOM + GAP) // (width + GAP)))
    cells = []
    for number, cell in enumerate(row.cells):
        line, place = divmod(number, per_line)
        x, y = LABELS + place * (width + GAP), top + line * (CELL_HEIGHT + GAP)
        cells.append(PlacedCell(round(x, 1), round(y, 1), round(width, 1), cell))
    lines = _wrapped(row.label)
    below = (len(row.cells) - 1) // per_line * (CELL_HEIGHT + GAP) + CELL_HEIGHT
    height = max(below, LINE * (len(lines) + bool(row.number)))
    return PlacedRow(top, row.number, lines, tuple(cells)), height


def _wrapped(label: str) -> tuple[str, ...]:
    """Lines of at most LABEL_CELLS cells, broken between words, or anywhere in Chinese."""
    if label.isascii():
        return tuple(textwrap.wrap(label, LABEL_CELLS)[:4])
    lines, line, used = [], "", 0
    for char in label:
        cells = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used + cells > LABEL_CELLS:
            lines.append(line)
            line, used = "", 0
        line, used = line + char, used + cells
    return (*lines, line)[:4]


def place_bars(bars: ClassBars) -> PlacedBars:
    """One unit for each item, so that a longer bar is a larger class."""
    most = max((_total(bar) for bar in bars.bars), default=0)
    unit = ROOM / max(most, 1)
    placed = tuple(
        PlacedBar(n * BAR_STEP, bar.label, _total(bar), bar.chosen, tuple(_segments(bar, unit)))
        for n, bar in enumerate(bars.bars)
    )
    return PlacedBars(LABELS + ROOM, max(len(placed) * BAR_STEP, 1), placed)


def _total(bar: Bar) -> int:
    return sum(count for _, count in bar.counts)


def _segments(bar: Bar, unit: float) -> Iterable[Segment]:
    x = float(LABELS)
    for result, count in bar.counts:
        width = count * unit
        if count:
            number, icon = width >= _NUMBER_ROOM, width >= _ICON_ROOM
            yield Segment(round(x, 1), round(width, 1), result, count, number, icon)
        x += width
