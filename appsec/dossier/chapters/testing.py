"""The test by a laboratory: how far it is, what it says, and whether it was of the right file."""

from collections.abc import Callable, Iterable

from appsec.dossier.book import Book, Part
from appsec.dossier.choices import LabState
from appsec.dossier.counts import Same, released_assessed, tested_assessed, tested_released
from appsec.report.document import Block, Break, Inline, Inlines, Paragraph, Strong, Tag, Text, Tone

_TONES = {Same.SAME: Tone.GOOD, Same.DIFFERS: Tone.BAD, Same.UNKNOWN: Tone.NEUTRAL}


def testing(book: Book) -> Iterable[Block]:
    """The chapter."""
    yield Paragraph((Text(book.say("testing-text")),))
    yield book.by_platform("testing-caption", _rows(book))
    yield book.by_platform("testing-files", _files(book))
    yield Paragraph((Text(book.say("testing-files-text")),))


def state_of(book: Book, part: Part) -> Inlines:
    """How far the test is, as ticked boxes; one that has ended says so."""
    test = part.build.entry.test
    boxes = ((book.say(f"testing-{one.name.lower()}"), one is test.state) for one in LabState)
    told: list[Inline] = [Text(book.ticks(boxes))]
    if expired(book, part):
        told += [Break(), Tag(book.say("testing-expired"), Tone.BAD)]
    return tuple(told)


def expired(book: Book, part: Part) -> bool:
    """Whether the certificate had ended on the day of the report."""
    until = part.build.entry.test.valid_until
    return bool(until) and until < book.dossier.date


def _rows(book: Book) -> tuple[tuple[str, Callable[[Part], Inlines]], ...]:
    def field(key: str, *names: str) -> tuple[str, Callable[[Part], Inlines]]:
        def cell(part: Part) -> Inlines:
            test = part.build.entry.test
            return book.pair(key, *(getattr(test, name) for name in names))[1]

        return book.say(key), cell

    return (
        (book.say("testing-state"), lambda part: state_of(book, part)),
        field("testing-plan", "planned", "contract"),
        field("testing-lab", "lab", "taf_no"),
        field("testing-report", "report_no", "report_date"),
        field("testing-baseline", "baseline", "app_class"),
        field("testing-certificate", "certificate_no", "valid_until"),
        field("testing-tested-version", "tested_version"),
        field("testing-difference", "difference"),
        field("testing-annex", "annex"),
    )


def _files(book: Book) -> tuple[tuple[str, Callable[[Part], Inlines]], ...]:
    def entry(part: Part) -> Inlines:
        return book.code(part.build.entry.test.tested_sha256)

    return (
        (book.say("testing-tested"), entry),
        (
            book.say("testing-released"),
            lambda part: book.code(part.build.entry.released_sha256),
        ),
        (book.say("testing-assessed"), lambda part: book.code(part.assessment.artefact.sha256)),
        (
            book.say("testing-same-released"),
            lambda part: told(book, "tested-released", tested_released(part.build)),
        ),
        (
            book.say("testing-same-assessed"),
            lambda part: told(book, "tested-assessed", tested_assessed(part.build)),
        ),
        (
            book.say("testing-released-assessed"),
            lambda part: told(book, "released-assessed", released_assessed(part.build)),
        ),
    )


def told(book: Book, what: str, same: Same) -> Inlines:
    """Whether two files are one, and what follows from it."""
    label = Tag(book.say(f"same-{same}"), _TONES[same])
    if same is Same.DIFFERS:
        return (label, Break(), Strong(book.say(f"differs-{what}")))
    return (label,)
