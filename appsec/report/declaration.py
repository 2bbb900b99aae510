"""The annex on the declaration: what was declared, against what the build shows."""

from collections.abc import Iterator

from appsec.engine.declaration.form import form
from appsec.model.assessment import Assessment
from appsec.model.declared import Agreement, Comparison, Declared
from appsec.model.outcome import Kind
from appsec.model.text import Lang, visible
from appsec.report.document import (
    Block,
    Code,
    Column,
    Heading,
    Inlines,
    ItemList,
    KeyValues,
    Paragraph,
    Row,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.view import View
from appsec.report.words import say

MAX_COMPARED = 300
"""Most rows of the table; the saved assessment has all."""

_TONES = {
    Agreement.ONLY_OBSERVED: Tone.WARNING,
    Agreement.NOT_READ: Tone.NOTE,
    Agreement.ONLY_DECLARED: Tone.NEUTRAL,
    Agreement.BOTH: Tone.GOOD,
}
"""Also the order of the rows: what is to be settled first."""

_NOT_TAKEN = (
    "absence-contradicted",
    "absence-contradicts-itself",
    "absence-impossible",
    "absence-not-taken",
    "absence-other-build",
    "absence-signed-long-ago",
    "absence-signed-when",
    "absence-unread",
    "absence-unsigned",
    "absence-without-reason",
)
_UNTRUE = ("class-below-declared", "class-too-low", "declared-no-login", "declared-no-payment")
_ON_DECLARATION = ("-vague-purpose", "-unpinned-domain")
"""Checks on what is declared of a thing; whether it is declared, the comparison says."""


def declaration(view: View) -> tuple[Block, ...]:
    """The annex; nothing where no declaration was given."""
    told = view.assessment.declaration
    if told is None:
        return ()
    return (
        Heading(2, view.say("declaration"), "declaration"),
        Paragraph((Text(view.say("declaration-text")),)),
        KeyValues(_about(view, told)),
        *_missing(view, told),
        *_compared(view, told),
        *(Paragraph((Text(line),)) for line in open_parts(view.assessment, view.lang)),
    )


def _about(view: View, told: Declared) -> tuple[tuple[str, Inlines], ...]:
    return (
        view.pair("declaration-file", Code(f"{visible(told.file)} SHA-256 {told.sha256}")),
        view.pair("declaration-for", Text(_prepared_for(view, told))),
        view.pair("declaration-signed", Text(_signed(view, told))),
    )


def _prepared_for(view: View, told: Declared) -> str:
    named = told.prepared_for.strip().casefold()
    if not named:
        return view.say("declaration-none-named")
    if named == view.assessment.artefact.sha256:
        return view.say("declaration-same")
    return view.say("declaration-other", sha256=visible(named))


def _signed(view: View, told: Declared) -> str:
    cells = {
        cell.key: cell.value
        for section in told.sections
        for row in section.rows
        for cell in row
        if section.key == "sign_off"
    }
    return " / ".join(
        visible(cells.get(key, "")) or "－" for key in ("prepared_by", "approved_by", "date")
    )


def _missing(view: View, told: Declared) -> Iterator[Block]:
    lines = tuple((Text(label_of(key, view.lang)),) for key in told.missing)
    yield Heading(3, view.say("declaration-missing"), "declaration-missing")
    yield ItemList(lines) if lines else Paragraph((Text(view.say("declaration-missing-none")),))


def _compared(view: View, told: Declared) -> Iterator[Block]:
    order = list(_TONES)
    rows = sorted(told.comparisons, key=lambda one: order.index(one.agreement))
    if not rows:
        yield Paragraph((Text(view.say("declaration-nothing")),))
        return
    columns = (
        Column(view.say("column-thing"), Width.WIDE),
        Column(view.say("column-kind"), Width.MIDDLE),
        Column(view.say("column-agreement"), Width.MIDDLE),
        Column(view.say("column-items"), Width.MIDDLE),
    )
    shown = tuple(_row(view, one) for one in rows[:MAX_COMPARED])
    yield Table(view.say("declaration-caption"), columns, shown)
    if len(rows) > MAX_COMPARED:
        left = len(rows) - MAX_COMPARED
        yield Paragraph((Text(view.say("declaration-more", count=left)),))


def _row(view: View, one: Comparison) -> Row:
    known = [number for number in one.requirements if number in view.requirements]
    agreement = Tag(view.say(f"agreement-{one.agreement}"), _TONES[one.agreement])
    kind = Text(view.say(f"trait-{one.trait}"))
    return Row(((Code(visible(one.name)),), (kind,), (agreement,), view.item_links(known)))


def label_of(key: str, lang: Lang) -> str:
    """A cell as a person finds it in the form, from its key: `domains.0.owner`."""
    parts = key.split(".")
    section = next((one for one in form().sections if one.key == parts[0]), None)
    field = next((f for f in section.fields if f.key == parts[-1]), None) if section else None
    if section is None or field is None:
        return visible(key)  # as another version saved it
    title, label = section.title[lang], field.label[lang]
    if not section.many:
        return say(lang, "declaration-cell-single", section=title, label=label)
    number = str(int(parts[1]) + 1) if parts[1].isdecimal() else visible(parts[1])
    return say(lang, "declaration-cell", section=title, number=number, label=label)


def contradictions(assessment: Assessment, lang: Lang) -> Iterator[str]:
    """What a declaration says that the build does not bear out, one line each."""
    told = assessment.declaration
    for one in told.comparisons if told else ():
        if one.agreement is Agreement.ONLY_OBSERVED:
            kind = say(lang, f"trait-{one.trait}")
            yield f"{kind}\t{visible(one.name)}\t{say(lang, f'agreement-{one.agreement}')}"
    for why in assessment.chosen_class.warnings:
        if why.key in _UNTRUE:
            yield why.message[lang]
    for verdict in (*assessment.verdicts, *assessment.verdicts_apart):
        for why in verdict.reasons:
            if why.key in _NOT_TAKEN:
                yield f"{verdict.requirement}\t{why.message[lang]}"
    for record in assessment.findings:
        if record.kind is not Kind.EVIDENCE and record.check.endswith(_ON_DECLARATION):
            yield record.message[lang]


def open_parts(assessment: Assessment, lang: Lang) -> Iterator[str]:
    """Kinds of things of which the build may have more than was seen."""
    if assessment.observed and (unread := assessment.observed.unread):
        comma = say(lang, "comma")
        what = comma.join(say(lang, f"trait-{trait}") for trait in unread)
        yield say(lang, "declaration-unread", what=what)
