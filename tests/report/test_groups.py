"""Many records of one kind: one box, one line, and what each format shows of the list."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise

import pytest
from rich.cells import cell_len

from appsec.model.assessment import Disposition
from appsec.model.outcome import Origin
from appsec.model.text import Lang
from appsec.report.checklist import build
from appsec.report.document import Callout, Details, LongTable, Row, plain
from appsec.report.groups import MANY, grouped, label
from appsec.report.html import html
from appsec.report.markdown import markdown
from appsec.report.prose import breaks
from appsec.report.records import roles
from appsec.report.terminal import WIDTH, summary_text
from appsec.report.view import View
from tests.report.sample import FINDINGS, SAMPLE, many


def _everything(value: object) -> Iterable[object]:
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _everything(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _everything(item)


def _lists(count: int, *, own_review: bool = False) -> list[LongTable]:
    blocks = build(many(count, own_review=own_review), Lang.EN).blocks
    return [part for part in _everything(blocks) if isinstance(part, LongTable)]


@pytest.mark.parametrize("count", [1, MANY, MANY + 1, 700])
def test_more_than_three_alike_become_one(count: int) -> None:
    groups = grouped(many(count).findings)
    expected = 1 if count > MANY else count
    assert len(groups) == len(FINDINGS) + expected
    assert [r for group in groups for r in group] == list(many(count).findings)


def test_what_people_decided_differently_stays_apart() -> None:
    records = many(8).findings
    mixed = (*records[:-4], *(replace(r, disposition=Disposition.ACCEPTED) for r in records[-4:]))
    assert [len(group) for group in grouped(mixed)] == [1, 1, 1, 1, 4, 4]


def test_a_label_never_claims_numbers_that_are_not_its_own() -> None:
    view = View(many(9), Lang.EN)
    alike = [r for r in view.assessment.findings if r.key == "open"]
    assert label(view, tuple(alike)) == "Q-02…Q-10 (9)"
    assert label(view, (*alike[:2], *alike[5:])) == "Q-02…Q-03, Q-07…Q-10 (6)"
    assert label(view, tuple(alike[::2])) == "Q-02, Q-04, Q-06… (5)"


def test_the_list_holds_what_differs_and_where() -> None:
    (found,) = _lists(4)
    assert [c.label for c in found.table.columns] == [
        "No.",
        "Place: AndroidManifest.xml",
        "What differs",
    ]
    first = found.table.rows[0]
    assert isinstance(first, Row)
    assert [plain(cell) for cell in first.cells] == ["Q-02", "activity tw.example.C0", "do-0"]
    assert (found.on_screen, found.on_paper, found.in_brief) == ("", "", "")


def test_a_review_with_values_stays_with_its_record() -> None:
    (found,) = _lists(4, own_review=True)
    last = found.table.rows[-1]
    assert isinstance(last, Row)
    assert plain(last.cells[-1]) == "Look3."


def test_whose_code_it_is_is_told_where_it_differs() -> None:
    records = many(4).findings
    mixed = replace(many(4), findings=(*records[:-1], replace(records[-1], origin=Origin.LIBRARY)))
    assert "|  \\[library\\] |" not in markdown(mixed, Lang.EN).decode()
    assert "do-3 \\[library\\] |" in markdown(mixed, Lang.EN).decode()


def test_each_format_says_what_it_leaves_out() -> None:
    (found,) = _lists(700)
    assert len(found.table.rows) == 500
    assert "200 more" in found.on_screen
    assert "650 more" in found.on_paper
    assert "680 more" in found.in_brief
    written = markdown(many(700), Lang.EN).decode()
    assert len(re.findall(r"^(?:> )*\| Q-", written, re.MULTILINE)) == 20
    assert found.in_brief[2:].split(";")[0] in written
    page = html(many(700), Lang.EN).decode()
    assert page.count("activity tw.example.C") == 500
    assert ".rest tbody tr:nth-child(n + 41){display:none}" in page


def test_a_group_is_one_line_of_an_item() -> None:
    details = [b for b in build(many(40), Lang.EN).blocks if isinstance(b, Details)]
    item = next(d for d in details if d.anchor == "item-29")
    text = plain(tuple(i for i in _everything(item) if hasattr(i, "text") or hasattr(i, "label")))  # type: ignore[misc]
    assert "Q-02…Q-41 (40)" in text
    assert "tw.example.C" not in text


def test_the_summary_names_three_places() -> None:
    text = summary_text(many(329), Lang.ZH_TW)
    assert text.count("tw.example.C") == 3
    assert "Q-02…Q-330 (329)" in text
    assert "另有 326 處" in text
    assert len(text.splitlines()) < 60


def test_the_summary_shows_every_finding_and_counts_evidence() -> None:
    text = summary_text(SAMPLE, Lang.EN)
    failing, others = text.split("Other findings")
    assert "F-01 high severity" in failing
    assert "AndroidManifest.xml › application › android:debuggable" in failing
    assert "F-02 low severity" in others
    assert "split_config.zh.apk" in others
    # Two fixes, and what to do about a dismissal that no longer counts.
    assert text.count("→ ") == 3
    assert "1 piece(s) of evidence" in others
    assert "E-01" not in text


def test_what_fails_is_told_from_what_is_asked() -> None:
    view = View(SAMPLE, Lang.ZH_TW)
    told = [plain(words) for r in FINDINGS[:3] for _, words in roles(view, (r,))]
    assert told == ["致不符合：22；待確認：4.1.2.3.16", "致不符合：23", "待確認：29"]
    english = roles(View(SAMPLE, Lang.EN), (FINDINGS[0],))
    assert [plain(words) for _, words in english] == ["Fails: 22 · Asks: 4.1.2.3.16"]


def test_a_finding_that_only_asks_does_not_stand_with_those_that_fail() -> None:
    """Item 22 fails for another check; this one only touches it."""
    other = replace(FINDINGS[0], check="android-backup-allowed", fingerprint="9" * 64)
    document = build(replace(SAMPLE, findings=(*FINDINGS, other)), Lang.EN)
    anchors = [
        getattr(b, "anchor", "")
        for b in document.blocks
        if isinstance(b, Callout) or getattr(b, "level", 0) == 3
    ]
    assert anchors.index("findings-other") < anchors.index("record-f-03")
    assert anchors.index("record-f-01") < anchors.index("findings-other")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("", [""]),
        ("App提供服務，可讀取。", ["App提供", "服務，可", "讀取。"]),
        ("甲乙丙丁。", ["甲乙丙", "丁。"]),
        ("甲乙丙（丁", ["甲乙丙", "（丁"]),
        ("one two three", ["one two", "three"]),
        ("abcdefghijkl", ["abcdefgh", "ijkl"]),
    ],
)
def test_lines_break_where_both_languages_allow(words: str, lines: list[str]) -> None:
    at = [0, *breaks(words, 8), len(words)]
    parts = [words[a:b].rstrip() for a, b in pairwise(at)]
    assert parts == lines
    assert all(cell_len(part) <= 8 for part in parts)


def test_no_line_is_wider_than_the_terminal() -> None:
    for lang in Lang:
        lines = summary_text(many(50), lang).splitlines()
        assert max(map(cell_len, lines)) <= WIDTH
