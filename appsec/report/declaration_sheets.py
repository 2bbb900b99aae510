"""The declaration as a spreadsheet: one sheet for each section, labels for people, keys for us."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import field

from appsec.engine.declaration.form import FormField, FormSection, form, rows
from appsec.engine.declaration.prefill import notes
from appsec.engine.files import FileProblem
from appsec.model.declaration_form import Declaration
from appsec.model.frozen import frozen
from appsec.model.text import Lang

MARK = "appsec-declaration:"
"""Stands before the section's key in the first cell of its sheet; the column is hidden."""

BLANK_ROWS = 30
"""Rows to be filled in below those of a list, already set to text."""

_MISSING = "spreadsheets need odfdo and XlsxWriter: pip install 'appsec[docs]'"


@frozen
class Sheet:
    """One sheet: rows of texts, the first of which is the head. With `many` the second row is one
    of labels and the first, of keys, is hidden; else the keys stand in the hidden first column.
    `choices` are the values of a column or row, by its number."""

    name: str
    many: bool
    rows: tuple[tuple[str, ...], ...]
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def sheets_of(declaration: Declaration, lang: Lang) -> tuple[Sheet, ...]:
    """Every section, its choices by their labels."""
    return tuple(
        (_many if section.many else _single)(number, section, declaration, lang)
        for number, section in enumerate(form().sections, 1)
    )


def _single(number: int, section: FormSection, declaration: Declaration, lang: Lang) -> Sheet:
    (row,) = rows(declaration, section)
    fields = section.on(declaration.app.platform)
    head = (f"{MARK}{section.key}", section.title[lang], "", "")
    lines = [(f.key, f.label[lang], _shown(f, row[f.key], lang), _marks(f, lang)) for f in fields]
    choices = {n: _choices(f, lang) for n, f in enumerate(fields, 1) if f.choices}
    return Sheet(_name(number, section, lang), False, (head, *lines), choices)


def _many(number: int, section: FormSection, declaration: Declaration, lang: Lang) -> Sheet:
    fields = section.on(declaration.app.platform)
    keys = (f"{MARK}{section.key}", *(f.key for f in fields))
    marked = [" ".join(filter(None, (f.label[lang], _marks(f, lang)))) for f in fields]
    lines = [("", *(_shown(f, r[f.key], lang) for f in fields)) for r in rows(declaration, section)]
    choices = {n: _choices(f, lang) for n, f in enumerate(fields, 1) if f.choices}
    return Sheet(_name(number, section, lang), True, (keys, ("", *marked), *lines), choices)


def _name(number: int, section: FormSection, lang: Lang) -> str:
    """No longer than a spreadsheet allows, and without the signs that it does not."""
    title = "".join(char for char in section.title[lang] if char not in "[]:*?/\\'（）()")
    return f"{number:02} {title}"[:31]


def _choices(one: FormField, lang: Lang) -> tuple[str, ...]:
    return tuple(choice.label[lang] for choice in form().choices[one.choices])


def _shown(one: FormField, value: str, lang: Lang) -> str:
    if not one.choices:
        return value
    labels = {choice.key: choice.label[lang] for choice in form().choices[one.choices]}
    return labels.get(value, value)


def _marks(one: FormField, lang: Lang) -> str:
    keys = [key for key in ("required", "prefilled") if getattr(one, key)]
    return " ".join(f"[{notes()[key][lang]}]" for key in keys)


def write_sheets(sheets: tuple[Sheet, ...], suffix: str) -> bytes:
    """The file, `.ods` or `.xlsx`. Every cell is a text: nothing in it is ever calculated. Raises
    FileProblem where the libraries are not installed."""
    try:
        return _ods(sheets) if suffix.lower() == ".ods" else _xlsx(sheets)
    except ImportError as error:
        raise FileProblem(suffix, _MISSING) from error


def _xlsx(sheets: tuple[Sheet, ...]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**options, "strings_to_numbers": False}) as book:
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E7E6E6"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.set_column(0, 0, None, None, {"hidden": True})
            page.set_column(1, 20, 24, plain)
            heads = 2 if sheet.many else 1
            if sheet.many:
                page.set_row(0, None, None, {"hidden": True})
            page.freeze_panes(heads, 2 if sheet.many else 1)
            for number, row in enumerate(sheet.rows):
                for column, text in enumerate(row):
                    page.write_string(number, column, text, head if number < heads else plain)
            for number, choices in sheet.choices.items():
                area = (2, number, len(sheet.rows) + BLANK_ROWS, number)
                where = area if sheet.many else (number, 2, number, 2)
                page.data_validation(*where, {"validate": "list", "source": list(choices)})
    return out.getvalue()


_AS_TEXT = (
    '<number:text-style style:name="N49"><number:text-content/></number:text-style>',
    '<style:style style:name="astext" style:family="table-cell" style:data-style-name="N49">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>',
    '<style:style style:name="ashead" style:family="table-cell" style:data-style-name="N49">'
    '<style:table-cell-properties fo:wrap-option="wrap" fo:background-color="#e7e6e6"/>'
    '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>',
    '<style:style style:name="aswide" style:family="table-column">'
    '<style:table-column-properties style:column-width="5cm"/></style:style>',
)


def _ods(sheets: tuple[Sheet, ...]) -> bytes:
    from odfdo import Document, Element, Table

    book = Document("spreadsheet")
    book.body.clear()
    styles = book.get_part("content.xml").get_element("//office:automatic-styles")
    for style in _AS_TEXT:
        styles.append(Element.from_tag(style))
    for sheet in sheets:
        table = Table(sheet.name)
        for column in list(table.get_elements("table:table-column")):
            table.delete(column)
        width = max(map(len, sheet.rows))
        table.append(Element.from_tag('<table:table-column table:visibility="collapse"/>'))
        wide = f'<table:table-column table:number-columns-repeated="{width}"'
        table.append(Element.from_tag(f'{wide} table:style-name="aswide"/>'))
        for line in _ods_rows(sheet, width):
            table.append(line)
        book.body.append(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods_rows(sheet: Sheet, width: int) -> Iterator[object]:
    from odfdo import Element

    heads = 2 if sheet.many else 1
    for number, texts in enumerate(sheet.rows):
        row = Element.from_tag("table:table-row")
        if sheet.many and number == 0:
            row.set_attribute("table:visibility", "collapse")
        for text in texts:
            row.append(_ods_cell(text, "ashead" if number < heads else "astext"))
        yield row
    if sheet.many:
        row = Element.from_tag(
            f'<table:table-row table:number-rows-repeated="{BLANK_ROWS}"><table:table-cell '
            f'table:style-name="astext" table:number-columns-repeated="{width}"/></table:table-row>'
        )
        yield row


def _ods_cell(text: str, style: str) -> object:
    from odfdo import Element, Paragraph

    cell = Element.from_tag("table:table-cell")
    cell.set_attribute("table:style-name", style)
    if text:
        cell.set_attribute("office:value-type", "string")
        for line in text.split("\n"):
            cell.append(Paragraph(line, formatted=True))
    return cell
