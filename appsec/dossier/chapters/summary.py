"""The summary: the result of each build in one permitted sentence, the numbers, who is next."""

from collections.abc import Iterable

from appsec.assess.confirm_items import Owner
from appsec.dossier.book import Book, Part
from appsec.dossier.chapters.testing import state_of
from appsec.dossier.counts import Open, by_owner, unresolved
from appsec.model.text import visible
from appsec.model.verdict import Result
from appsec.report.document import (
    Block,
    Break,
    Callout,
    Column,
    Inline,
    Inlines,
    Mark,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
    Width,
)
from appsec.report.placed import linked, placed
from appsec.report.summary import RESULTS, closing_sentence, warnings

OPEN_ORDER = (
    Result.FAIL,
    Result.NEEDS_REVIEW,
    Result.NEEDS_EVIDENCE,
    Result.INCONCLUSIVE,
)
"""The order in which open items are told."""


def summary(book: Book) -> Iterable[Block]:
    """The chapter."""
    for part in book.parts:
        for app_class in part.chosen:
            yield closing(book, part, app_class)
    yield _numbers(book)
    yield Paragraph((Text(book.say("summary-numbers-text")),))
    yield book.by_platform(
        "summary-testing", ((book.say("testing-state"), lambda part: state_of(book, part)),)
    )
    yield open_table(book)
    for part in book.parts:
        yield from placed(warnings(part), part.prefix)


def closing(book: Book, part: Part, app_class: str) -> Callout:
    """A build's result in one of the four sentences."""
    tone, sentence = closing_sentence(part, app_class)
    artefact = part.assessment.artefact
    named = f"{part.name} {visible(artefact.version)}".strip()
    title = book.say("summary-closing", build=named, **{"class": visible(app_class)})
    return Callout(tone, (Strong(title),), (Paragraph((Text(sentence),)),))


def _numbers(book: Book) -> Table:
    columns = (
        Column(book.say("column-platform"), Width.MIDDLE),
        Column(book.say("column-class"), Width.NARROW),
        Column(book.say("column-members"), Width.NARROW),
        *(Column(book.say(f"short-{result}"), Width.NARROW) for result in RESULTS),
        Column(book.say("column-unresolved"), Width.MIDDLE),
    )
    rows = []
    for part in book.parts:
        for app_class in part.chosen:
            if grade := part.assessment.grades.get(app_class):
                cells: list[Inlines] = [(Strong(part.name),), (Text(visible(app_class)),)]
                cells.append((Text(str(grade.members)),))
                cells += [(Text(str(grade.counts.get(result, 0))),) for result in RESULTS]
                cells.append((Text(unresolved_words(book, part)),))
                rows.append(Row(tuple(cells)))
    return Table(book.say("summary-numbers"), columns, tuple(rows), dense=True)


def unresolved_words(book: Book, part: Part) -> str:
    """How many findings are unresolved, and how many of them were accepted."""
    told = unresolved(part)
    key = "unresolved-accepted" if told.accepted else "unresolved"
    return book.say(key, count=told.findings, accepted=told.accepted)


def open_table(book: Book) -> Block:
    """The open items by who has to begin."""
    open_of = {part.build.platform: by_owner(part) for part in book.parts}
    if not any(items for owners in open_of.values() for items in owners.values()):
        return Paragraph((Text(book.say("summary-open-none")),))
    rows = []
    for owner in Owner:
        cells = [_items(book, part, open_of[part.build.platform][owner]) for part in book.parts]
        if any(cells):
            blank: Inlines = (Text(book.say("none")),)
            label: Inlines = (Strong(book.say(f"owner-{owner}")),)
            rows.append(Row((label, *(cell or blank for cell in cells))))
    columns = (
        Column(book.say("column-owner"), Width.MIDDLE),
        *(Column(part.name, Width.WIDE) for part in book.parts),
    )
    return Table(book.say("summary-open"), columns, tuple(rows))


def _items(book: Book, part: Part, items: tuple[Open, ...]) -> Inlines:
    told: list[Inline] = []
    for result in OPEN_ORDER:
        named = [item.verdict.requirement for item in items if item.verdict.result is result]
        if named:
            if told:
                told.append(Break())
            label = book.say("open-count", count=len(named))
            told += [Mark(result, book.say(f"result-{result}")), Text(label)]
            told += part.item_links(named)
    return linked(tuple(told), part.prefix)
