"""What each stage hands in, what it lacks, and the files that it becomes."""

import json
from dataclasses import replace

import pytest

from appsec.dossier.book import Book
from appsec.dossier.choices import Stage
from appsec.dossier.missing import missing
from appsec.dossier.output import files, safe
from appsec.dossier.papers import PAPERS, Paper, ready
from appsec.dossier.words import load
from appsec.model.text import Lang
from appsec.report.document import Heading, plain
from tests.command import appsec
from tests.dossier.sample import IOS, closed, dossier, dossier_file
from tests.dossier.test_report import report, tables
from tests.report.sample import SAMPLE, SHA

OBTAINED = {
    "state": "已取得", "lab": "x", "taf_no": "1", "report_no": "2", "report_date": "2025-10-01",
    "baseline": "V4.0", "app_class": "L2", "certificate_no": "3", "valid_until": "2026-10-01",
}  # fmt: skip
TESTS = {
    name: {"by": "x", "date": "2025-11-01", "unresolved": "0", "annex": "1"}
    for name in ("code", "website", "host", "penetration", "components")
}


def book(folder, stage=Stage.FINAL, **values) -> Book:
    return Book(dossier(folder, **values), Lang.ZH_TW, stage)


def done(folder, **changes) -> Book:
    """A dossier at its end with nothing open in it, changed."""
    build = {"released_sha256": SHA, "test": OBTAINED | {"tested_sha256": SHA}}
    values = {
        "builds": (closed(SAMPLE),),
        "android": build,
        "security_tests": TESTS,
        "annexes": [
            {"document": load(Lang.ZH_TW)[f"paper-{one}"], "number": "1"}
            for one in PAPERS[Stage.FINAL]
        ],
        "bundle": {"sha256": "1" * 64},
    }
    return book(folder, **(values | changes))


class TestPapers:
    def test_a_dossier_may_have_everything(self, tmp_path):
        whole = done(tmp_path)
        assert [paper for paper in PAPERS[Stage.FINAL] if not ready(whole, paper)] == []

    @pytest.mark.parametrize(
        "changes, lacking",
        [
            ({"builds": (SAMPLE,)}, Paper.NO_GRAVE),
            ({"builds": (IOS,)}, Paper.NO_GRAVE),
            ({"security_tests": TESTS | {"host": {"unresolved": "1"}}}, Paper.NO_GRAVE),
            ({"security_tests": TESTS | {"host": {"by": "x"}}}, Paper.NO_GRAVE),
            ({"android": {"test": OBTAINED | {"state": "檢測中"}}}, Paper.LAB_TEST),
            ({"android": {"test": OBTAINED, "released_sha256": SHA}}, Paper.SAME_FILE),
            ({"android": {"test": OBTAINED | {"tested_sha256": SHA}}}, Paper.SAME_FILE),
            (
                {
                    "android": {
                        "test": OBTAINED | {"tested_sha256": SHA},
                        "released_sha256": "1" * 64,
                    }
                },
                Paper.SAME_FILE,
            ),
            (
                {
                    "android": {
                        "test": OBTAINED | {"tested_sha256": "1" * 64},
                        "released_sha256": "1" * 64,
                    }
                },
                Paper.SAME_FILE,
            ),
            ({"annexes": [{"document": "驗證費憑證：發票"}]}, Paper.FEE_INVOICE),
            ({"bundle": {}}, Paper.BUNDLE),
        ],
    )
    def test_what_is_not_there_is_not_ready(self, changes, lacking, tmp_path):
        assert not ready(done(tmp_path, **changes), lacking)

    def test_a_second_build_must_have_it_as_well(self, tmp_path):
        both = done(tmp_path, builds=(closed(SAMPLE), closed(IOS)))
        lacking = [paper for paper in PAPERS[Stage.FINAL] if not ready(both, paper)]
        assert lacking == [Paper.LAB_TEST, Paper.SAME_FILE]

    def test_with_no_build_nothing_about_builds_is_ready(self, tmp_path):
        bare = done(tmp_path, builds=())
        lacking = {paper for paper in PAPERS[Stage.FINAL] if not ready(bare, paper)}
        assert lacking == {Paper.REPORT, Paper.NO_GRAVE, Paper.LAB_TEST, Paper.SAME_FILE}

    @pytest.mark.parametrize("stage", [s for s in Stage if not s.plans])
    def test_the_annex_lists_the_documents_of_its_stage(self, stage, tmp_path):
        rows = tables(report(tmp_path, stage=stage))["應備文件"]
        assert [row[0] for row in rows] == [
            load(Lang.ZH_TW)[f"paper-{paper}"] for paper in PAPERS[stage]
        ]


class TestMissing:
    def test_by_chapter_person_and_place(self, tmp_path):
        lacking = missing(book(tmp_path, android={"test": {"state": "檢測中", "lab": "x"}}))
        assert [one.chapter for one in lacking] == sorted(one.chapter for one in lacking)
        places = {one.place for one in lacking if one.chapter == 2}
        assert places == {
            "builds.0.test.taf_no", "builds.0.test.contract", "builds.1.test.state",
            "builds.0.released_sha256", "builds.1.released_sha256",
        }  # fmt: skip
        items = [(str(one.owner), one.told) for one in lacking if one.chapter == 6]
        assert len(items) == 3 + 3
        assert items[0][0] == "developer" and items[0][1].startswith("Android：項次 22 ")

    def test_a_finding_without_owner_and_day_is_named(self, tmp_path):
        named = "Android：F-01：未填負責人及期限"
        assert named in {one.told for one in missing(book(tmp_path))}
        settled = {"fingerprint": "a" * 16, "owner": "x", "due": "2026-01-01", "state": "改善中"}
        assert named not in {one.told for one in missing(book(tmp_path, handling=[settled]))}

    def test_check_ends_with_three_while_something_lacks(self, tmp_path):
        dossier_file(tmp_path, (SAMPLE, {}))
        ran = appsec("dossier", "check", "--stage", "期末", cwd=tmp_path)
        assert ran.code == 3 and ran.out.splitlines()[-1].startswith("期末：尚缺 ")
        assert appsec("dossier", "check", "gone.yaml", cwd=tmp_path).code == 2

    def test_check_ends_with_zero_once_all_is_there(self, tmp_path):
        filled = dict.fromkeys(("company", "tax_id", "security_owner", "contact"), "x")
        dossier_file(
            tmp_path,
            applicant=filled,
            project={"name": "x", "number": "x", "programme": "x"},
            product={"name": "x", "functions": "x"},
            milestones=[{"number": "B.2", "text": "x"}],
            annexes=[{"document": "企業資安評級結果", "number": "1"}],
        )
        ran = appsec("dossier", "check", "--stage", "申請", cwd=tmp_path)
        assert (ran.code, ran.out.strip()) == (
            0, "申請：無缺漏。無缺漏僅指應填應備者均已填備，不等於符合。",
        )  # fmt: skip


class TestFiles:
    def names(self, folder, stage=Stage.FINAL, lang=Lang.ZH_TW, **values):
        made = files(dossier(folder, **values), lang, stage, ("md",), None)
        return [name for name, _ in made]

    def test_their_names_say_what_they_are(self, tmp_path):
        assert self.names(tmp_path) == [
            "App資安自評報告_示範商店_Android+iOS_2.1.0+2.2_L2+F_2025-11-21.md",
            "App資安自評摘要_示範商店_Android+iOS_2.1.0+2.2_L2+F_2025-11-21.json",
        ]
        (name, _) = self.names(tmp_path, builds=(SAMPLE,), product={"name": "a/b_c"})
        assert name == "App資安自評報告_a-b-c_Android_2.1.0_L2+F_2025-11-21.md"
        assert self.names(tmp_path, lang=Lang.EN)[0].endswith("_2025-11-21_en.md")
        assert self.names(tmp_path, Stage.APPLICATION)[0].startswith("App資安防護規劃_")

    @pytest.mark.parametrize(
        "part, shown",
        [
            ("../../etc/passwd", "etc-passwd"),
            ('a\\b:c*d?e"f<g>h|i', "a-b-c-d-e-f-g-h-i"),
            (".hidden.", "hidden"),
            ("\u202e\n\x00", "-"),
            ("名" * 100, "名" * 20),
            ("-rf", "rf"),
        ],
    )
    def test_no_name_leads_elsewhere(self, part, shown):
        assert safe(part) == shown

    def test_an_application_gets_the_plan_and_no_report(self, tmp_path):
        from appsec.dossier.plan import build_plan

        loaded = dossier(tmp_path, milestones=[{"number": "B.2", "text": "完成自評。"}])
        document = build_plan(loaded, Lang.ZH_TW, Stage.APPLICATION)
        chapters = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 2]
        assert chapters == [
            "一、計畫與App", "二、自評類別與適用項數", "三、送測時程與驗證費估算", "四、查核點",
            "附錄、申請階段應備文件",
        ]  # fmt: skip
        assert tables(document)["查核點文字"] == [["B.2", "完成自評。"]]
        assert tables(document)["自評類別與應符合項數"][1] == [
            "應符合", "L2 4 項、F 1 項", "L2 4 項、F 1 項",
        ]  # fmt: skip

    def test_a_report_needs_a_build_and_a_plan_none(self, tmp_path):
        path = dossier_file(tmp_path, product={"name": "甲"}, report={"date": "2026-03-01"})
        ran = appsec("dossier", "build", path, "-o", tmp_path / "o", "--format", "md")
        assert ran.code == 2 and "builds: none is listed" in ran.err
        assert not (tmp_path / "o").exists()
        plan = appsec("dossier", "build", path, "-o", tmp_path / "o", "--format", "md,pdf",
                      "--stage", "申請")  # fmt: skip
        assert plan.code == 0, plan.err

    def test_a_date_is_needed_that_no_build_tells(self, tmp_path):
        path = dossier_file(tmp_path, product={"name": "甲"})
        ran = appsec("dossier", "build", path, "-o", tmp_path / "o", "--stage", "申請")
        assert ran.code == 2 and "report.date: give it" in ran.err

    def test_the_summary_tells_programs_the_same(self, tmp_path):
        loaded = dossier(tmp_path, android={"test": {"tested_sha256": SHA}})
        *_, (_, raw) = files(loaded, Lang.EN, Stage.FINAL, (), None)
        android, ios = json.loads(raw)["builds"]
        assert android["classes"]["L2"]["counts"]["fail"] == 1
        assert android["classes"]["L2"]["closing"]["zh-TW"].endswith("見第七章。")
        assert android["laboratory"] == {
            "state": "", "tested_released": "unknown", "tested_assessed": "same",
            "released_assessed": "unknown",
        }  # fmt: skip
        assert ios["unresolved"] == {"medium_or_above": 0, "accepted": 0, "undecided_items": 3}
        assert android["open_items"]["developer"] == ["22"]

    def test_the_same_dossier_gives_the_same_bytes(self, tmp_path):
        loaded = dossier(tmp_path)
        forms = ("pdf", "odt", "ods", "xlsx", "html", "md")
        first = dict(files(loaded, Lang.ZH_TW, Stage.FINAL, forms, None))
        assert first == dict(files(loaded, Lang.ZH_TW, Stage.FINAL, forms, None))


def test_retention_is_five_years_after_the_project_closes(tmp_path):
    from appsec.dossier.chapters.front import retention

    for closes, until in (("2026-12-31", "2031-12-31"), ("2028-02-29", "2033-02-28")):
        assert f"至 {until}" in retention(book(tmp_path, project={"closes": closes}))
    assert retention(book(tmp_path)) == ""


def test_components_of_unknown_origin_are_counted(tmp_path):
    from appsec.dossier.chapters.components import components
    from appsec.dossier.report import build_report
    from appsec.model.observed import Observation, Observed, Trait

    seen = Observed(
        (Observation(Trait.SDK, "A SDK"), Observation(Trait.SDK, "B SDK")), (Trait.SDK,)
    )
    loaded = dossier(
        tmp_path,
        builds=(replace(SAMPLE, observed=seen, software=None),),
        components=[{"name": "a sdk", "origin": "無", "version": "1"}],
    )
    given = Book(loaded, Lang.ZH_TW, Stage.FINAL)
    rows = tables(build_report(loaded, Lang.ZH_TW, Stage.FINAL))["第三方元件清單"]
    assert rows == [
        ["a sdk（Android）", "1", "＿＿＿", "＿＿＿", "＿＿＿", "[無]"],
        ["B SDK（Android）", "＿＿＿", "＿＿＿", "＿＿＿", "＿＿＿", "[待查]"],
    ]
    words = [plain(b.inlines) for b in components(given) if hasattr(b, "inlines")]
    assert "計 2 項，其中來源地待查 1 項。" in words
    assert "Android：第三方函式庫未完整讀取，可能另有未列元件。" in words
