"""Risk acceptances and false-positive notes: who, why and until when; those that end first."""

from appsec.model.dismissal import Dismissal, DismissalStanding
from appsec.model.text import visible
from appsec.report.document import (
    Block,
    Break,
    Callout,
    Code,
    Column,
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
from appsec.report.view import MAX_LINE, View, record_anchor

_TONES = {
    DismissalStanding.IN_FORCE: Tone.NOTE,
    DismissalStanding.EXPIRED: Tone.WARNING,
    DismissalStanding.UNMATCHED: Tone.WARNING,
}


def dismissals(view: View) -> tuple[Block, ...]:
    """The section; nothing where none was given."""
    given = view.assessment.dismissals
    if not given:
        return ()
    columns = (
        Column(view.say("column-finding"), Width.NARROW),
        Column(view.say("column-standing"), Width.WIDE),
        Column(view.say("column-people"), Width.MIDDLE),
        Column(view.say("column-reason"), Width.WIDE),
    )
    return (
        Heading(3, view.say("findings-dismissals"), "findings-dismissals"),
        Paragraph((Text(view.say("findings-dismissals-text")),)),
        *_without_effect(view),
        Table(view.say("dismissals-caption"), columns, tuple(_row(view, d) for d in given)),
    )


def _without_effect(view: View) -> tuple[Block, ...]:
    standings = [d.standing for d in view.assessment.dismissals]
    expired = standings.count(DismissalStanding.EXPIRED)
    unmatched = standings.count(DismissalStanding.UNMATCHED)
    if not expired and not unmatched:
        return ()
    words = view.say("dismissals-out-text", expired=expired, unmatched=unmatched)
    title = (Strong(view.say("dismissals-out")),)
    return (Callout(Tone.WARNING, title, (Paragraph((Text(words),)),)),)


def _row(view: View, dismissal: Dismissal) -> Row:
    number = view.numbers.get(dismissal.fingerprint, "")
    named: list[Inline] = [Link(number, record_anchor(number)), Break()] if number else []
    named += [Code(visible(dismissal.check)), Break(), Code(visible(dismissal.fingerprint)[:16])]
    reason: list[Inline] = [Text(visible(dismissal.reason, MAX_LINE))]
    if dismissal.evidence:
        reason += [Break(), Text(_evidence(view, dismissal))]
    return Row(
        (
            tuple(named),
            (*_standing(view, dismissal), Break(), Text(view.line(dismissal.message))),
            (Text(people(view, dismissal)),),
            tuple(reason),
        )
    )


def dismissal_lines(view: View, dismissal: Dismissal) -> Inlines:
    """A dismissal within the box of its finding."""
    lines: list[Inline] = [
        *_standing(view, dismissal),
        Break(),
        Text(people(view, dismissal)),
        Break(),
        Text(visible(dismissal.reason, MAX_LINE)),
    ]
    if dismissal.evidence:
        lines += [Break(), Text(_evidence(view, dismissal))]
    return tuple(lines)


def _standing(view: View, dismissal: Dismissal) -> Inlines:
    """What it is, whether it counts, and until when."""
    return (
        Text(f"{view.say(f'dismissal-{dismissal.kind}')} "),
        Tag(view.say(f"standing-{dismissal.standing}"), _TONES[dismissal.standing]),
        Text(f" {until(view, dismissal)}"),
    )


def people(view: View, dismissal: Dismissal) -> str:
    """Who stands behind it, each with their role."""
    return view.join(
        view.say("role-of", role=view.say(f"role-{p.role}"), name=visible(p.name))
        for p in dismissal.people
    )


def until(view: View, dismissal: Dismissal) -> str:
    """The last day on which it counts."""
    if dismissal.expires:
        return view.say("dismissal-until", until=visible(dismissal.expires))
    return view.say("dismissal-no-end")


def _evidence(view: View, dismissal: Dismissal) -> str:
    given = view.join(visible(evidence, MAX_LINE) for evidence in dismissal.evidence)
    return view.say("dismissal-evidence", evidence=given)
