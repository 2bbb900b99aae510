"""What the stage asks for besides the fourteen chapters, and whether it is there."""

from collections.abc import Iterable

from appsec.dossier.book import Book, words
from appsec.dossier.papers import PAPERS, ready
from appsec.report.document import (
    Block,
    Column,
    Heading,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)


def handed_in(book: Book) -> Iterable[Block]:
    """The annex: what is to be handed in at this stage."""
    stage = book.say(f"stage-{book.stage.key}")
    yield Heading(2, book.say("handed-in", stage=stage), "handed-in")
    yield words(book.say("handed-in-text"))
    yield papers(book)


def papers(book: Book) -> Table:
    """The documents of the stage, where each is, and whether it is there."""
    rows = []
    for paper in PAPERS[book.stage]:
        there = ready(book, paper)
        state = Tag(book.say("paper-ready" if there else "paper-lacking"), _TONES[there])
        where = Text(book.say(f"paper-{paper}-where"))
        rows.append(Row(((Strong(book.say(f"paper-{paper}")),), (where,), (state,))))
    columns = (
        Column(book.say("column-document"), Width.WIDE),
        Column(book.say("column-where"), Width.WIDE),
        Column(book.say("column-state"), Width.MIDDLE),
    )
    return Table(book.say("handed-in-caption"), columns, tuple(rows))


_TONES = {True: Tone.GOOD, False: Tone.WARNING}
