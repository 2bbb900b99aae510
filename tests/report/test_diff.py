"""The difference in every format: nothing of an app becomes markup, and both languages stand."""

import json
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from appsec.assess.diff import diff
from appsec.model.assessment import Coverage
from appsec.model.text import Lang
from appsec.report.diff import DIFF_FORMATS
from appsec.report.diff_terminal import diff_text
from appsec.report.terminal import WIDTH
from tests.report.hostile import ATTACKS, hostile
from tests.report.sample import SAMPLE
from tests.report.test_formats import _Page

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
BETTER = replace(SAMPLE, findings=(), coverage=Coverage(read=("AndroidManifest.xml",)))


def attacked(attack):
    """Everything of a hostile assessment appears, and all of it vanishes again."""
    artefact = replace(SAMPLE.artefact, id=hostile(attack).artefact.id)
    return diff(replace(BETTER, artefact=artefact), hostile(attack), "old.json")


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("form", DIFF_FORMATS)
def test_the_same_two_give_the_same_bytes(form, lang):
    one, other = (DIFF_FORMATS[form](diff(SAMPLE, BETTER, "a"), lang) for _ in range(2))
    assert one == other
    assert one.endswith(b"\n")


def test_what_was_not_read_again_is_never_called_better():
    told = DIFF_FORMATS["md"](diff(SAMPLE, BETTER, "a"), Lang.EN).decode()
    assert "no longer seen (not read, or read otherwise; does not show a fix)" in told
    assert "vanished (read in full)" not in told
    zh = diff_text(diff(SAMPLE, BETTER, "a"), Lang.ZH_TW)
    assert "不再看見（未讀取或讀取方式不同，不表示已改善）" in zh
    assert "改善：" not in zh


def test_the_json_holds_both_languages_and_every_change():
    saved = json.loads(DIFF_FORMATS["json"](diff(BETTER, SAMPLE, "a"), Lang.EN))
    assert (saved["schema"], saved["app"]) == ("1.1", "tw.example.shop")
    assert {r["change"] for r in saved["records"]} == {"appeared"}
    assert saved["records"][0]["message"].keys() == {"zh-TW", "en"}
    assert saved["records"][0]["before"] is None


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_string_of_an_app_becomes_markup(attack):
    page = _Page(DIFF_FORMATS["html"](attacked(attack), Lang.ZH_TW))
    harmless = _Page(DIFF_FORMATS["html"](attacked("x" if attack else ""), Lang.ZH_TW))
    assert page.shape() == harmless.shape()
    assert not page.open
    for form, write in DIFF_FORMATS.items():
        text = write(attacked(attack), Lang.EN).decode()
        assert not CONTROL.search(text), form
    markdown = DIFF_FORMATS["md"](attacked(attack), Lang.EN).decode()
    outside = re.sub(r"`[^`\n]*`", "", re.sub(r"\\[^\w\s`]", "", markdown))
    assert not re.search(r"<script|<img|<a href|\]\(http|@admin|https://evil|www\.evil", outside)


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_the_terminal_gets_no_control_characters(attack):
    text = diff_text(attacked(attack), Lang.ZH_TW)
    assert not CONTROL.search(text)
    assert max(cell_len(line) for line in text.splitlines()) <= WIDTH
    # A name of a megabyte may cost some lines, never a screenful of megabytes.
    assert len(text) < 100_000


@pytest.mark.parametrize("lang", Lang)
def test_the_page_stands_alone(lang):
    page = _Page(DIFF_FORMATS["html"](diff(BETTER, SAMPLE, "a"), lang))
    ids = [value for _, attrs in page.tags for name, value in attrs if name == "id"]
    links = [value or "" for _, attrs in page.tags for name, value in attrs if name == "href"]
    assert not page.open
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe"}
