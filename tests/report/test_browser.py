"""The page in Chromium: nothing refused, nothing fetched, nothing cut off, all of it on paper."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appsec.model.text import Lang
from appsec.report.html import html
from tests.report.hostile import SHORT, hostile
from tests.report.sample import SAMPLE, many

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM:
        pytest.skip("needs Chromium, which is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def _open(
    browser: Any, page: bytes, tmp_path: Path, **how: Any
) -> tuple[Any, list[str], list[str]]:
    path = tmp_path / "report.html"
    path.write_bytes(page)
    tab = browser.new_page(**how)
    said: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    return tab, said, [url for url in asked if url != path.as_uri()]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 820, 1400])
def test_the_page_is_shown_in_full(
    browser: Any, tmp_path: Path, lang: Lang, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    tab, said, asked = _open(
        browser, html(SAMPLE, lang), tmp_path, viewport=size, color_scheme=scheme
    )
    assert said == []
    assert asked == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    paper = tab.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is (scheme == "light")
    assert (
        tab.evaluate("getComputedStyle(document.querySelector('.mark')).borderTopStyle") == "solid"
    )
    tab.close()


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("width", [360, 700, 1000, 1152, 1280])
def test_tables_fit_their_frames(browser: Any, tmp_path: Path, lang: Lang, width: int) -> None:
    """A page without a scroll bar may still hold a frame whose table is cut off."""
    size = {"width": width, "height": 900}
    tab, _, _ = _open(browser, html(many(30), lang), tmp_path, viewport=size)
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    cut = tab.evaluate(
        """[...document.querySelectorAll('.scroll')]
        .filter(frame => frame.scrollWidth > frame.clientWidth)
        .map(frame => frame.querySelector('table')?.className ?? 'picture')"""
    )
    must_fit = cut if width >= 1000 else [c for c in cut if c in ("dense", "long")]
    assert must_fit == []
    tab.close()


@pytest.mark.parametrize("lang", Lang)
def test_tables_fit_the_paper(browser: Any, tmp_path: Path, lang: Lang) -> None:
    paper = {"width": 680, "height": 900}  # A4 without its margins, at 96 dpi
    tab, _, _ = _open(browser, html(many(80), lang), tmp_path, viewport=paper)
    tab.emulate_media(media="print")
    wide = tab.evaluate(
        "[...document.querySelectorAll('table')].map(t => t.getBoundingClientRect().right)"
    )
    assert max(wide) <= 680
    rows = tab.locator(".long tbody tr")
    assert sum(rows.nth(n).is_visible() for n in range(rows.count())) == 50
    assert tab.locator("p.paper").is_visible()
    tab.close()


def test_items_open_on_their_links_and_on_paper(browser: Any, tmp_path: Path) -> None:
    tab, _, _ = _open(browser, html(SAMPLE, Lang.ZH_TW), tmp_path)
    inside = tab.locator("#item-22 dl").first
    assert not inside.is_visible()
    tab.locator("#item-22 > summary").click()
    assert inside.is_visible()
    tab.locator("#item-22 > summary").click()
    tab.emulate_media(media="print")
    assert inside.is_visible()
    assert tab.pdf().startswith(b"%PDF")
    tab.close()


@pytest.mark.parametrize("attack", SHORT, ids=range(len(SHORT)))
def test_nothing_of_an_app_runs_or_is_fetched(browser: Any, tmp_path: Path, attack: str) -> None:
    tab, said, asked = _open(browser, html(hostile(attack), Lang.ZH_TW), tmp_path)
    assert (said, asked) == ([], [])
    assert tab.evaluate("document.querySelectorAll('script, img, iframe, [onerror]').length") == 0
    tab.close()
