"""The report on a dossier: chapters, tables, sentences, and what is computed rather than typed."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from appsec.dossier.book import Book
from appsec.dossier.choices import Handled, Stage
from appsec.dossier.counts import Doubt, treated, unresolved
from appsec.dossier.report import build_report
from appsec.model.assessment import Disposition
from appsec.model.feed import Feed
from appsec.model.text import Lang
from appsec.model.verdict import Result
from appsec.report.document import (
    Block,
    Callout,
    Details,
    Document,
    GridCell,
    Group,
    Heading,
    ItemList,
    KeyValues,
    Link,
    LongTable,
    Paragraph,
    Row,
    Table,
    VerdictGrid,
    plain,
)
from tests.dossier.sample import IOS, closed, dossier
from tests.report.sample import SAMPLE, SHA

CHAPTERS = [
    "封面資料", "性質聲明", "簽章及版次紀錄", "一、摘要", "二、第三方檢測辦理情形",
    "三、受評標的與評估範圍", "四、評估方法與限制", "五、自評總表", "六、各項說明",
    "七、發現事項與處置", "八、第三方元件清單", "九、App資料調查表（自評用）與申報／觀察比對",
    "十、伺服器端自我宣告", "十一、人工確認紀錄、風險接受紀錄及誤判註記", "十二、與前次自評之差異",
    "十三、佐證資料索引", "十四、完整性與驗證", "附錄、期末階段應備文件",
]  # fmt: skip


def report(folder, lang=Lang.ZH_TW, stage=Stage.FINAL, **values) -> Document:
    return build_report(dossier(folder, **values), lang, stage)


def flat(blocks) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Callout | Details):
            yield from flat(block.blocks)


def tables(document: Document) -> dict[str, list[list[str]]]:
    """The rows of each table by its caption, as plain words."""
    found: dict[str, list[list[str]]] = {}
    for block in flat(document.blocks):
        table = block.table if isinstance(block, LongTable) else block
        if isinstance(table, Table):
            rows = found.setdefault(table.caption, [])
            for row in table.rows:
                rows.append([row.label] if isinstance(row, Group) else [*map(plain, row.cells)])
    return found


def chapter(document: Document, title: str) -> list[Block]:
    """The blocks below a chapter's heading."""
    inside, found = False, []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            inside = block.text.startswith(title)
        elif inside:
            found.append(block)
    return found


def told(blocks) -> str:
    """All words of some blocks."""
    words: list[str] = []
    for block in flat(blocks):
        match block:
            case Heading(text=text):
                words.append(text)
            case Paragraph(inlines):
                words.append(plain(inlines))
            case ItemList(items):
                words += map(plain, items)
            case KeyValues(pairs):
                words += [f"{label} {plain(value)}" for label, value in pairs]
            case Callout(title=title) | Details(summary=title):
                words.append(plain(title))
            case Table(caption, columns, rows):
                words += [caption, *(column.label for column in columns)]
                words += [
                    text
                    for row in rows
                    for text in ([row.label] if isinstance(row, Group) else map(plain, row.cells))
                ]
    return "\n".join(words)


class TestShape:
    def test_the_chapters_are_in_their_order(self, tmp_path):
        document = report(tmp_path)
        assert [h.text for h in document.headings if h.level == 2] == CHAPTERS
        assert document.title == "行動應用App基本資安自評報告"
        assert (
            document.subtitle
            == "（依「行動應用App基本資安規範」V1.4；送測前自評，非第三方檢測報告）"
        )

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.parametrize("builds", [(SAMPLE, IOS), (SAMPLE,)])
    def test_every_anchor_is_unique_and_every_link_leads_somewhere(self, lang, builds, tmp_path):
        document = report(tmp_path, lang, builds=builds)
        anchors, links = [], set()
        for block in flat(document.blocks):
            anchors += [a for a in [getattr(block, "anchor", "")] if a]
            table = block.table if isinstance(block, LongTable) else block
            if isinstance(table, Table):
                anchors += [r.anchor for r in table.rows if isinstance(r, Row) and r.anchor]
                cells = [c for r in table.rows if isinstance(r, Row) for c in r.cells]
                links |= {i.anchor for cell in cells for i in cell if isinstance(i, Link)}
            if isinstance(block, VerdictGrid):
                cells_of: list[GridCell] = [c for row in block.rows for c in row.cells]
                links |= {cell.anchor for cell in cells_of}
            if isinstance(block, KeyValues):
                links |= {i.anchor for _, v in block.pairs for i in v if isinstance(i, Link)}
            if isinstance(block, Paragraph):
                links |= {i.anchor for i in block.inlines if isinstance(i, Link)}
        assert len(anchors) == len(set(anchors))
        assert links - set(anchors) == set()

    def test_sections_are_numbered_by_the_chapter_they_are_in(self, tmp_path):
        sections = [h.text for h in report(tmp_path).headings if h.level == 3]
        seventh = [s for s in sections if s.startswith("7.")]
        assert seventh == [
            "7.1　發現事項處置情形",
            "7.2　六項資安檢測彙總表",
            "7.3　Android",
            "7.4　iOS",
        ]
        assert not [h.text for h in report(tmp_path).headings if re.match(r"3\.\d　.*發現", h.text)]

    def test_every_page_bears_what_it_is_not_and_the_number(self, tmp_path):
        document = report(tmp_path, report={"number": "R-9"})
        assert document.running == "自評文件，非第三方檢測通過證明｜報告編號 R-9"

    def test_what_nobody_wrote_is_a_line_to_write_on(self, tmp_path):
        cover = told(chapter(report(tmp_path), "封面資料"))
        for label in ("計畫名稱", "補助計畫別", "機密等級", "資料保存期限"):
            assert re.search(f"^{label} ＿+$", cover, re.M)


class TestOverview:
    def test_one_row_for_each_item_with_both_verdicts(self, tmp_path):
        rows = tables(report(tmp_path))["技術要求判定（附錄二格式）"]
        items = {row[0]: row for row in rows if len(row) > 1}
        assert [*items] == ["2", "3", "7", "22", "23", "28", "29"]
        assert items["22"][3:6] == ["✕ 不符合", "? 待人工確認", "Android：靜"]
        assert items["23"][3:5] == [
            "✕ 不符合（風險已接受，至 2026-03-31） [非本類別]",
            "? 待人工確認 [非本類別]",
        ]
        assert items["28"][3:5] == ["✓ 視為符合（無此功能） [非本類別]"] * 2
        assert items["3"][5] == "人 E-0001"
        assert items["7"][3:7] == ["– 不適用", "– 不適用", "靜", "無此功能。"]

    def test_one_build_has_one_column(self, tmp_path):
        rows = tables(report(tmp_path, builds=(IOS,)))["技術要求判定（附錄二格式）"]
        assert {len(row) for row in rows} == {1, 6}

    def test_a_build_whose_class_is_another_says_so(self, tmp_path):
        higher = replace(IOS, chosen_class=replace(IOS.chosen_class, app_class="L3", with_f=False))
        rows = tables(report(tmp_path, builds=(SAMPLE, higher)))["技術要求判定（附錄二格式）"]
        items = {row[0]: row for row in rows if len(row) > 1}
        assert items["23"][3:5] == [
            "✕ 不符合（風險已接受，至 2026-03-31） [非本類別]",
            "? 待人工確認",
        ]


class TestClosing:
    def sentences(self, document):
        found = [b for b in chapter(document, "一、") if isinstance(b, Callout)]
        return {plain(b.title): told(b.blocks) for b in found}

    def test_each_build_and_class_has_one_of_the_four(self, tmp_path):
        told_ = self.sentences(report(tmp_path, builds=(SAMPLE, closed(IOS))))
        assert told_["Android 2.1.0　類別自評結果 L2"] == (
            "L2 應符合 4 項：自評符合 0、不適用 1、未決 2，不符合 1 項，見第七章。"
        )
        assert told_["iOS 2.2　類別自評結果 L2"] == (
            "L2 應符合 4 項：自評符合 3、不適用 1，無不符合及未決項目。仍須取得第三方檢測通過證明。"
        )

    @pytest.mark.parametrize(
        "change, sentence",
        [
            ({}, "無不符合項目，惟 3 項待人工確認／待補佐證／無法判定，尚不得主張自評符合。"),
            (
                {"coverage": replace(SAMPLE.coverage, read=())},
                "L2 未完成評估（未能讀取受評標的之內容）。",
            ),
            ({"grades": {}}, "L2 未完成評估（評估依據無此類別）。"),
        ],
    )
    def test_the_others(self, change, sentence, tmp_path):
        sentences = self.sentences(report(tmp_path, builds=(replace(IOS, **change),)))
        assert sentences["iOS 2.2　類別自評結果 L2"].endswith(sentence)

    def test_open_items_stand_with_who_begins(self, tmp_path):
        rows = tables(report(tmp_path))["主要待辦（依負責人；詳第六章）"]
        assert rows == [
            ["開發人員", "✕ 不符合（1 項）：22", "? 待人工確認（1 項）：22"],
            ["測試人員", "! 無法判定（1 項）：29", "! 無法判定（1 項）：29"],
            ["管理人員", "+ 待補佐證（1 項）：2", "+ 待補佐證（1 項）：2"],
        ]


SAME, OTHER = SHA, "7" * 64


class TestFilesCompared:
    @pytest.mark.parametrize(
        "tested, released, words",
        [
            ("", "", ["未填雜湊值，無法比對"] * 3),
            (SAME, SAME.upper(), ["相符"] * 3),
            (SAME, OTHER, ["不符", "相符", "不符"]),
            (OTHER, SAME, ["不符", "不符", "相符"]),
            (OTHER, OTHER, ["相符", "不符", "不符"]),
            (OTHER, "", ["未填雜湊值，無法比對", "不符", "未填雜湊值，無法比對"]),
        ],
    )
    def test_tested_released_and_assessed(self, tested, released, words, tmp_path):
        android = {"released_sha256": released, "test": {"tested_sha256": tested}}
        rows = tables(report(tmp_path, android=android))["受測、發布與受評檔案之比對（SHA-256）"]
        shown = [row[1] for row in rows[3:]]
        assert [cell.partition("]")[0][1:] for cell in shown] == words
        assert ("第三方檢測結果不及於現行發布版" in shown[0]) == (words[0] == "不符")

    def test_a_certificate_that_has_ended_is_told(self, tmp_path):
        test = {"state": "已取得", "valid_until": "2025-11-20"}
        rows = tables(report(tmp_path, android={"test": test}))["各平台辦理情形"]
        assert rows[0][1] == "□尚未送測　□檢測中　■已取得檢測通過證明 [證明已逾有效期限]"


class TestHandling:
    def states(self, tmp_path, *handling, before=None, android=SAMPLE):
        from appsec.assess.diff import diff

        loaded = dossier(tmp_path, builds=(android,), handling=list(handling))
        if before:
            build = replace(loaded.builds[0], difference=diff(before, android, "before"))
            loaded = replace(loaded, builds=(build,))
        part = Book(loaded, Lang.ZH_TW, Stage.FINAL).parts[0]
        return {t.fingerprint[0]: (t.state, t.doubt) for t in treated(part, loaded)}

    def test_what_is_recorded_comes_before_what_was_typed(self, tmp_path):
        fixed = [{"fingerprint": c * 16, "state": "已改善並複測"} for c in "ab"]
        assert self.states(tmp_path, *fixed) == {
            "a": (Handled.OPEN, Doubt.STILL_SEEN),
            "b": (Handled.ACCEPTED, None),
        }

    @pytest.mark.parametrize("state", ["誤判註記", "風險接受"])
    def test_a_word_is_no_record(self, state, tmp_path):
        told_ = self.states(tmp_path, {"fingerprint": "a" * 16, "state": state})
        assert told_["a"] == (Handled.OPEN, Doubt.NO_RECORD)

    def test_under_way_is_taken(self, tmp_path):
        told_ = self.states(tmp_path, {"fingerprint": "a" * 16, "state": "改善中"})
        assert told_["a"] == (Handled.RUNNING, None)

    def test_what_is_gone_but_was_not_read_is_not_fixed(self, tmp_path):
        gone = replace(SAMPLE, findings=SAMPLE.findings[1:])
        written = {"fingerprint": "a" * 16, "state": "已改善並複測"}
        told_ = self.states(tmp_path, written, before=SAMPLE, android=gone)
        assert told_["a"] == (Handled.RUNNING, Doubt.NOT_READ)

    def test_what_no_assessment_shows_is_named(self, tmp_path):
        document = report(tmp_path, handling=[{"fingerprint": "e" * 16, "state": "已改善並複測"}])
        assert "未見於本次或前次評估之發現" in told(chapter(document, "七、"))

    def test_an_accepted_finding_still_counts_and_a_refuted_one_does_not(self, tmp_path):
        grave = [replace(r, severity=SAMPLE.findings[0].severity) for r in SAMPLE.findings[:2]]
        for disposition, findings, accepted in (
            (Disposition.ACCEPTED, 2, 1),
            (Disposition.FALSE_POSITIVE, 1, 0),
        ):
            records = (grave[0], replace(grave[1], disposition=disposition))
            loaded = dossier(tmp_path, builds=(replace(SAMPLE, findings=records),))
            counted = unresolved(Book(loaded, Lang.EN, Stage.FINAL).parts[0])
            assert (counted.findings, counted.accepted, counted.undecided) == (
                findings,
                accepted,
                2,
            )

    def test_the_line_of_the_app_is_computed_and_the_others_are_as_written(self, tmp_path):
        tests = {"code": {"by": "工具", "date": "2025-11-01", "unresolved": "0", "annex": "1"}}
        rows = tables(report(tmp_path, security_tests=tests))["六項資安檢測彙總表"]
        assert [row[0] for row in rows] == [
            "程式碼檢測", "網站弱點掃描", "主機弱點掃描", "App資安檢測（自評）", "滲透測試",
            "第三方開源元件安全及授權",
        ]  # fmt: skip
        assert rows[0][1:] == ["工具", "2025-11-01", "0", "1"]
        assert rows[1][1:] == ["＿＿＿"] * 4
        assert rows[3][3] == (
            "Android：1 件（其中風險接受 0 件）；未決項目 2 項 "
            "iOS：0 件（其中風險接受 0 件）；未決項目 3 項"
        )


FORBIDDEN = ("檢測報告", "檢測通過", "合格", "標章", "MAS檢測", "驗證通過", "認證")
MAY_NAME = ("二、", "性質聲明", "附錄")
"""Chapters on the laboratory's test, and the statement."""


@pytest.mark.parametrize("stage", Stage)
def test_no_forbidden_word_speaks_of_the_result(stage, tmp_path):
    from appsec.dossier.plan import build_plan

    build = build_plan if stage.plans else build_report
    document = build(dossier(tmp_path), Lang.ZH_TW, stage)
    allowed = {
        "仍須取得第三方檢測通過證明",
        "已取得檢測通過證明",
        "取得第三方檢測通過證明2件",
        *(r.text[Lang.ZH_TW] for r in SAMPLE.requirements),
    }
    title = ""
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            title = block.text
        if title.startswith(MAY_NAME):
            continue
        words = told([block])
        for one in allowed:
            words = words.replace(one, "")
        assert [w for w in FORBIDDEN if w in words] == [], words


def test_results_are_those_of_the_assessments(tmp_path):
    document = report(tmp_path)
    for caption, builds in (("應符合項數與各判定項數", (SAMPLE, IOS)),):
        rows = tables(document)[caption]
        assert [row[:3] for row in rows] == [
            ["Android", "L2", "4"], ["Android", "F", "1"], ["iOS", "L2", "4"], ["iOS", "F", "1"],
        ]  # fmt: skip
        assert len(rows) == 2 * len(builds)
        assert rows[0][3:9] == ["0", "1", "0", "1", "1", "1"]
        assert Result.FAIL not in {v.result for v in IOS.verdicts}


def test_the_cover_tells_the_day_of_each_feed_of_advisories_or_that_there_was_none(tmp_path):
    feed = Feed("OSV \u202eMaven", "all.zip", SHA, "2026-11-20T08:00:00Z", 9, "2026-11-19")
    held = replace(SAMPLE, feeds=(feed, replace(feed, name="npm", dated="")))
    (words,) = [
        plain(value)
        for block in flat(report(tmp_path, builds=(held, IOS)).blocks)
        if isinstance(block, KeyValues)
        for label, value in block.pairs
        if label == "弱點資料日期"
    ]
    assert words == (
        "OSV \\u202eMaven：2026-11-19 npm：2026-11-20 iOS："
        "評估時未提供弱點資料庫，元件未與弱點公告比對；元件之已知弱點見第八章，由自評單位填載"
    )
