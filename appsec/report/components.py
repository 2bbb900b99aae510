"""The section on software components: what the app is made of, how that is known, licences."""

from collections.abc import Iterable, Iterator

from appsec.model.licences import Denied, LicenceReport
from appsec.model.outcome import Confidence
from appsec.model.software import Means, Software, SoftwareComponent
from appsec.model.text import visible
from appsec.report.document import (
    BRIEF_ROWS,
    MAX_ROWS,
    PAPER_ROWS,
    Block,
    Code,
    Column,
    Details,
    Heading,
    Inlines,
    ItemList,
    LongTable,
    Paragraph,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.view import View

MAX_UNIDENTIFIED = 200
"""Most of the unidentified pieces that a report lists; the saved assessment has all."""


def components(view: View) -> tuple[Block, ...]:
    """The section; nothing for an assessment that was saved before there were components."""
    software, licences = view.assessment.software, view.assessment.licences
    if software is None:
        return ()
    return (
        Heading(3, view.say("software"), "software"),
        *(Paragraph((Text(line),)) for line in _lines(view, software)),
        *_listed(view, software),
        *_unidentified(view, software),
        *(_licences(view, licences) if licences else ()),
    )


def component_line(view: View) -> str:
    """What the components come to in a sentence; empty without any."""
    software = view.assessment.software
    if software is None:
        return ""
    every = software.components
    return view.say(
        "terminal-components",
        count=len(every),
        supplied=sum(one.supplied for one in every),
        contradicted=sum(one.contradicted for one in every),
        pieces=_pieces(software),
    )


def _pieces(software: Software) -> int:
    return sum(one.count for one in software.unidentified)


def _lines(view: View, software: Software) -> Iterator[str]:
    every = software.components
    yield view.say(
        "software-count",
        count=len(every),
        shown=sum(one.shown for one in every),
        supplied=sum(one.supplied for one in every),
        unversioned=sum(not one.version for one in every),
    )
    if software.supplied_from:
        names = view.join(visible(name) for name in software.supplied_from)
        yield view.say("software-supplied-from", files=names)
    if contradicted := sum(one.contradicted for one in every):
        yield view.say("software-contradicted", count=contradicted)
    if pieces := _pieces(software):
        yield view.say("software-unidentified", count=pieces)


def means_words(view: View, one: SoftwareComponent) -> str:
    """How a component is known, each means once, the most telling first."""
    order = list(Means)
    met = sorted({trace.means for trace in one.traces}, key=order.index)
    return view.join(view.say(f"means-{means}") for means in met)


def _listed(view: View, software: Software) -> tuple[Block, ...]:
    every = software.components
    if not every:
        return ()
    columns = (
        Column(view.say("column-component"), Width.WIDE),
        Column(view.say("column-version"), Width.MIDDLE),
        Column(view.say("column-known-by"), Width.MIDDLE),
        Column(view.say("column-licence"), Width.MIDDLE),
        Column(view.say("column-supplier"), Width.MIDDLE),
    )
    rows = tuple(_row(view, one) for one in every[:MAX_ROWS])
    table = Table(view.say("software-caption"), columns, rows)
    return (
        LongTable(
            table,
            view.say("record-list-all", count=len(rows)),
            _rest(view, every, MAX_ROWS),
            _rest(view, every, PAPER_ROWS),
            _rest(view, every, BRIEF_ROWS),
        ),
    )


def _rest(view: View, every: tuple[SoftwareComponent, ...], shown: int) -> str:
    left = len(every) - shown
    return view.say("software-more", count=left) if left > 0 else ""


def _row(view: View, one: SoftwareComponent) -> Row:
    licences = view.join(map(visible, one.licences)) or view.say("licence-unknown")
    return Row(
        (
            (Strong(visible(one.name)),),
            _version(view, one),
            _known(view, one),
            (Text(licences),),
            _supplier(view, one),
        )
    )


def _version(view: View, one: SoftwareComponent) -> Inlines:
    if not one.contradicted:
        return (Text(visible(one.version) or view.say("version-unknown")),)
    stated = dict.fromkeys(visible(t.version) for t in one.traces if t.version)
    return (
        Text(visible(one.version)),
        Text(" "),
        Tag(view.say("version-contradicted"), Tone.WARNING),
        Text(f" {view.join(stated)}"),
    )


def _known(view: View, one: SoftwareComponent) -> Inlines:
    words = Text(means_words(view, one))
    if one.confidence is Confidence.HIGH:
        return (words,)
    return (words, Text(" "), Tag(view.say(f"known-{one.confidence}"), Tone.NOTE))


def _supplier(view: View, one: SoftwareComponent) -> Inlines:
    """A country is what a table says of the supplier, so that it is asked and not told."""
    words: list[Text | Tag] = [Text(visible(one.supplier))] if one.supplier else []
    if one.country:
        asked = view.say("country-asked", country=visible(one.country))
        words += [Text(" "), Tag(asked, Tone.NOTE)] if words else [Tag(asked, Tone.NOTE)]
    return tuple(words)


def _unidentified(view: View, software: Software) -> tuple[Block, ...]:
    if not software.unidentified:
        return ()
    pieces: list[Inlines] = [
        (Code(visible(one.name)), Text(view.say("unidentified-count", count=one.count)))
        for one in software.unidentified[:MAX_UNIDENTIFIED]
    ]
    if (left := len(software.unidentified) - MAX_UNIDENTIFIED) > 0:
        pieces.append((Text(view.say("software-more", count=left)),))
    summary = view.say("unidentified-list", count=len(software.unidentified))
    return (Details((Text(summary),), (ItemList(tuple(pieces)),)),)


def _licences(view: View, told: LicenceReport) -> Iterable[Block]:
    deny = view.join(map(visible, told.deny))
    key = "licences-denied-none" if not told.denied else "licences-denied"
    yield Paragraph((Text(view.say(key, deny=deny, unknown=len(told.unknown))),))
    if not told.denied:
        return
    columns = (
        Column(view.say("column-component"), Width.WIDE),
        Column(view.say("column-licence"), Width.WIDE),
        Column(view.say("column-denied"), Width.MIDDLE),
        Column(view.say("column-exception"), Width.WIDE),
    )
    rows = tuple(_denied(view, one) for one in told.denied[:MAX_ROWS])
    yield Table(view.say("licences-caption"), columns, rows)


def _denied(view: View, one: Denied) -> Row:
    name = f"{visible(one.component)} {visible(one.version)}".strip()
    tag = Tag(visible(one.denied), Tone.NOTE if one.excepted else Tone.BAD)
    excepted = visible(one.excepted) or view.say("exception-none")
    return Row(((Strong(name),), (Text(visible(one.licence)),), (tag,), (Text(excepted),)))
