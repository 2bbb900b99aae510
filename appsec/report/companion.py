"""What a report says of a companion build: which file, why it is taken, and what of it counts."""

from collections.abc import Iterator

from appsec.model.companion import Attested, Companion, Ground
from appsec.model.text import visible
from appsec.report.document import Block, Callout, ItemList, Paragraph, Strong, Text, Tone
from appsec.report.view import View


def companion_lines(view: View) -> tuple[str, ...]:
    """The sentences, one after the other; none without a companion."""
    told = view.assessment.companion
    return tuple(_lines(view, told)) if told else ()


def companion_box(view: View) -> tuple[Block, ...]:
    """The same as a box; one that rests on a person's word stands out."""
    told = view.assessment.companion
    if told is None:
        return ()
    first, *rest = _lines(view, told)
    tone = Tone.WARNING if told.ground is Ground.ATTESTED else Tone.NEUTRAL
    points = ItemList(tuple((Text(line),) for line in rest))
    return (
        Callout(
            tone, (Strong(view.say("companion")),), (Paragraph((Text(first),)), points), "companion"
        ),
    )


def _lines(view: View, told: Companion) -> Iterator[str]:
    names = (told.id, told.version, told.build)
    yield view.say(
        "companion-file",
        file=visible(told.file.name),
        names=" · ".join(visible(name) for name in names if name),
        sha256=visible(told.file.sha256),
    )
    if told.ground is Ground.CONTENT:
        yield view.say("companion-content")
        yield from (view.line(text) for text in told.same)
    if told.attested:
        key = "companion-attested" if told.differs else "companion-attested-besides"
        yield _stated(view, key, told.attested)
    yield from (f"{view.say('companion-differs')}{view.line(text)}" for text in told.differs)
    facts = view.join(visible(fact) for fact in told.facts)
    yield view.say("companion-facts", facts=facts) if facts else view.say("companion-facts-none")
    for gap in told.answered:
        yield f"{view.say('companion-answered')}{view.line(gap.message) or visible(gap.key)}"


def _stated(view: View, key: str, attested: Attested) -> str:
    return view.say(
        key,
        who=visible(attested.who),
        role=visible(attested.role),
        reason=visible(attested.reason),
    )
