"""Findings: what is done about each, the security tests summed up, and each finding in full."""

from collections.abc import Iterable

from appsec.dossier.book import Book, Part, words
from appsec.dossier.choices import Handled
from appsec.dossier.counts import Treated, treated, unmatched, unresolved
from appsec.dossier.shape import Handling, SecurityTest
from appsec.model.text import visible
from appsec.report.document import (
    Block,
    Break,
    Callout,
    Code,
    Column,
    Group,
    Heading,
    Inline,
    Inlines,
    ItemList,
    Link,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.findings import seen
from appsec.report.view import record_anchor

MAX_HANDLED = 200
"""Most findings that the table lists of a build; the boxes below tell all."""

_TONES = {
    Handled.OPEN: Tone.BAD,
    Handled.RUNNING: Tone.WARNING,
    Handled.FIXED: Tone.GOOD,
    Handled.REFUTED: Tone.NEUTRAL,
    Handled.ACCEPTED: Tone.WARNING,
}


def findings(book: Book) -> Iterable[Block]:
    """The chapter."""
    yield Heading(3, book.say("handling"), "handling")
    yield words(book.say("handling-text"))
    yield from handling(book)
    yield Heading(3, book.say("tests"), "tests")
    yield from tests(book)
    yield from book.each(seen, "findings")


def handling(book: Book) -> Iterable[Block]:
    """What is done about each finding, and what was written of ones that are not there."""
    rows: list[Row | Group] = []
    for part in book.parts:
        told = sorted(treated(part, book.dossier), key=lambda one: -_rank(one))
        if len(book.parts) > 1 and told:
            rows.append(Group(part.name))
        rows += [_row(book, part, one) for one in told[:MAX_HANDLED]]
        if (more := len(told) - MAX_HANDLED) > 0:
            rows.append(Group(book.say("record-list-rest", count=more)))
    if rows:
        columns = (
            Column(book.say("column-finding"), Width.WIDE),
            Column(book.say("column-severity"), Width.NARROW),
            Column(book.say("column-state"), Width.MIDDLE),
            Column(book.say("column-owner"), Width.MIDDLE),
            Column(book.say("column-due"), Width.NARROW),
            Column(book.say("column-measure"), Width.WIDE),
        )
        yield Table(book.say("handling-caption"), columns, tuple(rows))
    else:
        yield words(book.say("handling-none"))
    yield from _unmatched(book)


def _rank(one: Treated) -> int:
    return one.record.severity.rank if one.record else -1


def _row(book: Book, part: Part, one: Treated) -> Row:
    written = one.written or Handling(one.fingerprint)
    return Row(
        (
            _named(part, one),
            (Text(part.say(f"severity-{one.record.severity}")),) if one.record else (Text("－"),),
            _state(book, one),
            book.cell(written.owner),
            book.cell(written.due),
            book.cell(written.measure),
        )
    )


def _named(part: Part, one: Treated) -> Inlines:
    if one.record is None:
        told = part.line(one.gone.message) if one.gone else ""
        return (Text(told), Break(), Code(visible(one.fingerprint)[:16]))
    number = part.number(one.record)
    title = part.check_title(one.record.check)
    link = Link(number, part.prefix + record_anchor(number))
    return (link, Text(f" {title}"), Break(), Code(visible(one.fingerprint)[:16]))


def _state(book: Book, one: Treated) -> Inlines:
    told: list[Inline] = [Tag(book.say(f"handled-{one.state.name.lower()}"), _TONES[one.state])]
    if one.doubt:
        told += [Break(), Text(book.say(f"doubt-{one.doubt}"))]
    if one.gone and not one.doubt:
        told += [Break(), Text(book.say("handled-read-again"))]
    return tuple(told)


def _unmatched(book: Book) -> Iterable[Block]:
    lost = unmatched(book.dossier, book.parts)
    if lost:
        points = tuple((Code(visible(h.fingerprint)), Text(f" {h.state}")) for h in lost)
        title = (Strong(book.say("handling-unmatched")),)
        text = words(book.say("handling-unmatched-text"))
        yield Callout(Tone.WARNING, title, (text, ItemList(points)))


def tests(book: Book) -> Iterable[Block]:
    """The security tests summed up. The line of the app is computed."""
    given = book.dossier.file.security_tests
    columns = (
        Column(book.say("column-test"), Width.MIDDLE),
        Column(book.say("column-tested-by"), Width.WIDE),
        Column(book.say("column-date"), Width.MIDDLE),
        Column(book.say("column-unresolved"), Width.MIDDLE),
        Column(book.say("column-annex"), Width.MIDDLE),
    )
    rows = (
        _test(book, "code", given.code),
        _test(book, "website", given.website),
        _test(book, "host", given.host),
        _app(book),
        _test(book, "penetration", given.penetration),
        _test(book, "components", given.components),
    )
    yield Table(book.say("tests-caption"), columns, rows)
    yield words(book.say("tests-text"))


def _test(book: Book, name: str, test: SecurityTest) -> Row:
    return Row(
        (
            (Strong(book.say(f"test-{name}")),),
            book.cell(test.by),
            book.cell(test.date),
            book.cell(test.unresolved),
            book.cell(test.annex),
        )
    )


def _app(book: Book) -> Row:
    """What the assessments say; undecided items are told, since they may hide findings."""
    by: list[Inline] = [Text(book.say("test-app-by"))]
    counts: list[Inline] = []
    for part in book.parts:
        tool = part.assessment.tool
        by += [Break(), Text(f"{part.name}{book.say('colon')}{tool.name} {visible(tool.version)}")]
        told = unresolved(part)
        values = {"findings": told.findings, "accepted": told.accepted, "open": told.undecided}
        counts += [Break()] if counts else []
        counts.append(Text(book.say("test-app-count", platform=part.name, **values)))
    days = book.say("comma").join(dict.fromkeys(visible(p.assessment.as_of) for p in book.parts))
    here = (Text(book.say("test-app-annex")),)
    return Row(((Strong(book.say("test-app")),), tuple(by), (Text(days),), tuple(counts), here))
