"""The checklist in the form of the norm's appendix 2, and the two tables that stand apart."""

from collections.abc import Iterable

from appsec.model.assessment import Verdict
from appsec.model.outcome import Kind
from appsec.model.text import visible
from appsec.model.verdict import Result
from appsec.report.document import (
    Block,
    Break,
    Column,
    Group,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.groups import grouped, link
from appsec.report.view import View, item_anchor


def overview(view: View) -> tuple[Block, ...]:
    """The chapter."""
    verdicts = view.assessment.verdicts
    return (
        Heading(2, view.say("overview"), "overview"),
        Paragraph((Text(view.say("overview-text")),)),
        Heading(3, view.say("overview-required"), "overview-required"),
        _table(view, "overview-required-caption", (v for v in verdicts if not v.reference)),
        Heading(3, view.say("overview-reference"), "overview-reference"),
        _table(view, "overview-reference-caption", (v for v in verdicts if v.reference)),
        *_apart(view),
    )


def _apart(view: View) -> tuple[Block, ...]:
    if not view.assessment.verdicts_apart:
        return ()
    return (
        Heading(3, view.say("overview-apart"), "overview-apart"),
        Paragraph((Text(view.say("overview-apart-text")),)),
        _table(view, "overview-apart-caption", view.assessment.verdicts_apart),
    )


def _table(view: View, caption: str, verdicts: Iterable[Verdict]) -> Table:
    columns = (
        Column(view.say("column-number"), Width.NARROW),
        Column(view.say("column-requirement"), Width.WIDE),
        Column(view.say("column-class"), Width.NARROW),
        Column(view.say("column-verdict"), Width.MIDDLE),
        Column(view.say("column-by"), Width.NARROW),
        Column(view.say("column-note"), Width.WIDE),
    )
    rows: list[Row | Group] = []
    section = ""
    for verdict in verdicts:
        requirement = view.requirements[verdict.requirement]
        if requirement.section != section:
            section = requirement.section
            rows.append(Group(f"{visible(section)}　{view.line(requirement.section_title)}"))
        rows.append(_row(view, verdict))
    return Table(view.say(caption), columns, tuple(rows))


def _row(view: View, verdict: Verdict) -> Row:
    requirement = view.requirements[verdict.requirement]
    in_graded = verdict in view.assessment.verdicts
    return Row(
        (
            (Link(visible(requirement.id), item_anchor(requirement.id)),),
            (Text(view.line(requirement.text)),),
            classes(view, verdict),
            (view.mark(verdict),),
            (Text(view.bases(verdict)),),
            note(view, verdict),
        ),
        muted=in_graded and not verdict.reference and not view.counts(verdict),
    )


def classes(view: View, verdict: Verdict) -> Inlines:
    """The classes that require an item, and whether the one assessed does."""
    if verdict.reference:
        return (Text(view.say("reference")),)
    named = visible(" ".join(verdict.classes))
    if view.counts(verdict):
        return (Strong(named), Break(), Tag(view.say("required"), Tone.NOTE))
    return (Text(named),)


def note(view: View, verdict: Verdict) -> Inlines:
    """What was found, by number, else the reasons; long ones stand in the chapter on items."""
    if verdict.result is Result.FAIL:
        told: list[Inline] = []
        for group in grouped(view.failed_by(verdict)):
            if told:
                told.append(Break())
            told += [link(view, group), Text(f" {view.check_title(group[0].check)}")]
        if told:
            return tuple(told)
    reasons = [view.line(why.message) or visible(why.key) for why in verdict.reasons]
    asked = [r for r in view.of(verdict) if r.kind is not Kind.EVIDENCE]
    told = [Text(" ".join(dict.fromkeys(reasons[-1:] if asked else reasons[:2])))]
    for group in grouped(asked):
        told += [Text(" "), link(view, group)]
    return tuple(told)
