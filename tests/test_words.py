"""Every key that code may say has its words: a missing one would cost a whole report."""

import ast
from pathlib import Path

import pytest

from appsec.assess.words import load
from appsec.engine.content import load_checks
from appsec.model.outcome import Cause
from appsec.model.package import Purpose
from appsec.model.verdict import Standing
from appsec.readers.archive import ArchiveFault, Refusal

SOURCE = Path(__file__).parents[1] / "appsec"
KEY_AT = {"FactUnavailable": 1, "Gap": 2, "Unreadable": 0, "ChildFailure": 0, "ArtefactError": 1,
          "reason": 0}  # fmt: skip
"""Which argument of a call is a key."""
WORDS = {"FactUnavailable": "gaps", "Gap": "gaps", "Unreadable": "unreadable",
         "ChildFailure": "gaps", "ArtefactError": "unreadable", "reason": "reasons"}  # fmt: skip


def said():
    """Every literal key in a call that says something: file of words, key, place."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            at = KEY_AT.get(name)
            if at is None or len(node.args) <= at:
                continue
            given = node.args[at]
            choices = (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,)
            for part in choices:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield WORDS[name], part.value, f"{path.relative_to(SOURCE)}:{node.lineno}"


def test_every_literal_key_has_words():
    keys = list(said())
    assert len(keys) > 60
    assert [k for k in keys if k[1] not in load(k[0])] == []


@pytest.mark.parametrize(
    "key",
    [f"gap-{c}" for c in Cause]
    + [f"attestation-{s}" for s in Standing if s is not Standing.IN_FORCE]
    + [f"hint-{p}" for p in Purpose],
)
def test_every_reason_made_from_a_closed_set_has_words(key):
    assert key.replace("_", "-") in load("reasons")


@pytest.mark.parametrize("fault", list(ArchiveFault))
def test_every_fault_of_an_archive_has_words(fault):
    assert f"zip-{fault}" in load("unreadable")


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_words(refusal):
    assert f"refused-{refusal}" in load("coverage")


@pytest.mark.parametrize(
    "key", ["child-crashed", "child-timeout", "child-out-of-memory", "child-output"]
)
def test_the_end_of_a_child_has_words_for_a_fact_and_for_a_whole_artefact(key):
    assert key in load("gaps")
    assert key in load("unreadable")


OTHER_NAMES = {
    "結束代碼": "結束碼",
    "閘門": "流程門檻",
    "對照建置": "對照版本",
    "此版本未見": "受評標的未見",
    "系統紀錄": "系統日誌",
    "網路探針": "網路探測器",
}
"""One thing has one name: these are second ones."""


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_one_thing_has_one_name(name):
    files = [SOURCE.parent / "README.zh-TW.md", *(SOURCE.parent / "checks").rglob("*.yaml")]
    files += [*SOURCE.rglob("*.yaml"), *SOURCE.rglob("*.py")]
    files += [*(SOURCE.parent / "docs").rglob("*.zh-TW.md")]
    files += [
        *(SOURCE.parent / "scripts").iterdir(),
        *(SOURCE.parent / "integrations").rglob("*.md"),
    ]
    wrong = [
        str(f)
        for f in files
        if f.is_file() and name in f.read_text(encoding="utf-8", errors="replace")
    ]
    assert wrong == [], f"say {OTHER_NAMES[name]}"


@pytest.mark.parametrize("name", ["README.md", "README.zh-TW.md"])
def test_both_readmes_lead_to_the_guided_session_and_count_what_passes(name):
    text = (SOURCE.parent / name).read_text(encoding="utf-8")
    assert "appsec dynamic session app.apk" in text
    assert "(docs/dynamic/first-session.zh-TW.md)" in text
    numbers = text.replace("、", ", ")
    assert "28" in numbers and "19, 20, 21, 29, 41" in numbers


ONLY_ASKED = {
    "android-purchase-not-recorded": "37",
    "android-payment-not-notified": "4.1.3.1.3",
    "android-pre-authorisation-not-recorded": "4.1.3.2.3",
    "android-silent-when-hooked": "52",
}


def test_the_guide_to_runs_names_what_is_only_asked_about():
    noted = {
        one.id
        for one in load_checks("android").values()
        if one.topic == "runtime"
        and (said := one.about.messages.get("noted"))
        and said.kind == "question"
    }
    assert noted == set(ONLY_ASKED)
    text = (SOURCE.parent / "docs" / "runs.md").read_text(encoding="utf-8")
    (told,) = [part for part in text.split(";") if "it is asked about." in part]
    told = told.partition("it is asked about")[0]
    assert [number for number in ONLY_ASKED.values() if number not in told] == []
