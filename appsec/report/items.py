"""The chapter on items: for each the norm's text, the verdict, what was seen, and what to do."""

from appsec.model.assessment import RequirementText, Verdict
from appsec.model.outcome import Status
from appsec.model.text import Text as Texts
from appsec.model.text import visible
from appsec.report.document import (
    Block,
    Break,
    Code,
    Details,
    Heading,
    Inline,
    Inlines,
    KeyValues,
    PageBreak,
    Paragraph,
    Strong,
    Tag,
    Text,
    Tone,
)
from appsec.report.records import record_card
from appsec.report.view import View, item_anchor


def items(view: View) -> tuple[Block, ...]:
    """The chapter."""
    blocks: list[Block] = [
        PageBreak(),
        Heading(2, view.say("items"), "items"),
        Paragraph((Text(view.say("items-text")),)),
    ]
    titles = {c.id: view.line(c.title) for c in view.assessment.profile.chapters}
    chapter = ""
    for number, verdict in enumerate(view.assessment.verdicts):
        requirement = view.requirements[verdict.requirement]
        if requirement.chapter != chapter or not number:
            chapter = requirement.chapter
            title = f"{visible(chapter)}　{titles.get(chapter, '')}"
            blocks.append(Heading(3, title, f"items-{len(blocks)}"))
        blocks.append(_item(view, verdict))
    if view.assessment.verdicts_apart:
        blocks.append(Heading(3, view.say("items-apart"), "items-apart"))
        blocks += [_item(view, verdict) for verdict in view.assessment.verdicts_apart]
    return tuple(blocks)


def _item(view: View, verdict: Verdict) -> Details:
    requirement = view.requirements[verdict.requirement]
    summary: tuple[Inline, ...] = (
        Strong(visible(requirement.id)),
        Text(f" {view.line(requirement.title)} "),
        view.mark(verdict),
    )
    blocks: list[Block] = [KeyValues(tuple(_verdict(view, verdict, requirement)))]
    # What touches the item in full; a question's message says how to close it.
    blocks += [record_card(view, record, brief=True) for record in view.of(verdict)]
    blocks.append(KeyValues(tuple(_guidance(view, verdict, requirement))))
    return Details(summary, tuple(blocks), item_anchor(requirement.id))


def _verdict(
    view: View, verdict: Verdict, requirement: RequirementText
) -> list[tuple[str, Inlines]]:
    result: list[Inline] = [view.mark(verdict)]
    if verdict.by:
        result.append(Text(f" {view.say('column-by')}{view.say('colon')}{view.bases(verdict)}"))
    reasons = [view.line(why.message) or visible(why.key) for why in verdict.reasons]
    pairs = [
        (view.say("item-text"), _lines(view, requirement.text)),
        (
            view.say("item-clause"),
            (Text(f"{visible(requirement.clause)} · "), *_classes(view, verdict)),
        ),
        (view.say("column-verdict"), tuple(result)),
        (view.say("item-reasons"), _broken(tuple(reasons))),
    ]
    if requirement.condition:
        pairs.insert(2, (view.say("item-condition"), _lines(view, requirement.condition)))
    if verdict.checks:
        pairs.append((view.say("item-checks"), _checks(view, verdict)))
    return [pair for pair in pairs if pair[1]]


def _classes(view: View, verdict: Verdict) -> Inlines:
    if verdict.reference:
        return (Text(view.say("reference")),)
    classes: list[Inline] = [Text(visible(" ".join(verdict.classes)) + " ")]
    if view.counts(verdict):
        classes.append(Tag(view.say("required"), Tone.NOTE))
    elif verdict in view.assessment.verdicts:
        classes.append(Tag(view.say("not-of-class")))
    return tuple(classes)


def _checks(view: View, verdict: Verdict) -> Inlines:
    known = set(Status)
    listed: list[Inline] = []
    for name in verdict.checks:
        about = view.assessment.checks.get(name)
        status = about.status if about and about.status in known else Status.UNKNOWN
        if listed:
            listed.append(Break())
        listed += [Code(visible(name)), Text(f" {view.say(f'status-{status}')}")]
    return tuple(listed)


def _guidance(
    view: View, verdict: Verdict, requirement: RequirementText
) -> list[tuple[str, Inlines]]:
    closed = verdict.result.closed
    pairs = [
        (view.say("item-needs"), _lines(view, requirement.needs)),
        (view.say("item-fails-if"), _lines(view, requirement.fails_if)),
        (view.say("item-manual"), _lines(view, requirement.manual)),
        (
            view.say("item-evidence" if closed else "item-missing"),
            _lines(view, requirement.evidence),
        ),
    ]
    if not closed:
        pairs.append((view.say("item-next"), _lines(view, requirement.next)))
    cwe = [f"CWE-{n}" for n in requirement.cwe]
    owasp = (*requirement.masvs, *requirement.maswe, *requirement.mastg)
    named = [*cwe, *(visible(name) for name in owasp)]
    pairs.append((view.say("record-refs"), (Text(view.join(named)),) if named else ()))
    return [pair for pair in pairs if pair[1]]


def _lines(view: View, text: Texts) -> Inlines:
    return _broken(view.lines(text))


def _broken(lines: tuple[str, ...]) -> Inlines:
    broken: list[Inline] = []
    for line in dict.fromkeys(lines):
        if broken:
            broken.append(Break())
        broken.append(Text(line))
    return tuple(broken)
