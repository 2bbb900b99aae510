"""The report as Excel workbook: every cell is text, none a formula or a link."""

import io
from datetime import datetime

from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.report.checklist import build
from appsec.report.document import Document
from appsec.report.sheets import sheets

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LINE = 15.5
"""Height of a line, in points."""


def xlsx(assessment: Assessment, lang: Lang) -> bytes:
    """The report of one assessment."""
    return write_xlsx(build(assessment, lang), assessment.as_of)


def write_xlsx(document: Document, date: str) -> bytes:
    """Any document; `date` is an ISO date, the only time in the file."""
    import xlsxwriter

    whole = io.BytesIO()
    book = xlsxwriter.Workbook(whole, _OPTIONS)
    book.set_properties({"title": document.title, "created": datetime.fromisoformat(date)})
    formats = {
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "bg_color": "#E8EDF2", "text_wrap": True}),
        "title": book.add_format({"bold": True}),
    }
    for sheet in sheets(document):
        page = book.add_worksheet(sheet.name)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width)
        for number, line in enumerate(sheet.lines):
            if len(line.cells) == 1:
                page.set_row(number, _LINE * sheet.height(line))
                page.merge_range(number, 0, number, len(sheet.widths) - 1, "", formats[line.kind])
            for column, words in enumerate(line.cells):
                page.write_string(number, column, words, formats[line.kind])
    book.close()
    return whole.getvalue()
