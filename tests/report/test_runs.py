"""What a report says of recorded runs: where something was seen, by what names, with which hash."""

from dataclasses import replace

import pytest

from appsec.model.outcome import Location
from appsec.model.read import FileRead
from appsec.model.run_seen import RunSeen
from appsec.model.text import Lang
from appsec.report.checklist import build
from tests.report.sample import SAMPLE

RUN = RunSeen(
    "evening\x1b[31m", "2026-11-21T08:00:00Z", "5" * 64, SAMPLE.artefact.sha256, "Pixel", "14", True,
    True, (), ("login", "close"), 3, (), 7, 0, 2, "finished", "",
)  # fmt: skip
TRACE = FileRead("evening/trace.jsonl", RUN.sha256, 100)


def with_run():
    """The sample, its first finding seen in a run."""
    first, *rest = SAMPLE.findings
    seen = replace(first, locations=(Location(f"{RUN.run}/log.jsonl", "", "line 18"),))
    check = replace(SAMPLE.checks[first.check], runtime=True)
    files = (*SAMPLE.artefact.files, TRACE)
    return replace(
        SAMPLE,
        findings=(seen, *rest),
        checks=SAMPLE.checks | {first.check: check},
        runs=(RUN,),
        artefact=replace(SAMPLE.artefact, files=files),
    )


@pytest.mark.parametrize(
    ("lang", "source", "line", "phases", "method"),
    [
        (
            Lang.ZH_TW,
            "執行紀錄 evening\\u001b[31m（Pixel，2026-11-21）",
            "第18行",
            "登入（login）、關閉App（close）",
            "以及所提供之執行紀錄",
        ),
        (
            Lang.EN,
            "Run evening\\u001b[31m (Pixel, 2026-11-21)",
            "line 18",
            "login, close",
            "and the recorded runs that it was given",
        ),
    ],
)
def test_it_says_which_run_shows_it(lang, source, line, phases, method):
    text = words(build(with_run(), lang))
    for told in (source, line, phases, method):
        assert told in text, told
    before = words(build(SAMPLE, lang))
    for told in (source, phases, method):
        assert told not in before, told


def test_a_run_has_a_line_of_its_own_on_the_cover():
    text = words(build(with_run(), Lang.EN))
    assert text.index("Recorded runs") < text.index(RUN.sha256)
    before = words(build(SAMPLE, Lang.EN))
    assert (before.count(TRACE.name), text.count(TRACE.name)) == (0, 1)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (Lang.ZH_TW, ("（紀錄異常：紀錄中斷）", "非使用者所取得之版本（可偵錯、內含gadget）")),
        (Lang.EN, ("(trace: broke off)", "not the build that users get (debuggable, gadget)")),
    ],
)
def test_what_is_the_matter_with_a_run_is_told_in_words(lang, told):
    run = replace(RUN, trouble="trace-broke-off", variant=("debuggable", "gadget"))
    text = words(build(replace(with_run(), runs=(run,)), lang))
    assert [one for one in told if one not in text] == []


def words(document):
    return repr(document).replace("\\\\", "\\")
