"""The paper of a spreadsheet: landscape, all columns on one page, a head and a foot."""

from odfdo import Document as OdfDocument
from odfdo import Element, Paragraph

from appsec.report.cut import cut, in_xml
from appsec.report.document import Document
from appsec.report.foot import mark
from appsec.report.words import say

_LAYOUT = {
    "style:print-orientation": "landscape",
    "fo:page-width": "29.7cm",
    "fo:page-height": "21cm",
    "fo:margin-top": "1.2cm",
    "fo:margin-bottom": "1.2cm",
    "fo:margin-left": "1.5cm",
    "fo:margin-right": "1.5cm",
    "style:scale-to-X": "1",
    "style:scale-to-Y": "0",
}
_NUMBERS = {"text:page-number": {"text:select-page": "current"}, "text:page-count": {}}

MAX_PART = 120
"""Characters of a part of a head or foot: it has one line."""


def set_page(odf: OdfDocument, document: Document, sha256: str) -> None:
    """Changes the page that every sheet has by default."""
    styles = odf.styles
    layout = styles.get_element("//style:page-layout[@style:name='Mpm1']/*[1]")
    master = styles.get_element("//style:master-page[@style:name='Default']")
    assert layout is not None and master is not None, "the empty spreadsheet has a page"
    for name, value in _LAYOUT.items():
        layout.set_attribute(name, value)
    _fill(master, "style:header", _words(document.title), _words(document.running))
    _fill(master, "style:footer", _words(mark(sha256)), _page(document))


def _fill(master: Element, kind: str, left: Paragraph, right: Paragraph) -> None:
    part = master.get_element(kind)
    assert part is not None, "the page has a head and a foot"
    part.clear()
    for region, words in (("left", left), ("right", right)):
        side = Element.from_tag(f"style:region-{region}")
        side.append(words)
        part.append(side)


def _words(words: str) -> Paragraph:
    paragraph = Paragraph("")
    paragraph.append_plain_text(in_xml(cut(words, MAX_PART)))
    return paragraph


def _page(document: Document) -> Paragraph:
    paragraph = _words(f"{say(document.lang, 'page')} ")
    for number, (tag, attributes) in enumerate(_NUMBERS.items()):
        if number:
            paragraph.append_plain_text(" / ")
        field = Element.from_tag(tag)
        for name, value in attributes.items():
            field.set_attribute(name, value)
        paragraph.append(field)
    return paragraph
