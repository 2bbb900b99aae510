"""The report as OpenDocument spreadsheet: every cell is text, none a formula."""

from odfdo import Cell, Column, Document, Element, Paragraph, Style
from odfdo import Row as OdfRow
from odfdo import Table as OdfTable

from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.report.checklist import build
from appsec.report.document import Document as Report
from appsec.report.odf import saved
from appsec.report.ods_page import set_page
from appsec.report.sheets import LEAST, MAX_HEIGHT, MOST, Line, Sheet, sheets

_CHARACTER, _LINE = 0.21, 0.48
"""Width of a character and height of a line, in centimetres."""


def ods(assessment: Assessment, lang: Lang) -> bytes:
    """The report of one assessment."""
    return write_ods(build(assessment, lang), assessment.as_of, assessment.artefact.sha256)


def write_ods(document: Report, date: str, sha256: str = "") -> bytes:
    """Any document; `date` is an ISO date. Every page bears the SHA-256, if there is one."""
    odf = Document("spreadsheet")
    odf.body.clear()
    for style in (*_columns(), *_rows(), *_cells()):
        odf.insert_style(style, automatic=True)
    set_page(odf, document, sha256)
    for sheet in sheets(document):
        odf.body.append(_table(sheet))
    return saved(odf, document.title, date)


def _columns() -> tuple[Style, ...]:
    styles = []
    for characters in range(LEAST, MOST + 1):
        style = Style("table-column", name=f"appsec-width-{characters}")
        width = {"style:column-width": f"{characters * _CHARACTER:.2f}cm"}
        style.set_properties(width, area="table-column")
        styles.append(style)
    return tuple(styles)


def _rows() -> tuple[Style, ...]:
    styles = []
    for lines in range(1, MAX_HEIGHT + 1):
        style = Style("table-row", name=f"appsec-height-{lines}")
        style.set_properties({"style:row-height": f"{lines * _LINE:.2f}cm"}, area="table-row")
        styles.append(style)
    return tuple(styles)


def _cells() -> tuple[Style, ...]:
    styles = []
    for name, weight, fill in (
        ("plain", "normal", "transparent"),
        ("head", "bold", "#e8edf2"),
        ("title", "bold", "transparent"),
    ):
        style = Style("table-cell", name=f"appsec-{name}")
        cell = {"fo:background-color": fill, "style:vertical-align": "top"}
        cell["fo:wrap-option"] = "wrap"
        style.set_properties(cell, area="table-cell")
        style.set_properties(
            {
                "fo:font-weight": weight,
                "style:font-weight-asian": weight,
                "style:font-family-asian": "Noto Sans CJK TC",
            },
            area="text",
        )
        styles.append(style)
    return tuple(styles)


def _table(sheet: Sheet) -> Element:
    table = OdfTable(sheet.name)
    table.clear()
    table.name = sheet.name
    for width in sheet.widths:
        table.append(Column(style=f"appsec-width-{width}"))
    for line in sheet.lines:
        table.append(_row(line, sheet))
    return table


def _row(line: Line, sheet: Sheet) -> OdfRow:
    """Rows and tables are put together as plain elements: odfdo's own ways look each place up."""
    row = OdfRow()
    cells = [_cell(words, line.kind) for words in line.cells]
    if len(cells) == 1:
        columns = len(sheet.widths)
        row.set_attribute("table:style-name", f"appsec-height-{sheet.height(line)}")
        cells[0].set_attribute("table:number-columns-spanned", str(columns))
        cells += [Element.from_tag("table:covered-table-cell") for _ in range(columns - 1)]
    for cell in cells:
        Element.append(row, cell)
    return row


def _cell(words: str, kind: str) -> Element:
    cell = Cell(style=f"appsec-{kind}")
    if words:
        cell.set_attribute("office:value-type", "string")
        paragraph = Paragraph("")
        paragraph.append_plain_text(words)
        cell.append(paragraph)
    return cell
