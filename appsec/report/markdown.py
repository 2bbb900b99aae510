"""The report as GitHub-flavoured Markdown: no string of an app becomes markup, link or mention."""

import re
from collections.abc import Iterable
from dataclasses import replace

from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.report.checklist import build
from appsec.report.document import (
    BRIEF_ROWS,
    SYMBOLS,
    Block,
    Break,
    Callout,
    ClassBars,
    Code,
    Details,
    Document,
    Group,
    Heading,
    Inline,
    Inlines,
    ItemList,
    KeyValues,
    Link,
    LongTable,
    Mark,
    Paragraph,
    Row,
    Strong,
    Table,
    Tag,
    Text,
    VerdictGrid,
)

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#~!&$^]")
"""Punctuation that Markdown, or GitHub's additions to it, read as markup within a line."""

_AUTOLINK = re.compile(r"@|://|(?i:www)(?=\.)|(?i:xmpp|mailto)(?=:)|(?i:GH)(?=-\d)|#(?=\w)")
"""Where GitHub would see a mention, an address or a reference: `@`, `://`, `www.`, `GH-1`, `#1`."""

_BLOCK_START = re.compile(r"^\s*(?:(\d{1,9})([.)])(?=\s|$)|([-+=]))")
"""What makes a line a list, a rule or a heading if it stands first: `1.`, `1)`, `-`, `+`, `=`."""

_UNSAFE_IN_SPAN = re.compile(r"[`|\\]|^\s|\s$|^$")
"""What a code span within a table cell cannot hold: backticks, pipes, backslashes, outer spaces."""

_SPLIT = "<!-- -->"
"""An empty comment: nothing to a reader, but it keeps two halves from being read as one."""


def markdown(assessment: Assessment, lang: Lang) -> bytes:
    """The report, in UTF-8."""
    return write_markdown(build(assessment, lang))


def write_markdown(document: Document) -> bytes:
    """Any document, in UTF-8."""
    lines = [f"# {escaped(document.title)}", "", escaped(document.subtitle), ""]
    lines += [f"**{escaped(document.running)}**", ""]
    for block in document.blocks:
        lines += _block(block)
    lines += ["---", "", escaped(document.running)]
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def escaped(words: str) -> str:
    """Words that say themselves, wherever in a line or table cell they stand."""
    head = ""
    if start := _BLOCK_START.match(words):
        head = f"{start[1] or ''}\\{start[2] or start[3]}"
        words = words[start.end() :]
    parts, last = [], 0
    for found in _AUTOLINK.finditer(words):
        parts += [_literal(words[last : found.start()]), _unlinked(found[0])]
        last = found.end()
    return head + "".join([*parts, _literal(words[last:])])


def _literal(words: str) -> str:
    return _MARKUP.sub(lambda found: f"\\{found[0]}", words).replace("|", "&#124;")


def _unlinked(sign: str) -> str:
    if sign == "://":
        return f":{_SPLIT}//"
    return f"{_literal(sign)}{_SPLIT}"


def code(name: str) -> str:
    """A code span; what no span can hold is written in character references."""
    if not _UNSAFE_IN_SPAN.search(name):
        return f"`{name}`"
    return f"<code>{''.join(_reference(char) for char in name)}</code>"


def _reference(char: str) -> str:
    return char if char.isalnum() or not char.isascii() else f"&#{ord(char)};"


def _inline(inline: Inline) -> str:
    match inline:
        case Strong(words):
            written = f"**{escaped(words).strip()}**" if words.strip() else ""
        case Code(name):
            written = code(name)
        case Link(words, anchor):
            written = f"[{escaped(words)}](#{anchor})"
        case Mark(result, label):
            written = escaped(f"{SYMBOLS[result]} {label}")
        case Tag(label):
            written = f"\\[{escaped(label)}\\]"
        case Break():
            written = "<br>"
        case Text(words):
            written = escaped(words)
    return written


def _run(inlines: Inlines) -> str:
    return "".join(_inline(inline) for inline in inlines).strip()


def _block(block: Block) -> list[str]:
    match block:
        case Heading(level, words, anchor):
            lines = ["#" * level + f' <a id="{anchor}"></a>{escaped(words)}', ""]
        case Paragraph(inlines):
            lines = [_run(inlines), ""]
        case ItemList(items, ordered):
            sign = "1." if ordered else "-"
            lines = [*(f"{sign} {_run(item)}" for item in items), ""]
        case KeyValues(pairs):
            lines = [*(f"- **{escaped(label)}**: {_run(words)}" for label, words in pairs), ""]
        case Table() | LongTable():
            lines = _table(block)
        case Callout():
            lines = _quoted(block)
        case Details(summary, blocks, anchor):
            head = f'#### <a id="{anchor}"></a>' if anchor else "#### "
            lines = [head + _run(summary), "", *_blocks(blocks)]
        case VerdictGrid() | ClassBars():
            lines = _figure(block)
    return lines


def _blocks(blocks: Iterable[Block]) -> list[str]:
    return [line for block in blocks for line in _block(block)]


def _table(table: Table | LongTable) -> list[str]:
    if isinstance(table, LongTable):
        lines = _table(replace(table.table, rows=table.table.rows[:BRIEF_ROWS]))
        return [*lines, escaped(table.in_brief), ""] if table.in_brief else lines
    lines = [
        escaped(table.caption),
        "",
        _cells(escaped(column.label) for column in table.columns),
        _cells("---" for _ in table.columns),
    ]
    for row in table.rows:
        match row:
            case Group(label):
                rest = [""] * (len(table.columns) - 1)
                lines.append(_cells([f"**{escaped(label)}**", *rest]))
            case Row(cells, anchor):
                told = [_run(cell) for cell in cells]
                told[0] = (f'<a id="{anchor}"></a>' if anchor else "") + told[0]
                lines.append(_cells(told))
    return [*lines, ""]


def _cells(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _quoted(box: Callout) -> list[str]:
    inner = _blocks(box.blocks)
    anchor = f'<a id="{box.anchor}"></a>' if box.anchor else ""
    if box.title or anchor:
        inner = [anchor + _run(box.title), "", *inner]
    while inner and not inner[-1]:
        inner.pop()
    return [*(f"> {line}" for line in inner), ""]


def _figure(figure: VerdictGrid | ClassBars) -> list[str]:
    """The pictures as lists: a sign and a number for each item, or a count for each result."""
    legend = ", ".join(f"{SYMBOLS[r]} {escaped(label)}" for r, label in figure.legend)
    lines = [f"{escaped(figure.title)} ({legend})", ""]
    if isinstance(figure, VerdictGrid):
        for row in figure.rows:
            cells = " · ".join(f"{SYMBOLS[c.result]} {escaped(c.number)}" for c in row.cells)
            name = " ".join(part for part in (row.number, row.label) if part)
            lines.append(f"- **{escaped(name)}**: {cells}")
    else:
        for bar in figure.bars:
            counts = " · ".join(f"{SYMBOLS[r]} {n}" for r, n in bar.counts if n)
            name = escaped(bar.label)
            lines.append(f"- {f'**{name}**' if bar.chosen else name}: {counts}")
    return [*lines, ""]
