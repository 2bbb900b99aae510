"""The report as PDF (PDF/A-2a and PDF/UA-1), set by typst from the document as plain data."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.model.verdict import Result
from appsec.report.checklist import build
from appsec.report.cut import cut
from appsec.report.document import (
    PAPER_ROWS,
    SYMBOLS,
    Block,
    Break,
    Callout,
    ClassBars,
    Code,
    Details,
    Document,
    Group,
    Heading,
    Inline,
    Inlines,
    ItemList,
    KeyValues,
    Link,
    LongTable,
    Mark,
    Paragraph,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    VerdictGrid,
)
from appsec.report.fonts import folder, printable
from appsec.report.words import say

_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_SIGNS = SYMBOLS | {Result.FAIL: "×"}
"""As SYMBOLS, of what the font has."""
_PIECE = 4
"""Characters of a name after which its line may end."""

_LONG = re.compile(r"[!-~]{24,}")
"""Within a sentence, what no line of a narrow column holds: a class name, an address."""

MAX_TITLE = 200
"""Characters of what stands on each page, or alone on a line of the first."""

Data = dict[str, Any]


def pdf(assessment: Assessment, lang: Lang) -> bytes:
    """The report of one assessment."""
    return write_pdf(build(assessment, lang), assessment.as_of, assessment.artefact.sha256)


def write_pdf(document: Document, date: str, sha256: str = "") -> bytes:
    """Any document. `date` is an ISO date; every page bears the SHA-256, if there is one. The same
    document and date give the same bytes."""
    import typst

    return bytes(
        typst.compile(  # type: ignore[call-overload]  # its stub asks for package_path
            _TEMPLATE,
            font_paths=[folder()],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"document": json.dumps(_Pages(document).data(date, sha256))},
            pdf_standards=_STANDARDS,
        )
    )


class _Pages:
    """One document as the template wants it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._anchors = frozenset(_anchors(document.blocks))
        self._used: set[str] = set()

    def data(self, date: str, sha256: str) -> Data:
        document = self._document
        lang = document.lang
        return {
            "lang": str(lang),
            "title": printable(cut(document.title, MAX_TITLE)),
            "subtitle": _t(document.subtitle),
            "running": printable(cut(document.running, MAX_TITLE)),
            "subject": printable(cut(document.subject, MAX_TITLE)),
            "date": [int(part) for part in date.split("-")],
            "mark": f"SHA-256 {sha256[:16]}…" if sha256 else "",
            "page": say(lang, "page"),
            "contents": say(lang, "contents"),
            "blocks": [*self._blocks(document.blocks)],
        }

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[Data]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Data]:
        match block:
            case Table():
                yield self._table(block, block.rows)
            case LongTable(table):
                yield self._table(table, table.rows[:PAPER_ROWS])
                if block.on_paper:
                    yield {"k": "paragraph", "v": [{"k": "text", "t": _t(block.on_paper)}]}
            case Callout(tone, title, blocks, anchor):
                yield self._nested("callout", title, blocks, anchor) | {"tone": str(tone)}
            case Details(summary, blocks, anchor):
                yield self._nested("details", summary, blocks, anchor)
            case VerdictGrid():
                yield self._grid(block)
            case ClassBars():
                yield _bars(block)
            case _:
                yield self._words(block)

    def _words(self, block: Heading | Paragraph | ItemList | KeyValues) -> Data:
        match block:
            case Heading(level, text, anchor, new_page):
                # The title is no heading: chapters are the first level of a PDF's outline.
                told = {"k": "heading", "level": level - 1, "t": _t(text), "page": new_page}
                return told | {"anchor": _label(anchor)}
            case Paragraph(inlines):
                return {"k": "paragraph", "v": self._inlines(inlines)}
            case ItemList(items, ordered):
                return {"k": "list", "ordered": ordered, "v": [self._inlines(i) for i in items]}
        pairs = [{"t": _t(label), "v": self._inlines(value)} for label, value in block.pairs]
        return {"k": "pairs", "v": pairs}

    def _nested(self, kind: str, title: Inlines, blocks: Iterable[Block], anchor: str) -> Data:
        return {
            "k": kind,
            "t": self._inlines(title),
            "v": [*self._blocks(blocks)],
            "anchor": _label(anchor),
        }

    def _table(self, table: Table, rows: Iterable[Row | Group]) -> Data:
        return {
            "k": "table",
            "caption": _t(table.caption),
            "dense": table.dense,
            "columns": [{"t": _t(one.label), "width": str(one.width)} for one in table.columns],
            "rows": [self._row(row) for row in rows],
        }

    def _row(self, row: Row | Group) -> Data:
        if isinstance(row, Group):
            return {"k": "group", "t": _t(row.label)}
        return {
            "k": "row",
            "cells": [self._inlines(cell) for cell in row.cells],
            "anchor": _label(row.anchor),
            "muted": row.muted,
        }

    def _grid(self, grid: VerdictGrid) -> Data:
        rows = [
            {
                "number": _t(row.number),
                "t": _t(row.label),
                "cells": [
                    {
                        "number": _t(cell.number),
                        "sign": _SIGNS[cell.result],
                        "result": str(cell.result),
                        "light": cell.light,
                        "to": self._target(cell.anchor),
                    }
                    for cell in row.cells
                ],
            }
            for row in grid.rows
        ]
        return {
            "k": "grid",
            "t": _t(grid.title),
            "about": _t(grid.description),
            "rows": rows,
            "legend": _legend(grid.legend),
            "light": _t(grid.light),
        }

    def _target(self, anchor: str) -> str:
        return _label(anchor) if anchor in self._anchors else ""

    def _inlines(self, inlines: Inlines) -> list[Data]:
        return [self._inline(inline) for inline in inlines]

    def _inline(self, inline: Inline) -> Data:
        told: Data = {"k": "text", "t": ""}
        match inline:
            case Strong(words):
                told = {"k": "strong", "t": _t(words)}
            case Code(name):
                told = {"k": "code", "t": _pieces(_t(name))}
            case Link(words, anchor) if anchor in self._anchors:
                told = {"k": "link", "t": _t(words), "to": _label(anchor)}
            case Text(words) | Link(words) if _LONG.search(words):
                told = {"k": "pieces", "t": [*_torn(_t(words))]}
            case Text(words) | Link(words):
                told = {"k": "text", "t": _t(words)}
            case Mark(result, label):
                told = {"k": "mark", "result": str(result), "sign": _SIGNS[result], "t": _t(label)}
            case Tag(label, tone):
                told = {"k": "tag", "t": _t(label), "tone": str(tone)}
            case Break():
                told = {"k": "break"}
        return told


def _pieces(name: str) -> list[str]:
    return [name[at : at + _PIECE] for at in range(0, len(name), _PIECE)] or [""]


def _torn(words: str) -> Iterator[str]:
    """Words of which those that are wider than a column come in pieces."""
    at = 0
    for long in _LONG.finditer(words):
        yield words[at : long.start()]
        yield from _pieces(long[0])
        at = long.end()
    yield words[at:]


def _t(words: str) -> str:
    return printable(cut(words))


def _label(anchor: str) -> str:
    return f"at-{anchor}" if anchor else ""


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    """Every place that something can lead to on paper."""
    for block in blocks:
        match block:
            case Heading(_, _, anchor):
                yield anchor
            case Callout(_, _, inner, anchor) | Details(_, inner, anchor):
                yield anchor
                yield from _anchors(inner)
            case Table(rows=rows):
                yield from (row.anchor for row in rows if isinstance(row, Row))
            case LongTable(table):
                yield from (row.anchor for row in table.rows[:PAPER_ROWS] if isinstance(row, Row))


def _legend(legend: Iterable[tuple[Result, str]]) -> list[Data]:
    return [
        {"result": str(result), "sign": _SIGNS[result], "t": _t(words)} for result, words in legend
    ]


def _bars(bars: ClassBars) -> Data:
    return {
        "k": "bars",
        "t": _t(bars.title),
        "about": _t(bars.description),
        "bars": [
            {
                "t": _t(bar.label),
                "chosen": bar.chosen,
                "counts": [
                    {"result": str(result), "sign": _SIGNS[result], "count": count}
                    for result, count in bar.counts
                    if count
                ],
            }
            for bar in bars.bars
        ],
        "legend": _legend(bars.legend),
    }
