"""The first chapter: the result of the class in one permitted sentence, and what it rests on."""

from appsec.model.outcome import Cause
from appsec.model.text import visible
from appsec.model.verdict import Grade, Result
from appsec.report.document import (
    Block,
    Callout,
    Column,
    Heading,
    Inline,
    Inlines,
    ItemList,
    Link,
    Mark,
    Paragraph,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.figures import class_bars, verdict_grid
from appsec.report.groups import grouped, link
from appsec.report.view import OPEN, View, item_anchor

RESULTS = (
    Result.PASS,
    Result.FAIL,
    Result.NEEDS_REVIEW,
    Result.NEEDS_EVIDENCE,
    Result.INCONCLUSIVE,
    Result.NOT_APPLICABLE,
)
"""The order in which the reports list verdicts."""


def summary(view: View) -> tuple[Block, ...]:
    """The chapter: result, warnings, the gate, what fails, what is left, the picture."""
    return (
        Heading(2, view.say("summary"), "summary"),
        *(closing(view, app_class) for app_class in view.chosen),
        *warnings(view),
        *_gate(view),
        *_would_fail(view),
        *_todo(view),
        Heading(3, view.say("summary-picture"), "picture"),
        _classes(view),
        verdict_grid(view, RESULTS),
        class_bars(view, RESULTS),
    )


def closing(view: View, app_class: str) -> Callout:
    """The class's result in one of the four sentences that the report may use for it."""
    tone, sentence = closing_sentence(view, app_class)
    title = f"{view.say('summary-result')} {visible(app_class)}"
    return Callout(tone, (Strong(title),), (Paragraph((Text(sentence),)),))


def closing_sentence(view: View, app_class: str) -> tuple[Tone, str]:
    """One of four: a failure is told first, and nothing lost ever reads as closed."""
    grade = view.assessment.grades.get(app_class)
    values: dict[str, object] = {"class": visible(app_class)}
    if grade is None:
        why = view.say("incomplete-no-class")
        return Tone.WARNING, view.say("closing-incomplete", **values, why=why)
    still_open = sum(grade.counts.get(result, 0) for result in OPEN)
    failed = grade.counts.get(Result.FAIL, 0)
    values |= {
        "members": grade.members,
        "passed": grade.counts.get(Result.PASS, 0),
        "absent": grade.counts.get(Result.NOT_APPLICABLE, 0),
        "open": still_open,
        "failed": failed,
    }
    if failed:
        return Tone.BAD, view.say("closing-failed", **values)
    if why := _incomplete(view, grade, still_open):
        return Tone.WARNING, view.say("closing-incomplete", **values, why=view.say(why))
    if still_open:
        return Tone.WARNING, view.say("closing-open", **values)
    return Tone.GOOD, view.say("closing-closed", **values)


def _incomplete(view: View, grade: Grade, still_open: int) -> str:
    """Why no sentence on the class can be given, as a key; empty if one can."""
    coverage = view.assessment.coverage
    if not coverage.read:
        return "incomplete-nothing-read"
    if any(about.crash for about in view.assessment.checks.values()):
        return "incomplete-crash"
    lost = coverage.refused_total or any(gap.cause is Cause.LOST for gap in coverage.gaps)
    counted = sum(grade.counts.values()) == grade.members and grade.members > 0
    return "incomplete-lost" if not still_open and (lost or not counted) else ""


def warnings(view: View) -> tuple[Block, ...]:
    """What puts the result in doubt: a class that does not fit, and what could not be read."""
    return (*_class_warnings(view), *_unread_warning(view))


def _class_warnings(view: View) -> tuple[Block, ...]:
    warnings = [view.line(w.message) for w in view.assessment.chosen_class.warnings]
    if not warnings:
        return ()
    paragraphs = tuple(Paragraph((Text(warning),)) for warning in warnings)
    return (Callout(Tone.WARNING, (Strong(view.say("summary-class-warning")),), paragraphs),)


def _unread_warning(view: View) -> tuple[Block, ...]:
    coverage = view.assessment.coverage
    lost = sum(gap.cause is Cause.LOST for gap in coverage.gaps)
    if not lost and not coverage.refused_total:
        return ()
    words = view.say("summary-lost-text", lost=lost, refused=coverage.refused_total)
    paragraph = Paragraph((Text(words), Text(" "), Link(view.say("coverage"), "coverage")))
    return (Callout(Tone.WARNING, (Strong(view.say("summary-lost")),), (paragraph,)),)


def _would_fail(view: View) -> tuple[Block, ...]:
    failing = [v for v in view.members if v.result is Result.FAIL]
    heading = Heading(3, view.say("summary-would-fail"), "would-fail")
    if not failing:
        return (heading, Paragraph((Text(view.say("summary-would-fail-none")),)))
    points = []
    for verdict in failing:
        requirement = view.requirements[verdict.requirement]
        name = f"{visible(requirement.id)} {view.line(requirement.title)}"
        point: list[Inline] = [Link(name, item_anchor(requirement.id))]
        if findings := view.failed_by(verdict):
            worst = max(findings, key=lambda r: r.severity.rank).severity
            point += [Text(" "), view.severity(worst)]
            for group in grouped(findings):
                point += [Text(" "), link(view, group)]
        if verdict.risk_accepted:
            point += [Text(" "), view.mark(verdict)]
        points.append(tuple(point))
    return (heading, ItemList(tuple(points)))


def _todo(view: View) -> tuple[Block, ...]:
    points: list[Inlines] = []
    for result in OPEN:
        items = [v.requirement for v in view.members if v.result is result]
        if items:
            label = view.say(f"result-{result}")
            words = view.say("summary-todo-of", label=label, count=len(items))
            points.append((Strong(words + view.say("colon")), *view.item_links(items)))
    heading = Heading(3, view.say("summary-todo"), "todo")
    if not points:
        return (heading, Paragraph((Text(view.say("summary-todo-none")),)))
    return (heading, ItemList(tuple(points)))


def _classes(view: View) -> Table:
    columns = (
        Column(view.say("column-class"), Width.WIDE),
        Column(view.say("column-members"), Width.NARROW),
        *(Column(view.say(f"short-{result}"), Width.NARROW) for result in RESULTS),
        Column(view.say("column-grade"), Width.MIDDLE),
    )
    rows = []
    for about in view.assessment.profile.classes:
        if not (grade := view.assessment.grades.get(about.id)):
            continue
        name: list[Inline] = [Strong(visible(about.id)), Text(f" {view.line(about.title)}")]
        if about.id in view.chosen:
            name += [Text(" "), Tag(view.say("chosen"), Tone.NOTE)]
        cells: list[Inlines] = [tuple(name), (Text(str(grade.members)),)]
        cells += [(Text(str(grade.counts.get(result, 0))),) for result in RESULTS]
        cells.append((Mark(grade.result, view.say(f"result-{grade.result}")),))
        rows.append(Row(tuple(cells), muted=about.id not in view.chosen))
    return Table(view.say("summary-classes"), columns, tuple(rows), dense=True)


def _gate(view: View) -> tuple[Block, ...]:
    gate = view.assessment.gate
    mode = visible(gate.mode)
    reasons: tuple[Inlines, ...] = tuple((Text(line),) for line in gate_reasons(view))
    meaning = [view.say(exit_words(gate.code))]
    if gate.still_open:
        values = {"class": view.chosen_label, "count": gate.still_open}
        meaning.append(view.say("summary-gate-open", **values))
    blocks: list[Block] = [Paragraph((Text(" ".join(meaning)),))]
    if reasons:
        blocks.append(ItemList(reasons))
    blocks.append(Paragraph((Strong(view.say("summary-gate-note")),)))
    title = view.say("summary-gate", mode=mode, code=gate.code)
    return (Callout(Tone.NEUTRAL, (Strong(title),), tuple(blocks)),)


def gate_reasons(view: View) -> list[str]:
    """Why the gate came to its code, and how many items fail whatever the code is."""
    gate = view.assessment.gate
    reasons = [view.line(why.message) or visible(why.key) for why in gate.reasons]
    if gate.failed and all(why.key != "gate-failed-item" for why in gate.reasons):
        values = {"class": view.chosen_label, "count": gate.failed}
        reasons.append(view.say("summary-gate-failed", **values))
    return reasons


def exit_words(code: int) -> str:
    """The key of the sentence for an exit code."""
    return f"exit-{code}" if code in (0, 1, 3, 70) else "exit-other"
