"""The chapter on findings, questions and evidence: what the lab would fail comes first."""

from appsec.model.assessment import Disposition, Record
from appsec.model.outcome import Kind
from appsec.model.verdict import Result
from appsec.report.dismissals import dismissals
from appsec.report.document import (
    Block,
    Callout,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
    Tone,
    Width,
)
from appsec.report.groups import grouped
from appsec.report.records import (
    SHOWN_IN_ROW,
    finding_boxes,
    places,
    question_box,
    references,
    why_and_fix,
)
from appsec.report.view import View, record_anchor

MAX_ALIKE = 20
"""Most pieces of evidence of one check and key that the report lists."""


def findings(view: View) -> tuple[Block, ...]:
    """The chapter."""
    heading = Heading(2, view.say("findings"), "findings")
    return (heading, *seen(view), *dismissals(view), *refuted(view))


def seen(view: View) -> tuple[Block, ...]:
    """What the build shows, by what it means for the class assessed."""
    failing, others = split_findings(view)
    return (
        Heading(3, view.say("findings-fail"), "findings-fail"),
        *_failing(view, failing),
        Heading(3, view.say("findings-other"), "findings-other"),
        *(_words(view, "findings-other-text") if others else ()),
        *finding_boxes(view, others),
        Heading(3, view.say("findings-questions"), "findings-questions"),
        *_questions(view),
        Heading(3, view.say("findings-evidence"), "findings-evidence"),
        *_evidence(view),
    )


def split_findings(view: View) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """The findings that make an item of the class assessed fail, and the others; gravest first."""
    causes = {r.fingerprint for v in view.members for r in view.failed_by(v)}
    records = sorted(view.records(Kind.FINDING), key=lambda r: -r.severity.rank)
    failing = tuple(r for r in records if r.fingerprint in causes)
    return failing, tuple(r for r in records if r not in failing)


def _words(view: View, key: str) -> tuple[Block, ...]:
    return (Paragraph((Text(view.say(key)),)),)


def _failing(view: View, failing: tuple[Record, ...]) -> tuple[Block, ...]:
    untold = [
        v.requirement for v in view.members if v.result is Result.FAIL and not view.failed_by(v)
    ]
    blocks: list[Block] = []
    if failing:
        blocks += [*_words(view, "findings-fail-text"), *finding_boxes(view, failing)]
    if untold:
        words = Text(view.say("findings-fail-other") + view.say("colon"))
        blocks.append(Paragraph((words, *view.item_links(untold))))
    return tuple(blocks) or _words(view, "findings-fail-none")


def _questions(view: View) -> tuple[Block, ...]:
    records = view.records(Kind.QUESTION)
    if not records:
        return _words(view, "findings-none")
    by_check: dict[str, list[Record]] = {}
    for record in records:
        by_check.setdefault(record.check, []).append(record)
    boxes = [_asked(view, check, asked) for check, asked in by_check.items()]
    return (*_words(view, "findings-questions-text"), *boxes)


def _asked(view: View, check: str, records: list[Record]) -> Callout:
    items = tuple(dict.fromkeys(number for r in records for number in r.requirements))
    common = KeyValues(
        (
            (view.say("record-items"), view.item_links(items)),
            *why_and_fix(view, check),
            *references(view, check),
        )
    )
    boxes = (question_box(view, group) for group in grouped(records))
    return Callout(Tone.NOTE, (Strong(view.check_title(check)),), (common, *boxes))


def _evidence(view: View) -> tuple[Block, ...]:
    groups = grouped(view.records(Kind.EVIDENCE))
    if not groups:
        return _words(view, "findings-none")
    rows = []
    for group in groups:
        rows += [_row(view, record) for record in group[:MAX_ALIKE]]
        if (more := len(group) - MAX_ALIKE) > 0:
            rows.append(Row(((), (Text(view.say("record-list-rest", count=more)),), (), ())))
    columns = (
        Column(view.say("column-record"), Width.NARROW),
        Column(view.say("item-seen"), Width.WIDE),
        Column(view.say("record-places"), Width.WIDE),
        Column(view.say("record-items"), Width.NARROW),
    )
    table = Table(view.say("findings-evidence-caption"), columns, tuple(rows))
    return (*_words(view, "findings-evidence-text"), table)


def _row(view: View, record: Record) -> Row:
    number = view.number(record)
    cells = (
        (Text(number),),
        (Text(view.line(record.message)),),
        places(view, record, SHOWN_IN_ROW),
        view.item_links(record.requirements),
    )
    return Row(cells, record_anchor(number))


def refuted(view: View) -> tuple[Block, ...]:
    """What a second person refuted; nothing where nothing was."""
    noted = tuple(
        r for r in view.assessment.findings if r.disposition is Disposition.FALSE_POSITIVE
    )
    if not noted:
        return ()
    return (
        Heading(3, view.say("findings-refuted"), "findings-refuted"),
        *_words(view, "findings-refuted-text"),
        *finding_boxes(view, noted),
    )
