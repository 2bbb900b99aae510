"""The short summary on a terminal: what the lab would fail, what is open, the exit code last."""

import io
import sys
from typing import IO, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from appsec.assess.gate import ACCEPTED_UNREAD, KNOWN_UNREAD
from appsec.model.assessment import Assessment, Record, Verdict
from appsec.model.dismissal import DismissalStanding
from appsec.model.outcome import Cause, Kind, Severity
from appsec.model.text import Lang, visible
from appsec.model.verdict import Result
from appsec.report.companion import companion_lines
from appsec.report.components import component_line
from appsec.report.confirm_terminal import confirmed
from appsec.report.dismissals import people, until
from appsec.report.document import SYMBOLS, Tone, plain
from appsec.report.findings import split_findings
from appsec.report.groups import Group as RecordGroup
from appsec.report.groups import grouped, label
from appsec.report.prose import Prose
from appsec.report.records import roles
from appsec.report.summary import RESULTS, closing_sentence, exit_words, gate_reasons
from appsec.report.view import OPEN, View

WIDTH = 100
"""Width where there is no terminal to ask."""

MAX_LISTED = 12
"""Most questions or gaps that the summary lists. Of findings it lists all."""

MAX_QUESTION = 240
"""Most cells that the summary gives to the words of a question."""

MAX_PLACES = 3
"""Places that the summary names of many records that are alike."""

_STYLES = {Tone.BAD: "bold red", Tone.WARNING: "bold yellow", Tone.GOOD: "bold green"}

_SEVERITIES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}


def summarise(
    assessment: Assessment, lang: Lang, stream: IO[str] | None = None, settings: str = ""
) -> None:
    """Prints the summary; `settings` is the file that decided how.

    Colours only on a terminal, and never where NO_COLOR is set.
    """
    stream = stream or sys.stdout
    terminal = console(stream)
    if terminal.is_terminal:
        terminal.print(_summary(View(assessment, lang), settings))
    else:
        stream.write(summary_text(assessment, lang, settings))


def summary_text(assessment: Assessment, lang: Lang, settings: str = "") -> str:
    """The summary without colours, at most WIDTH cells wide."""
    stream = io.StringIO()
    plain = console(stream, width=WIDTH, force_terminal=False, no_color=True)
    plain.print(_summary(View(assessment, lang), settings))
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def console(stream: IO[str], **how: Any) -> Console:
    """A console that takes no markup from what it prints."""
    return Console(file=stream, highlight=False, emoji=False, markup=False, **how)


def _summary(view: View, settings: str) -> Group:
    parts: list[RenderableType] = [*_head(view, settings)]
    failing, others = split_findings(view)
    failed = [v for v in view.members if v.result is Result.FAIL]
    if failed:
        parts += [_title(view.say("summary-would-fail")), *_items(view, failed)]
    if failing:
        parts.append(_findings(view, failing))
    if others:
        parts += [_title(view.say("terminal-other")), _findings(view, others)]
    parts += [*_questions(view), *_evidence(view), *_dismissed(view)]
    parts += _confirmed(view)
    parts += [
        *_still_open(view),
        *_unread(view),
        *_components(view),
        Rule(style="dim"),
        _gate(view),
    ]
    return Group(*parts)


def _title(words: str) -> Text:
    return Text(f"\n{words}", style="bold")


def _head(view: View, settings: str) -> list[RenderableType]:
    artefact = view.assessment.artefact
    names = [artefact.name, artefact.id, artefact.version]
    files = ", ".join(visible(file.name) for file in artefact.files)
    named = " · ".join([visible(name) for name in names if name] or [files])
    parts: list[RenderableType] = [
        Text(view.say("title"), style="bold"),
        Text(view.say("running"), style="dim"),
        Text(f"{named} · {files}" if named != files else files),
        Text(f"SHA-256 {visible(artefact.sha256)}", style="dim"),
    ]
    if settings:
        parts.append(Text(view.say("terminal-settings", file=visible(settings)), style="dim"))
    if lines := companion_lines(view):
        parts.append(Prose(f"{view.say('companion')}{view.say('colon')}{lines[0]}", style="dim"))
        parts += [Padding(Prose(line, style="dim"), (0, 0, 0, 2)) for line in lines[1:]]
    parts.append(Text(""))
    for app_class in view.chosen:
        tone, sentence = closing_sentence(view, app_class)
        parts += [Prose(sentence, style=_STYLES.get(tone, "")), _counts(view, app_class)]
    for warning in view.assessment.chosen_class.warnings:
        parts.append(Prose(f"! {view.line(warning.message)}", style="yellow"))
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
        lines.append(Prose(f"{SYMBOLS[Result.FAIL]} {name}  {view.mark(verdict).label}"))
    return [Padding(line, (0, 0, 0, 2)) for line in lines]


def _findings(view: View, records: tuple[Record, ...]) -> Padding:
    """Every one, with its place, the items that it touches and how to fix it."""
    table = _table()
    for group in grouped(records):
        told = _told(view, group, apart="\n")
        for _, items in roles(view, group):
            told.append(f"\n{plain(items)}", style="dim")
        if known := view.assessment.checks.get(group[0].check):
            told.append(f"\n→ {view.line(known.fix)}")
        _add(table, view, group[0], told)
    return Padding(table, (0, 0, 0, 2))


def _questions(view: View) -> list[RenderableType]:
    """The first, without how to close them, which the report says."""
    questions = view.records(Kind.QUESTION)
    if not questions:
        return []
    checks = len({r.check for r in questions})
    groups, table = grouped(questions), _table()
    for group in groups[:MAX_LISTED]:
        _add(table, view, group[0], _told(view, group, apart="  "))
    if more := sum(len(group) for group in groups[MAX_LISTED:]):
        table.add_row("", "", Prose(view.say("terminal-more", count=more)))
    title = _title(view.say("terminal-questions", count=len(questions), checks=checks))
    return [title, Padding(table, (0, 0, 0, 2))]


def _evidence(view: View) -> list[RenderableType]:
    count = len(view.records(Kind.EVIDENCE))
    return [Text(f"\n{view.say('terminal-evidence', count=count)}")] if count else []


def _table() -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    return table


def _add(table: Table, view: View, first: Record, told: Prose) -> None:
    severity = Text(view.severity(first.severity).label, style=_SEVERITIES[first.severity])
    table.add_row(Text(view.number(first)), severity, told)


def _told(view: View, group: RecordGroup, *, apart: str) -> Prose:
    """What was seen and where; of many alike, how many and the first places, each on a line."""
    first = group[0]
    if len(group) == 1:
        told, found = view.line(first.message), first.locations
        shown = found[:1]
    else:
        told = f"{view.check_title(first.check)}{view.say('colon')}{label(view, group)}"
        found = tuple(place for record in group for place in record.locations)
        shown, apart = found[:MAX_PLACES], "\n"
        if len(files := {visible(place.file) for place in found}) == 1:
            told = f"{told}  {files.pop()}"
    prose = Prose(told)
    if apart != "\n":
        prose.truncate(MAX_QUESTION, overflow="ellipsis")
    for place in shown:
        prose.append(f"{apart}{_untold(view.place(place).text, told)}", style="dim")
    if more := len(found) - len(shown):
        prose.append(f" {view.say('record-more-places', count=more)}", style="dim")
    return prose


def _untold(place: str, told: str) -> str:
    """A place without the names that what was seen has already said."""
    names = place.split(" › ")
    untold = (" ".join(word for word in name.split() if word not in told) for name in names)
    return " › ".join(name for name in untold if name) or place


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


def _confirmed(view: View) -> list[RenderableType]:
    lines = confirmed(view, MAX_LISTED)
    title = [_title(view.say("terminal-confirmed"))] if lines else []
    return [*title, *(Padding(line, (0, 0, 0, 2)) for line in lines)]


def _still_open(view: View) -> list[RenderableType]:
    lines = []
    for result in OPEN:
        items = [visible(v.requirement) for v in view.members if v.result is result]
        if items:
            words = view.say(
                "summary-todo-of", label=view.say(f"result-{result}"), count=len(items)
            )
            lines.append(Prose(f"{SYMBOLS[result]} {words}{view.say('colon')}{view.join(items)}"))
    if not lines:
        return []
    return [_title(view.say("terminal-open")), *(Padding(line, (0, 0, 0, 2)) for line in lines)]


def _unread(view: View) -> list[RenderableType]:
    coverage = view.assessment.coverage
    gaps = [told for cause, told in view.unread() if cause is not Cause.NOT_SUPPLIED]
    lines = [Prose(f"! {told}") for told in gaps[:MAX_LISTED]]
    if coverage.refused_total:
        lines.append(Prose(f"! {view.say('terminal-refused', count=coverage.refused_total)}"))
    lines += [Prose(view.line(p.message) or visible(p.what), style="dim") for p in coverage.skipped]
    if not lines:
        return []
    return [_title(view.say("terminal-unread")), *(Padding(line, (0, 0, 0, 2)) for line in lines)]


def _components(view: View) -> list[RenderableType]:
    line = component_line(view)
    return [Text(""), Prose(line, style="dim")] if line else []


def _gate(view: View) -> Group:
    gate = view.assessment.gate
    values = {"class": view.chosen_label, "count": gate.still_open, "mode": visible(gate.mode)}
    meaning = view.say(exit_words(gate.code))
    last = view.say("terminal-gate", code=gate.code, meaning=meaning, **values)
    for key, name, words in (
        (ACCEPTED_UNREAD, "fact", "terminal-gate-accepted"),
        (KNOWN_UNREAD, "facts", "terminal-gate-known"),
    ):
        if facts := [why.values.get(name, "") for why in gate.reasons if why.key == key]:
            last += view.say(words, facts=visible(", ".join(facts)))
    reasons = [Prose(f"· {line}") for line in gate_reasons(view)]
    return Group(*reasons, Prose(last, style="bold"))
