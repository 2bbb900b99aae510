"""The document: what it says, in which order, and the sentence on the class."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace

import pytest

from appsec.model.assessment import Assessment, Coverage
from appsec.model.text import Lang
from appsec.model.verdict import Grade, Result
from appsec.report.checklist import build
from appsec.report.document import (
    Callout,
    Details,
    Document,
    Heading,
    Link,
    Row,
    Table,
    Tone,
    plain,
)
from appsec.report.summary import closing_sentence
from appsec.report.view import View
from tests.report.sample import SAMPLE


def _everything(value: object) -> Iterable[object]:
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _everything(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _everything(item)


def _tables(document: Document) -> dict[str, Table]:
    return {b.caption: b for b in _everything(document.blocks) if isinstance(b, Table)}


def _graded(**counts: int) -> Assessment:
    numbers = {Result(name): n for name, n in counts.items()}
    grade = Grade(Result.PASS, sum(numbers.values()), numbers)
    coverage = Coverage(read=("AndroidManifest.xml",))
    return replace(SAMPLE, grades={"L2": grade}, coverage=coverage)


@pytest.mark.parametrize(
    ("assessment", "tone", "said"),
    [
        (
            _graded(**{"pass": 25, "not_applicable": 3}),
            Tone.GOOD,
            "L2 應符合 28 項：自評符合 25、不適用 3，無不符合及未決項目。仍須取得第三方檢測通過證明。",
        ),
        (
            _graded(**{"pass": 20, "not_applicable": 3, "fail": 2, "needs_review": 3}),
            Tone.BAD,
            "L2 應符合 28 項：自評符合 20、不適用 3、未決 3，不符合 2 項，見第三章。",
        ),
        (
            _graded(**{"pass": 20, "needs_review": 5, "needs_evidence": 1, "inconclusive": 2}),
            Tone.WARNING,
            "L2 應符合 28 項：自評符合 20、不適用 0，無不符合項目，惟 8 項待人工確認／待補佐證／無法判定，尚不得主張自評符合。",
        ),
        (
            replace(_graded(**{"pass": 28}), coverage=Coverage()),
            Tone.WARNING,
            "L2 未完成評估（未能讀取受評標的之內容）。",
        ),
        (
            replace(_graded(**{"pass": 28}), coverage=SAMPLE.coverage),
            Tone.WARNING,
            "L2 未完成評估（有應可讀取而未能讀取之內容，見第四章）。",
        ),
        (replace(SAMPLE, grades={}), Tone.WARNING, "L2 未完成評估（評估依據無此類別）。"),
        (
            replace(
                _graded(**{"pass": 28}),
                checks={"x": replace(next(iter(SAMPLE.checks.values())), crash="KeyError")},
            ),
            Tone.WARNING,
            "L2 未完成評估（工具內部錯誤，部分檢查未完成）。",
        ),
    ],
)
def test_the_class_gets_one_of_four_sentences(
    assessment: Assessment, tone: Tone, said: str
) -> None:
    assert closing_sentence(View(assessment, Lang.ZH_TW), "L2") == (tone, said)


def test_members_that_were_not_counted_never_read_as_closed() -> None:
    graded = _graded(**{"pass": 28})
    short = replace(graded, grades={"L2": replace(graded.grades["L2"], members=30)})
    tone, _ = closing_sentence(View(short, Lang.ZH_TW), "L2")
    assert tone is Tone.WARNING


def test_the_chapters_stand_in_order() -> None:
    chapters = [h.text for h in build(SAMPLE, Lang.ZH_TW).headings if h.level == 2]
    assert chapters == [
        "受評標的",
        "性質聲明",
        "一、摘要",
        "二、第三方檢測辦理情形",
        "三、發現事項與待確認事項",
        "四、評估方法與限制",
        "五、自評總表",
        "六、各項說明",
        "七、完整性與驗證",
    ]


@pytest.mark.parametrize("lang", Lang)
def test_every_link_leads_somewhere(lang: Lang) -> None:
    parts = list(_everything(build(SAMPLE, lang).blocks))
    anchored = (Heading, Callout, Details, Row)
    anchors = [p.anchor for p in parts if isinstance(p, anchored) and p.anchor]
    assert len(anchors) == len(set(anchors))
    assert {p.anchor for p in parts if isinstance(p, Link)} <= set(anchors)


def test_the_tables_hold_their_items_and_no_others() -> None:
    tables = _tables(build(SAMPLE, Lang.ZH_TW))

    def numbers(caption: str) -> list[str]:
        return [plain(row.cells[0]) for row in tables[caption].rows if isinstance(row, Row)]

    assert numbers("技術要求判定（附錄二格式）") == ["2", "3", "7", "22", "23", "28", "29"]
    assert numbers("參考項目") == ["1"]
    assert numbers("V4.0增列條文") == ["4.1.2.3.16"]


def test_required_items_are_marked_and_others_muted() -> None:
    rows = _tables(build(SAMPLE, Lang.ZH_TW))["技術要求判定（附錄二格式）"].rows
    marked = {plain(r.cells[0]): "應符合" in plain(r.cells[2]) for r in rows if isinstance(r, Row)}
    muted = {plain(r.cells[0]): r.muted for r in rows if isinstance(r, Row)}
    assert {n for n, is_marked in marked.items() if is_marked} == {"2", "3", "7", "22", "29"}
    assert {n for n, is_muted in muted.items() if is_muted} == {"23", "28"}


def test_the_appendix_row_says_verdict_basis_and_finding() -> None:
    rows = _tables(build(SAMPLE, Lang.ZH_TW))["技術要求判定（附錄二格式）"].rows
    row = next(r for r in rows if isinstance(r, Row) and plain(r.cells[0]) == "22")
    assert [plain(cell) for cell in row.cells[3:]] == ["✕ 不符合", "靜", "F-01 正式版仍可偵錯"]


def test_every_verdict_and_finding_is_told() -> None:
    document = build(SAMPLE, Lang.EN)
    details = [b for b in document.blocks if isinstance(b, Details)]
    told = "\n".join(plain(d.summary) for d in details)
    for label in (
        "Pass",
        "Fail",
        "Not applicable",
        "Needs review",
        "Needs evidence",
        "Inconclusive",
        "Fail (risk accepted until 2026-03-31)",
        "Deemed met (function absent)",
    ):
        assert label in told
    boxes = [plain(b.title) for b in _everything(document.blocks) if isinstance(b, Callout)]
    for number in ("F-01", "F-02", "Q-01"):
        assert any(number in title for title in boxes)
    rows = [plain(row.cells[0]) for row in _everything(document.blocks) if isinstance(row, Row)]
    assert "E-01" in rows
