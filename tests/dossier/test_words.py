"""The fixed sentences of the dossier's documents."""

import re
import string
from pathlib import Path

import pytest

import appsec.dossier
from appsec.dossier.words import load
from appsec.model.text import Lang
from appsec.report.words import load as of_reports
from tests.report.test_words import FORBIDDEN, MAINLAND

SOURCES = Path(appsec.dossier.__file__).parent

NAMES_OTHERS = (
    "testing-", "paper-", "test-", "plan-subtitle", "plan-milestone-example",
    "differs-tested-released",
)  # fmt: skip
"""Sentences on the laboratory's test, or on what is to be obtained from it."""


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_say_the_same_things():
    zh, en = load(Lang.ZH_TW), load(Lang.EN)
    assert zh.keys() == en.keys()
    assert {k: _places(v) for k, v in zh.items()} == {k: _places(v) for k, v in en.items()}


def test_what_takes_the_place_of_a_sentence_of_the_reports_has_its_values():
    for lang in Lang:
        own, theirs = load(lang), of_reports(lang)
        for key in own.keys() & theirs.keys():
            assert _places(own[key]) == _places(theirs[key]), key


def test_every_sentence_is_used():
    code = "\n".join(p.read_text(encoding="utf-8") for p in SOURCES.rglob("*.py"))
    code += (SOURCES.parent / "cli/dossier.py").read_text(encoding="utf-8")
    built = re.findall(r"""f["']([a-z-]+-)\{""", code)
    unused = {
        key
        for key in load(Lang.EN)
        if f'"{key}"' not in code
        and key not in of_reports(Lang.EN)
        and not any(key.startswith(start) for start in built)
    }
    assert unused == set()


@pytest.mark.parametrize("word", [*FORBIDDEN, *MAINLAND])
def test_forbidden_words_are_not_used_of_the_result(word):
    wrong = {k for k, v in load(Lang.ZH_TW).items() if word in v and not k.startswith(NAMES_OTHERS)}
    assert wrong == set()


def test_chapters_that_texts_refer_to_are_those_of_the_dossier():
    """A reference that the reports make to a chapter which has another number here is replaced."""
    zh, theirs = load(Lang.ZH_TW), of_reports(Lang.ZH_TW)
    moved = {k for k, v in theirs.items() if re.search("第[三六七]章", v)}
    assert moved <= zh.keys()
    titles = {n: zh[f"chapter-{n}"] for n in range(1, 15)}
    for text in (zh["closing-failed"], zh["items-text"]):
        assert "第七章" in text and titles[7] == "七、發現事項與處置"
    assert (
        titles[2].startswith("二、第三方")
        and titles[4].startswith("四、")
        and titles[5] == "五、自評總表"
    )
