"""What was seen: what, where, why it matters, and how to fix or close it; many alike as one."""

from dataclasses import replace

from appsec.model.assessment import Disposition, Record
from appsec.model.outcome import Kind
from appsec.model.text import visible
from appsec.report.dismissals import dismissal_lines
from appsec.report.document import (
    BRIEF_ROWS,
    MAX_ROWS,
    PAPER_ROWS,
    Block,
    Break,
    Callout,
    Code,
    Column,
    Inline,
    Inlines,
    KeyValues,
    LongTable,
    Paragraph,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    Tone,
    Width,
)
from appsec.report.groups import Group, anchor, differing, grouped, label, link
from appsec.report.runs import runs_of
from appsec.report.view import View

MAX_RECORDED = 50
"""Most places that a record holds; one that holds as many may have had more."""

SHOWN_IN_ROW = 5
"""Places that a row of a table repeats."""


def finding_box(view: View, group: Group) -> Callout:
    """A box that tells all there is to say of a finding, or of many alike."""
    first = group[0]
    title: list[Inline] = [Strong(f"{label(view, group)} {view.check_title(first.check)}")]
    title += [Text(" "), view.severity(first.severity)]
    if first.disposition is not Disposition.OPEN:
        title += [Text(" "), Tag(view.say(f"disposition-{first.disposition}"))]
    blocks: list[Block] = []
    if len(group) == 1:
        blocks.append(Paragraph((Text(view.line(first.message)),)))
    seen, *details = _details(view, group)
    told = (*roles(view, group), seen, *why_and_fix(view, first.check), *details)
    if known := view.dismissal(first):
        told = (*told, (view.say("record-dismissal"), dismissal_lines(view, known)))
    blocks.append(KeyValues((*told, *references(view, first.check))))
    blocks += _list(view, group)
    tone = view.severity(first.severity).tone
    return Callout(tone, tuple(title), tuple(blocks), anchor(view, group))


def finding_boxes(view: View, records: tuple[Record, ...]) -> tuple[Block, ...]:
    """Boxes, or the word for none."""
    if not records:
        return (Paragraph((Text(view.say("findings-none")),)),)
    return tuple(finding_box(view, group) for group in grouped(records))


def question_box(view: View, group: Group) -> Callout:
    """A box within that of its check, which says why it matters and how to fix it."""
    first = group[0]
    told = view.line(first.message) if len(group) == 1 else view.check_title(first.check)
    title = (Strong(label(view, group)), Text(f" {told} "), view.severity(first.severity))
    blocks: tuple[Block, ...] = (KeyValues(_details(view, group)), *_list(view, group))
    return Callout(Tone.NEUTRAL, title, blocks, anchor(view, group))


def roles(view: View, group: Group) -> tuple[tuple[str, Inlines], ...]:
    """The items that fail for a finding, and those that a person must judge by it."""
    record = group[0]
    failed = [v.requirement for v in view.everything if record in view.failed_by(v)]
    asked = [number for number in record.requirements if number not in failed]
    if record.disposition is Disposition.FALSE_POSITIVE:
        told: Inlines = view.item_links(record.requirements)
    else:
        apart = (Text(view.say("record-roles-apart")),) if failed and asked else ()
        fails = _role(view, "record-fails", failed)
        told = (*fails, *apart, *_role(view, "record-asks", asked))
    return ((view.say("record-items"), told),) if told else ()


def _role(view: View, key: str, items: list[str]) -> Inlines:
    words = Text(view.say(key) + view.say("colon"))
    return (words, *view.item_links(items)) if items else ()


def _details(view: View, group: Group) -> tuple[tuple[str, Inlines], ...]:
    """Place, how to close it, and whose it is; of many, an example and what is common to all."""
    first = group[0]
    pairs: list[tuple[str, Inlines]] = []
    if len(group) == 1:
        pairs.append((view.say("record-places"), places(view, first)))
    else:
        example = Text(view.line(first.message))
        words = view.say("record-example", number=view.number(first))
        pairs.append((words, (example,)))
    if seen_in := runs_of(view, group):
        pairs.append(view.pair("record-source", Text(seen_in)))
    if first.review and not _reviews_differ(view, group):
        pairs.append(view.pair("record-review", Text(view.line(first.review))))
    pairs.append((view.say("record-about"), _about(view, group)))
    return tuple(pairs)


def _reviews_differ(view: View, group: Group) -> bool:
    return len({view.line(record.review) for record in group}) > 1


def _list(view: View, group: Group) -> tuple[LongTable, ...]:
    """How many alike differ, and where each is."""
    if len(group) == 1:
        return ()
    names, apart = differing(view, group), _reviews_differ(view, group)
    mixed = len({record.origin for record in group}) > 1
    file = _common_file(group)
    where = view.say("record-places")
    columns = [
        Column(view.say("column-record"), Width.NARROW),
        Column(f"{where}{view.say('colon')}{visible(file)}" if file else where, Width.WIDE),
    ]
    if names or mixed:
        columns.append(Column(view.say("column-differs"), Width.WIDE))
    if apart:
        columns.append(Column(view.say("record-review"), Width.WIDE))
    rows = []
    for record in group[:MAX_ROWS]:
        found = places(view, _within(record) if file else record, SHOWN_IN_ROW)
        cells: list[Inlines] = [(Text(view.number(record)),), found]
        if names or mixed:
            cells.append(_differs(view, record, names, mixed))
        if apart:
            cells.append((Text(view.line(record.review)),))
        rows.append(Row(tuple(cells)))
    table = Table(view.say("record-list", label=label(view, group)), tuple(columns), tuple(rows))
    total = len(group)
    return (
        LongTable(
            table,
            view.say("record-list-all", count=min(total, MAX_ROWS)),
            _rest(view, total, MAX_ROWS),
            _rest(view, total, PAPER_ROWS),
            _rest(view, total, BRIEF_ROWS),
        ),
    )


def _common_file(group: Group) -> str:
    """The file that all places lie in, if each of them says more than that."""
    found = [place for record in group for place in record.locations]
    files = {place.file for place in found if place.member or place.at}
    return files.pop() if len(files) == 1 and all(p.member or p.at for p in found) else ""


def _within(record: Record) -> Record:
    """A record whose places leave the file unsaid."""
    inner = tuple(replace(place, file="") for place in record.locations)
    return replace(record, locations=inner)


def _differs(view: View, record: Record, names: tuple[str, ...], mixed: bool) -> Inlines:
    """The values that others do not share, and whose code it is where that differs as well."""
    told = [visible(record.values[name]) for name in names if record.values.get(name)]
    words = Text(" · ".join(told))
    origin = Tag(view.say(f"origin-{record.origin}"))
    return (words, Text(" "), origin) if mixed else (words,)


def _rest(view: View, total: int, shown: int) -> str:
    return view.say("record-list-rest", count=total - shown) if total > shown else ""


def places(view: View, record: Record, limit: int | None = None) -> Inlines:
    """Where, one place on a line."""
    shown = record.locations[:limit]
    listed: list[Inline] = []
    for place in shown:
        if listed:
            listed.append(Break())
        listed.append(view.place(place))
    if more := len(record.locations) - len(shown):
        listed += [Break(), Text(view.say("record-more-places", count=more))]
    elif len(record.locations) >= MAX_RECORDED:
        listed += [Break(), Text(view.say("record-places-listed", count=MAX_RECORDED))]
    return tuple(listed) or (Text(view.say("none")),)


def why_and_fix(view: View, check: str) -> list[tuple[str, Inlines]]:
    """Why what a check asks matters, and how to fix it."""
    known = view.assessment.checks.get(check)
    if known is None:
        return []
    return [
        view.pair("record-why", Text(view.line(known.why))),
        view.pair("record-fix", Text(view.line(known.fix))),
    ]


def _about(view: View, group: Group) -> Inlines:
    """Check, confidence and whose code; of one record also the identity that survives a rebuild.
    What a run shows is the app's, whoever wrote its code."""
    first = group[0]
    confidences = dict.fromkeys(view.say(f"confidence-{r.confidence}") for r in group)
    origins = dict.fromkeys(view.say(f"origin-{r.origin}") for r in group)
    confidence = view.say("record-confidence", confidence=view.join(confidences))
    whose = "" if view.of_run(first.check) else f" · {view.join(origins)}"
    about: Inlines = (Code(visible(first.check)), Text(f" · {confidence}{whose}"))
    if len(group) > 1:
        return about
    return (*about, Text(" · "), Code(visible(first.fingerprint)[:16]))


def references(view: View, check: str) -> list[tuple[str, Inlines]]:
    """Where else the matter is described: CWE and OWASP MAS."""
    known = view.assessment.checks.get(check)
    if known is None:
        return []
    named = [f"CWE-{n}" for n in known.cwe]
    named += [visible(name) for name in (*known.masvs, *known.maswe, *known.mastg)]
    return [view.pair("record-refs", Text(view.join(named)))] if named else []


def record_line(view: View, group: Group) -> Inlines:
    """One line that leads to where a group is told: its label, how bad, and what was seen."""
    first = group[0]
    told: list[Inline] = [link(view, group), Text(" ")]
    if first.kind is not Kind.EVIDENCE:
        told += [view.severity(first.severity), Text(" ")]
    words = view.line(first.message) if len(group) == 1 else view.check_title(first.check)
    return (*told, Text(words))
