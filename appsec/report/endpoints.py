"""The chapter on the hosts that a build names."""

from collections.abc import Sequence

from appsec.model.endpoint import Endpoint, Use
from appsec.model.outcome import Confidence, Location
from appsec.model.text import visible
from appsec.report.document import (
    Block,
    Break,
    Code,
    Column,
    Details,
    Heading,
    Inlines,
    Paragraph,
    Row,
    Table,
    Text,
    Width,
)
from appsec.report.view import View

MAX_ROWS = 200
"""Most hosts of a table; the saved assessment lists all."""


def endpoints(view: View) -> tuple[Block, ...]:
    """The chapter; nothing where no host is known."""
    every = view.assessment.endpoints
    if not every:
        return ()
    used = [one for one in every if one.uses[0] is not Use.NAMED]
    named = [one for one in every if one.uses[0] is Use.NAMED]
    blocks: list[Block] = [
        Heading(2, view.say("endpoints"), "endpoints"),
        Paragraph((Text(view.say("endpoints-text")),)),
    ]
    if used:
        order = list(Use)
        used.sort(key=lambda one: order.index(one.uses[0]))
        blocks += _table(view, "endpoints-caption", used)
    if named:
        summary = (Text(view.say("endpoints-named", count=len(named))),)
        blocks.append(Details(summary, tuple(_table(view, "endpoints-named-caption", named))))
    return tuple(blocks)


def _table(view: View, caption: str, every: Sequence[Endpoint]) -> list[Block]:
    columns = (
        Column(view.say("column-host"), Width.WIDE),
        Column(view.say("column-scheme"), Width.NARROW),
        Column(view.say("column-use"), Width.MIDDLE),
        Column(view.say("column-hosting"), Width.MIDDLE),
        Column(view.say("column-where"), Width.WIDE),
    )
    rows = tuple(_row(view, one) for one in every[:MAX_ROWS])
    blocks: list[Block] = [Table(view.say(caption), columns, rows)]
    if (more := len(every) - MAX_ROWS) > 0:
        blocks.append(Paragraph((Text(view.say("endpoints-more", count=more)),)))
    return blocks


def _row(view: View, one: Endpoint) -> Row:
    port = f":{one.port}" if one.port else ""
    uses = view.say("comma").join(view.say(f"use-{use}") for use in one.uses)
    unsure: Inlines = (
        (Break(), Text(view.say("endpoints-unsure"))) if one.confidence is Confidence.LOW else ()
    )
    place = f"{one.region} ({one.country})" if one.country else one.region
    hosting = view.say("comma").join(filter(None, (one.cloud, place)))
    return Row(
        (
            (Code(f"{visible(one.host)}{port}"),),
            (Text(one.scheme),),
            (Text(uses), *unsure),
            (Text(hosting),),
            _places(one.at),
        )
    )


def _places(at: tuple[Location, ...]) -> Inlines:
    first = Code(visible(" ".join(filter(None, (at[0].file, at[0].member)))))
    return (first, Text(f" (+{len(at) - 1})")) if len(at) > 1 else (first,)
