"""Reports on the standard that ships: all 56 items and the nine clauses, judged on nothing read."""

import re
from html import unescape

import pytest

from appsec.assess.assemble import Choices, assemble
from appsec.cli.output import DOCUMENTS
from appsec.engine.profiles import load_profile
from appsec.model.assessment import Assessment, FileRead, Tool
from appsec.model.check import Check, Message, Metadata
from appsec.model.outcome import Confidence, Kind, Outcome, Severity
from appsec.model.package import Package
from appsec.model.text import Lang
from appsec.report.explain import explain_check, explain_requirement
from appsec.report.formats import FORMATS, render
from appsec.report.json import dump, load
from appsec.report.terminal import summary_text
from tests.report.sample_texts import both

PROFILE = load_profile()

CHECK = Check(
    id="android-debuggable",
    platform="android",
    topic="build",
    about=Metadata(
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        title=both("可偵錯", "Debuggable"),
        why=both("理由", "Reason"),
        fix=both("改善", "Fix"),
        messages={"on": Message(Kind.FINDING, both("訊息", "Said"))},
        cwe=(489,),
    ),
    look=lambda _: (),
)


@pytest.fixture(params=["android", "ios"])
def unread(request: pytest.FixtureRequest) -> Assessment:
    """What an app comes to of which no fact could be read."""
    return assemble(
        file=FileRead("app.bin", "0" * 64, 1),
        package=Package("", request.param),
        outcomes=(Outcome(CHECK.id),) if request.param == "android" else (),
        gaps=(),
        checks={CHECK.id: CHECK},
        profile=PROFILE,
        choices=Choices("2025-11-21"),
        tool=Tool("appsec", "0", "0" * 64),
    )


@pytest.mark.parametrize("lang", Lang)
def test_every_item_is_in_every_report(unread: Assessment, lang: Lang) -> None:
    assert load(dump(unread)) == unread
    page = render(unread, "html", lang).decode()
    written = render(unread, "md", lang).decode()
    assert len(unread.verdicts) == 56
    assert len(unread.verdicts_apart) == 9
    ids = [v.requirement.replace(".", "-") for v in (*unread.verdicts, *unread.verdicts_apart)]
    assert [i for i in ids if page.count(f'<details id="item-{i}">') != 1] == []
    assert [i for i in ids if written.count(f'<a id="item-{i}">') != 1] == []
    words = unescape(page)
    lacking = [r.id for r in unread.requirements if " ".join(r.text[lang].split()) not in words]
    assert lacking == []


def test_what_was_not_read_is_never_called_complete(unread: Assessment) -> None:
    assert "L3 未完成評估（未能讀取受評標的之內容）。" in summary_text(unread, Lang.ZH_TW)
    for form in (form for form in FORMATS if form not in DOCUMENTS):
        assert "無不符合及未決項目" not in render(unread, form, Lang.ZH_TW).decode()


@pytest.mark.parametrize("lang", Lang)
def test_checks_and_requirements_are_explained(lang: Lang) -> None:
    told = explain_check(CHECK, PROFILE, lang)
    assert told.startswith(f"android-debuggable · {CHECK.about.title[lang]}\n")
    assert "CWE-489" in told
    assert re.search(r"^  44 ", told, re.MULTILINE)
    for requirement in PROFILE.everything:
        told = explain_requirement(requirement, lang)
        assert told.startswith(f"{requirement.id} · {requirement.clause} · ")
        assert requirement.manual[lang].splitlines()[-1] in told
