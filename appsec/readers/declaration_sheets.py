"""Reads a declaration out of a spreadsheet that people filled in, within bounds."""

import datetime
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from appsec.engine.declaration.file import MAX_ROWS, declaration_of
from appsec.engine.declaration.form import FormSection, form
from appsec.engine.files import FileProblem
from appsec.model.declaration_form import Declaration
from appsec.model.text import visible

MARK = "appsec-declaration:"
"""What the first cell of a sheet says before the key of its section."""

MAX_FILE, MAX_PARTS, MAX_UNPACKED = 8 << 20, 300, 64 << 20
"""Bytes of the file, files in it, and bytes of these."""
MAX_COLUMNS = 40

_MISSING = "spreadsheets need odfdo and openpyxl: pip install 'appsec[docs]'"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Lines = list[list[str]]


def read_sheets(path: Path) -> Declaration:
    """The declaration in an .ods or .xlsx file, as strict as from its own file. Raises FileProblem
    naming sheet and cell."""
    raw = _bounded(path)
    try:
        reader = _ods if path.suffix.lower() == ".ods" else _xlsx
        sheets = list(reader(path, raw))
    except ImportError as error:
        raise FileProblem(path, _MISSING) from error
    return declaration_of(path, _values(path, sheets))


def _bounded(path: Path) -> bytes:
    """The file's bytes. What unpacks to very much, or defines entities, is never parsed."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error
    if len(raw) > MAX_FILE:
        raise FileProblem(path, f"larger than {MAX_FILE} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED:
                raise FileProblem(path, "unpacks to more than a declaration can hold")
            for entry in entries:
                _refuse_entities(path, entry.filename, archive.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise FileProblem(path, f"is no spreadsheet: {error}") from error
    return raw


def _refuse_entities(path: Path, name: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or content.startswith(_UTF16):
        raise FileProblem(path, f"{visible(name, 80)}: in a form that no spreadsheet has")


def _values(path: Path, sheets: list[tuple[str, Lines]]) -> dict[str, Any]:
    """The plain values of a declaration file. Other sheets are people's own notes."""
    values: dict[str, Any] = {}
    for name, lines in sheets:
        mark = lines[0][0] if lines and lines[0] else ""
        if not mark.startswith(MARK):
            continue
        key = mark.removeprefix(MARK)
        section = next((one for one in form().sections if one.key == key), None)
        if section is None:
            raise FileProblem(path, f"sheet {visible(name, 40)}: no section is named {key!r}")
        if key in values:
            raise FileProblem(path, f"sheet {visible(name, 40)}: {key} is there twice")
        values[key] = _many(path, name, lines) if section.many else _single(path, section, lines)
    if absent := [one.key for one in form().sections if one.key not in values]:
        raise FileProblem(path, f"no sheet for {', '.join(absent)}")
    return values


def _single(path: Path, section: FormSection, lines: Lines) -> dict[str, str]:
    """Keys stand in the first column, what was filled in in the third."""
    row: dict[str, str] = {}
    for line in lines[1:]:
        key, _, value = (*line, "", "", "")[:3]
        if key in row:
            raise FileProblem(path, f"{section.key}.{visible(key, 40)}: is there twice")
        if key:
            row[key] = value
        elif value.strip():
            raise FileProblem(path, f"{section.key}: {visible(value, 40)!r} stands beside no key")
    return row


def _many(path: Path, name: str, lines: Lines) -> list[dict[str, str]]:
    """Keys stand in the first row; the second has the labels, and rows without a word are none."""
    keys = lines[0][1:]
    named = [key for key in keys if key]
    if len(named) != len(set(named)):
        raise FileProblem(path, f"sheet {visible(name, 40)}: a column is there twice")
    found = []
    for number, line in enumerate(lines[2:], 3):
        cells = line[1:]
        if not any(cell.strip() for cell in cells):
            continue
        padded = [*cells, *[""] * len(keys)]
        for column, cell in enumerate(padded):
            if cell.strip() and (column >= len(keys) or not keys[column]):
                where = f"sheet {visible(name, 40)}, row {number}"
                raise FileProblem(path, f"{where}: {visible(cell, 40)!r} stands below no key")
        found.append({key: cell for key, cell in zip(keys, padded, strict=False) if key})
    return found


def _xlsx(path: Path, raw: bytes) -> Iterator[tuple[str, Lines]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
        for sheet in book.worksheets:
            lines: Lines = []
            for row in sheet.iter_rows(max_row=MAX_ROWS + 3, max_col=MAX_COLUMNS):
                lines.append([_xlsx_text(path, sheet.title, cell) for cell in row])
            yield sheet.title, lines
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile) as e:
        raise FileProblem(path, f"is no workbook that can be read: {e}") from e


def _xlsx_text(path: Path, sheet: str, cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    where = f"sheet {visible(sheet, 40)}, cell {cell.coordinate}"
    if cell.data_type in ("f", "e", "b"):
        raise FileProblem(path, f"{where}: holds a formula or no text; write the text itself")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _ods(path: Path, raw: bytes) -> Iterator[tuple[str, Lines]]:
    from lxml.etree import LxmlError
    from odfdo import Document

    try:
        body = Document(io.BytesIO(raw)).body
        tables = body.get_elements("table:table")
    except (KeyError, ValueError, TypeError, AttributeError, LxmlError, zipfile.BadZipFile) as e:
        raise FileProblem(path, f"is no spreadsheet that can be read: {e}") from e
    for table in tables:
        name = str(table.get_attribute("table:name") or "")
        yield name, list(_ods_lines(path, name, table))


def _ods_lines(path: Path, name: str, table: Any) -> Iterator[list[str]]:
    """Rows in order; blank ones that stand for many are one, and are not counted up."""
    count = 0
    for row in table.get_elements("descendant::table:table-row"):
        line = _ods_line(path, name, row)
        times = _repeated(row, "table:number-rows-repeated")
        for _ in range(times if any(line) else 1):
            count += 1
            if count > MAX_ROWS + 3:
                raise FileProblem(path, f"sheet {visible(name, 40)}: more than {MAX_ROWS} rows")
            yield line


def _ods_line(path: Path, name: str, row: Any) -> list[str]:
    line: list[str] = []
    for cell in row.children:
        if cell.tag not in ("table:table-cell", "table:covered-table-cell"):
            continue
        text = _ods_text(path, name, cell)
        times = _repeated(cell, "table:number-columns-repeated")
        room = MAX_COLUMNS - len(line)
        if text and times > room:
            raise FileProblem(path, f"sheet {visible(name, 40)}: more than {MAX_COLUMNS} columns")
        line += [text] * min(times, max(room, 0))
    return line


def _repeated(element: Any, attribute: str) -> int:
    written = str(element.get_attribute(attribute) or "1")
    return int(written) if written.isascii() and written.isdigit() else 1


def _ods_text(path: Path, name: str, cell: Any) -> str:
    """What people see in the cell. A date is told as ISO writes it."""
    if cell.get_attribute("table:formula") is not None:
        raise FileProblem(
            path, f"sheet {visible(name, 40)}: holds a formula; write the text itself"
        )
    kind = cell.get_attribute("office:value-type")
    if kind == "date":
        return str(cell.get_attribute("office:date-value") or "")[:10]
    paragraphs = [child for child in cell.children if child.tag == "text:p"]
    return "\n".join("".join(_words(paragraph)) for paragraph in paragraphs)


def _words(element: Any) -> Iterator[str]:
    """A paragraph's text; runs of spaces and line breaks are elements of their own."""
    yield element.text or ""
    for child in element.children:
        match child.tag:
            case "text:s":
                yield " " * min(_repeated(child, "text:c"), MAX_COLUMNS * 100)
            case "text:line-break":
                yield "\n"
            case "office:annotation":
                pass
            case _:
                yield from _words(child)
        yield child.tail or ""
