"""What was seen, one by one: what, where, why it matters, and how to fix or close it."""

from appsec.model.assessment import Disposition, Record
from appsec.model.outcome import Kind
from appsec.model.text import visible
from appsec.report.dismissals import dismissal_lines
from appsec.report.document import (
    Block,
    Break,
    Callout,
    Code,
    Inline,
    Inlines,
    KeyValues,
    Paragraph,
    Strong,
    Tag,
    Text,
    Tone,
)
from appsec.report.view import View, record_anchor

MAX_RECORDED = 50
"""Most places that a record holds; one that holds as many may have had more."""

SHOWN_IN_ITEM = 5
"""Places that the chapter on items repeats."""


def record_card(view: View, record: Record, *, brief: bool = False) -> Callout:
    """A box about one record. `brief` is for the chapter on items, which refers to the full one."""
    number = view.number(record)
    title: list[Inline] = [Strong(f"{number} {view.check_title(record.check)}")]
    if record.kind is not Kind.EVIDENCE:
        title += [Text(" "), view.severity(record.severity)]
    if record.disposition is not Disposition.OPEN:
        title += [Text(" "), Tag(view.say(f"disposition-{record.disposition}"))]
    pairs = [(view.say("record-places"), places(view, record, SHOWN_IN_ITEM if brief else None))]
    pairs += why_and_fix(view, record.check, finding=record.kind is not Kind.QUESTION)
    if record.review:
        pairs.append(view.pair("record-review", Text(view.line(record.review))))
    if known := view.dismissal(record):
        pairs.append((view.say("record-dismissal"), dismissal_lines(view, known)))
    if not brief:
        pairs.insert(0, (view.say("record-items"), view.item_links(record.requirements)))
        pairs += [(view.say("record-about"), about(view, record)), *references(view, record.check)]
    message = Paragraph((Text(view.line(record.message)),))
    tone = _tone(view, record)
    anchor = "" if brief else record_anchor(number)
    return Callout(tone, tuple(title), (message, KeyValues(tuple(pairs))), anchor)


def _tone(view: View, record: Record) -> Tone:
    if record.kind is Kind.FINDING:
        return view.severity(record.severity).tone
    return Tone.NOTE if record.kind is Kind.QUESTION else Tone.NEUTRAL


def places(view: View, record: Record, limit: int | None = None) -> Inlines:
    """Where, one place on a line."""
    shown = record.locations[:limit]
    listed: list[Inline] = []
    for place in shown:
        if listed:
            listed.append(Break())
        listed.append(view.place(place))
    if more := len(record.locations) - len(shown):
        listed += [Break(), Text(view.say("record-more-places", count=more))]
    elif len(record.locations) >= MAX_RECORDED:
        listed += [Break(), Text(view.say("record-places-listed", count=MAX_RECORDED))]
    return tuple(listed) or (Text(view.say("none")),)


def why_and_fix(view: View, check: str, *, finding: bool = True) -> list[tuple[str, Inlines]]:
    """Why what a check asks matters, and how to fix it."""
    known = view.assessment.checks.get(check)
    if known is None:
        return []
    pairs = [
        view.pair("record-why", Text(view.line(known.why))),
        view.pair("record-fix", Text(view.line(known.fix))),
    ]
    return pairs if finding else pairs[1:]


def about(view: View, record: Record) -> Inlines:
    """Check, confidence, whose code, and the identity that survives a rebuild."""
    confidence = view.say(f"confidence-{record.confidence}")
    return (
        Code(visible(record.check)),
        Text(f" · {view.say('record-confidence', confidence=confidence)}"),
        Text(f" · {view.say(f'origin-{record.origin}')} · "),
        Code(visible(record.fingerprint)[:16]),
    )


def references(view: View, check: str) -> list[tuple[str, Inlines]]:
    """Where else the matter is described: CWE and OWASP MAS."""
    known = view.assessment.checks.get(check)
    if known is None:
        return []
    named = [f"CWE-{n}" for n in known.cwe]
    named += [visible(name) for name in (*known.masvs, *known.maswe, *known.mastg)]
    return [view.pair("record-refs", Text(view.join(named)))] if named else []


def record_cards(view: View, records: tuple[Record, ...]) -> tuple[Block, ...]:
    """Boxes, or the word for none."""
    if not records:
        return (Paragraph((Text(view.say("findings-none")),)),)
    return tuple(record_card(view, record) for record in records)
