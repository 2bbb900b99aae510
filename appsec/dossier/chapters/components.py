"""Third-party components: what people wrote of them, what was declared, what the builds show."""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace

from appsec.dossier.book import Book, Part, words
from appsec.dossier.choices import Answer, Origin
from appsec.dossier.shape import Component
from appsec.model.frozen import frozen
from appsec.model.observed import Trait
from appsec.model.software import Nature, SoftwareComponent, SoftwareKind
from appsec.model.text import visible
from appsec.report.document import (
    Block,
    Column,
    Heading,
    Inlines,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)

_FACTS = frozenset(("identified", "software"))
_TONES = {Origin.NO: Tone.GOOD, Origin.YES: Tone.BAD, Origin.UNKNOWN: Tone.WARNING}


@frozen
class Listed:
    """A component and where it is known from."""

    component: Component
    platforms: tuple[str, ...] = field(default=())
    """Platforms whose build shows it, or whose declaration names it."""


def components(book: Book) -> Iterable[Block]:
    """The chapter."""
    listed = tuple(gathered(book))
    security = tuple(one for one in listed if one.component.security_software is Answer.YES)
    others = tuple(one for one in listed if one not in security)
    yield words(book.say("components-text"))
    yield from _unread(book)
    unknown = sum(one.component.origin is Origin.UNKNOWN for one in listed)
    yield words(book.say("components-count", count=len(listed), unknown=unknown))
    yield Heading(3, book.say("components-list"), "components-list")
    yield _table(book, others) if others else words(book.say("components-none"))
    yield Heading(3, book.say("components-security"), "components-security")
    yield words(book.say("components-security-text"))
    yield _security(book, security)


def gathered(book: Book) -> Iterator[Listed]:
    """Each component once: as people wrote it, filled from the declarations, else as seen."""
    found: dict[str, Listed] = {}
    for component in book.dossier.file.components:
        found[component.name.casefold()] = Listed(component)
    for part in book.parts:
        for component in (*_declared(part), *_observed(part)):
            key = component.name.casefold()
            before = found.get(key, Listed(component))
            platforms = tuple(dict.fromkeys((*before.platforms, part.name)))
            found[key] = Listed(_filled(before.component, component), platforms)
    yield from found.values()


def _filled(one: Component, other: Component) -> Component:
    """A component with what only the other tells."""
    return replace(
        one,
        version=one.version or other.version,
        licence=one.licence or other.licence,
        vendor=one.vendor or other.vendor,
        security_software=one.security_software or other.security_software,
    )


def _declared(part: Part) -> Iterator[Component]:
    told = part.assessment.declaration
    for section in told.sections if told else ():
        for row in section.rows if section.key == "sdks" else ():
            cells = {cell.key: cell.value for cell in row}
            if cells.get("name", "").strip():
                country = cells.get("country", "")
                vendor = cells.get("vendor", "")
                security = cells.get("is_security_software", "")
                yield Component(
                    name=cells["name"],
                    version=cells.get("version", ""),
                    licence=cells.get("licence", ""),
                    vendor=f"{vendor}（{country}）" if vendor and country else vendor or country,
                    security_software=_yes_or_no(security),
                )


def _yes_or_no(written: str) -> Answer | None:
    """A choice of the declaration: embedded by its label, in whichever form it was saved."""
    return {"yes": Answer.YES, "no": Answer.NO, "是": Answer.YES, "否": Answer.NO}.get(
        written.strip().casefold()
    )


def _observed(part: Part) -> Iterator[Component]:
    observed = part.assessment.observed
    for thing in observed.of(Trait.SDK) if observed else ():
        yield Component(name=thing.name, version=thing.detail.get("version", ""))
    software = part.assessment.software
    for one in software.components if software else ():
        # A compiler left its mark and is no part of the product; a packer's software is.
        if one.kind is not SoftwareKind.TOOL or Nature.PACKER in one.natures:
            yield Component(
                name=one.name,
                version=_versions(one),
                licence=", ".join(one.licences),
                vendor=_vendor(one),
            )


def _versions(one: SoftwareComponent) -> str:
    """All that are told where they contradict each other."""
    if not one.contradicted:
        return one.version
    return " / ".join(dict.fromkeys(trace.version for trace in one.traces if trace.version))


def _vendor(one: SoftwareComponent) -> str:
    """A country that a table names is asked, not told."""
    asked = f"{one.country}?" if one.country else ""
    return f"{one.supplier}（{asked}）" if one.supplier and asked else one.supplier or asked


def _unread(book: Book) -> Iterator[Block]:
    for part in book.parts:
        observed = part.assessment.observed
        software = part.assessment.software
        gaps = {gap.fact for gap in part.assessment.coverage.gaps}
        if observed is None or Trait.SDK in observed.unread or gaps & _FACTS:
            yield words(book.say("components-unread", platform=part.name))
        if pieces := sum(one.count for one in software.unidentified) if software else 0:
            told = book.say("components-unidentified", platform=part.name, count=pieces)
            yield words(told)


def _table(book: Book, listed: tuple[Listed, ...]) -> Table:
    columns = (
        Column(book.say("column-component"), Width.WIDE),
        Column(book.say("column-version"), Width.MIDDLE),
        Column(book.say("column-licence"), Width.MIDDLE),
        Column(book.say("column-vulnerabilities"), Width.MIDDLE),
        Column(book.say("column-vendor"), Width.MIDDLE),
        Column(book.say("column-origin"), Width.MIDDLE),
    )
    return Table(book.say("components-caption"), columns, tuple(_row(book, one) for one in listed))


def _row(book: Book, one: Listed) -> Row:
    told = one.component
    return Row(
        (
            _named(book, one),
            book.cell(told.version),
            book.cell(told.licence),
            book.cell(told.vulnerabilities),
            book.cell(told.vendor),
            _origin(book, told),
        )
    )


def _named(book: Book, one: Listed) -> Inlines:
    where = book.say("comma").join(one.platforms) or book.say("components-written")
    return (Strong(visible(one.component.name)), Text(f"（{where}）"))


def _origin(book: Book, told: Component) -> Inlines:
    return (Tag(book.say(f"origin-{told.origin.name.lower()}"), _TONES[told.origin]),)


def _security(book: Book, listed: tuple[Listed, ...]) -> Block:
    if not listed:
        return words(book.say("components-security-none"))
    columns = (
        Column(book.say("column-component"), Width.WIDE),
        Column(book.say("column-version"), Width.MIDDLE),
        Column(book.say("column-vendor"), Width.WIDE),
        Column(book.say("column-origin"), Width.MIDDLE),
        Column(book.say("column-domestic"), Width.MIDDLE),
    )
    rows = []
    for one in listed:
        told = one.component
        domestic = book.say(f"answer-{told.domestic.name.lower()}") if told.domestic else ""
        rows.append(
            Row(
                (
                    _named(book, one),
                    book.cell(told.version),
                    book.cell(told.vendor),
                    _origin(book, told),
                    book.cell(domestic),
                )
            )
        )
    return Table(book.say("components-security-caption"), columns, tuple(rows))
