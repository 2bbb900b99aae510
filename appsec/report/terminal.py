"""The short summary on a terminal: what the lab would fail, what is open, the exit code last."""

import io
import sys
from typing import IO, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from appsec.assess.gate import ACCEPTED_UNREAD
from appsec.model.assessment import Assessment, Record, Verdict
from appsec.model.dismissal import DismissalStanding
from appsec.model.outcome import Cause, Kind, Severity
from appsec.model.text import Lang, visible
from appsec.model.verdict import Result
from appsec.report.dismissals import people, until
from appsec.report.document import SYMBOLS, Tone
from appsec.report.findings import split_findings
from appsec.report.summary import RESULTS, closing_sentence, exit_words
from appsec.report.view import OPEN, View

WIDTH = 100
"""Width where there is no terminal to ask."""

MAX_LISTED = 12
"""Most findings, questions or gaps that the summary lists of a kind."""

_STYLES = {Tone.BAD: "bold red", Tone.WARNING: "bold yellow", Tone.GOOD: "bold green"}

_SEVERITIES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}


def summarise(assessment: Assessment, lang: Lang, stream: IO[str] | None = None) -> None:
    """Prints the summary. Colours only on a terminal, and never where NO_COLOR is set."""
    stream = stream or sys.stdout
    terminal = console(stream)
    if terminal.is_terminal:
        terminal.print(_summary(View(assessment, lang)))
    else:
        stream.write(summary_text(assessment, lang))


def summary_text(assessment: Assessment, lang: Lang) -> str:
    """The summary without colours, at most WIDTH cells wide."""
    stream = io.StringIO()
    plain = console(stream, width=WIDTH, force_terminal=False, no_color=True)
    plain.print(_summary(View(assessment, lang)))
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def console(stream: IO[str], **how: Any) -> Console:
    """A console that takes no markup from what it prints."""
    return Console(file=stream, highlight=False, emoji=False, markup=False, **how)


def _summary(view: View) -> Group:
    parts: list[RenderableType] = [*_head(view)]
    failing, _ = split_findings(view)
    failed = [v for v in view.members if v.result is Result.FAIL]
    if failed:
        parts += [_title(view.say("summary-would-fail")), *_items(view, failed)]
    if failing:
        parts.append(_records(view, failing, fix=True))
    if questions := view.records(Kind.QUESTION):
        checks = len({r.check for r in questions})
        parts.append(_title(view.say("terminal-questions", count=len(questions), checks=checks)))
        parts.append(_records(view, questions, fix=False))
    parts += [*_dismissed(view), *_still_open(view), *_unread(view), Rule(style="dim"), _gate(view)]
    return Group(*parts)


def _title(words: str) -> Text:
    return Text(f"\n{words}", style="bold")


def _head(view: View) -> list[RenderableType]:
    artefact = view.assessment.artefact
    names = [artefact.name, artefact.id, artefact.version]
    files = ", ".join(visible(file.name) for file in artefact.files)
    named = " · ".join([visible(name) for name in names if name] or [files])
    parts: list[RenderableType] = [
        Text(view.say("title"), style="bold"),
        Text(view.say("running"), style="dim"),
        Text(f"{named} · {files}" if named != files else files),
        Text(f"SHA-256 {visible(artefact.sha256)}", style="dim"),
        Text(""),
    ]
    for app_class in view.chosen:
        tone, sentence = closing_sentence(view, app_class)
        parts += [Text(sentence, style=_STYLES.get(tone, "")), _counts(view, app_class)]
    for warning in view.assessment.chosen_class.warnings:
        parts.append(Text(f"! {view.line(warning.message)}", style="yellow"))
    return parts


def _counts(view: View, app_class: str) -> Text:
    grade = view.assessment.grades.get(app_class)
    counts = grade.counts if grade else {}
    told = [f"{SYMBOLS[r]} {view.say(f'result-{r}')} {counts[r]}" for r in RESULTS if counts.get(r)]
    return Text("  ".join(told), style="dim")


def _items(view: View, verdicts: list[Verdict]) -> list[RenderableType]:
    lines = []
    for verdict in verdicts:
        requirement = view.requirements[verdict.requirement]
        name = f"{visible(requirement.id)} {view.line(requirement.title)}"
        lines.append(Text(f"{SYMBOLS[Result.FAIL]} {name}  {view.mark(verdict).label}"))
    return [Padding(line, (0, 0, 0, 2)) for line in lines]


def _records(view: View, records: tuple[Record, ...], *, fix: bool) -> Padding:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for record in records[:MAX_LISTED]:
        severity = Text(view.severity(record.severity).label, style=_SEVERITIES[record.severity])
        told = Text(view.line(record.message))
        if record.locations:
            told.append(f"\n{view.place(record.locations[0]).text}", style="dim")
            if more := len(record.locations) - 1:
                told.append(f" {view.say('record-more-places', count=more)}", style="dim")
        known = view.assessment.checks.get(record.check)
        if fix and known:
            told.append(f"\n→ {view.line(known.fix)}")
        elif record.review:
            told.append(f"\n→ {view.line(record.review)}")
        table.add_row(Text(view.number(record)), severity, told)
    if (more := len(records) - MAX_LISTED) > 0:
        table.add_row("", "", Text(view.say("terminal-more", count=more)))
    return Padding(table, (0, 0, 0, 2))


def _dismissed(view: View) -> list[RenderableType]:
    """Those that do not count first: somebody has to look at them."""
    given = sorted(
        view.assessment.dismissals, key=lambda d: d.standing is DismissalStanding.IN_FORCE
    )
    lines = []
    for dismissal in given[:MAX_LISTED]:
        counts = dismissal.standing is DismissalStanding.IN_FORCE
        named = view.numbers.get(dismissal.fingerprint) or visible(dismissal.fingerprint)[:16]
        kind = view.say(f"dismissal-{dismissal.kind}")
        standing = view.say(f"standing-{dismissal.standing}")
        head = f"{'·' if counts else '!'} {named} {visible(dismissal.check)}  {kind} [{standing}]"
        told = Text(f"{head} {until(view, dismissal)}", style="" if counts else "yellow")
        told.append(f"\n  {people(view, dismissal)}")
        told.append(f"\n  {visible(dismissal.reason)}", style="dim")
        lines.append(told if counts else told.append(f"\n  → {view.line(dismissal.message)}"))
    if (more := len(given) - MAX_LISTED) > 0:
        lines.append(Text(view.say("terminal-more", count=more)))
    if not lines:
        return []
    title = _title(view.say("terminal-dismissals"))
    return [title, *(Padding(line, (0, 0, 0, 2)) for line in lines)]


def _still_open(view: View) -> list[RenderableType]:
    lines = []
    for result in OPEN:
        items = [visible(v.requirement) for v in view.members if v.result is result]
        if items:
            words = view.say(
                "summary-todo-of", label=view.say(f"result-{result}"), count=len(items)
            )
            lines.append(Text(f"{SYMBOLS[result]} {words}{view.say('colon')}{view.join(items)}"))
    if not lines:
        return []
    return [_title(view.say("terminal-open")), *(Padding(line, (0, 0, 0, 2)) for line in lines)]


def _unread(view: View) -> list[RenderableType]:
    coverage = view.assessment.coverage
    lines = []
    for gap in [g for g in coverage.gaps if g.cause is not Cause.NOT_SUPPLIED][:MAX_LISTED]:
        told = view.line(gap.message) or visible(gap.key)
        lines.append(Text(f"! {view.say(f'cause-{gap.cause}')}{view.say('colon')}{told}"))
    if coverage.refused_total:
        lines.append(Text(f"! {view.say('terminal-refused', count=coverage.refused_total)}"))
    lines += [Text(view.line(p.message) or visible(p.what), style="dim") for p in coverage.skipped]
    if not lines:
        return []
    return [_title(view.say("terminal-unread")), *(Padding(line, (0, 0, 0, 2)) for line in lines)]


def _gate(view: View) -> Group:
    gate = view.assessment.gate
    values = {"class": view.chosen_label, "count": gate.still_open, "mode": visible(gate.mode)}
    meaning = view.say(exit_words(gate.code))
    last = view.say("terminal-gate", code=gate.code, meaning=meaning, **values)
    accepted = [why.values.get("fact", "") for why in gate.reasons if why.key == ACCEPTED_UNREAD]
    if accepted:
        last += view.say("terminal-gate-accepted", facts=visible(", ".join(accepted)))
    reasons = [Text(f"· {view.line(why.message) or visible(why.key)}") for why in gate.reasons]
    return Group(*reasons, Text(last, style="bold"))
