"""What people stated: confirmations, risk acceptances, false-positive notes, and their evidence."""

from collections.abc import Iterable

from appsec.dossier.book import Book, Part, words
from appsec.model.confirmation import Confirmation, EvidenceFile, FileStanding
from appsec.model.text import visible
from appsec.model.verdict import Standing
from appsec.report.confirmations import confirmed
from appsec.report.dismissals import dismissals
from appsec.report.document import (
    Block,
    Break,
    Code,
    Column,
    Inline,
    Inlines,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.findings import refuted
from appsec.report.placed import linked

Filed = tuple[Part, Confirmation, EvidenceFile]


def people(book: Book) -> Iterable[Block]:
    """The chapter on statements."""
    yield words(book.say("people-text"))
    yield from book.each(lambda part: _stated(book, part), "people")


def _stated(book: Book, part: Part) -> tuple[Block, ...]:
    told = (*confirmed(part), *dismissals(part), *refuted(part))
    return told or (words(book.say("people-none")),)


def evidence(book: Book) -> Iterable[Block]:
    """The index of evidence: each file once, with all that it stands for."""
    yield words(book.say("evidence-text"))
    by_file: dict[tuple[str, str], list[Filed]] = {}
    for part in book.parts:
        for one in part.assessment.confirmations:
            for file in one.evidence:
                by_file.setdefault((file.path, file.sha256), []).append((part, one, file))
    if by_file:
        columns = (
            Column(book.say("column-record"), Width.NARROW),
            Column(book.say("column-evidence-name"), Width.WIDE),
            Column(book.say("column-evidence-for"), Width.MIDDLE),
            Column(book.say("column-captured"), Width.NARROW),
            Column(book.say("column-provider"), Width.MIDDLE),
            Column(book.say("column-valid"), Width.NARROW),
            Column(book.say("column-sha-and-place"), Width.WIDE),
        )
        rows = tuple(_row(book, filed) for filed in by_file.values())
        yield Table(book.say("evidence-index"), columns, rows)
    else:
        yield words(book.say("evidence-none"))
    yield from _annexes(book)


def _row(book: Book, filed: list[Filed]) -> Row:
    _, _, file = filed[0]
    numbers = dict.fromkeys(visible(one.id) for _, _, one in filed)
    people_ = dict.fromkeys(
        f"{visible(one.person)}（{visible(one.role) or book.say('none')}）" for _, one, _ in filed
    )
    return Row(
        (
            (Strong(book.say("comma").join(numbers)),),
            _name(book, file),
            _answers(book, filed),
            (Text(visible(file.captured)),),
            (Text(book.say("comma").join(people_)),),
            (Text(min(visible(one.expires) for _, one, _ in filed)),),
            (Code(visible(file.sha256)), Break(), Code(visible(file.path))),
        )
    )


def _name(book: Book, file: EvidenceFile) -> Inlines:
    told: list[Inline] = [Code(visible(file.path.rpartition("/")[2]))]
    if file.note:
        told += [Break(), *book.cell(file.note)]
    if file.standing is not FileStanding.SAME:
        told += [Break(), Tag(book.say(f"file-{file.standing}"), Tone.WARNING)]
    if file.redacted:
        told += [Break(), Tag(book.say("file-redacted"), Tone.NOTE)]
    return tuple(told)


def _answers(book: Book, filed: list[Filed]) -> Inlines:
    told: list[Inline] = []
    for part, one, _ in filed:
        told += [Break()] if told else []
        told.append(Text(f"{part.name} "))
        told += linked(part.item_links([one.requirement]), part.prefix)
        if one.standing is not Standing.IN_FORCE:
            told += [Text(" "), Tag(book.say(f"standing-{one.standing}"), Tone.WARNING)]
    return tuple(told)


def _annexes(book: Book) -> Iterable[Block]:
    """The documents of others."""
    given = book.dossier.file.annexes
    if not given:
        return
    columns = (
        Column(book.say("column-annex"), Width.NARROW),
        Column(book.say("column-document"), Width.WIDE),
        Column(book.say("column-date"), Width.NARROW),
    )
    rows = tuple(
        Row((book.cell(a.number), book.cell(a.document), book.cell(a.date))) for a in given
    )
    yield Table(book.say("annexes-caption"), columns, rows)
