"""The checklist of the norm's appendix 2 with a verdict for each build, and each item in full."""

from collections.abc import Iterable

from appsec.dossier.book import Book, Part, words
from appsec.model.assessment import RequirementText, Verdict
from appsec.model.text import visible
from appsec.model.verdict import Standing
from appsec.report.document import (
    Block,
    Break,
    Column,
    Group,
    Heading,
    Inline,
    Inlines,
    Link,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Width,
    plain,
)
from appsec.report.figures import verdict_grid
from appsec.report.items import items as items_of
from appsec.report.overview import classes, note
from appsec.report.placed import linked, placed
from appsec.report.summary import RESULTS
from appsec.report.view import item_anchor

Judged = tuple[tuple[Part, Verdict | None], ...]
"""One item in each build."""


def overview(book: Book) -> Iterable[Block]:
    """The chapter with the three tables, and the pictures."""
    yield words(book.say("overview-text"))
    judged = tuple(_judged(book))
    required = tuple(j for j in judged if not _first(j).reference)
    reference = tuple(j for j in judged if _first(j).reference)
    yield Heading(3, book.say("overview-required"), "overview-required")
    yield _table(book, "overview-required-caption", required)
    yield Heading(3, book.say("overview-reference"), "overview-reference")
    yield _table(book, "overview-reference-caption", reference)
    apart = tuple(_judged(book, apart=True))
    if apart:
        yield Heading(3, book.say("overview-apart"), "overview-apart")
        yield words(book.say("overview-apart-text"))
        yield _table(book, "overview-apart-caption", apart)
    yield Heading(3, book.say("summary-picture"), "picture")
    for part in book.parts:
        yield words(part.name)
        yield from placed((verdict_grid(part, RESULTS),), part.prefix)


def items(book: Book) -> Iterable[Block]:
    """The chapter that tells each item."""
    yield from book.each(items_of, "items")


def _judged(book: Book, apart: bool = False) -> Iterable[Judged]:
    """The items of all builds in the order of the standard, each once."""
    by_item: dict[str, dict[str, Verdict]] = {}
    for part in book.parts:
        saved = part.assessment
        for verdict in saved.verdicts_apart if apart else saved.verdicts:
            by_item.setdefault(verdict.requirement, {})[part.build.platform] = verdict
    for found in by_item.values():
        yield tuple((part, found.get(part.build.platform)) for part in book.parts)


def _first(judged: Judged) -> Verdict:
    return next(verdict for _, verdict in judged if verdict)


def _requirement(judged: Judged) -> tuple[Part, RequirementText]:
    part, verdict = next((p, v) for p, v in judged if v)
    return part, part.requirements[verdict.requirement]


def _table(book: Book, caption: str, judged: tuple[Judged, ...]) -> Table:
    verdicts = [
        Column(book.say("column-verdict-of", platform=part.name), Width.MIDDLE)
        for part in book.parts
    ]
    columns = (
        Column(book.say("column-number"), Width.NARROW),
        Column(book.say("column-requirement"), Width.WIDE),
        Column(book.say("column-class"), Width.NARROW),
        *verdicts,
        Column(book.say("column-by-and-evidence"), Width.MIDDLE),
        Column(book.say("column-note"), Width.WIDE),
    )
    rows: list[Row | Group] = []
    section = ""
    for one in judged:
        part, requirement = _requirement(one)
        if requirement.section != section:
            section = requirement.section
            rows.append(Group(f"{visible(section)}　{part.line(requirement.section_title)}"))
        rows.append(_row(book, one))
    return Table(book.say(caption), columns, tuple(rows))


def _row(book: Book, judged: Judged) -> Row:
    part, requirement = _requirement(judged)
    number = Link(visible(requirement.id), part.prefix + item_anchor(requirement.id))
    graded = _first(judged) in part.assessment.verdicts and not _first(judged).reference
    counts = any(verdict and one.counts(verdict) for one, verdict in judged)
    return Row(
        (
            (number,),
            (Text(part.line(requirement.text)),),
            classes(part, _first(judged)),
            *(_mark(book, one, verdict) for one, verdict in judged),
            _by(book, judged),
            _notes(book, judged),
        ),
        muted=graded and not counts,
    )


def _mark(book: Book, part: Part, verdict: Verdict | None) -> Inlines:
    if verdict is None:
        return (Text(book.say("not-of-platform")),)
    told: list[Inline] = [part.mark(verdict)]
    graded = verdict in part.assessment.verdicts and not verdict.reference
    if graded and not part.counts(verdict):
        told += [Break(), Tag(part.say("not-of-class"))]
    return tuple(told)


def _by(book: Book, judged: Judged) -> Inlines:
    """Who says so, and by what evidence, for each build."""
    told: list[tuple[Part, Inlines]] = []
    for part, verdict in judged:
        if verdict:
            said = [part.bases(verdict)] if verdict.by else []
            said += evidence_of(part, verdict.requirement)
            told.append((part, (Text(" ".join(said)),)))
    return _joined(book, told)


def evidence_of(part: Part, requirement: str) -> list[str]:
    """The evidence of an item that counts, by number."""
    return [
        visible(file.id)
        for one in part.assessment.confirmations
        if one.requirement == requirement and one.standing is Standing.IN_FORCE
        for file in one.evidence
    ]


def _notes(book: Book, judged: Judged) -> Inlines:
    told = [(part, linked(note(part, verdict), part.prefix)) for part, verdict in judged if verdict]
    return _joined(book, told)


def _joined(book: Book, told: list[tuple[Part, Inlines]]) -> Inlines:
    """What is said for each build; words that are the same for all once, links for each."""
    if len(book.parts) == 1:
        return told[0][1]
    joined: list[Inline] = []
    texts = {plain(_texts(inlines)).strip() for _, inlines in told}
    if len(texts) == 1 and len(told) == len(book.parts):
        joined += [Text(text) for text in texts if text]
        told = [(part, _links(inlines)) for part, inlines in told]
    for part, inlines in told:
        if plain(inlines).strip():
            joined += [Break()] if joined else []
            joined += [Strong(f"{part.name}{book.say('colon')}"), *inlines]
    return tuple(joined)


def _texts(inlines: Inlines) -> Inlines:
    return tuple(one for one in inlines if not isinstance(one, Link))


def _links(inlines: Inlines) -> Inlines:
    return tuple(part for one in inlines if isinstance(one, Link) for part in (Text(" "), one))
