"""The section on security for an application or a contract: class, items, schedule, milestones."""

from collections.abc import Iterable

from appsec.dossier.book import Book, Part, words
from appsec.dossier.chapters.handed_in import handed_in
from appsec.dossier.chapters.scope import declared_cell
from appsec.dossier.chapters.summary import closing
from appsec.dossier.chapters.testing import state_of
from appsec.dossier.choices import Stage
from appsec.dossier.file import Dossier
from appsec.dossier.report import product, running, subject
from appsec.model.text import Lang, visible
from appsec.report.document import (
    Block,
    Callout,
    Column,
    Document,
    Heading,
    Inlines,
    KeyValues,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
    Tone,
    Width,
)

_FEES = ("plan-fee-class", "plan-fee-retest", "plan-fee-total")


def build_plan(dossier: Dossier, lang: Lang, stage: Stage) -> Document:
    """The plan: short, quantified, and without any claim of a result that is not there."""
    book = Book(dossier, lang, stage)
    return Document(
        lang=lang,
        title=book.say("plan-title"),
        subtitle=book.say("plan-subtitle"),
        running=running(book),
        subject=subject(book) or product(dossier),
        blocks=tuple(_blocks(book)),
    )


def _blocks(book: Book) -> Iterable[Block]:
    file = book.dossier.file
    yield Heading(2, book.say("plan-project"), "project")
    yield KeyValues(
        (
            book.pair("front-company", file.applicant.company, file.applicant.tax_id),
            book.pair("front-project", file.project.name),
            book.pair("front-project-number", file.project.number),
            book.pair("front-programme", file.project.programme),
            book.pair("scope-name", file.product.name),
            book.pair("scope-functions", file.product.functions),
            book.pair("front-owner", file.applicant.security_owner, file.applicant.contact),
        )
    )
    yield Heading(2, book.say("plan-class"), "class")
    yield words(book.say("plan-class-text"))
    if book.parts:
        rows = (
            (book.say("cover-class"), lambda part: (Text(visible(part.chosen_label)),)),
            (book.say("column-members"), lambda part: _members(book, part)),
            (book.say("scope-rationale"), lambda part: _rationale(book, part)),
        )
        yield book.by_platform("plan-class-caption", rows)
        for part in book.parts:
            for app_class in part.chosen:
                yield closing(book, part, app_class)
    yield Heading(2, book.say("plan-schedule"), "schedule")
    yield from _schedule(book)
    yield Heading(2, book.say("plan-milestones"), "milestones")
    yield from _milestones(book)
    yield from handed_in(book)


def _members(book: Book, part: Part) -> Inlines:
    counts = [
        book.say("plan-members", **{"class": visible(c), "count": grade.members})
        for c in part.chosen
        if (grade := part.assessment.grades.get(c))
    ]
    return (Text(book.say("comma").join(counts) or book.say("blank")),)


def _rationale(book: Book, part: Part) -> Inlines:
    return book.written(declared_cell(part, "class", "rationale"))


def _schedule(book: Book) -> Iterable[Block]:
    """When the laboratory tests, and what it costs: the lines are there to be filled in."""
    rows = (
        (book.say("testing-state"), lambda part: state_of(book, part)),
        (book.say("plan-planned"), lambda part: book.written(part.build.entry.test.planned)),
        (book.say("plan-lab"), lambda part: book.written(part.build.entry.test.lab)),
        (book.say("plan-offer"), lambda part: book.written(part.build.entry.test.contract)),
    )
    if book.parts:
        yield book.by_platform("plan-schedule-caption", rows)
    columns = (
        Column(book.say("column-subject"), Width.WIDE),
        Column(book.say("column-amount"), Width.MIDDLE),
        Column(book.say("column-ground"), Width.WIDE),
    )
    blank = (Text(book.say("blank")),)
    told = tuple(Row(((Strong(book.say(key)),), blank, blank)) for key in _FEES)
    yield Table(book.say("plan-fees"), columns, told)


def _milestones(book: Book) -> Iterable[Block]:
    yield words(book.say("plan-milestones-text"))
    given = book.dossier.file.milestones
    if given:
        columns = (
            Column(book.say("column-record"), Width.NARROW),
            Column(book.say("column-milestone"), Width.WIDE),
        )
        rows = tuple(Row((book.written(m.number), book.written(m.text))) for m in given)
        yield Table(book.say("plan-milestones-caption"), columns, rows)
    else:
        example = Paragraph((Text(book.say("plan-milestone-example")),))
        title = (Strong(book.say("plan-milestone-none")),)
        yield Callout(Tone.NOTE, title, (example,))
