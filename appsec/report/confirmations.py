"""What people confirmed: who, how, what it answers, and the evidence with its hashes."""

from appsec.model.confirmation import Confirmation, EvidenceFile, FileStanding
from appsec.model.text import visible
from appsec.model.verdict import Standing
from appsec.report.document import (
    Block,
    Break,
    Callout,
    Code,
    Column,
    Heading,
    Inline,
    Paragraph,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.view import MAX_LINE, View

MAX_COVERS = 10
"""What a confirmation answers, as listed in its row; the others are counted."""


def confirmations(view: View) -> tuple[Block, ...]:
    """The section with the index of evidence; nothing where none was given."""
    return (*confirmed(view), *_evidence(view))


def confirmed(view: View) -> tuple[Block, ...]:
    """What was confirmed; nothing where nothing was."""
    given = view.assessment.confirmations
    if not given:
        return ()
    return (
        Heading(3, view.say("confirmations"), "confirmations"),
        Paragraph((Text(view.say("confirmations-text")),)),
        *_without_effect(view),
        Table(
            view.say("terminal-confirmed"),
            (
                Column(view.say("column-confirmation"), Width.NARROW),
                Column(view.say("column-standing"), Width.WIDE),
                Column(view.say("column-people"), Width.MIDDLE),
                Column(view.say("column-statement"), Width.WIDE),
            ),
            tuple(_row(view, c) for c in given),
        ),
    )


def _without_effect(view: View) -> tuple[Block, ...]:
    out = sum(c.standing is not Standing.IN_FORCE for c in view.assessment.confirmations)
    if not out:
        return ()
    words = Paragraph((Text(view.say("confirmations-out-text", count=out)),))
    return (Callout(Tone.WARNING, (Strong(view.say("confirmations-out")),), (words,)),)


def _row(view: View, confirmation: Confirmation) -> Row:
    c = confirmation
    named: list[Inline] = [Strong(visible(c.id)), Break(), *view.item_links([c.requirement])]
    tone = Tone.NOTE if c.standing is Standing.IN_FORCE else Tone.WARNING
    standing: list[Inline] = [
        Tag(view.say(f"standing-{c.standing}"), tone),
        Text(f" {view.say('dismissal-until', until=visible(c.expires))}"),
    ]
    if c.standing is not Standing.IN_FORCE:
        standing += [Break(), Text(view.line(c.message))]
    return Row((tuple(named), tuple(standing), (Text(stated_by(view, c)),), _statement(view, c)))


def stated_by(view: View, confirmation: Confirmation) -> str:
    """Who confirmed, when and how."""
    c = confirmation
    return view.say(
        "confirmation-by",
        person=visible(c.person),
        role=visible(c.role) or view.say("none"),
        date=visible(c.date),
        method=view.say(f"method-{c.method}"),
    )


def _statement(view: View, confirmation: Confirmation) -> tuple[Inline, ...]:
    c = confirmation
    bound = view.say(f"scope-{c.scope}", bound=visible(c.bound_to))
    told: list[Inline] = [
        Text(visible(c.statement, MAX_LINE) or view.say("none")),
        Break(),
        Text(bound),
    ]
    if c.covers:
        told += [Break(), Text(view.say("confirmation-covers"))]
        for name in c.covers[:MAX_COVERS]:
            told += [Text(" "), Code(visible(name))]
        if (more := len(c.covers) - MAX_COVERS) > 0:
            told.append(Text(f" {view.say('record-more-places', count=more)}"))
    return tuple(told)


def _evidence(view: View) -> tuple[Block, ...]:
    """The index of evidence."""
    rows = [_file(view, c, file) for c in view.assessment.confirmations for file in c.evidence]
    if not rows:
        return ()
    columns = (
        Column(view.say("column-evidence"), Width.NARROW),
        Column(view.say("column-evidence-file"), Width.WIDE),
        Column(view.say("column-confirmation"), Width.NARROW),
        Column(view.say("column-captured"), Width.NARROW),
    )
    return (Table(view.say("evidence-index"), columns, tuple(rows)),)


def _file(view: View, confirmation: Confirmation, file: EvidenceFile) -> Row:
    told: list[Inline] = [Code(visible(file.path)), Break(), Code(visible(file.sha256))]
    if file.standing is not FileStanding.SAME:
        told += [Break(), Tag(view.say(f"file-{file.standing}"), Tone.WARNING)]
    if file.redacted:
        told += [Text(" "), Tag(view.say("file-redacted"), Tone.NOTE)]
    if file.note:
        told += [Break(), Text(visible(file.note, MAX_LINE))]
    for change in file.history:
        words = view.say(
            f"change-{change.action}",
            person=visible(change.person),
            date=visible(change.date),
            reason=visible(change.reason, MAX_LINE),
            sha256=visible(change.sha256),
        )
        told += [Break(), Text(words)]
    items = view.item_links([confirmation.requirement])
    return Row(
        (
            (Strong(visible(file.id)),),
            tuple(told),
            (Text(visible(confirmation.id)), Break(), *items),
            (Text(visible(file.captured)),),
        )
    )
