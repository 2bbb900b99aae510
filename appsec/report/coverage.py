"""The chapter on method and limits: what was read, what was not, and what would change that."""

from appsec.model.assessment import Coverage
from appsec.model.outcome import Cause, Status
from appsec.model.text import visible
from appsec.report.document import (
    Block,
    Code,
    Column,
    Details,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Row,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.runs import runs
from appsec.report.view import View

MAX_READ = 500
"""Most files that the report lists as read; the saved assessment lists all."""

_CAUSE_TONES = {
    Cause.LOST: Tone.BAD,
    Cause.OUT_OF_REACH: Tone.WARNING,
    Cause.NOT_SUPPLIED: Tone.NOTE,
}


def coverage(view: View) -> tuple[Block, ...]:
    """The chapter."""
    told = view.assessment.coverage
    return (
        Heading(2, view.say("coverage"), "coverage"),
        Paragraph(
            (Text(view.say("coverage-text-runs" if view.assessment.runs else "coverage-text")),)
        ),
        *_feeds(view),
        *runs(view),
        Heading(3, view.say("coverage-gaps"), "coverage-gaps"),
        _gaps(view, told),
        Heading(3, view.say("coverage-skipped"), "coverage-skipped"),
        _skipped(view, told),
        Paragraph((Text(view.say("coverage-own-code")),)),
        Heading(3, view.say("coverage-refused"), "coverage-refused"),
        *_refused(view, told),
        Heading(3, view.say("coverage-read"), "coverage-read"),
        _read(view, told),
        Heading(3, view.say("coverage-checks"), "coverage-checks"),
        _checks(view),
    )


def _feeds(view: View) -> tuple[Block, ...]:
    """The database of advisories, feed by feed; that there was none where components were told."""
    told = view.assessment
    if not told.feeds:
        none = Paragraph((Text(view.say("coverage-feeds-none")),))
        return (none,) if told.software else ()
    rows: list[Inlines] = []
    for feed in told.feeds:
        line = view.say(
            "coverage-feed",
            name=visible(feed.name),
            count=f"{feed.records:,}",
            dated=visible(feed.dated),
            imported=visible(feed.imported),
            source=visible(feed.source),
        )
        rows.append((Text(f"{line} SHA-256 "), Code(visible(feed.sha256))))
    return (Paragraph((Text(view.say("coverage-feeds")),)), ItemList(tuple(rows)))


def _none(view: View, key: str = "findings-none") -> Paragraph:
    return Paragraph((Text(view.say(key)),))


def _gaps(view: View, told: Coverage) -> Block:
    if not told.gaps:
        # A gap for want of what nobody gave stands with its item, not here.
        unknown = any(c.status == Status.UNKNOWN for c in view.assessment.checks.values())
        return _none(view, "coverage-gaps-not-given" if unknown else "coverage-gaps-none")
    causes = list(Cause)
    # Gaps may differ in what the sentence does not tell; the saved assessment has each.
    rows: dict[tuple[str, ...], Row] = {}
    for gap in sorted(told.gaps, key=lambda g: causes.index(g.cause)):
        cause = Tag(view.say(f"cause-{gap.cause}"), _CAUSE_TONES[gap.cause])
        message = view.line(gap.message) or visible(gap.key)
        cells: tuple[Inlines, ...] = (
            (Code(visible(gap.fact)),) if gap.fact else (),
            (cause,),
            (Text(message),),
            (Text(view.line(gap.next)),),
        )
        rows.setdefault((gap.fact, gap.cause, message, view.line(gap.next)), Row(cells))
    columns = (
        Column(view.say("column-fact"), Width.MIDDLE),
        Column(view.say("column-cause"), Width.MIDDLE),
        Column(view.say("column-message"), Width.WIDE),
        Column(view.say("column-next"), Width.WIDE),
    )
    return Table(view.say("coverage-gaps-caption"), columns, tuple(rows.values()))


def _skipped(view: View, told: Coverage) -> Block:
    if not told.skipped:
        return _none(view)
    rows = tuple(
        Row(
            (
                (Text(view.line(part.message) or visible(part.what)),),
                (Text(f"{part.files:,}"),),
                (Text(view.say("bytes", size=f"{part.size:,}")),),
            )
        )
        for part in told.skipped
    )
    columns = (
        Column(view.say("column-what"), Width.WIDE),
        Column(view.say("column-files"), Width.NARROW),
        Column(view.say("column-size"), Width.MIDDLE),
    )
    return Table(view.say("coverage-skipped-caption"), columns, rows)


def _refused(view: View, told: Coverage) -> tuple[Block, ...]:
    if not told.refused_total and not told.refused:
        return (_none(view),)
    rows = tuple(
        Row(((Code(visible(r.file)),), (Text(view.line(r.message) or visible(r.cause)),)))
        for r in told.refused
    )
    columns = (
        Column(view.say("column-file"), Width.WIDE),
        Column(view.say("column-cause"), Width.WIDE),
    )
    total = view.say("coverage-refused-total", total=told.refused_total, listed=len(told.refused))
    table = Table(view.say("coverage-refused-caption"), columns, rows)
    return (Paragraph((Text(total),)), table)


def _read(view: View, told: Coverage) -> Block:
    files: list[Inlines] = [(Code(visible(name)),) for name in told.read[:MAX_READ]]
    if (more := len(told.read) - MAX_READ) > 0:
        files.append((Text(view.say("coverage-read-more", count=more)),))
    summary = view.say("coverage-read-count", count=len(told.read))
    return Details((Text(summary),), (ItemList(tuple(files)),)) if files else _none(view)


def _checks(view: View) -> Block:
    checks = view.assessment.checks
    if not checks:
        return _none(view)
    known = set(Status)
    rows = []
    for name in sorted(checks):
        status = checks[name].status
        outcome = view.say(f"status-{status}") if status in known else visible(status)
        if checks[name].crash:
            outcome = f"{outcome}{view.say('colon')}{visible(checks[name].crash)}"
        rows.append(
            Row(((Code(visible(name)),), (Text(view.check_title(name)),), (Text(outcome),)))
        )
    columns = (
        Column(view.say("column-check"), Width.MIDDLE),
        Column(view.say("column-title"), Width.WIDE),
        Column(view.say("column-status"), Width.MIDDLE),
    )
    table = Table(view.say("coverage-checks-caption"), columns, tuple(rows))
    return Details((Text(view.say("coverage-checks-count", count=len(checks))),), (table,))
