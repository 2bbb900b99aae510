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
    Paragraph,
    Strong,
    Tag,
    Text,
    Tone,
    plain,
)
from appsec.report.groups import grouped, link
from appsec.report.records import record_line
from appsec.report.view import View, item_anchor


def items(view: View) -> tuple[Block, ...]:
    """The chapter."""
    blocks: list[Block] = [
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
    summary: list[Inline] = [
        Strong(visible(requirement.id)),
        Text(f" {view.line(requirement.title)} "),
        view.mark(verdict),
    ]
    anchor = item_anchor(requirement.id)
    if not view.counts(verdict):
        summary += [Text(" "), _apart(view, verdict)]
        return Details(tuple(summary), _short(view, verdict, requirement), anchor)
    pairs = (*_verdict(view, verdict, requirement), *_guidance(view, verdict, requirement))
    return Details(tuple(summary), (KeyValues(pairs),), anchor)


def _apart(view: View, verdict: Verdict) -> Tag:
    """Why an item does not count for the class assessed."""
    if verdict.reference:
        return Tag(view.say("reference"))
    if verdict in view.assessment.verdicts:
        return Tag(view.say("not-of-class"))
    return Tag(view.say("grid-apart"))


def _short(view: View, verdict: Verdict, requirement: RequirementText) -> tuple[Block, ...]:
    """An item that does not count here, in a paragraph for each thing to know."""
    reasons = [view.line(why.message) or visible(why.key) for why in verdict.reasons]
    why: list[Inline] = [Text(" ".join(dict.fromkeys(reasons)))]
    for group in grouped(view.of(verdict)):
        why += [Text(" "), link(view, group)]
    told: tuple[tuple[str, Inlines], ...] = (
        ("item-reasons", tuple(why)),
        ("item-needs", (Text(view.line(requirement.needs)),)),
        ("item-manual", (Text(view.line(requirement.manual)),)),
        ("item-evidence", (Text(view.line(requirement.evidence)),)),
    )
    return tuple(
        Paragraph((Strong(view.say(key)), Text(view.say("colon")), *words))
        for key, words in told
        if plain(words).strip()
    )


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
        (view.say("item-seen"), _seen(view, verdict)),
    ]
    if requirement.condition:
        pairs.insert(2, (view.say("item-condition"), _lines(view, requirement.condition)))
    if verdict.checks:
        pairs.append((view.say("item-checks"), _checks(view, verdict)))
    return [pair for pair in pairs if pair[1]]


def _classes(view: View, verdict: Verdict) -> Inlines:
    required = Tag(view.say("required"), Tone.NOTE)
    return (Text(visible(" ".join(verdict.classes)) + " "), required)


def _seen(view: View, verdict: Verdict) -> Inlines:
    """What touches the item, a line for each; the chapter on findings tells it in full."""
    seen: list[Inline] = []
    for group in grouped(view.of(verdict)):
        if seen:
            seen.append(Break())
        seen += record_line(view, group)
    return tuple(seen)


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
