"""Reads a declaration file strictly: what it may not hold is named, never passed over."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appsec.engine.declaration.form import FormField, FormSection, form
from appsec.engine.files import FileProblem, conform, read_yaml
from appsec.model.text import visible, worded

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

NAME = "appsec-declaration.yaml"

MAX_ROWS, MAX_CELL = 2000, 10_000
"""Most rows of a section, and longest text of a cell in characters."""

_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no document can hold: control characters but line ends, halves of pairs."""


def load_declaration(path: Path) -> "Declaration":
    """The declaration in a file, its choices by their keys. Raises FileProblem."""
    return declaration_of(path, read_yaml(path, as_text=True))


def declaration_of(path: Path | str, values: Any) -> "Declaration":
    """A declaration from the plain values of a file or of sheets. Raises FileProblem."""
    if not isinstance(values, dict):
        raise FileProblem(path, "holds no declaration; make one with `appsec declare init`")
    # Some thirty dataclasses, for the few scans that have a declaration.
    from appsec.model.declaration_form import Declaration

    # A section with nothing below its key is an empty one.
    given = {key: value for key, value in values.items() if value not in ("", None)}
    for section in form().sections:
        for problem in _settle(section, given.get(section.key)):
            raise FileProblem(path, problem)
    declaration = conform(path, given, Declaration)
    if not worded(declaration.app.package_id):
        raise FileProblem(path, "app.package_id: name the app's id, as in its reports")
    if not declaration.app.platform:
        raise FileProblem(path, "app.platform: android or ios")
    return declaration


def _settle(section: FormSection, value: Any) -> Iterator[str]:
    """Puts keys in the place of labels; yields what is none of the choices, or too much."""
    if value is None:
        return
    rows = value if isinstance(value, list) else [value]
    if len(rows) > MAX_ROWS:
        yield f"{section.key}: more than {MAX_ROWS} rows"
    for number, row in enumerate(rows):
        if isinstance(row, dict):
            where = f"{section.key}.{number}" if section.many else section.key
            yield from (f"{where}.{problem}" for problem in _settle_row(section, row))


def _settle_row(section: FormSection, row: dict[str, Any]) -> Iterator[str]:
    for field in section.fields:
        written = row.get(field.key)
        if isinstance(written, str):
            row[field.key] = written = _simple(written)
            if len(written) > MAX_CELL:
                yield f"{field.key}: longer than {MAX_CELL} characters"
            if found := _NO_TEXT.search(written):
                yield f"{field.key}: holds the character U+{ord(found[0]):04X}, which is no text"
            if field.choices and written.strip():
                chosen = form().chosen(field, written)
                if chosen is None:
                    yield _no_choice(field, written)
                row[field.key] = chosen


def _simple(written: str) -> str:
    """One kind of line end, and no tabs: no spreadsheet would keep them."""
    return written.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _no_choice(field: FormField, written: str) -> str:
    keys = ", ".join(choice.key for choice in form().choices[field.choices])
    return f"{field.key}: {visible(written, 80)!r} is none of {keys}"
