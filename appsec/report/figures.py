"""The pictures of the summary, as data: every verdict by chapter, and the classes side by side."""

from appsec.model.assessment import Verdict
from appsec.model.text import visible
from appsec.model.verdict import Result
from appsec.report.document import Bar, ClassBars, GridCell, GridRow, VerdictGrid
from appsec.report.view import View, item_anchor


def verdict_grid(view: View, order: tuple[Result, ...]) -> VerdictGrid:
    """Every verdict at one glance; clauses that only the baseline has stand in the last row."""
    rows = [
        GridRow(
            visible(chapter.id),
            view.line(chapter.title),
            tuple(_cell(view, v) for v in _of_chapter(view, chapter.id)),
        )
        for chapter in view.assessment.profile.chapters
    ]
    apart = tuple(_cell(view, v) for v in view.assessment.verdicts_apart)
    rows.append(GridRow("", view.say("grid-apart"), apart))
    return VerdictGrid(
        title=view.say("grid-title"),
        description=view.say("grid-text"),
        rows=tuple(row for row in rows if row.cells),
        legend=_legend(view, order),
        light=view.say("grid-light"),
    )


def class_bars(view: View, order: tuple[Result, ...]) -> ClassBars:
    """How many verdicts of each result every class has."""
    bars = []
    for about in view.assessment.profile.classes:
        if grade := view.assessment.grades.get(about.id):
            counts = tuple((result, grade.counts.get(result, 0)) for result in order)
            bars.append(Bar(visible(about.id), counts, about.id in view.chosen))
    return ClassBars(
        view.say("bars-title"), view.say("bars-text"), tuple(bars), _legend(view, order)
    )


def _legend(view: View, order: tuple[Result, ...]) -> tuple[tuple[Result, str], ...]:
    return tuple((result, view.say(f"result-{result}")) for result in order)


def _of_chapter(view: View, chapter: str) -> tuple[Verdict, ...]:
    return tuple(
        v for v in view.assessment.verdicts if view.requirements[v.requirement].chapter == chapter
    )


def _cell(view: View, verdict: Verdict) -> GridCell:
    requirement = view.requirements[verdict.requirement]
    shown = visible(requirement.id)
    label = f"{shown} {view.line(requirement.title)}{view.say('colon')}{view.mark(verdict).label}"
    return GridCell(
        shown, label, verdict.result, item_anchor(verdict.requirement), not view.counts(verdict)
    )
