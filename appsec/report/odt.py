"""The report as OpenDocument text, Taiwan's government's editable format, in one's own template."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from odfdo import (
    Bookmark,
    Cell,
    Column,
    Element,
    Header,
    LineBreak,
    List,
    ListItem,
    Paragraph,
    Span,
)
from odfdo import Document as OdfDocument
from odfdo import HeaderRows as OdfHeaderRows
from odfdo import Link as OdfLink
from odfdo import Row as OdfRow

from appsec.engine.files import FileProblem
from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.report import document as doc
from appsec.report.checklist import build
from appsec.report.cut import in_xml
from appsec.report.document import SYMBOLS, Block, Document, Inline, Inlines, Row, Table
from appsec.report.odf import saved
from appsec.report.odt_styles import (
    NEW_PAGE,
    add_styles,
    cell_style,
    heading_style,
    mark_style,
    tag_style,
    width_style,
)

_COLUMNS = {doc.Width.NARROW: 3, doc.Width.MIDDLE: 4, doc.Width.WIDE: 8}


def odt(assessment: Assessment, lang: Lang) -> bytes:
    """The report of one assessment."""
    return write_odt(build(assessment, lang), assessment.as_of)


def write_odt(document: Document, date: str, template: Path | None = None) -> bytes:
    """Any document; `date` is an ISO date. A template (.odt, .ott) gives its styles, its page and
    its head and foot; what it says is replaced. Raises FileProblem for one that is none."""
    odf = OdfDocument("text") if template is None else _open(template)
    odf.body.clear()
    add_styles(odf, document, own_page=template is None)
    for element in _elements(document):
        odf.body.append(element)
    return saved(odf, in_xml(document.title), date)


def _open(template: Path) -> OdfDocument:
    try:
        odf = OdfDocument(template)
        kind = odf.get_type()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileProblem(template, f"cannot be read as an .odt file: {error}") from error
    if kind not in ("text", "text-template"):
        raise FileProblem(template, "is no OpenDocument text (.odt)")
    return odf


def _elements(document: Document) -> Iterator[Element]:
    yield _words(document.title, "appsec-title")
    yield _words(document.subtitle, "appsec-faint")
    yield _words(document.subject, "appsec-subject")
    yield _words(document.running, "appsec-warning")
    for block in document.blocks:
        yield from _block(block)


def _words(words: str, style: str) -> Paragraph:
    return _paragraph((doc.Text(words),), style)


def _block(block: Block) -> Iterator[Element]:
    match block:
        case doc.KeyValues(pairs):
            columns = (doc.Column(""), doc.Column("", doc.Width.WIDE))
            rows = tuple(Row(((doc.Text(label),), value)) for label, value in pairs)
            yield from _table(Table("", columns, rows))
        case doc.Table():
            yield from _table(block)
        case doc.LongTable(table):
            yield from _table(table)
        case doc.Callout(tone, title, blocks):
            yield from _titled((doc.Strong(doc.plain(title)),) if title else (), str(tone), blocks)
        case doc.Details(summary, blocks):
            yield from _titled(summary, "summary", blocks)
        case doc.VerdictGrid():
            yield from _grid(block)
        case doc.ClassBars():
            yield from _bars(block)
        case _:
            yield _simple(block)


def _titled(title: Inlines, style: str, blocks: Iterable[Block]) -> Iterator[Element]:
    if title:
        yield _paragraph(title, f"appsec-{style}")
    for inner in blocks:
        yield from _block(inner)


def _simple(block: doc.Heading | doc.Paragraph | doc.ItemList) -> Element:
    match block:
        case doc.Paragraph(inlines):
            return _paragraph(inlines)
        case doc.ItemList(items):
            return _list(items)
    # A template's own numbers would stand beside those of the document.
    header = Header(block.level - 1, "", suppress_numbering=True)
    style = NEW_PAGE if block.new_page else heading_style(block.level - 1)
    header.set_attribute("text:style-name", style)
    header.append(Bookmark(block.anchor))
    header.append_plain_text(in_xml(block.text))
    return header


def _list(items: Iterable[Inlines]) -> List:
    made = List()
    for item in items:
        entry = ListItem()
        entry.append(_paragraph(item))
        made.append(entry)
    return made


def _grid(grid: doc.VerdictGrid) -> Iterator[Element]:
    """The picture as a table: a chapter in each row, its items beside one another."""
    columns = (doc.Column(grid.title), doc.Column(grid.description, doc.Width.WIDE))
    rows = tuple(
        Row(
            (
                (doc.Text(f"{row.number} {row.label}"),),
                tuple(
                    part
                    for cell in row.cells
                    for part in (
                        doc.Mark(cell.result, f"{cell.number}{'*' if cell.light else ''}"),
                        doc.Text("  "),
                    )
                ),
            )
        )
        for row in grid.rows
    )
    yield from _table(Table(grid.title, columns, rows))
    legend = [part for one in grid.legend for part in (doc.Mark(*one), doc.Text("  "))]
    yield _paragraph((*legend, doc.Text(f"* {grid.light}")), "appsec-faint")


def _bars(bars: doc.ClassBars) -> Iterator[Element]:
    columns = (doc.Column(""), *(doc.Column(words) for _, words in bars.legend))
    rows = []
    for bar in bars.bars:
        counts = dict(bar.counts)
        cells = tuple((doc.Text(str(counts.get(result, 0))),) for result, _ in bars.legend)
        rows.append(Row(((doc.Strong(bar.label),), *cells)))
    yield from _table(Table(bars.title, columns, tuple(rows)))


def _table(table: Table) -> Iterator[Element]:
    if table.caption:
        yield _words(table.caption, "appsec-caption")
    made = Element.from_tag("table:table")
    made.set_attribute("table:style-name", "appsec-table")
    for column in table.columns:
        made.append(Column(style=width_style(_COLUMNS[column.width])))
    if any(column.label for column in table.columns):
        head = OdfHeaderRows()
        head.append(_row([(doc.Strong(column.label),) for column in table.columns], "head"))
        made.append(head)
    for row in table.rows:
        if isinstance(row, doc.Group):
            made.append(_group(row.label, len(table.columns)))
        else:
            made.append(_row(row.cells, "muted" if row.muted else "plain", row.anchor))
    yield made
    yield Paragraph("", style="appsec-gap")


def _group(label: str, columns: int) -> OdfRow:
    row = OdfRow()
    spanning = _cell((doc.Strong(label),), "head")
    spanning.set_attribute("table:number-columns-spanned", str(columns))
    Element.append(row, spanning)
    for _ in range(columns - 1):
        Element.append(row, Element.from_tag("table:covered-table-cell"))
    return row


def _row(cells: Iterable[Inlines], kind: str, anchor: str = "") -> OdfRow:
    row = OdfRow()
    for number, cell in enumerate(cells):
        Element.append(row, _cell(cell, kind, "" if number else anchor))
    return row


def _cell(inlines: Inlines, kind: str, anchor: str = "") -> Cell:
    cell = Cell(style=cell_style(kind))
    cell.set_attribute("office:value-type", "string")
    paragraph = _paragraph(inlines, "appsec-cell")
    if anchor:
        paragraph.insert(Bookmark(anchor), position=0)
    cell.append(paragraph)
    return cell


def _paragraph(inlines: Inlines, style: str = "appsec-body") -> Paragraph:
    paragraph = Paragraph("", style=style)
    for inline in inlines:
        _add(paragraph, inline)
    return paragraph


def _add(paragraph: Paragraph, inline: Inline) -> None:
    match inline:
        case doc.Text(words):
            paragraph.append_plain_text(in_xml(words))
        case doc.Break():
            paragraph.append(LineBreak())
        case doc.Link(words, anchor):
            paragraph.append(OdfLink(f"#{anchor}", text=in_xml(words)))
        case doc.Strong(words):
            paragraph.append(_span(words, "appsec-strong"))
        case doc.Code(words):
            paragraph.append(_span(words, "appsec-code"))
        case doc.Mark(result, label):
            paragraph.append(_span(f"{SYMBOLS[result]} {label}", mark_style(result)))
        case doc.Tag(label, tone):
            paragraph.append(_span(f"［{label}］", tag_style(tone)))


def _span(words: str, style: str) -> Span:
    span = Span("", style=style)
    span.append_plain_text(in_xml(words))
    return span
