"""The difference between two assessments: one document in one language, and its formats."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from appsec.model.difference import (
    Change,
    ComponentChange,
    Difference,
    GapChange,
    ItemChange,
    ItemState,
    RecordChange,
    RecordState,
    Side,
)
from appsec.model.frozen import frozen
from appsec.model.text import Lang, visible
from appsec.model.text import Text as Texts
from appsec.report.diff_software import component_cells, component_columns
from appsec.report.document import (
    Block,
    Break,
    Callout,
    Code,
    Column,
    Document,
    Group,
    Heading,
    Inline,
    Inlines,
    ItemList,
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
from appsec.report.html import write_html
from appsec.report.json import dump_value
from appsec.report.markdown import write_markdown
from appsec.report.view import MAX_LINE, place_words
from appsec.report.words import say

AnyChange = ItemChange | RecordChange | GapChange | ComponentChange
C = TypeVar("C", ItemChange, RecordChange, GapChange, ComponentChange)

SHOWN_PLACES = 3
"""Places that the document lists of a record."""


@frozen
class DiffView:
    """A difference seen in one language."""

    difference: Difference
    lang: Lang

    def say(self, key: str, **values: object) -> str:
        """One of the report's own sentences."""
        return say(self.lang, key, **values)

    def line(self, text: Texts) -> str:
        """A text of the assessments on one line."""
        return visible(" ".join(text.get(self.lang, "").split()), MAX_LINE)

    def change(self, change: AnyChange) -> str:
        """What became of it, in words."""
        if isinstance(change, GapChange):
            return self.say(f"gap-change-{change.change}")
        return self.say(f"change-{change.change}")

    def result(self, state: ItemState) -> str:
        """A verdict in words."""
        key = f"result-{state.result}"
        if state.risk_accepted:
            key = "result-accepted"
        elif state.deemed_met:
            key = "result-deemed"
        lost = f" ({self.say('diff-lost')})" if state.lost else ""
        return self.say(key) + lost

    def record(self, state: RecordState) -> str:
        """How a record stood, in words."""
        severity = self.say(f"severity-{state.severity}")
        words = (self.say(f"kind-{state.kind}"), self.say("severity-of", severity=severity))
        return " · ".join((*words, self.say(f"disposition-{state.disposition}")))

    def counts(self, changes: Iterable[AnyChange]) -> str:
        """How many there are of each change."""
        labels = Counter(self.change(c) for c in changes)
        told = (self.say("diff-count-of", label=label, count=n) for label, n in labels.items())
        return self.say("comma").join(told) or self.say("none")

    @property
    def verdict(self) -> tuple[Tone, str]:
        """The one sentence on the whole."""
        if self.difference.worse:
            return Tone.BAD, self.say("diff-is-worse")
        return Tone.NOTE, self.say("diff-not-worse")

    @property
    def totals(self) -> tuple[str, ...]:
        """What changed, in numbers."""
        chapters: tuple[tuple[str, tuple[AnyChange, ...]], ...] = (
            ("diff-items-caption", self.difference.items),
            ("diff-records-caption", self.difference.records),
            ("diff-gaps-caption", self.difference.gaps),
            ("diff-software-caption", self.difference.software),
        )
        return tuple(
            self.say("diff-counts", what=self.say(caption), counts=self.counts(changes))
            for caption, changes in chapters
        )


def build_diff(difference: Difference, lang: Lang) -> Document:
    """The whole document."""
    view = DiffView(difference, lang)
    return Document(
        lang=lang,
        title=view.say("diff-title"),
        subtitle=view.say("diff-subtitle"),
        running=view.say("running"),
        subject=f"{visible(difference.app)} {visible(difference.new.version)}".strip(),
        blocks=tuple(block for chapter in _CHAPTERS for block in chapter(view)),
    )


def _sides(view: DiffView) -> tuple[Block, ...]:
    old, new = view.difference.old, view.difference.new
    told: tuple[tuple[str, Callable[[Side], Inline]], ...] = (
        ("cover-file", lambda side: Code(visible(side.file))),
        ("cover-sha", lambda side: Code(visible(side.sha256))),
        ("cover-version", lambda side: Text(visible(side.version))),
        ("cover-build", lambda side: Text(visible(side.build))),
        ("cover-as-of", lambda side: Text(visible(side.as_of))),
        ("cover-class", lambda side: Text(visible(side.app_class))),
        ("cover-tool", lambda side: Text(visible(side.tool))),
        ("cover-content", lambda side: Code(visible(side.content)[:16])),
    )
    profile, platform = visible(view.difference.profile), visible(view.difference.platform)
    name = view.say("diff-app", platform=platform, profile=profile)
    columns = (Column(name), Column(view.say("column-old")), Column(view.say("column-new")))
    rows = [Row(((Text(view.say(key)),), (how(old),), (how(new),))) for key, how in told]
    return (
        Heading(2, view.say("diff-sides"), "sides"),
        Paragraph((Text(view.say("diff-verify-text")),)),
        Table(view.say("diff-sides-caption"), columns, tuple(rows)),
    )


def _summary(view: DiffView) -> tuple[Block, ...]:
    tone, sentence = view.verdict
    lines = tuple((Text(line),) for line in view.totals)
    blocks: list[Block] = [
        Heading(2, view.say("diff-summary"), "summary"),
        Callout(tone, (Strong(sentence),), (ItemList(lines),)),
        Paragraph((Text(view.say("diff-of-class-text")),)),
    ]
    warnings = [Paragraph((Text(view.line(w.message)),)) for w in view.difference.warnings]
    if warnings:
        title = (Strong(view.say("diff-warning")),)
        blocks.append(Callout(Tone.WARNING, title, tuple(warnings)))
    return tuple(blocks)


def _items(view: DiffView) -> tuple[Block, ...]:
    columns = (
        Column(view.say("column-number"), Width.NARROW),
        Column(view.say("column-requirement"), Width.WIDE),
        Column(view.say("column-old")),
        Column(view.say("column-new")),
    )
    rows = _grouped(view, view.difference.items, lambda item: _item(view, item))
    return _chapter(view, "items", columns, rows)


def _item(view: DiffView, item: ItemChange) -> tuple[Inlines, ...]:
    return (
        (Text(visible(item.requirement)),),
        (Text(view.line(item.title)), *_counts(view, item.counts)),
        _mark(view, item.before),
        _mark(view, item.after),
    )


def _mark(view: DiffView, state: ItemState | None) -> Inlines:
    return (Mark(state.result, view.result(state)),) if state else (Text(view.say("none")),)


def _records(view: DiffView) -> tuple[Block, ...]:
    columns = (
        Column(view.say("column-check"), Width.MIDDLE),
        Column(view.say("column-message"), Width.WIDE),
        Column(view.say("record-items"), Width.NARROW),
        Column(view.say("column-before-after"), Width.MIDDLE),
    )
    rows = _grouped(view, view.difference.records, lambda record: _record(view, record))
    return _chapter(view, "records", columns, rows)


def _record(view: DiffView, record: RecordChange) -> tuple[Inlines, ...]:
    told: list[Inline] = [Text(view.line(record.message)), *_counts(view, record.counts)]
    for place in record.locations[:SHOWN_PLACES]:
        told += [Break(), Code(place_words(place, view.lang))]
    if more := len(record.locations[SHOWN_PLACES:]):
        told += [Break(), Text(view.say("record-more-places", count=more))]
    return (
        (Code(visible(record.check)), Break(), Code(visible(record.fingerprint)[:16])),
        tuple(told),
        (Text(view.say("comma").join(visible(number) for number in record.requirements)),),
        (Text(before_after(view, record)),),
    )


def before_after(view: DiffView, record: RecordChange) -> str:
    """How a record stood, and how it stands."""
    states = (record.before, record.after)
    return " → ".join(view.record(state) if state else view.say("none") for state in states)


def _gaps(view: DiffView) -> tuple[Block, ...]:
    columns = (
        Column(view.say("column-fact"), Width.NARROW),
        Column(view.say("column-cause"), Width.MIDDLE),
        Column(view.say("column-message"), Width.WIDE),
    )
    rows = _grouped(view, view.difference.gaps, lambda gap: _gap(view, gap))
    return _chapter(view, "gaps", columns, rows)


def _gap(view: DiffView, gap: GapChange) -> tuple[Inlines, ...]:
    return (
        (Code(visible(gap.fact)) if gap.fact else Text(view.say("none")),),
        (Text(view.say(f"cause-{gap.cause}")),),
        (Text(view.line(gap.message)), *_counts(view, gap.counts and gap.change.grave)),
    )


def _software(view: DiffView) -> tuple[Block, ...]:
    cells = partial(component_cells, view.lang)
    rows = _grouped(view, view.difference.software, cells)
    return _chapter(view, "software", component_columns(view.lang), rows)


_CHAPTERS = (_sides, _summary, _items, _records, _gaps, _software)


def _counts(view: DiffView, counts: bool) -> Inlines:
    return (Text(" "), Tag(view.say("diff-of-class"), Tone.NOTE)) if counts else ()


def _grouped(
    view: DiffView, changes: Iterable[C], cells: Callable[[C], tuple[Inlines, ...]]
) -> tuple[Row | Group, ...]:
    rows: list[Row | Group] = []
    last: Change | None = None
    for change in changes:
        if change.change is not last:
            rows.append(Group(view.change(change)))
            last = change.change
        rows.append(Row(cells(change), muted=not change.counts))
    return tuple(rows)


def _chapter(
    view: DiffView, name: str, columns: tuple[Column, ...], rows: tuple[Row | Group, ...]
) -> tuple[Block, ...]:
    heading = Heading(2, view.say(f"diff-{name}"), name)
    if not rows:
        return (heading, Paragraph((Text(view.say("diff-none")),)))
    return (heading, Table(view.say(f"diff-{name}-caption"), columns, rows))


def _markdown(difference: Difference, lang: Lang) -> bytes:
    return write_markdown(build_diff(difference, lang))


def _html(difference: Difference, lang: Lang) -> bytes:
    return write_html(build_diff(difference, lang), difference.new.sha256)


def _json(difference: Difference, lang: Lang) -> bytes:
    """Both languages, whichever the documents are written in."""
    del lang
    return dump_value(difference).encode()


DIFF_FORMATS: Mapping[str, Callable[[Difference, Lang], bytes]] = MappingProxyType(
    {"json": _json, "md": _markdown, "html": _html}
)
