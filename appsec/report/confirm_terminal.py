"""What people confirmed, as the terminal says it: in short, and why some of it does not count."""

from rich.console import RenderableType
from rich.text import Text

from appsec.model.verdict import Standing
from appsec.report.prose import Prose
from appsec.report.view import View


def confirmed(view: View, at_most: int) -> list[RenderableType]:
    """How many are in force, and those that are not, each with its reason."""
    given = view.assessment.confirmations
    out = [c for c in given if c.standing is not Standing.IN_FORCE]
    lines: list[RenderableType] = [
        Prose(f"! [{view.say(f'standing-{c.standing}')}] {view.line(c.message)}", style="yellow")
        for c in out[:at_most]
    ]
    if (more := len(out) - at_most) > 0:
        lines.append(Text(view.say("terminal-more", count=more)))
    if in_force := len(given) - len(out):
        lines.insert(0, Text(view.say("terminal-in-force", count=in_force)))
    return lines
