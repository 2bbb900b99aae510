"""The chapter on findings and questions: what the lab would fail comes first."""

from appsec.model.assessment import Disposition, Record
from appsec.model.outcome import Kind
from appsec.model.verdict import Result
from appsec.report.dismissals import dismissals
from appsec.report.document import (
    Block,
    Callout,
    Heading,
    Inlines,
    KeyValues,
    Paragraph,
    Strong,
    Text,
    Tone,
)
from appsec.report.records import (
    about,
    places,
    record_cards,
    references,
    why_and_fix,
)
from appsec.report.view import View, record_anchor


def findings(view: View) -> tuple[Block, ...]:
    """The chapter."""
    failing, others = split_findings(view)
    return (
        Heading(2, view.say("findings"), "findings"),
        Heading(3, view.say("findings-fail"), "findings-fail"),
        *_failing(view, failing),
        Heading(3, view.say("findings-other"), "findings-other"),
        *(_words(view, "findings-other-text") if others else ()),
        *record_cards(view, others),
        Heading(3, view.say("findings-questions"), "findings-questions"),
        *_questions(view),
        *dismissals(view),
        *_refuted(view),
    )


def split_findings(view: View) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """The findings that make an item of the class assessed fail, and the others; gravest first."""
    failed = {v.requirement for v in view.members if v.result is Result.FAIL}
    records = sorted(view.records(Kind.FINDING), key=lambda r: -r.severity.rank)
    failing = tuple(r for r in records if failed & set(r.requirements))
    return failing, tuple(r for r in records if r not in failing)


def _words(view: View, key: str) -> tuple[Block, ...]:
    return (Paragraph((Text(view.say(key)),)),)


def _failing(view: View, failing: tuple[Record, ...]) -> tuple[Block, ...]:
    told = {requirement for record in failing for requirement in record.requirements}
    untold = [
        v.requirement for v in view.members if v.result is Result.FAIL and v.requirement not in told
    ]
    blocks: list[Block] = []
    if failing:
        blocks += [*_words(view, "findings-fail-text"), *record_cards(view, failing)]
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
    blocks: list[Block] = [
        KeyValues(
            (
                (view.say("record-items"), view.item_links(items)),
                *why_and_fix(view, check),
                *references(view, check),
            )
        )
    ]
    for record in records:
        pairs: list[tuple[str, Inlines]] = [(view.say("record-places"), places(view, record))]
        if record.review:
            pairs.append(view.pair("record-review", Text(view.line(record.review))))
        pairs.append((view.say("record-about"), about(view, record)))
        title = (
            Strong(view.number(record)),
            Text(f" {view.line(record.message)} "),
            view.severity(record.severity),
        )
        anchor = record_anchor(view.number(record))
        blocks.append(Callout(Tone.NEUTRAL, title, (KeyValues(tuple(pairs)),), anchor))
    return Callout(Tone.NOTE, (Strong(view.check_title(check)),), tuple(blocks))


def _refuted(view: View) -> tuple[Block, ...]:
    refuted = tuple(
        r for r in view.assessment.findings if r.disposition is Disposition.FALSE_POSITIVE
    )
    if not refuted:
        return ()
    return (
        Heading(3, view.say("findings-refuted"), "findings-refuted"),
        *_words(view, "findings-refuted-text"),
        *record_cards(view, refuted),
    )
