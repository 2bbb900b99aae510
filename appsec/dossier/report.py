"""The report on a dossier: front matter and fourteen chapters, and what the stage asks for."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from appsec.dossier.book import Book
from appsec.dossier.chapters.components import components
from appsec.dossier.chapters.declared import declared, server
from appsec.dossier.chapters.findings import findings
from appsec.dossier.chapters.front import front
from appsec.dossier.chapters.handed_in import handed_in
from appsec.dossier.chapters.items import items, overview
from appsec.dossier.chapters.people import evidence, people
from appsec.dossier.chapters.scope import method, scope
from appsec.dossier.chapters.sealed import changes, sealed
from appsec.dossier.chapters.summary import summary
from appsec.dossier.chapters.testing import testing
from appsec.dossier.choices import Stage
from appsec.dossier.file import Dossier
from appsec.model.text import Lang, visible
from appsec.report.document import Block, Document, Heading

Chapter = Callable[[Book], Iterable[Block]]

CHAPTERS: tuple[tuple[str, Chapter], ...] = (
    ("summary", summary),
    ("testing", testing),
    ("scope", scope),
    ("method", method),
    ("overview", overview),
    ("items", items),
    ("findings", findings),
    ("components", components),
    ("declared", declared),
    ("server", server),
    ("people", people),
    ("changes", changes),
    ("evidence", evidence),
    ("sealed", sealed),
)
"""In the order that the grant's reviewers know; their numbers are referred to in the texts."""

_OWN_PAGE = ("summary", "testing", "overview", "items", "findings")
"""Chapters that begin a page: the summary is to be one page, the others are long."""

_SECTION = 3

_HAS_NUMBER = re.compile(r"^\d+(\.\d+)+\s")


def build_report(dossier: Dossier, lang: Lang, stage: Stage) -> Document:
    """The whole report, at the stage at which it is handed in."""
    book = Book(dossier, lang, stage)
    blocks: list[Block] = [*front(book)]
    for number, (name, chapter) in enumerate(CHAPTERS, 1):
        title = book.say(f"chapter-{number}")
        blocks.append(Heading(2, title, f"chapter-{name}", new_page=name in _OWN_PAGE))
        blocks += _numbered(number, chapter(book))
    blocks += handed_in(book)
    return Document(
        lang=lang,
        title=book.say("title"),
        subtitle=book.say("subtitle"),
        running=running(book),
        subject=subject(book),
        blocks=tuple(blocks),
    )


def running(book: Book) -> str:
    """What stands on every page: that this proves no passed test, and the report's number."""
    number = book.dossier.file.report.number
    shown = visible(number, 60) if number.strip() else book.say("blank")
    return book.say("running-numbered", running=book.say("running"), number=shown)


def subject(book: Book) -> str:
    """The product and its builds on one line."""
    builds = book.say("comma").join(
        f"{part.name} {visible(part.assessment.artefact.version, 40)}".strip()
        for part in book.parts
    )
    return f"{product(book.dossier)}　{builds}".strip()


def product(dossier: Dossier) -> str:
    """The product's name as written, else as a build shows it."""
    named = (build.assessment.artefact.name for build in dossier.builds)
    return visible(dossier.file.product.name or next((n for n in named if n), ""), 80)


def _numbered(chapter: int, blocks: Iterable[Block]) -> Iterator[Block]:
    """The sections of a chapter by number: 7.1, 7.2. Those below have none."""
    count = 0
    for block in blocks:
        if (
            isinstance(block, Heading)
            and block.level == _SECTION
            and not _HAS_NUMBER.match(block.text)
        ):
            count += 1
            yield replace(block, text=f"{chapter}.{count}　{block.text}")
        else:
            yield block
