"""The declaration of each build and what contradicts it; what the server team declares."""

from collections.abc import Callable, Iterable, Iterator

from appsec.dossier.book import Book, Part, words
from appsec.dossier.chapters.scope import declared_cell
from appsec.engine.declaration.form import form
from appsec.model.declared import Cell, Section
from appsec.model.text import visible
from appsec.report.declaration import declaration
from appsec.report.document import (
    Block,
    Break,
    Column,
    Details,
    Heading,
    Inlines,
    KeyValues,
    Link,
    Row,
    Table,
    Text,
    Width,
)
from appsec.report.view import item_anchor

SERVER_CHAPTER = "4.2"
"""Where the norm's items on the server begin."""


def declared(book: Book) -> Iterable[Block]:
    """The chapter on the declaration."""
    yield words(book.say("declared-text"))
    yield from book.each(lambda part: _of(book, part), "declared")


def _of(book: Book, part: Part) -> tuple[Block, ...]:
    told = part.assessment.declaration
    if told is None:
        return (words(book.say("declared-none", platform=part.name)),)
    form_as_filled = tuple(_sections(book, told.sections))
    return (
        *declaration(part),
        Heading(3, book.say("declared-form"), "declared-form"),
        *form_as_filled,
    )


def _sections(book: Book, sections: tuple[Section, ...]) -> Iterator[Block]:
    empty = []
    for section in sections:
        rows = [pairs for row in section.rows if (pairs := _pairs(book, section, row))]
        title = section.title[book.lang]
        if not rows:
            empty.append(title)
        for number, pairs in enumerate(rows, 1):
            named = f"{title} {number}" if len(rows) > 1 else title
            yield Details((Text(named),), (KeyValues(pairs),))
    if empty:
        yield words(book.say("declared-empty", sections=book.say("comma").join(empty)))


def _pairs(book: Book, section: Section, row: tuple[Cell, ...]) -> tuple[tuple[str, Inlines], ...]:
    """The cells that hold something; a choice by its label."""
    return tuple(
        (cell.label[book.lang], book.written(_shown(book, section, cell)))
        for cell in row
        if cell.value.strip()
    )


def _shown(book: Book, section: Section, cell: Cell) -> str:
    fields = form().section(section.key).fields
    field = next((f for f in fields if f.key == cell.key), None)
    choices = form().choices[field.choices] if field and field.choices else ()
    return next((c.label[book.lang] for c in choices if c.key == cell.value), cell.value)


def server(book: Book) -> Iterable[Block]:
    """The chapter on the server side (norm, 4.2)."""
    given = book.dossier.file.server
    yield words(book.say("server-text"))
    yield KeyValues(
        (
            book.pair("server-declaration", given.declaration),
            book.pair("server-signed", given.signed_by, given.date),
            book.pair("server-certificate", given.certificate),
            book.pair("server-annex", given.annex),
        )
    )
    yield book.by_platform(
        "server-declared",
        tuple(
            (book.say(f"server-{key}"), _cell(book, key))
            for key in ("declaration", "test_certificate", "pentest", "web_scan", "host_scan")
        ),
    )
    yield from _items(book)


def _cell(book: Book, key: str) -> Callable[[Part], Inlines]:
    return lambda part: book.written(declared_cell(part, "server", key))


def _items(book: Book) -> Iterator[Block]:
    """The verdicts on the server's items."""
    columns = (
        Column(book.say("column-number"), Width.NARROW),
        Column(book.say("column-requirement"), Width.WIDE),
        *(Column(book.say("column-verdict-of", platform=p.name)) for p in book.parts),
    )
    rows = []
    for part in book.parts[:1]:
        for verdict in part.assessment.verdicts:
            requirement = part.requirements[verdict.requirement]
            if requirement.chapter.startswith(SERVER_CHAPTER):
                link = Link(visible(requirement.id), part.prefix + item_anchor(requirement.id))
                marks = (_mark(book, other, verdict.requirement) for other in book.parts)
                text: Inlines = (Text(part.line(requirement.text)),)
                rows.append(Row(((link,), text, *marks)))
    if rows:
        yield Table(book.say("server-items"), columns, tuple(rows))


def _mark(book: Book, part: Part, requirement: str) -> Inlines:
    found = (v for v in part.assessment.verdicts if v.requirement == requirement)
    for verdict in found:
        reasons = [part.line(why.message) for why in verdict.reasons[:2]]
        return (part.mark(verdict), Break(), Text(" ".join(dict.fromkeys(reasons))))
    return (Text(book.say("not-of-platform")),)
