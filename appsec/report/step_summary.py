"""The summary of a pipeline's step as Markdown, small enough for GitHub to take it."""

from collections.abc import Iterable

from appsec.model.assessment import Assessment, Record, Verdict
from appsec.model.outcome import Cause, Kind
from appsec.model.text import Lang, visible
from appsec.model.verdict import Result
from appsec.report.companion import companion_lines
from appsec.report.document import SYMBOLS
from appsec.report.findings import split_findings
from appsec.report.markdown import code, escaped
from appsec.report.summary import RESULTS, closing_sentence, exit_words, gate_reasons
from appsec.report.view import OPEN, View

MAX_BYTES = 1_000_000
"""GitHub drops a summary of more than 1 MiB, and several steps may share a job's page."""

_NOTE_ROOM = 2000
"""Bytes kept for the sentence that says what was left out."""

MAX_TOLD = 5
"""Findings that one item spells out."""

_FAILING = ("column-number", "column-requirement", "column-verdict", "kind-finding", "record-fix")
"""The columns of what the lab would fail."""


def step_summary(assessment: Assessment, lang: Lang) -> bytes:
    """The summary, in UTF-8; what does not fit is left out at the end, and said."""
    view = View(assessment, lang)
    lines = [
        *_head(view),
        *_result(view),
        *_class_warnings(view),
        *_gate(view),
        *_would_fail(view),
        *_questions(view),
        *_unread(view),
        *_still_open(view),
    ]
    end = ["---", "", escaped(view.say("step-chapters")), "", escaped(view.say("running"))]
    return ("\n".join([*_fitting(view, lines, end), *end]) + "\n").encode()


def _fitting(view: View, lines: list[str], end: list[str]) -> list[str]:
    """The lines that fit. A cut falls between lines, so it never leaves half a markup."""
    room = MAX_BYTES - sum(_size(line) for line in end)
    if sum(_size(line) for line in lines) <= room:
        return lines
    room -= _NOTE_ROOM
    kept, chapter = 0, ""
    while _size(lines[kept]) <= room:
        room -= _size(lines[kept])
        kept += 1
        chapter = lines[kept].removeprefix("## ") if lines[kept].startswith("## ") else chapter
    count = sum(1 for line in lines[kept:] if line)
    note = view.say("step-cut", count=count, chapter=chapter, limit=MAX_BYTES)
    return [*lines[:kept], "", f"**{note}**", ""]


def _size(line: str) -> int:
    return len(line.encode()) + 1


def _head(view: View) -> list[str]:
    artefact = view.assessment.artefact
    lines = [f"# {escaped(view.say('title'))}", "", f"**{escaped(view.say('running'))}**", ""]
    names = [visible(n) for n in (artefact.name, artefact.id, artefact.version) if n]
    if names:
        lines.append(f"- {' · '.join(code(name) for name in names)}")
    lines += [
        f"- {code(visible(f.name))} SHA-256 {code(visible(f.sha256))}" for f in artefact.files
    ]
    if told := companion_lines(view):
        lines.append(f"- **{escaped(view.say('companion'))}** {escaped(told[0])}")
        lines += [f"  - {escaped(line)}" for line in told[1:]]
    return [*lines, ""]


def _result(view: View) -> list[str]:
    lines = _heading(view, "summary-result")
    for app_class in view.chosen:
        lines += [f"**{escaped(closing_sentence(view, app_class)[1])}**", ""]
        grade = view.assessment.grades.get(app_class)
        counts = grade.counts if grade else {}
        told = [
            f"{SYMBOLS[r]} {view.say(f'result-{r}')} {counts[r]}" for r in RESULTS if counts.get(r)
        ]
        if told:
            lines += [escaped(" · ".join(told)), ""]
    return lines


def _gate(view: View) -> list[str]:
    gate = view.assessment.gate
    values = {"class": view.chosen_label, "count": gate.still_open, "mode": visible(gate.mode)}
    meaning = view.say(exit_words(gate.code))
    words = view.say("terminal-gate", code=gate.code, meaning=meaning, **values)
    return [f"**{escaped(words)}**", "", *_points(gate_reasons(view))]


def _class_warnings(view: View) -> list[str]:
    warnings = [view.line(why.message) for why in view.assessment.chosen_class.warnings]
    if not warnings:
        return []
    return [f"**{escaped(view.say('summary-class-warning'))}**", "", *_points(warnings)]


def _unread(view: View) -> list[str]:
    coverage = view.assessment.coverage
    parts = [told for cause, told in view.unread() if cause is not Cause.NOT_SUPPLIED]
    if coverage.refused_total:
        parts.append(view.say("terminal-refused", count=coverage.refused_total))
    parts += [view.line(part.message) or visible(part.what) for part in coverage.skipped]
    return [*_heading(view, "terminal-unread"), *_points(parts)] if parts else []


def _would_fail(view: View) -> list[str]:
    failing = [v for v in view.members if v.result is Result.FAIL]
    lines = _heading(view, "summary-would-fail")
    if failing:
        lines += _table(view, _FAILING, [_failing(view, verdict) for verdict in failing])
    else:
        lines += [escaped(view.say("summary-would-fail-none")), ""]
    if others := len(split_findings(view)[1]):
        lines += [escaped(view.say("step-others", count=others)), ""]
    return lines


def _failing(view: View, verdict: Verdict) -> list[str]:
    findings = sorted(
        (r for r in view.of(verdict) if r.kind is Kind.FINDING), key=lambda r: -r.severity.rank
    )
    told = [_finding(view, record) for record in findings[:MAX_TOLD]]
    if more := len(findings) - len(told):
        told.append(escaped(view.say("terminal-more", count=more)))
    if not told:
        told = [escaped(view.line(why.message) or visible(why.key)) for why in verdict.reasons]
    checks = dict.fromkeys(record.check for record in findings)
    known = [view.assessment.checks[c] for c in checks if c in view.assessment.checks]
    return [
        escaped(visible(verdict.requirement)),
        escaped(view.line(view.requirements[verdict.requirement].title)),
        escaped(f"{SYMBOLS[Result.FAIL]} {view.mark(verdict).label}"),
        "<br>".join(told),
        "<br>".join(escaped(view.line(about.fix)) for about in known),
    ]


def _finding(view: View, record: Record) -> str:
    words = f"{view.number(record)} [{view.severity(record.severity).label}] "
    told = escaped(words + view.line(record.message))
    if record.locations:
        told += f" {code(view.place(record.locations[0]).text)}"
        if more := len(record.locations) - 1:
            told += escaped(f" {view.say('record-more-places', count=more)}")
    return told


def _questions(view: View) -> list[str]:
    by_check: dict[str, list[Record]] = {}
    for record in view.records(Kind.QUESTION):
        by_check.setdefault(record.check, []).append(record)
    if not by_check:
        return []
    rows = []
    for check, asked in sorted(by_check.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        numbers = dict.fromkeys(number for record in asked for number in record.requirements)
        named = f"{escaped(view.check_title(check))} {code(visible(check))}"
        items = escaped(view.join(visible(number) for number in numbers))
        rows.append([named, str(len(asked)), items])
    count = sum(len(asked) for asked in by_check.values())
    title = view.say("terminal-questions", count=count, checks=len(by_check))
    labels = ("column-check", "step-count", "record-items")
    return [f"## {escaped(title)}", "", *_table(view, labels, rows)]


def _still_open(view: View) -> list[str]:
    """Items that take the same next step stand together."""
    steps: dict[tuple[Result, str], list[str]] = {}
    for result in OPEN:
        for verdict in view.members:
            if verdict.result is result:
                step = view.line(view.requirements[verdict.requirement].next)
                steps.setdefault((result, step), []).append(visible(verdict.requirement))
    if not steps:
        return []
    rows = [
        [
            escaped(f"{SYMBOLS[result]} {view.say(f'result-{result}')}"),
            escaped(step),
            escaped(view.join(numbers)),
        ]
        for (result, step), numbers in steps.items()
    ]
    labels = ("column-verdict", "column-next", "record-items")
    return [*_heading(view, "terminal-open"), *_table(view, labels, rows)]


def _heading(view: View, key: str) -> list[str]:
    return [f"## {escaped(view.say(key))}", ""]


def _points(points: Iterable[str]) -> list[str]:
    lines = [f"- {escaped(point)}" for point in points]
    return [*lines, ""] if lines else []


def _table(view: View, labels: tuple[str, ...], rows: Iterable[list[str]]) -> list[str]:
    lines = [_row(escaped(view.say(label)) for label in labels), _row("---" for _ in labels)]
    return [*lines, *(_row(row) for row in rows), ""]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
