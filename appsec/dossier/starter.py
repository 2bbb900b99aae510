"""A first dossier file: what the assessments tell is filled in, the rest is there to be written."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from appsec.dossier.shape import DossierFile, Stage
from appsec.model.assessment import Assessment
from appsec.model.outcome import Kind, Severity

_HEAD = """\
# 一份產品、兩平台之自評專案檔（appsec-dossier.yaml）。空白欄位於報告中以橫線列示，工具不代填。
# A dossier: one product and its builds. What is left empty is printed as a line to fill in.
# appsec dossier check  列出尚缺事項；appsec dossier build -o DIR  產生文件。Editors: `appsec schema dossier`.
# 日期 dates: 2026-12-31. 路徑相對於本檔 paths are relative to this file.
"""

_NOTES = {
    "product": "產品：App名稱、功能、不在評估範圍者 / the app: name, functions, out of scope",
    "report": "報告編號、版次、日期（空白則取評估日期）、機密等級 / number, edition, date, confidentiality",
    "history": "版次紀錄：edition、date、author、changes / editions",
    "project": "計畫；stage 為 "
    + "、".join(Stage)
    + " 之一；closes 為結案日，起算保存5年 / project",
    "applicant": "受補助企業 / grantee",
    "people": "自評人員、覆核人員、核定主管 / who assessed, reviewed, approved",
    "period": "自評期間 / period",
    "builds": "各平台一件：評估結果（JSON）、前次評估結果、建置與發布、第三方檢測（state 為 尚未送測、檢測中、已取得） / "
    "one for each platform",
    "security_tests": "資安檢測：by 工具或單位、date、unresolved 中度以上未結案件數、annex 附件；"
    "App一列由評估結果計算 / security tests; that of the app is computed",
    "handling": "發現之處置：owner 負責人、due 期限、state（未處理、改善中、已改善並複測、誤判註記、風險接受）、"
    "measure 改善措施 / handling of findings",
    "method": "工具以外之評估方法、工具來源 / beyond the tool",
    "server": "伺服器端自我宣告或第三方檢測證明 / server side",
    "components": "第三方元件：name、version、licence、vulnerabilities、vendor、origin（無、有、待查）、"
    "security_software（是、否）、domestic（是、否） / components",
    "milestones": "查核點：number、text / milestones",
    "annexes": "外部附件：document 依附錄所列名稱、number、date / annexes of others",
    "bundle": "佐證封包（appsec bundle create 之後填入） / the evidence bundle",
}

Values = dict[str, Any]


def starter(assessments: tuple[tuple[str, Assessment], ...]) -> str:
    """The file, from assessments with their paths. Loading it gives what stands in it."""
    known = [saved for _, saved in assessments]
    filled: Values = {
        "product": {"name": next((a.artefact.name for a in known if a.artefact.name), "")},
        "project": _cells(known, "project", {"programme": "programme", "number": "project_no",
                                             "milestone": "milestone_no"}),
        "applicant": _cells(known, "applicant", {"company": "company", "tax_id": "tax_id",
                                                 "security_owner": "security_owner",
                                                 "contact": "contact"}),
        "people": _cells(known, "sign_off", {"prepared_by": "prepared_by",
                                             "reviewed_by": "reviewed_by",
                                             "approved_by": "approved_by"}),
        "server": _cells(known, "server", {"declaration": "declaration",
                                           "certificate": "test_certificate"}),
        "builds": [{"assessment": path} for path, _ in assessments],
        "handling": [
            {"fingerprint": record.fingerprint[:16], "#": record.check}
            for saved in known
            for record in saved.findings
            if record.kind is Kind.FINDING and record.severity.rank >= Severity.MEDIUM.rank
        ],
    }  # fmt: skip
    return "\n".join([_HEAD, *_sections(filled)])


def _cells(known: list[Assessment], section: str, wanted: dict[str, str]) -> Values:
    """Cells of the first declaration that has them."""
    found: Values = {}
    for saved in reversed(known):
        for one in saved.declaration.sections if saved.declaration else ():
            for row in one.rows[:1] if one.key == section else ():
                cells = {cell.key: cell.value for cell in row}
                found |= {key: cells[name] for key, name in wanted.items() if cells.get(name)}
    return found


def _sections(filled: Values) -> Iterator[str]:
    blank = DossierFile()
    for field in fields(DossierFile):
        default = getattr(blank, field.name)
        given = filled.get(field.name)
        yield f"# {_NOTES[field.name]}"
        if field.name == "builds":
            yield from _builds(given or [])
        elif field.name == "handling":
            yield from _handling(given or [])
        elif is_dataclass(default):
            yield f"{field.name}:"
            yield from _fields(default, given or {}, 1)
        else:
            yield f"{field.name}: []"
        yield ""


def _fields(shape: Any, given: Values, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for field in fields(shape):
        default = getattr(shape, field.name)
        if is_dataclass(default):
            yield f"{pad}{field.name}:"
            yield from _fields(default, given.get(field.name, {}), depth + 1)
        else:
            yield f"{pad}{field.name}: {_quoted(given.get(field.name, ''))}"


def _builds(given: list[Values]) -> Iterator[str]:
    from appsec.dossier.shape import BuildEntry

    yield "builds:" if given else "builds: []"
    for one in given:
        first, *rest = _fields(BuildEntry(one["assessment"]), one, 2)
        yield f"  - {first.strip()}"
        yield from rest


def _handling(given: list[Values]) -> Iterator[str]:
    yield "handling:" if given else "handling: []"
    for one in given:
        yield f"  - fingerprint: {_quoted(one['fingerprint'])}  # {one['#']}"
        yield from (f'    {name}: ""' for name in ("owner", "due", "state", "measure"))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
