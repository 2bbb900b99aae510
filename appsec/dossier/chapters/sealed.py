"""What changed since the last self-assessment, and how files and report are held together."""

from collections.abc import Iterable

from appsec.dossier.book import Book, Part, words
from appsec.dossier.chapters.front import retention
from appsec.report.diff import build_diff
from appsec.report.document import Block, Code, Heading, KeyValues
from appsec.report.verify import verify

_VERIFY = "appsec bundle verify"


def changes(book: Book) -> Iterable[Block]:
    """The chapter on what changed."""
    yield words(book.say("changes-text"))
    yield from book.each(lambda part: _changed(book, part), "changes")


def _changed(book: Book, part: Part) -> tuple[Block, ...]:
    """The chapters of the comparison become sections."""
    if part.build.difference is None:
        return (words(book.say("changes-none", platform=part.name)),)
    return tuple(
        Heading(3, book.say(f"changes-{block.anchor}"), f"changes-{block.anchor}")
        if isinstance(block, Heading)
        else block
        for block in build_diff(part.build.difference, book.lang).blocks
    )


def sealed(book: Book) -> Iterable[Block]:
    """The chapter on integrity."""
    given = book.dossier.file.bundle
    yield words(book.say("sealed-text"))
    told = (
        book.pair("sealed-file", given.file),
        (book.say("sealed-sha"), book.code(given.sha256)),
        (book.say("sealed-key"), book.code(given.key_fingerprint)),
        book.pair("sealed-time", given.timestamp),
        (book.say("sealed-command"), (Code(f"{_VERIFY} <file> --fingerprint <sha256>"),)),
        book.pair("front-retention", retention(book)),
    )
    yield KeyValues(told)
    yield from book.each(verify, "verify")
