"""The worked example under samples/dossier: its script makes every document, and programs open
them."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from appsec.model.confirmation import FileStanding
from appsec.model.dismissal import DismissalStanding
from appsec.model.verdict import Standing
from appsec.report.json import load
from tests.command import SAMPLES, environment

EXAMPLE = SAMPLES / "dossier"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder that the script fills, and what it said."""
    out = tmp_path_factory.mktemp("example")
    more = {"APPSEC": f"{sys.executable} -P -m appsec"}
    ran = subprocess.run(
        ["bash", EXAMPLE / "build.sh", out], env=environment() | more, capture_output=True,
        text=True, check=False, timeout=280,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return out, ran.stdout


def document(made, start, suffix):
    (found,) = (
        path
        for path in (made[0] / "documents").iterdir()
        if path.name.startswith(start) and path.suffix == suffix and "_en" not in path.name
    )
    return found


def test_every_statement_counts_and_every_item_is_closed_or_honestly_open(made):
    for platform, standing in (("android", "accepted"), ("ios", "false_positive")):
        saved = load(made[0] / f"{platform}.json")
        assert {c.standing for c in saved.confirmations} == {Standing.IN_FORCE}
        files = [file for c in saved.confirmations for file in c.evidence]
        assert {file.standing for file in files} == {FileStanding.SAME}
        assert {d.standing for d in saved.dismissals} == {DismissalStanding.IN_FORCE}
        assert standing in {str(record.disposition) for record in saved.findings}
        assert saved.declaration is not None
        members = [v for v in saved.verdicts if "L2" in v.classes]
        assert len(members) == 28
        closed = {v.requirement for v in members if v.result.closed}
        assert {"7", "16", "25", "27", "30", "31", "39", "47"} <= closed
        assert all(v.reasons for v in members)


def test_every_document_of_the_stage_is_made(made):
    names = sorted(path.name for path in (made[0] / "documents").iterdir())
    stem = "包裹小幫手_Android+iOS_1.0_L2_2026-03-02"
    assert names == sorted(
        [f"App資安自評報告_{stem}.{form}" for form in ("pdf", "odt", "ods", "xlsx", "html", "md")]
        + [f"App資安自評報告_{stem}_en.pdf"]
        + [f"App資安防護規劃_{stem}.{form}" for form in ("pdf", "odt")]
        + [f"App資安自評摘要_{stem}{lang}.json" for lang in ("", "_en")]
    )


def test_the_check_names_what_is_still_lacking(made):
    lines = made[1].splitlines()
    assert any("滲透測試：未結案中度以上" in line for line in lines)
    assert any("受測檔案與現行發布版不同" in line for line in lines)
    assert any(line.startswith("四、評估方法與限制\t管理人員") for line in lines)


def test_the_summary_says_what_is_open(made):
    told = json.loads(document(made, "App資安自評摘要", ".json").read_text(encoding="utf-8"))
    android, ios = told["builds"]
    assert android["classes"]["L2"]["members"] == ios["classes"]["L2"]["members"] == 28
    assert android["unresolved"]["accepted"] == 1
    assert android["laboratory"]["tested_released"] == "differs"
    assert android["laboratory"]["released_assessed"] == "same"
    assert "尚不得主張自評符合" in ios["classes"]["L2"]["closing"]["zh-TW"]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_the_words_of_the_pdf_can_be_taken_out(made):
    pdf = document(made, "App資安自評報告", ".pdf")
    told = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True, timeout=60)
    whole = re.sub(r"\s", "", told.stdout.decode())
    found = [
        whole.find(re.sub(r"\s", "", title), whole.find("性質聲明本文件"))
        for title in ("一、摘要", "二、第三方檢測辦理情形", "五、自評總表", "七、發現事項與處置",
                      "十三、佐證資料索引", "十四、完整性與驗證")
    ]  # fmt: skip
    assert -1 not in found and found == sorted(found)
    for saved in (load(made[0] / "android.json"), load(made[0] / "ios.json")):
        assert saved.artefact.sha256 in whole
        # A hash may run over the end of a page; what it is of does not.
        assert all(file.id in whole for one in saved.confirmations for file in one.evidence)
    assert "□與" not in whole


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("start", ["App資安自評報告", "App資安防護規劃"])
def test_libreoffice_opens_the_text(made, start, tmp_path):
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir",
         tmp_path, document(made, start, ".odt")],
        capture_output=True, check=True, timeout=110,
    )  # fmt: skip
    (text,) = tmp_path.glob("*.txt")
    told = text.read_text(encoding="utf-8-sig")
    assert "自評文件，非第三方檢測通過證明｜報告編號 SA-2026-003" in told
    assert "包裹小幫手" in told
