"""The step summary: what matters, within GitHub's size, and no markup from an app."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from appsec.model.outcome import Cause
from appsec.model.text import Lang
from appsec.report.json import dump
from appsec.report.markdown import markdown
from appsec.report.step_summary import MAX_BYTES, step_summary
from tests.report.hostile import ATTACKS, hostile
from tests.report.sample import SAMPLE
from tests.report.sample_texts import both

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("lang", Lang)
def test_the_summary_is_as_reviewed(lang: Lang) -> None:
    """UPDATE_GOLDEN=1 writes it anew."""
    path = GOLDEN / f"summary.{lang}.md"
    written = step_summary(SAMPLE, lang)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(written)
    assert written.decode() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", Lang)
def test_what_does_not_fit_is_left_out_and_said(lang: Lang) -> None:
    long = "讀" * 1900
    told = [f"{number}{long}" for number in range(500)]
    gaps = tuple(replace(SAMPLE.coverage.gaps[0], message=both(one, one)) for one in told)
    big = replace(SAMPLE, coverage=replace(SAMPLE.coverage, gaps=gaps))
    written = step_summary(big, lang)
    assert len(written) < MAX_BYTES < 1024 * 1024
    text = written.decode()
    whole = step_summary(SAMPLE, lang).decode()
    # The result, the gate and the failures stand before anything that may be cut.
    kept = whole.split("## ")[:4]
    assert text.startswith("## ".join(kept))
    listed = sum(line.endswith(long) for line in text.splitlines())
    assert 0 < listed < 500
    note = {
        Lang.ZH_TW: r"\*\*自「未讀取」起，有 (\d+) 行因本摘要之大小上限（1000000 位元組）未列出，見完整報告。\*\*",
        Lang.EN: r'\*\*From "Not read" on, (\d+) line\(s\) are left out, since this summary may hold 1000000 bytes; see the full report.\*\*',
    }[lang]
    (count,) = re.findall(note, text)
    assert int(count) > 500 - listed
    assert text.splitlines()[-1] == whole.splitlines()[-1]


@pytest.mark.parametrize("lang", Lang)
def test_gaps_that_read_the_same_are_told_once(lang: Lang) -> None:
    gaps = [
        replace(SAMPLE.coverage.gaps[0], cause=Cause.OUT_OF_REACH, values={"phase": phase})
        for phase in ("use", "login")
    ]
    once, twice = (
        replace(SAMPLE, coverage=replace(SAMPLE.coverage, gaps=tuple(some)))
        for some in (gaps[:1], gaps)
    )
    assert step_summary(twice, lang) == step_summary(once, lang)
    assert markdown(twice, lang) == markdown(once, lang)
    assert dump(twice).count('"phase"') == dump(once).count('"phase"') + 1


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_it_keeps_its_shape(attack: str) -> None:
    def shape(text: str) -> list[tuple[str, int]]:
        return [
            (re.match(r"[#>|\-\s]*", line)[0].strip(), line.startswith("|") and line.count("|"))  # type: ignore[index]
            for line in text.splitlines()
        ]

    written = step_summary(hostile(attack), Lang.EN).decode()
    harmless = step_summary(hostile("x" if attack else ""), Lang.EN).decode()
    assert shape(written) == shape(harmless)
    outside = re.sub(r"`[^`\n]*`", "", re.sub(r"\\[^\w\s`]", "", written))
    for bad in ("<script", "<img", "<a href", "](http", "@admin", "https://evil", "www.evil"):
        assert bad not in outside


def test_nothing_failing_is_not_called_conforming() -> None:
    text = step_summary(replace(SAMPLE, findings=(), verdicts=()), Lang.EN).decode()
    assert (
        "Nothing that was read shows a failure; that does not show that the items conform." in text
    )
    assert "The exit code is no statement of conformity." in text
