"""What a report says of recorded runs: which there were, and what they can and cannot show."""

from appsec.assess.words import told
from appsec.model.run_seen import RunSeen
from appsec.model.text import Lang, visible
from appsec.report.document import (
    Block,
    Code,
    Column,
    Heading,
    Inlines,
    Paragraph,
    Row,
    Table,
    Text,
    Width,
)
from appsec.report.groups import Group
from appsec.report.view import View

MAX_HOOKS = 10
"""Most hooks that are named as missing; the saved assessment has more."""


def runs(view: View) -> tuple[Block, ...]:
    """The section; nothing where no run was given."""
    seen = view.assessment.runs
    if not seen:
        return ()
    columns = (
        Column(view.say("runs-run"), Width.MIDDLE),
        Column(view.say("runs-device"), Width.MIDDLE),
        Column(view.say("runs-phases"), Width.WIDE),
        Column(view.say("runs-watched"), Width.WIDE),
    )
    return (
        Heading(3, view.say("runs"), "runs"),
        Paragraph((Text(view.say("runs-text")),)),
        Table(view.say("runs-caption"), columns, tuple(_row(view, one) for one in seen)),
    )


def runs_of(view: View, group: Group) -> str:
    """The runs that show what was seen, with device and day; empty for what the build shows."""
    if not view.of_run(group[0].check):
        return ""
    names = dict.fromkeys(
        place.file.partition("/")[0] for record in group for place in record.locations
    )
    known = {one.run: one for one in view.assessment.runs}
    told = [
        view.say(
            "runs-source",
            run=visible(name),
            device=visible(one.device),
            day=visible(one.created)[:10],
        )
        if (one := known.get(name))
        else visible(name)
        for name in names
    ]
    return view.join(told) or view.say("runs-source-any")


def _row(view: View, one: RunSeen) -> Row:
    which: Inlines = (
        Text(f"{visible(one.run)} {visible(one.package)} {visible(one.created)} SHA-256 "),
        Code(visible(one.sha256)),
    )
    device = [visible(one.device), visible(one.os)]
    if one.rooted:
        device.append(view.say("runs-rooted"))
    if one.variant:
        why = view.join(_called(view, "variant", each) for each in one.variant)
        device.append(view.say("runs-variant", why=why))
    phases = view.join(_named(view, str(phase)) for phase in one.phases) or view.say("runs-none")
    if one.trouble:
        phases += f" {view.say('runs-trouble', why=_why(view, one.trouble))}"
    watched = view.say("runs-hooks", count=one.hooks, calls=one.calls, dropped=one.dropped)
    if not one.instrumented:
        watched = view.say("runs-unwatched")
    if one.missing:
        names = ", ".join(map(visible, one.missing[:MAX_HOOKS]))
        more = "…" if len(one.missing) > MAX_HOOKS else ""
        watched += f" {view.say('runs-missing', count=len(one.missing), names=names + more)}"
    told = (which, (Text("; ".join(filter(None, device))),), (Text(phases),), (Text(watched),))
    return Row(told)


def _called(view: View, key: str, value: str) -> str:
    """A word of a run as a sentence says it."""
    return visible(value if view.lang is Lang.EN else told(key, value))


def _why(view: View, trouble: str) -> str:
    """What is the matter with a trace, in words: `trace-broke-off` is a key."""
    named = told("trouble", trouble)
    if view.lang is Lang.EN or named == trouble:
        named = trouble.removeprefix("trace-").replace("-", " ")
    return visible(named)


def _named(view: View, phase: str) -> str:
    """A phase by the name that the sentences use, and by that of its mark."""
    if view.lang is Lang.EN:
        return visible(phase)
    named = told("phase", phase)
    return visible(phase) if named == phase else f"{named}（{visible(phase)}）"
