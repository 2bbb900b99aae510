"""The report as Excel workbook: every cell is text, none a formula or a link."""

import io
from datetime import datetime

from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.report.checklist import build
from appsec.report.cut import cut
from appsec.report.document import Document
from appsec.report.foot import mark
from appsec.report.sheets import sheets
from appsec.report.words import say

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4 = 9
_MAX_PART = 80
"""Characters of a part of a head or foot."""
_LINE = 15.5
"""Height of a line, in points."""


def xlsx(assessment: Assessment, lang: Lang) -> bytes:
    """The report of one assessment."""
    return write_xlsx(build(assessment, lang), assessment.as_of, assessment.artefact.sha256)


def write_xlsx(document: Document, date: str, sha256: str = "") -> bytes:
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
        page.set_paper(_A4)
        page.set_header(f"&L{_own(document.title)}&R{_own(document.running)}")
        page.set_footer(_foot(document, sha256))
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width)
        for number, line in enumerate(sheet.lines):
            page.set_row(number, _LINE * sheet.height(line))
            if len(line.cells) == 1:
                page.merge_range(number, 0, number, len(sheet.widths) - 1, "", formats[line.kind])
            for column, words in enumerate(line.cells):
                page.write_string(number, column, words, formats[line.kind])
    book.close()
    return whole.getvalue()


def _foot(document: Document, sha256: str) -> str:
    page = f"&R{_own(say(document.lang, 'page'))} &P / &N"
    return f"&L{_own(mark(sha256))}{page}"


def _own(words: str) -> str:
    """As words of a head or foot, in which `&` is a command. Excel takes 255 characters in all."""
    return cut(words, _MAX_PART).replace("&", "&&")
