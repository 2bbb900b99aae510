"""How the OpenDocument report looks: its styles by name, each of which a template may replace."""

from odfdo import Document as OdfDocument
from odfdo import Element, Paragraph, Style, StyleMasterPage

from appsec.model.verdict import Result
from appsec.report.cut import in_xml
from appsec.report.document import Document, Tone
from appsec.report.words import say

_FONT = "Noto Sans CJK TC"
_INK, _FAINT, _HEAD = "#1b2733", "#5b6875", "#143a5c"
_TONES = {
    Tone.NEUTRAL: ("#eef1f4", "#5b6875"),
    Tone.NOTE: ("#e6f0fa", "#1f5f99"),
    Tone.WARNING: ("#fdf3dc", "#8a5a00"),
    Tone.BAD: ("#fbe6e4", "#a3231b"),
    Tone.GOOD: ("#e3f3e8", "#1d6b3a"),
}
_RESULTS = {
    Result.FAIL: "#a3231b",
    Result.INCONCLUSIVE: "#6d4a9c",
    Result.NEEDS_EVIDENCE: "#8a5a00",
    Result.NEEDS_REVIEW: "#1f5f99",
    Result.PASS: "#1d6b3a",
    Result.NOT_APPLICABLE: "#5b6875",
}
_WIDTHS = (3, 4, 8)


def mark_style(result: Result) -> str:
    return f"appsec-{result}".replace("_", "-")


def tag_style(tone: Tone) -> str:
    return f"appsec-tag-{tone}"


def cell_style(kind: str) -> str:
    """`kind` is head, plain or muted."""
    return f"appsec-cell-{kind}"


def width_style(share: int) -> str:
    """Of a column that takes this share of the page's width."""
    return f"appsec-width-{share}"


NEW_PAGE = "appsec-new-page"
"""The style of a chapter that begins a page."""


def heading_style(level: int) -> str:
    """LibreOffice's own name, so that a template's headings are used."""
    return f"Heading_20_{level}"


def add_styles(odf: OdfDocument, document: Document, own_page: bool) -> None:
    """Every style that the writer names, unless a template has one of that name. With `own_page`,
    head and foot bear the document's title and what it is."""
    named = [("paragraph", one) for one in _paragraphs()] + [("text", one) for one in _spans()]
    for family, style in named:
        if odf.get_style(family, style.name or "") is None:
            odf.insert_style(style)
    odf.insert_style(_new_page(), automatic=True)
    for element in (*_cells(), *_table()):
        odf.insert_style(element, automatic=True)
    if own_page:
        _own_page(odf, document)


def _own_page(odf: OdfDocument, document: Document) -> None:
    for level, size in ((1, "15pt"), (2, "12pt"), (3, "10.5pt")):
        if old := odf.get_style("paragraph", heading_style(level)):
            old.delete()
        odf.insert_style(_heading(level, size))
    for numbers in odf.styles.get_elements("//text:outline-level-style"):
        for name in ("style:num-suffix", "loext:num-list-format"):
            numbers.del_attribute(name)
        numbers.set_attribute("style:num-format", "")
    page = odf.get_style("master-page", "Standard")
    if isinstance(page, StyleMasterPage):
        page.set_page_header(_line(document.title, document.running))
        footer = _line(document.running, document.subject)
        footer.append_plain_text(f"　｜　{say(document.lang, 'page')} ")
        footer.append(Element.from_tag('<text:page-number text:select-page="current"/>'))
        footer.append_plain_text(" / ")
        footer.append(Element.from_tag("<text:page-count/>"))
        page.set_page_footer(footer)


def _line(left: str, right: str) -> Paragraph:
    return Paragraph(in_xml(f"{left}　｜　{right}"), style="appsec-faint")


def _font(size: str, color: str = _INK, weight: str = "normal") -> dict[str, str]:
    """Properties of text, for western and for Chinese characters."""
    return {
        "fo:font-size": size,
        "style:font-size-asian": size,
        "fo:color": color,
        "fo:font-family": _FONT,
        "style:font-family-asian": _FONT,
        "fo:font-weight": weight,
        "style:font-weight-asian": weight,
    }


def _style(
    family: str, name: str, text: dict[str, str], paragraph: dict[str, str] | None = None
) -> Style:
    style = Style(family, name=name)
    if paragraph:
        style.set_properties(paragraph, area="paragraph")
    style.set_properties(text, area="text")
    return style


def _space(above: str, below: str, **more: str) -> dict[str, str]:
    return {"fo:margin-top": above, "fo:margin-bottom": below} | {
        f"fo:{key.replace('_', '-')}": value for key, value in more.items()
    }


def _new_page() -> Style:
    """A chapter's heading, as the template has it, on a new page."""
    style = Style("paragraph", name=NEW_PAGE, parent_style=heading_style(1))
    style.set_properties({"fo:break-before": "page"}, area="paragraph")
    return style


def _heading(level: int, size: str) -> Style:
    keep = _space("5mm", "2mm", keep_with_next="always")
    return _style("paragraph", heading_style(level), _font(size, _HEAD, "bold"), keep)


def _paragraphs() -> tuple[Style, ...]:
    plain = {
        "body": ("10pt", _INK, "normal", _space("0mm", "2mm")),
        "cell": ("9pt", _INK, "normal", _space("0mm", "0mm")),
        "faint": ("8.5pt", _FAINT, "normal", _space("0mm", "2mm")),
        "gap": ("6pt", _INK, "normal", _space("0mm", "0mm")),
        "title": ("20pt", _HEAD, "bold", _space("20mm", "2mm")),
        "subject": ("12pt", _INK, "bold", _space("6mm", "6mm")),
        "caption": ("9.5pt", _INK, "bold", _space("3mm", "1mm", keep_with_next="always")),
        "summary": ("10pt", _INK, "bold", _space("3mm", "1mm", keep_with_next="always")),
    }
    styles = [
        _style("paragraph", f"appsec-{name}", _font(size, color, weight), space)
        for name, (size, color, weight, space) in plain.items()
    ]
    for tone, (fill, edge) in _TONES.items():
        box = _space("3mm", "1mm", background_color=fill, padding="1.5mm")
        box["fo:border-left"] = f"0.8mm solid {edge}"
        styles.append(_style("paragraph", f"appsec-{tone}", _font("10pt"), box))
    return tuple(styles)


def _spans() -> tuple[Style, ...]:
    bold = {"fo:font-weight": "bold", "style:font-weight-asian": "bold"}
    styles = [
        _style("text", "appsec-strong", bold),
        _style("text", "appsec-code", {"fo:color": "#3a2d5c"}),
    ]
    for result, color in _RESULTS.items():
        styles.append(_style("text", mark_style(result), bold | {"fo:color": color}))
    for tone, (fill, color) in _TONES.items():
        shade = {"fo:color": color, "fo:background-color": fill}
        styles.append(_style("text", tag_style(tone), shade))
    return tuple(styles)


def _cells() -> tuple[Style, ...]:
    fills = {"head": "#e8edf2", "plain": "transparent", "muted": "#f6f7f8"}
    styles = []
    for kind, fill in fills.items():
        style = Style("table-cell", name=cell_style(kind))
        style.set_properties(
            {"fo:background-color": fill, "fo:border": "0.3pt solid #c3ccd5", "fo:padding": "1mm"},
            area="table-cell",
        )
        styles.append(style)
    return tuple(styles)


def _table() -> tuple[Style, ...]:
    table = Style("table", name="appsec-table")
    table.set_properties({"style:width": "17cm", "table:align": "margins"}, area="table")
    widths = []
    for share in _WIDTHS:
        width = Style("table-column", name=width_style(share))
        width.set_properties({"style:rel-column-width": f"{share * 1000}*"}, area="table-column")
        widths.append(width)
    return (table, *widths)
