"""What was assessed and how: scope, class, method and its limits."""

from collections.abc import Callable, Iterable

from appsec.dossier.book import Book, Part, words
from appsec.model.declared import Cell
from appsec.model.observed import Trait
from appsec.model.text import visible
from appsec.report.coverage import coverage
from appsec.report.document import Block, Break, Code, Heading, Inline, Inlines, KeyValues, Text

MAX_NAMED = 12
"""Most things of a kind that the table names; the others are counted."""

Cells = Callable[[Part], Inlines]


def scope(book: Book) -> Iterable[Block]:
    """The chapter on what was assessed."""
    product = book.dossier.file.product
    yield KeyValues(
        (
            book.pair("scope-name", product.name),
            book.pair("scope-functions", product.functions),
            book.pair("scope-out", product.out_of_scope),
        )
    )
    yield book.by_platform("scope-caption", _rows(book))
    yield words(book.say("scope-text"))


def _rows(book: Book) -> tuple[tuple[str, Cells], ...]:
    def declared(section: str, key: str) -> Cells:
        return lambda part: book.written(declared_cell(part, section, key))

    def seen(trait: Trait) -> Cells:
        return lambda part: _seen(book, part, trait)

    return (
        (book.say("scope-points"), lambda part: _points(book, part)),
        (book.say("scope-rationale"), declared("class", "rationale")),
        (book.say("scope-login-declared"), declared("class", "login")),
        (book.say("scope-login-seen"), seen(Trait.LOGIN)),
        (book.say("scope-transactions-declared"), declared("class", "transactions")),
        (book.say("scope-payment-seen"), seen(Trait.PAYMENT)),
        (book.say("scope-webview"), lambda part: _webview(book, part)),
        (book.say("scope-sdks"), seen(Trait.SDK)),
        (book.say("scope-domains"), seen(Trait.DOMAIN)),
        (book.say("scope-min-os"), lambda part: book.written(_cell(part, "app.min_os"))),
    )


def declared_cell(part: Part, section: str, key: str) -> str:
    """What the declaration says in a cell of a section that is no list; empty without one."""
    cells: tuple[Cell, ...] = next(
        (
            row
            for one in (part.assessment.declaration.sections if part.assessment.declaration else ())
            if one.key == section
            for row in one.rows[:1]
        ),
        (),
    )
    return next((cell.value for cell in cells if cell.key == key), "")


def _cell(part: Part, key: str) -> str:
    observed = part.assessment.observed
    return observed.cells.get(key, "") if observed else ""


def _points(book: Book, part: Part) -> Inlines:
    suggested = part.assessment.suggested_class
    if not suggested.app_class:
        return (Text(book.say("cover-points-none")),)
    told: list[Inline] = [Text(visible(suggested.app_class))]
    for why in suggested.reasons[:MAX_NAMED]:
        told += [Break(), Text(part.line(why.message) or visible(why.key))]
    return tuple(told)


def _seen(book: Book, part: Part, trait: Trait) -> Inlines:
    """What the build shows of a kind; what was not all read is no "none"."""
    observed = part.assessment.observed
    if observed is None:
        return (Text(book.say("scope-no-inventory")),)
    return _named(book, part, trait, observed.names(trait))


def _webview(book: Book, part: Part) -> Inlines:
    observed = part.assessment.observed
    if observed is None:
        return (Text(book.say("scope-no-inventory")),)
    pages = tuple(o.name for o in observed.of(Trait.DOMAIN) if o.detail.get("webview") == "yes")
    return _named(book, part, Trait.DOMAIN, pages)


def _named(book: Book, part: Part, trait: Trait, names: tuple[str, ...]) -> Inlines:
    told: list[Inline] = []
    for name in names[:MAX_NAMED]:
        told += [Break(), Code(visible(name))] if told else [Code(visible(name))]
    if (more := len(names) - MAX_NAMED) > 0:
        told += [Break(), Text(book.say("scope-more", count=more))]
    if part.assessment.observed and trait in part.assessment.observed.unread:
        words_ = Text(book.say("scope-unread"))
        told += [Break(), words_] if told else [words_]
    return tuple(told) or (Text(book.say("scope-none-seen")),)


def method(book: Book) -> Iterable[Block]:
    """The chapter on method and limits."""
    given = book.dossier.file.method
    yield Heading(3, book.say("method-beyond"), "method-beyond")
    yield words(book.say("method-beyond-text"))
    yield KeyValues(
        (
            book.pair("method-dynamic", given.dynamic),
            book.pair("method-devices", given.devices),
            book.pair("method-accounts", given.accounts),
            book.pair("method-documents", given.documents),
            book.pair("method-tool-origin", given.tool_origin),
        )
    )
    yield from book.each(coverage, "coverage")
