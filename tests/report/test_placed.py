"""Chapters of one build's report within a report on several."""

from appsec.model.text import Lang
from appsec.report.coverage import coverage
from appsec.report.document import (
    Callout,
    Details,
    Heading,
    KeyValues,
    Link,
    Paragraph,
    Row,
    Table,
    Text,
    Tone,
)
from appsec.report.placed import placed
from appsec.report.view import View
from tests.report.sample import SAMPLE


def test_anchors_and_links_get_the_prefix_wherever_they_are():
    link = (Link("x", "a"),)
    table = Table("t", (), (Row((link,), "r"), Row((link,))))
    inner = (Paragraph(link), KeyValues((("k", link),)), table)
    (box,) = placed((Callout(Tone.NOTE, link, (Details(link, inner, "d"),), "c"),), "i-")
    moved = (Link("x", "i-a"),)
    rows = (Row((moved,), "i-r"), Row((moved,)))
    kept = (Paragraph(moved), KeyValues((("k", moved),)), Table("t", (), rows))
    assert box == Callout(Tone.NOTE, moved, (Details(moved, kept, "i-d"),), "i-c")


def test_the_chapters_own_heading_goes_and_sections_lose_their_numbers():
    blocks = (Heading(2, "四、方法", "m"), Heading(3, "4.1　甲", "a"), Heading(3, "4.1.1　乙", "b"))
    assert list(placed(blocks, "p-", 1)) == [
        Heading(4, "甲", "p-a"),
        Heading(4, "4.1.1　乙", "p-b"),
    ]


def test_words_stay_as_they_are():
    told = coverage(View(SAMPLE, Lang.EN))
    kept = list(placed(told, ""))
    assert [b for b in kept if not isinstance(b, Heading)] == [
        b for b in told if not isinstance(b, Heading)
    ]
    assert Paragraph((Text("x"),)) in list(placed((Paragraph((Text("x"),)),), "p-", 3))
