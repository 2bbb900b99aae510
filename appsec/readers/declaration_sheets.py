"""Reads a declaration out of a spreadsheet that people filled in, within bounds."""

import datetime
import io
import lzma
import zipfile
import zlib
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
_DAMAGED = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error,
    lzma.LZMAError, ValueError,
)  # fmt: skip
_XML = (".xml", ".rels")
_DIGITS = 7
"""Most digits of a count; what says that it repeats more often is no sheet of people's."""

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
    except _DAMAGED as error:
        raise FileProblem(path, f"is no spreadsheet: {error}") from error
    return raw


def _refuse_entities(path: Path, name: str, content: bytes) -> None:
    # In UTF-16 and UTF-32, marked as such or not, every other byte of what matters is NUL.
    hidden = name.lower().endswith(_XML) and b"\0" in content
    if hidden or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
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
            # What the file says of its size may be less than there is, or much more.
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows()):
                line = [_xlsx_text(path, sheet.title, cell) for cell in row]
                if any(text.strip() for text in line[MAX_COLUMNS:]):
                    raise _too_large(path, sheet.title, MAX_COLUMNS, "columns")
                if number < MAX_ROWS + 3:
                    lines.append(line[:MAX_COLUMNS])
                elif any(text.strip() for text in line):
                    raise _too_large(path, sheet.title, MAX_ROWS, "rows")
            yield sheet.title, lines
    except (KeyError, TypeError, AttributeError, SyntaxError, *_DAMAGED) as e:
        raise FileProblem(path, f"is no workbook that can be read: {e}") from e


def _too_large(path: Path, sheet: str, count: int, what: str) -> FileProblem:
    return FileProblem(path, f"sheet {visible(sheet, 40)}: more than {count} {what}")


def _xlsx_text(path: Path, sheet: str, cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    where = f"sheet {visible(sheet, 40)}, cell {cell.coordinate}"
    if cell.data_type in ("f", "e", "b"):
        raise FileProblem(path, f"{where}: holds a formula or no text; write the text itself")
    if isinstance(value, datetime.datetime):
        return _moment(value.isoformat(" ", "minutes"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _moment(written: str) -> str:
    """A day, with the time of day where one was given."""
    return written[:10] if written[11:] in ("", "00:00") else written


def _ods(path: Path, raw: bytes) -> Iterator[tuple[str, Lines]]:
    from lxml.etree import LxmlError
    from odfdo import Document, SecurityError

    unread = (KeyError, ValueError, TypeError, AttributeError, LxmlError, SecurityError)
    try:
        body = Document(io.BytesIO(raw)).body
        tables = body.get_elements("table:table")
    except (*unread, *_DAMAGED) as e:
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
                raise _too_large(path, name, MAX_ROWS, "rows")
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
            raise _too_large(path, name, MAX_COLUMNS, "columns")
        line += [text] * min(times, max(room, 0))
    return line


def _repeated(element: Any, attribute: str) -> int:
    written = str(element.get_attribute(attribute) or "1")
    return int(written[:_DIGITS]) if written.isascii() and written.isdigit() else 1


def _ods_text(path: Path, name: str, cell: Any) -> str:
    """What people see in the cell. A date is told as ISO writes it."""
    if cell.get_attribute("table:formula") is not None:
        raise FileProblem(
            path, f"sheet {visible(name, 40)}: holds a formula; write the text itself"
        )
    kind = cell.get_attribute("office:value-type")
    if kind == "date":
        value = str(cell.get_attribute("office:date-value") or "")
        return _moment(value.replace("T", " ")[:16])
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
