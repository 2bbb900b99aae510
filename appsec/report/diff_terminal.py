"""The difference between two assessments on a terminal: what is worse first, the result last."""

import io
import sys
from typing import IO

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from appsec.model.difference import Difference, GapChange, ItemChange, RecordChange, Side
from appsec.model.outcome import Kind
from appsec.model.text import Lang, visible
from appsec.report.diff import DiffView
from appsec.report.terminal import MAX_LISTED, WIDTH, console
from appsec.report.view import place_words


def summarise_diff(difference: Difference, lang: Lang, stream: IO[str] | None = None) -> None:
    """Prints the summary. Colours only on a terminal, and never where NO_COLOR is set."""
    stream = stream or sys.stdout
    terminal = console(stream)
    if terminal.is_terminal:
        terminal.print(_summary(DiffView(difference, lang)))
    else:
        stream.write(diff_text(difference, lang))


def diff_text(difference: Difference, lang: Lang) -> str:
    """The summary without colours, at most WIDTH cells wide."""
    stream = io.StringIO()
    plain = console(stream, width=WIDTH, force_terminal=False, no_color=True)
    plain.print(_summary(DiffView(difference, lang)))
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _summary(view: DiffView) -> Group:
    difference = view.difference
    parts: list[RenderableType] = [
        Text(view.say("diff-title"), style="bold"),
        Text(view.say("running"), style="dim"),
        Text(visible(difference.app)),
        _side(view, "column-old", difference.old),
        _side(view, "column-new", difference.new),
    ]
    parts += [Text(f"! {view.line(w.message)}", style="yellow") for w in difference.warnings]
    parts += _chapter(view, "diff-items-caption", [_item(view, c) for c in difference.items])
    told = [c for c in difference.records if c.kind is not Kind.EVIDENCE]
    parts += _chapter(view, "diff-records-caption", [_record(view, c) for c in told])
    parts += _chapter(view, "diff-gaps-caption", [_gap(view, c) for c in difference.gaps])
    parts += [Rule(style="dim"), *(Text(line) for line in view.totals)]
    _, sentence = view.verdict
    return Group(*parts, Text(sentence, style="bold"))


def _side(view: DiffView, label: str, side: Side) -> Text:
    names = (side.file, side.version, side.as_of, side.app_class, f"SHA-256 {side.sha256[:16]}…")
    told = " · ".join(visible(name) for name in names if name)
    return Text(f"{view.say(label)}{view.say('colon')}{told}", style="dim")


def _chapter(view: DiffView, caption: str, lines: list[Text]) -> list[RenderableType]:
    if not lines:
        return []
    shown: list[RenderableType] = [Padding(line, (0, 0, 0, 2)) for line in lines[:MAX_LISTED]]
    if (more := len(lines) - MAX_LISTED) > 0:
        shown.append(Padding(Text(view.say("terminal-more", count=more)), (0, 0, 0, 2)))
    return [Text(f"\n{view.say(caption)}", style="bold"), *shown]


def _head(view: DiffView, change: ItemChange | RecordChange | GapChange) -> str:
    """A sign for what a pipeline may stop for, and the change in words."""
    sign = "!" if change.counts and change.change.grave else "·"
    return f"{sign} {view.change(change)}{view.say('colon')}"


def _style(change: ItemChange | RecordChange | GapChange) -> str:
    return "" if change.counts and change.change.grave else "dim"


def _item(view: DiffView, item: ItemChange) -> Text:
    states = (item.before, item.after)
    told = " → ".join(view.result(state) if state else view.say("none") for state in states)
    name = f"{visible(item.requirement)} {view.line(item.title)}"
    return Text(f"{_head(view, item)}{name}  {told}", style=_style(item))


def _record(view: DiffView, record: RecordChange) -> Text:
    state = record.after or record.before
    kind = view.record(state) if state else ""
    head = f"{_head(view, record)}{visible(record.check)}  {kind}"
    told = Text(f"{head}\n  {view.line(record.message)}", style=_style(record))
    if record.locations:
        told.append(f"\n  {place_words(record.locations[0], view.lang)}", style="dim")
    return told


def _gap(view: DiffView, gap: GapChange) -> Text:
    cause = view.say(f"cause-{gap.cause}")
    return Text(f"{_head(view, gap)}{cause}  {view.line(gap.message)}", style=_style(gap))
