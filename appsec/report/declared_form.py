"""The declaration as it was filled in, and its cells where a report leaves lines to people."""

from collections.abc import Iterator

from appsec.engine.declaration.form import form
from appsec.model.declared import Cell, Declared, Section
from appsec.model.text import Lang, visible
from appsec.report.document import (
    Block,
    Code,
    Details,
    Heading,
    Inline,
    Inlines,
    KeyValues,
    Paragraph,
    Text,
)
from appsec.report.view import MAX_LINE, View
from appsec.report.words import say

_NAMES = frozenset(("sha256", "tested_sha256", "signer"))
"""Cells that are compared letter by letter."""


def declared_form(view: View) -> tuple[Block, ...]:
    """The section; nothing where no declaration was given."""
    told = view.assessment.declaration
    if told is None:
        return ()
    filled = tuple(as_filled(told.sections, view.lang))
    return (Heading(3, view.say("declaration-form"), "declaration-form"), *filled)


def as_filled(sections: tuple[Section, ...], lang: Lang) -> Iterator[Block]:
    """Every cell that holds something, and the names of the sections that hold nothing."""
    empty = []
    for section in sections:
        rows = [pairs for row in section.rows if (pairs := _pairs(section, row, lang))]
        title = section.title[lang]
        if not rows:
            empty.append(title)
        for number, pairs in enumerate(rows, 1):
            named = f"{title} {number}" if len(rows) > 1 else title
            yield Details((Text(named),), (KeyValues(pairs),))
    if empty:
        told = say(lang, "declaration-empty", sections=say(lang, "comma").join(empty))
        yield Paragraph((Text(told),))


def _pairs(section: Section, row: tuple[Cell, ...], lang: Lang) -> tuple[tuple[str, Inlines], ...]:
    return tuple((c.label[lang], (_shown(section, c, lang),)) for c in row if c.value.strip())


def _shown(section: Section, cell: Cell, lang: Lang) -> Inline:
    words = visible(_chosen(section.key, cell, lang), MAX_LINE)
    return Code(words) if cell.key in _NAMES else Text(words)


def _chosen(section: str, cell: Cell, lang: Lang) -> str:
    """A choice by its label; anything else as it was written."""
    fields = next((one.fields for one in form().sections if one.key == section), ())
    field = next((one for one in fields if one.key == cell.key), None)
    choices = form().choices[field.choices] if field and field.choices else ()
    return next((one.label[lang] for one in choices if one.key == cell.value), cell.value)


def declared_line(view: View, blank: str, *names: str) -> Inlines:
    """The cells of these names (`applicant.company`) in one line, or the words that leave it to
    people where none of them is filled in. An empty cell, or name, is a gap in the line."""
    told = view.assessment.declaration
    said = [_cell(told, name, view.lang) if told else "" for name in names]
    if not any(said):
        return (Text(view.say(blank)),)
    return (Text("／".join(visible(one, MAX_LINE) or view.say("blank") for one in said)),)


def _cell(told: Declared, name: str, lang: Lang) -> str:
    key, _, wanted = name.partition(".")
    rows = (row for section in told.sections if section.key == key for row in section.rows[:1])
    cells = (cell for row in rows for cell in row if cell.key == wanted)
    return next((_chosen(key, cell, lang).strip() for cell in cells), "")
