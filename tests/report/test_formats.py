"""Every format: same bytes for the same assessment, and nothing of an app becomes markup."""

import base64
import hashlib
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from appsec.cli.output import DOCUMENTS, SUFFIXES
from appsec.model.text import Lang
from appsec.report.formats import FORMATS, render
from appsec.report.html import html
from appsec.report.json import dump, load
from appsec.report.markdown import code, escaped, markdown
from appsec.report.terminal import WIDTH, summary_text
from tests.report.hostile import ATTACKS, hostile
from tests.report.sample import SAMPLE

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "br", "rect", "path", "use"}


class _Page(HTMLParser):
    """Everything that a browser would take as markup."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(name for name, _ in attrs)) for tag, attrs in self.tags]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("form", FORMATS)
def test_the_same_assessment_gives_the_same_bytes(form: str, lang: Lang) -> None:
    once = render(SAMPLE, form, lang)
    assert once == render(load(dump(SAMPLE)), form, lang)
    assert once.endswith(b"\n") or form in DOCUMENTS


def test_every_format_has_its_suffix() -> None:
    assert SUFFIXES.keys() == FORMATS.keys()
    assert len(set(SUFFIXES.values())) == len(SUFFIXES)


@pytest.mark.parametrize("lang", Lang)
def test_the_markdown_is_as_reviewed(lang: Lang) -> None:
    """UPDATE_GOLDEN=1 writes it anew."""
    path = GOLDEN / f"report.{lang}.md"
    written = markdown(SAMPLE, lang)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(written)
    assert written.decode() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", Lang)
def test_the_page_is_whole_and_stands_alone(lang: Lang) -> None:
    page = _Page(html(SAMPLE, lang))
    assert not page.open
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert {"main", "nav", "header", "footer", "h1", "caption", "title", "desc"} <= tags
    values = [
        value or "" for _, attrs in page.tags for name, value in attrs if name in ("href", "src")
    ]
    assert all(value.startswith("#") for value in values)
    ids = [value for _, attrs in page.tags for name, value in attrs if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value.removeprefix("#") for value in values} <= set(ids)
    assert ("html", (("lang", lang.value),)) in page.tags
    assert not any(name == "style" or name.startswith("on") for _, a in page.tags for name, _ in a)


def test_the_policy_allows_this_style_sheet_and_nothing_else() -> None:
    page = html(SAMPLE, Lang.ZH_TW).decode()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy in page.replace("&#39;", "'")
    assert "url(" not in style[1]
    assert "@import" not in style[1]


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_element_or_attribute_of_a_page_comes_from_an_app(attack: str) -> None:
    page = _Page(html(hostile(attack), Lang.ZH_TW))
    harmless = _Page(html(hostile("x" if attack else ""), Lang.ZH_TW))
    assert page.shape() == harmless.shape()
    assert not page.open
    for tag, attrs in page.tags:
        for name, value in attrs:
            assert attack[:20] not in (value or "") or not attack, (tag, name)


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
@pytest.mark.parametrize("form", [form for form in FORMATS if form not in DOCUMENTS])
def test_files_stay_small_and_hold_nothing_invisible(form: str, attack: str) -> None:
    written = render(hostile(attack), form, Lang.EN)
    text = written.decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    if form != "json":
        assert len(written) < 400_000


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_markdown_keeps_its_shape(attack: str) -> None:
    """Heads, points, quotations and cells are as many as with a harmless string."""

    def shape(text: str) -> list[tuple[str, int]]:
        lines = text.splitlines()
        return [(re.match(r"[#>|\-\s]*", line)[0].strip(), _pipes(line)) for line in lines]  # type: ignore[index]

    written = markdown(hostile(attack), Lang.EN).decode()
    harmless = markdown(hostile("x" if attack else ""), Lang.EN).decode()
    assert shape(written) == shape(harmless)
    outside = re.sub(r"`[^`\n]*`", "", re.sub(r"\\[^\w\s`]", "", written))
    for bad in (
        "<script",
        "<img",
        "<a href",
        "](http",
        "@admin",
        "https://evil",
        "www.evil",
        "#1 ",
    ):
        assert bad not in outside


def _pipes(line: str) -> int:
    return line.count("|") if line.startswith("|") else 0


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("1. a", r"1\. a"),
        ("- a", r"\- a"),
        ("+", r"\+"),
        ("=== a", r"\=== a"),
        ("3.1 a", "3.1 a"),
        ("a|b", "a&#124;b"),
        (r"a\|b", r"a\\&#124;b"),
        ("@me", "@<!-- -->me"),
        ("http://x", "http:<!-- -->//x"),
        ("[a](b)", r"\[a\](b)"),
        ("&amp;", r"\&amp;"),
    ],
)
def test_words_say_themselves_in_markdown(words: str, written: str) -> None:
    assert escaped(words) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.b", "`a.b`"),
        ("<b>", "`<b>`"),
        ("a`b", "<code>a&#96;b</code>"),
        ("a|b", "<code>a&#124;b</code>"),
        ("", "<code></code>"),
    ],
)
def test_names_stand_letter_by_letter_in_markdown(name: str, written: str) -> None:
    assert code(name) == written


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_the_terminal_gets_no_control_characters(attack: str) -> None:
    text = summary_text(hostile(attack), Lang.ZH_TW)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert len(text) < 30_000


def _luminance(colour: str) -> float:
    full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
    parts = [int(full[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_stand_out_from_what_is_behind_them() -> None:
    css = re.search(r"<style>(.*?)</style>", html(SAMPLE, Lang.EN).decode(), re.DOTALL)
    assert css
    themes = [
        dict(re.findall(r"--([\w-]+): (#\w+)", t))
        for t in re.findall(r":root \{(.*?)\}", css[1], re.DOTALL)
    ]
    assert len(themes) == 3
    results = ("pass", "fail", "not_applicable", "needs_review", "needs_evidence", "inconclusive")
    for theme in themes:
        pairs = [
            ("ink", "paper"),
            ("soft", "paper"),
            ("soft", "ground"),
            ("soft", "faint"),
            ("accent", "paper"),
            ("accent", "ground"),
            ("ink", "accent-bg"),
        ]
        pairs += (
            [(r, f"{r}-bg") for r in results]
            + [("on", r) for r in results]
            + [(r, "paper") for r in results]
        )
        pairs += [("not_applicable", "faint"), ("ink", "fail-bg"), ("ink", "inconclusive-bg")]
        for front, back in pairs:
            one, other = sorted((_luminance(theme[front]), _luminance(theme[back])))
            assert (other + 0.05) / (one + 0.05) >= 4.5, (front, back)


def test_lines_fit_where_there_is_no_terminal() -> None:
    from rich.cells import cell_len

    for lang in Lang:
        text = summary_text(SAMPLE, lang)
        assert max(cell_len(line) for line in text.splitlines()) <= WIDTH
        assert "\x1b" not in text


def test_the_last_line_on_a_terminal_is_the_exit_code() -> None:
    last = summary_text(SAMPLE, Lang.ZH_TW).splitlines()[-1]
    assert (
        last
        == "結束碼 1（findings）：有應先處理之不符合事項。類別 L2+F 仍有 3 項未結案。結束碼不是符合聲明。"
    )
