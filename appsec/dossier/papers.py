"""What each stage asks to be handed in, and whether it is there."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from appsec.dossier.book import Book
from appsec.dossier.choices import Handled, LabState, Stage
from appsec.dossier.counts import Same, released_assessed, tested_released, treated, unresolved
from appsec.dossier.words import load
from appsec.model.text import Lang


class Paper(StrEnum):
    """A document that a stage asks for. Those of OUTSIDE are made by others and listed as annexes,
    by their name in Chinese."""

    PLAN = "plan"
    MILESTONES = "milestones"
    RATING = "rating"
    CONTRACT = "contract"
    DECLARATION = "declaration"
    SERVER = "server"
    REPORT = "report"
    IMPROVEMENT = "improvement"
    DIFFERENCE = "difference"
    NO_GRAVE = "no-grave"
    LAB_TEST = "lab-test"
    SAME_FILE = "same-file"
    FEE_CONTRACT = "fee-contract"
    FEE_REPORT = "fee-report"
    FEE_INVOICE = "fee-invoice"
    FEE_PAYMENT = "fee-payment"
    BUNDLE = "bundle"


OUTSIDE = (
    Paper.RATING,
    Paper.CONTRACT,
    Paper.FEE_CONTRACT,
    Paper.FEE_REPORT,
    Paper.FEE_INVOICE,
    Paper.FEE_PAYMENT,
)

_AT_THE_END = (
    Paper.REPORT,
    Paper.NO_GRAVE,
    Paper.LAB_TEST,
    Paper.SAME_FILE,
    Paper.FEE_CONTRACT,
    Paper.FEE_REPORT,
    Paper.FEE_INVOICE,
    Paper.FEE_PAYMENT,
    Paper.RATING,
    Paper.BUNDLE,
)

PAPERS: Mapping[Stage, tuple[Paper, ...]] = MappingProxyType(
    {
        Stage.APPLICATION: (Paper.PLAN, Paper.MILESTONES, Paper.RATING),
        Stage.CONTRACT: (Paper.CONTRACT, Paper.MILESTONES, Paper.DECLARATION),
        Stage.MIDTERM: (Paper.REPORT, Paper.IMPROVEMENT, Paper.DIFFERENCE),
        Stage.FINAL: _AT_THE_END,
        Stage.CLOSING: _AT_THE_END,
        Stage.BEFORE_TEST: (Paper.REPORT, Paper.DECLARATION, Paper.SERVER),
    }
)


def ready(book: Book, paper: Paper) -> bool:
    """Whether a document is there, as far as the dossier tells. Nothing is taken for granted: with
    no build nothing about builds is ready."""
    if paper in OUTSIDE:
        name = load(Lang.ZH_TW)[f"paper-{paper}"]
        return any(a.document.strip() == name and a.number for a in book.dossier.file.annexes)
    if paper in (Paper.PLAN, Paper.MILESTONES):
        return bool(book.dossier.file.milestones)
    if paper is Paper.BUNDLE:
        return bool(book.dossier.file.bundle.sha256)
    if paper is Paper.SERVER:
        given = book.dossier.file.server
        return bool(given.declaration or given.certificate)
    if paper is Paper.NO_GRAVE:
        return none_grave(book)
    return bool(book.parts) and all(_of_build(book, number, paper) for number in _numbers(book))


def _numbers(book: Book) -> range:
    return range(len(book.parts))


def _of_build(book: Book, number: int, paper: Paper) -> bool:
    part = book.parts[number]
    build = part.build
    if paper is Paper.DECLARATION:
        return part.assessment.declaration is not None
    if paper is Paper.DIFFERENCE:
        return build.difference is not None
    if paper is Paper.LAB_TEST:
        return build.entry.test.state is LabState.OBTAINED
    if paper is Paper.SAME_FILE:
        released = released_assessed(build)
        return tested_released(build) is Same.SAME and released is Same.SAME
    if paper is Paper.IMPROVEMENT:
        open_ones = (t for t in treated(part, book.dossier) if t.record)
        return all(
            t.written and t.written.owner and t.written.due and not t.doubt
            for t in open_ones
            if t.state in (Handled.OPEN, Handled.RUNNING)
        )
    return True


def none_grave(book: Book) -> bool:
    """Whether all six tests have nothing of medium risk or above left, and nothing undecided."""
    tests = book.dossier.file.security_tests
    typed = (tests.code, tests.website, tests.host, tests.penetration, tests.components)
    if not book.parts or any(not one.unresolved or int(one.unresolved) for one in typed):
        return False
    told = [unresolved(part) for part in book.parts]
    return not any(one.findings or one.undecided for one in told)
