"""The fixed sentences of the reports."""

import re
import string
from pathlib import Path

import pytest

import appsec.report
from appsec.model.text import Lang
from appsec.report.words import load

SOURCES = Path(appsec.report.__file__).parent

NAMES_OTHERS = {
    "subtitle": "says what this is not",
    "running": "says what this is not",
    "statement-1": "says what this is not",
    "closing-closed": "says what is still to be obtained from a third party",
    "third-party-states": "is about the laboratory's result",
    "third-party-report": "is about the laboratory's result",
    "third-party-certificate": "is about the laboratory's result",
}
"""Sentences that may use a forbidden word, because they do not speak of this tool's result."""

FORBIDDEN = ("合格", "檢測通過", "驗證通過", "認證", "標章", "檢測報告", "通過")
MAINLAND = (
    "信息",
    "默認",
    "配置文件",
    "服務器",
    "用戶",
    "軟件",
    "加載",
    "數據",
    "程序員",
    "網絡",
    "文件夾",
)


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_say_the_same_things() -> None:
    zh, en = load(Lang.ZH_TW), load(Lang.EN)
    assert zh.keys() == en.keys()
    assert {k: _places(v) for k, v in zh.items()} == {k: _places(v) for k, v in en.items()}


def test_every_sentence_is_used() -> None:
    code = "\n".join(p.read_text() for p in SOURCES.rglob("*") if p.suffix in (".py", ".j2"))
    built = re.findall(r"""f["']([a-z-]*)\{""", code)
    unused = {
        key
        for key in load(Lang.EN)
        if f'"{key}"' not in code
        and f"'{key}'" not in code
        and not any(b and key.startswith(b) for b in built)
    }
    assert not unused


@pytest.mark.parametrize("word", [*FORBIDDEN, *MAINLAND])
def test_forbidden_words_are_not_used_of_the_result(word: str) -> None:
    wrong = {k for k, v in load(Lang.ZH_TW).items() if word in v and k not in NAMES_OTHERS}
    assert not wrong


def test_the_title_and_statement_stand_as_given() -> None:
    zh = load(Lang.ZH_TW)
    assert zh["title"] == "行動應用App基本資安自評報告"
    assert zh["subtitle"] == "（依「行動應用App基本資安規範」V1.4；送測前自評，非第三方檢測報告）"
    assert zh["statement-1"].startswith(
        "本文件係受補助企業依「行動應用App基本資安規範」V1.4 自行評估所作之紀錄"
    )
    assert zh["statement-2"].endswith("未列為「不符合」者，不代表已符合。")
    assert zh["statement-3"].endswith("工具未讀取之部分列於第四章。")
    assert zh["third-party"].startswith("二、")
    assert zh["coverage"].startswith("四、")


def test_every_result_and_basis_has_its_label() -> None:
    zh = load(Lang.ZH_TW)
    labels = {k.removeprefix("result-"): v for k, v in zh.items() if k.startswith("result-")}
    assert labels == {
        "pass": "符合",
        "fail": "不符合",
        "not_applicable": "不適用",
        "needs_review": "待人工確認",
        "needs_evidence": "待補佐證",
        "inconclusive": "無法判定",
        "accepted": "不符合（風險已接受）",
        "deemed": "視為符合（無此功能）",
    }
    assert [zh[f"by-{b}"] for b in ("static", "dynamic", "person")] == ["靜", "動", "人"]
    severities = ("critical", "high", "medium", "low", "info")
    assert [zh[f"severity-{s}"] for s in severities] == ["嚴重", "高", "中", "低", "提示"]
