"""The front matter: cover, statement, signatures, version history."""

from collections.abc import Callable
from datetime import date

from appsec.dossier.book import Book, Part
from appsec.dossier.choices import Published, Stage
from appsec.model.text import visible
from appsec.report.cover import emphasised
from appsec.report.document import (
    Block,
    Break,
    Callout,
    Code,
    Column,
    Heading,
    Inline,
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

Cells = Callable[[Part], Inlines]
"""What a row of a table says of each build."""

KEPT_YEARS = 5
"""How long records are kept after the project closes (contract, article 7)."""

_BLANK_EDITIONS = 2
"""Lines of a version history that nobody wrote."""


def front(book: Book) -> tuple[Block, ...]:
    """Cover, statement, signatures and history."""
    return (
        Heading(2, book.say("front-cover"), "cover"),
        KeyValues((*_record(book), *_applicant(book))),
        book.by_platform("front-builds", _builds(book)),
        KeyValues(_standard(book)),
        Heading(2, book.say("statement"), "statement", new_page=True),
        Callout(
            Tone.NEUTRAL,
            (),
            tuple(Paragraph(emphasised(book.say(f"statement-{n}"))) for n in (1, 2, 3)),
        ),
        Heading(2, book.say("front-signatures"), "signatures"),
        _signatures(book),
        _history(book),
    )


def _record(book: Book) -> tuple[tuple[str, Inlines], ...]:
    file = book.dossier.file
    stages = ((book.say(f"stage-{one.key}"), one is book.stage) for one in Stage)
    return (
        book.pair("front-number", file.report.number, file.report.edition),
        book.pair("front-date", book.dossier.date),
        book.pair("front-project", file.project.name),
        book.pair("front-project-number", file.project.number),
        book.pair("front-programme", file.project.programme),
        book.pair("front-milestone", file.project.milestone),
        (book.say("front-stage"), (Text(book.ticks(stages)),)),
        book.pair("front-secrecy", file.report.confidentiality),
        book.pair("front-retention", retention(book)),
    )


def retention(book: Book) -> str:
    """Until when records are kept; empty where nobody said when the project closes."""
    closes = book.dossier.file.project.closes
    if not closes:
        return ""
    day = date.fromisoformat(closes)
    leap = (day.month, day.day) == (2, 29)
    until = day.replace(year=day.year + KEPT_YEARS, day=28 if leap else day.day)
    return book.say("front-kept", closes=closes, until=until.isoformat())


def _applicant(book: Book) -> tuple[tuple[str, Inlines], ...]:
    file = book.dossier.file
    return (
        book.pair("front-company", file.applicant.company, file.applicant.tax_id),
        book.pair("front-owner", file.applicant.security_owner, file.applicant.contact),
        book.pair("front-period", file.period.begins, file.period.ends),
    )


def _builds(book: Book) -> tuple[tuple[str, Cells], ...]:
    def plain(value: str) -> Inlines:
        return (Code(visible(value)),) if value else (Text(book.say("unread")),)

    return (
        (book.say("cover-name"), lambda part: _name(book, part)),
        (book.say("front-id"), lambda part: plain(part.assessment.artefact.id)),
        (book.say("front-version"), lambda part: _version(book, part)),
        (book.say("cover-sha"), lambda part: plain(part.assessment.artefact.sha256)),
        (book.say("front-signer"), lambda part: book.code(signer(part))),
        (book.say("front-built"), lambda part: book.written(part.build.entry.built)),
        (book.say("front-commit"), lambda part: book.code(part.build.entry.commit)),
        (book.say("front-published"), lambda part: _published(book, part)),
        (book.say("cover-class"), lambda part: _class(book, part)),
        (book.say("cover-basis"), lambda part: _basis(book, part)),
    )


def _name(book: Book, part: Part) -> Inlines:
    name = part.assessment.artefact.name
    return (Strong(visible(name)),) if name else (Text(book.say("unread")),)


def _version(book: Book, part: Part) -> Inlines:
    artefact = part.assessment.artefact
    named = [visible(one) for one in (artefact.version, artefact.build) if one]
    return (Text("／".join(named) or book.say("unread")),)


def signer(part: Part) -> str:
    """The fingerprint of the certificate: as written, else as the build shows it."""
    observed = part.assessment.observed
    return part.build.entry.signer or (observed.cells.get("app.signer", "") if observed else "")


def _published(book: Book, part: Part) -> Inlines:
    entry = part.build.entry
    states = ((book.say(f"published-{s.name.lower()}"), s is entry.published) for s in Published)
    told: list[Inline] = [Text(book.ticks(states))]
    if entry.published is Published.YES or entry.store_url:
        told += [Break(), Text(book.say("front-store")), *book.written(entry.store_url)]
    return tuple(told)


def _class(book: Book, part: Part) -> Inlines:
    chosen = part.assessment.chosen_class
    extra = book.say("front-with-f" if chosen.with_f else "front-without-f")
    return (Strong(visible(chosen.app_class)), Text(f"（{extra}）"))


def _basis(book: Book, part: Part) -> Inlines:
    chosen, suggested = part.assessment.chosen_class, part.assessment.suggested_class.app_class
    if chosen.declared:
        told = book.say("cover-declared")
    elif suggested:
        told = book.say("cover-suggested")
    else:
        told = book.say("cover-assumed", **{"class": visible(chosen.app_class)})
    return (Text(told),)


def _standard(book: Book) -> tuple[tuple[str, Inlines], ...]:
    told: list[tuple[str, Inlines]] = []
    for part in book.parts[:1]:
        profile = part.assessment.profile
        standard: list[Inline] = [Text(part.line(profile.title))]
        if profile.baseline_title:
            title = part.line(profile.baseline_title)
            standard += [Break(), Text(book.say("cover-matrix", baseline=title))]
        told.append((book.say("cover-standard"), tuple(standard)))
    tools: list[Inline] = []
    for part in book.parts:
        tool = part.assessment.tool
        words = book.say(
            "front-tool",
            platform=part.name,
            tool=f"{visible(tool.name)} {visible(tool.version)}",
            content=visible(tool.content)[:16],
            day=visible(part.assessment.as_of),
        )
        tools += [Break(), Text(words)] if tools else [Text(words)]
    told.append((book.say("cover-tool"), tuple(tools)))
    told.append((book.say("front-vulnerabilities"), _feeds(book)))
    return tuple(told)


def _feeds(book: Book) -> Inlines:
    """How dated each feed of advisories was; of a build that was held against none, that."""
    lines: dict[str, None] = {}
    for part in book.parts:
        for feed in part.assessment.feeds:
            words = {"feed": visible(feed.name), "day": visible(feed.dated or feed.imported[:10])}
            lines[book.say("front-vulnerabilities-feed", **words)] = None
        if not part.assessment.feeds:
            lines[book.say("front-vulnerabilities-none", platform=part.name)] = None
    told: list[Inline] = []
    for line in lines:
        told += [Break(), Text(line)] if told else [Text(line)]
    return tuple(told)


def _signatures(book: Book) -> Table:
    people = book.dossier.file.people
    columns = (
        Column(book.say("column-role"), Width.MIDDLE),
        Column(book.say("column-name"), Width.WIDE),
        Column(book.say("column-signature"), Width.WIDE),
        Column(book.say("column-date"), Width.WIDE),
    )
    rows = tuple(
        Row(
            (
                (Strong(book.say(f"people-{key}")),),
                book.written(getattr(people, key)),
                (Break(), Text(book.say("blank")), Break(), Text("　")),
                (Text(book.say("blank")),),
            )
        )
        for key in ("prepared_by", "reviewed_by", "approved_by")
    )
    return Table(book.say("front-signatures-caption"), columns, rows)


def _history(book: Book) -> Table:
    columns = (
        Column(book.say("column-edition"), Width.NARROW),
        Column(book.say("column-date"), Width.MIDDLE),
        Column(book.say("column-author"), Width.MIDDLE),
        Column(book.say("column-changes"), Width.WIDE),
    )
    rows = [
        Row(tuple(book.cell(v) for v in (one.edition, one.date, one.author, one.changes)))
        for one in book.dossier.file.history
    ]
    blank = Row(tuple((Text("　"),) for _ in columns))
    return Table(book.say("front-history"), columns, tuple(rows or [blank] * _BLANK_EDITIONS))
