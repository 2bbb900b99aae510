"""JUnit XML: one case for each requirement, and nothing but a pass is a passed case."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from appsec.model.assessment import Gate
from appsec.model.companion import Attested, Companion, Ground
from appsec.model.read import FileRead
from appsec.model.text import Lang
from appsec.model.verdict import Reason, Result
from appsec.report.junit import junit
from tests.report.hostile import ATTACKS, hostile
from tests.report.sample import SAMPLE, SHA


def _tree(written: bytes) -> ET.Element:
    return ET.fromstring(written)


def _outcome(case: ET.Element) -> str:
    ends = [child.tag for child in case if child.tag != "properties"]
    assert len(ends) <= 1
    return ends[0] if ends else "passed"


def _number(case: ET.Element) -> str:
    return case.attrib["name"].split(" ")[0]


def test_each_requirement_is_one_case_of_its_suite() -> None:
    root = _tree(junit(SAMPLE, Lang.EN))
    told = {
        suite.attrib["name"]: {_number(c): _outcome(c) for c in suite.iter("testcase")}
        for suite in root
    }
    assert told == {
        "Class assessed: L2+F": {
            "2": "skipped",
            "3": "passed",
            "7": "skipped",
            "22": "failure",
            "29": "skipped",
        },
        "Items outside the class assessed": {"23": "skipped", "28": "passed"},
        "Reference items (outside the result of any class)": {"1": "skipped"},
        "Clauses added by the testing baseline V4.0": {"4.1.2.3.16": "skipped"},
    }


@pytest.mark.parametrize("code", [0, 3])
def test_what_a_word_alone_links_is_told_whatever_the_code(code: int) -> None:
    companion = Companion(
        FileRead("before.ipa", SHA, 1), "tw.a", "1", "1", Ground.ATTESTED,
        attested=Attested("王小明", "開發主管", "上架前"), differs=({Lang.EN: "version 1"},),
    )  # fmt: skip
    why = Reason("gate-known-unread", {}, {Lang.EN: "out of reach in the baseline already"})
    gate = Gate("new", code, (why,))
    root = _tree(junit(replace(SAMPLE, companion=companion, gate=gate), Lang.EN))
    for suite in root:
        said = suite.findtext("system-out", "")
        for word in ("before.ipa", SHA, "王小明 (開發主管): 上架前", "version 1", "already"):
            assert word in said
        told = {(p.attrib["name"], p.attrib["value"]) for p in suite.find("properties") or ()}
        assert told >= {
            ("companion.file", "before.ipa"), ("companion.sha256", SHA),
            ("companion.ground", "attested"), ("companion.attested_by", "王小明"),
            ("gate.reason", "gate-known-unread"),
        }  # fmt: skip


@pytest.mark.parametrize("result", Result)
def test_only_a_pass_passes(result: Result) -> None:
    verdicts = tuple(
        replace(v, result=result, classes=("L2",), reference=False) for v in SAMPLE.verdicts
    )
    root = _tree(junit(replace(SAMPLE, verdicts=verdicts, verdicts_apart=()), Lang.ZH_TW))
    wanted = {Result.PASS: "passed", Result.FAIL: "failure"}.get(result, "skipped")
    assert {_outcome(case) for case in root.iter("testcase")} == {wanted}
    counts = {"failures": 0, "errors": 0, "skipped": 0} | {"tests": len(verdicts)}
    if result is not Result.PASS:
        counts["failures" if wanted == "failure" else wanted] = len(verdicts)
    assert {name: int(root.attrib[name]) for name in counts} == counts


def test_the_counts_are_those_of_the_cases() -> None:
    root = _tree(junit(SAMPLE, Lang.EN))
    for element in (root, *root):
        outcomes = [_outcome(case) for case in element.iter("testcase")]
        told = [int(element.attrib[name]) for name in ("tests", "failures", "errors", "skipped")]
        assert told == [len(outcomes), outcomes.count("failure"), 0, outcomes.count("skipped")]


def test_a_failure_says_what_where_and_how_to_fix() -> None:
    root = _tree(junit(SAMPLE, Lang.EN))
    (failed,) = root.iter("failure")
    assert failed.attrib == {
        "type": "fail",
        "message": "Fail: Check android-debuggable has a finding.",
    }
    assert (failed.text or "").splitlines() == [
        "Check android-debuggable has a finding.",
        "F-01 [high severity] debuggable is true in a release build.",
        "  AndroidManifest.xml › application › android:debuggable",
        "  Fix: Set android:debuggable to false.",
        "Next step: Record a run and assess again.",
    ]


def test_what_the_class_does_not_require_is_no_failure_but_says_its_verdict() -> None:
    root = _tree(junit(SAMPLE, Lang.EN))
    (case,) = [c for c in root.iter("testcase") if _number(c) == "23"]
    skipped = case.find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"].startswith(
        "Not required by class L2+F, so no failure here (Fail (risk accepted until 2026-03-31)): "
    )
    properties = {p.attrib["name"]: p.attrib["value"] for p in case.iter("property")}
    assert properties["result"] == "fail"


def test_an_accepted_failure_of_the_class_says_so() -> None:
    verdicts = tuple(replace(v, risk_accepted=v.result is Result.FAIL) for v in SAMPLE.verdicts)
    (failed,) = _tree(junit(replace(SAMPLE, verdicts=verdicts), Lang.EN)).iter("failure")
    assert failed.attrib["type"] == "risk_accepted"


def test_a_skipped_case_says_why_and_what_is_next() -> None:
    (case,) = [c for c in _tree(junit(SAMPLE, Lang.ZH_TW)).iter("testcase") if _number(c) == "29"]
    skipped = case.find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == (
        "無法判定：未提供裝置上之執行紀錄；本項須實際執行App方可判定。 下一步：提供執行紀錄後重新評估。"
    )


def test_every_suite_and_case_names_the_build() -> None:
    root = _tree(junit(SAMPLE, Lang.EN))
    for element in (*root, *root.iter("testcase")):
        bag = element.find("properties")
        assert bag is not None
        pairs = {p.attrib["name"]: p.attrib["value"] for p in bag}
        assert pairs["artefact.sha256"] == SHA
    suite = root[0]
    assert suite.attrib["timestamp"] == "2025-11-21T00:00:00"
    assert "skipped item is not a pass" in (suite.findtext("system-out") or "")
    assert "1 open finding of medium severity" in (suite.findtext("system-err") or "")


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_element_comes_from_an_app(attack: str) -> None:
    def shape(written: bytes) -> list[tuple[str, tuple[str, ...]]]:
        return [(e.tag, tuple(e.attrib)) for e in _tree(written).iter()]

    written = junit(hostile(attack), Lang.EN)
    assert shape(written) == shape(junit(hostile("x" if attack else ""), Lang.EN))
    assert b"<!" not in written
    assert b"\r" not in written


def test_what_xml_forbids_shows_as_an_escape() -> None:
    written = junit(hostile("\x00\x1b[31m\ufffe\ud800"), Lang.EN).decode()
    assert r"\u0000\u001b[31m\ufffe\ud800" in written


@pytest.mark.parametrize("attack", ["x", *ATTACKS], ids=range(len(ATTACKS) + 1))
def test_junitparser_reads_the_same(attack: str) -> None:
    import junitparser

    read = junitparser.JUnitXml.fromstring(junit(hostile(attack), Lang.ZH_TW))
    assert (read.tests, read.failures, read.errors, read.skipped) == (9, 1, 0, 6)
    told = {
        case.name.split(" ")[0]: [type(result).__name__ for result in case.result]
        for suite in read
        for case in suite
    }
    assert told == {
        "1": ["Skipped"],
        "2": ["Skipped"],
        "3": [],
        "7": ["Skipped"],
        "22": ["Failure"],
        "23": ["Skipped"],
        "28": [],
        "29": ["Skipped"],
        "4.1.2.3.16": ["Skipped"],
    }
    assert all({p.name: p.value for p in s.properties()}["artefact.sha256"] == SHA for s in read)
