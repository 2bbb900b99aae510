"""What stands on paper: words within their columns, heads and feet, what was declared."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from appsec.model.confirmation import Confirmation, EvidenceFile, FileStanding, Method, Scope
from appsec.model.declared import Cell, Declared, Section
from appsec.model.text import Lang
from appsec.model.verdict import Standing
from appsec.report.checklist import build
from appsec.report.document import KeyValues, plain
from appsec.report.formats import render
from tests.report.sample import SAMPLE, both
from tests.report.test_documents import needs_office, needs_poppler, text_of_pdf

SHA = "0123456789abcdef" * 4
CHANGED = "fedcba9876543210" * 4
LONG = "A" * 300
SHOT = EvidenceFile("E-0001", "evidence/" + "b" * 200, SHA, 1, "2026-02-01", FileStanding.SAME)
CONFIRMED = Confirmation(
    id="C-0001",
    requirement="22",
    statement="é" * 300,
    person=LONG,
    role=LONG,
    date="2026-02-01",
    method=Method.TEST,
    scope=Scope.BUILD,
    bound_to=SHA,
    expires="2026-06-30",
    covers=(),
    evidence=(replace(SHOT, note=LONG),),
    standing=Standing.IN_FORCE,
)
RIGHT = 595 - 18 / 25.4 * 72 + 1
"""Where the text of an A4 page ends, in points."""


@needs_poppler
def test_no_word_runs_over_the_margin_of_the_pdf_or_into_another(tmp_path):
    raw = render(replace(SAMPLE, confirmations=(CONFIRMED,)), "pdf", Lang.ZH_TW)
    boxes = text_of_pdf(raw, tmp_path, "-bbox")
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert len(edges) > 1000
    assert [edge for edge in edges if edge > RIGHT] == []
    whole = re.sub(r"\s", "", text_of_pdf(raw, tmp_path))
    assert SHA in whole and LONG in whole


def page_of(raw, form, tmp_path):
    """The pages that LibreOffice prints of a file, as texts and as sizes."""
    path = tmp_path / f"report.{form}"
    path.write_bytes(raw)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        capture_output=True, check=True, timeout=110,
    )  # fmt: skip
    printed = (tmp_path / "report.pdf").read_bytes()
    info = subprocess.run(
        ["pdfinfo", tmp_path / "report.pdf"], capture_output=True, check=True, timeout=60
    )
    return text_of_pdf(printed, tmp_path, "-layout").split("\f")[:-1], info.stdout.decode()


@needs_office
@needs_poppler
@pytest.mark.parametrize("form", ["odt", "ods", "xlsx"])
def test_every_page_says_what_it_is_not_and_its_number(form, tmp_path):
    pages, info = page_of(render(SAMPLE, form, Lang.ZH_TW), form, tmp_path)
    running = build(SAMPLE, Lang.ZH_TW).running
    told = [re.sub(r"\s", "", page) for page in pages]
    assert len(pages) > 5
    assert [n for n, page in enumerate(told, 1) if re.sub(r"\s", "", running) not in page] == []
    total = len(pages)
    assert [n for n, page in enumerate(told, 1) if f"頁次{n}/{total}" not in page] == []
    mark = SAMPLE.artefact.sha256[:16]
    assert [n for n, page in enumerate(told, 1) if mark not in page] == []
    if form != "odt":
        wide, high = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info).groups())
        assert wide > high
        assert [n for n, page in enumerate(told, 1) if len(page) < 80] == []  # none is empty


def test_a_sheet_fits_the_width_of_a_page():
    with zipfile.ZipFile(io.BytesIO(render(SAMPLE, "ods", Lang.EN))) as archive:
        tree = ElementTree.fromstring(archive.read("styles.xml"))
    (layout,) = (
        {key.rpartition("}")[2]: value for key, value in one.attrib.items()}
        for one in tree.iter()
        if one.tag.endswith("}page-layout-properties") and "scale-to-X" in str(one.attrib)
    )
    assert layout["print-orientation"] == "landscape"
    assert (layout["scale-to-X"], layout["scale-to-Y"]) == ("1", "0")


def of(section, **cells):
    filled = tuple(Cell(key, both(f"標籤{key}", key), value) for key, value in cells.items())
    return Section(section, both(f"段{section}", section), (filled,))


DECLARED = Declared(
    file="d.yaml",
    sha256="c" * 64,
    prepared_for="",
    sections=(
        of("applicant", company="範例公司", tax_id="04541302", security_owner="林資安"),
        of("project", programme="", project_no="P-113", stage="期末", retention_until="2031-12-31"),
        of("app", publish_state="public", store_urls=""),
        of("class", rationale="有會員登入"),
        of("sensitive_data", name="取件資料"),
        of("third_party_test", lab="某實驗室", taf_no="", tested_sha256=CHANGED),
        of("server", declaration=" "),
        of(
            "sign_off", prepared_by="陳填", reviewed_by="李覆", approved_by="王核", statement="屬實"
        ),
    ),
)


@pytest.mark.parametrize("form", ["html", "md", "pdf"])
def test_what_was_declared_is_printed(form, tmp_path):
    raw = render(replace(SAMPLE, declaration=DECLARED), form, Lang.ZH_TW)
    told = text_of_pdf(raw, tmp_path) if form == "pdf" else raw.decode()
    told = re.sub(r"\s", "", told)
    for words in (
        "取件資料",
        "李覆",
        "屬實",
        "範例公司",
        "有會員登入",
        CHANGED,
        "未填部分：段server。",
    ):
        assert words in told


def filled(declaration, label):
    document = build(replace(SAMPLE, declaration=declaration), Lang.ZH_TW)
    tables = [b for block in document.blocks for b in (block, *getattr(block, "blocks", ()))]
    pairs = [pair for b in tables if isinstance(b, KeyValues) for pair in b.pairs]
    return next(plain(value) for name, value in pairs if name == label)


BLANK = "＿＿＿＿＿＿＿＿＿＿"


@pytest.mark.parametrize(
    "label, words",
    [
        ("報告編號／文件版次", BLANK),
        ("計畫名稱／計畫編號", f"{BLANK}／P-113"),
        ("提送階段", "期末"),
        ("受補助企業名稱／統一編號", "範例公司／04541302"),
        ("資安負責人／聯絡方式", f"林資安／{BLANK}"),
        ("機密等級／資料保存期限", f"{BLANK}／2031-12-31"),
        ("發布狀態", f"公開／{BLANK}"),
        ("自評人員／覆核人員／核定主管", "陳填／李覆／王核"),
        ("類別判定依據", "由自評單位指定 調查表所填判定理由：有會員登入"),
        ("實驗室名稱／TAF認可編號", f"某實驗室／{BLANK}"),
        ("檢測報告編號／日期", BLANK),
        ("受測檔案SHA-256／版本，與現行發布版之差異", f"{CHANGED}／{BLANK}"),
    ],
)
def test_lines_left_to_people_hold_what_they_declared(label, words):
    assert filled(DECLARED, label) == words
    if label != "類別判定依據":
        assert "＿" in filled(None, label) or "□" in filled(None, label)


@needs_poppler
@pytest.mark.parametrize("person, noted", [("林\U00020bb7", True), ("אבא", True), ("林堃", False)])
def test_the_pdf_says_what_a_box_in_its_words_means(person, noted, tmp_path):
    by = replace(CONFIRMED, person=person)
    raw = render(replace(SAMPLE, confirmations=(by,)), "pdf", Lang.ZH_TW)
    first = re.sub(r"\s", "", text_of_pdf(raw, tmp_path, "-l", "1"))
    assert ("「□」表示所用字型未收錄該字元" in first) is noted
