"""SARIF: valid, within GitHub's rules, readable by others, and harmless whatever an app says."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest

from appsec.model.assessment import Assessment, Disposition
from appsec.model.outcome import Location, Severity
from appsec.model.text import Lang
from appsec.report.sarif import MAX_RESULTS, sarif
from tests.report.hostile import ATTACKS, hostile
from tests.report.sample import SAMPLE, SHA

SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "sarif-schema-2.1.0.json"
FILE = "%E7%A4%BA%E7%AF%84%E5%95%86%E5%BA%97-2.1.0.apk"
NOTHING = replace(SAMPLE, findings=())
REFUTED = replace(
    SAMPLE, findings=(replace(SAMPLE.findings[0], disposition=Disposition.FALSE_POSITIVE),)
)


def _run(assessment: Assessment, lang: Lang = Lang.EN) -> dict[str, Any]:
    log = json.loads(sarif(assessment, lang))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


def _notes(run: dict[str, Any]) -> list[tuple[str, str]]:
    told = run["invocations"][0]["toolExecutionNotifications"]
    return [(note["level"], note["message"]["text"]) for note in told]


def test_open_findings_come_first_and_evidence_not_at_all() -> None:
    results = _run(SAMPLE)["results"]
    told = [
        (r["ruleId"], r["kind"], r["level"], r["partialFingerprints"], "suppressions" in r)
        for r in results
    ]
    assert told == [
        ("android-debuggable", "fail", "error", {"primaryLocationLineHash": "a" * 64}, False),
        (
            "android-cleartext-traffic",
            "review",
            "none",
            {"primaryLocationLineHash": "c" * 64},
            False,
        ),
        ("android-debuggable", "fail", "note", {"primaryLocationLineHash": "b" * 64}, True),
    ]


def test_a_result_says_where_and_how_to_close_it() -> None:
    first, asked, _ = _run(SAMPLE)["results"]
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": f"{FILE}/AndroidManifest.xml"},
                "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1},
            },
            "logicalLocations": [{"fullyQualifiedName": "application › android:debuggable"}],
        }
    ]
    assert len(asked["locations"]) == 7
    lines = asked["message"]["text"].splitlines()
    assert lines[0] == "Question: Unencrypted connections are allowed for: api.example.tw"
    assert lines[-2] == "How to close it: Make sure that no sensitive data goes there."
    assert (
        lines[-1]
        == "Items: 29 Encrypt sensitive data in"[:7] + "29 Encrypt sensitive data in transit."
    )


def test_a_rule_carries_requirements_references_fix_and_next_step() -> None:
    rules = {rule["id"]: rule for rule in _run(SAMPLE)["tool"]["driver"]["rules"]}
    assert rules.keys() == {"android-cleartext-traffic", "android-debuggable"}
    rule = rules["android-debuggable"]
    assert rule["name"] == "AndroidDebuggable"
    assert rule["shortDescription"] == {"text": "The release build is debuggable"}
    assert rule["fullDescription"] == {"text": "Anyone may attach a debugger and read data."}
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {
        "tags": [
            "security",
            "tw-v1.4-22",
            "tw-v4.0-4.1.2.3.16",
            "tw-v1.4-23",
            "external/cwe/cwe-489",
        ],
        "security-severity": "8.0",
        "precision": "medium",
    }
    text, marked = rule["help"]["text"], rule["help"]["markdown"]
    assert rule["help"].keys() == {"text", "markdown"}
    for words in (
        "Set android:debuggable to false.",
        "22 (4.1.2.3.8) Keep sensitive data out of the code.",
        "23: Record a run and assess again.",
        "CWE-489",
    ):
        assert words in text
        assert words in marked
    assert "\n## Fix\n" in marked
    # A question claims nothing.
    assert rules["android-cleartext-traffic"]["properties"]["precision"] == "low"


def test_tags_are_as_many_as_github_takes() -> None:
    record = replace(SAMPLE.findings[0], requirements=tuple(f"{n}" for n in range(40)))
    (rule,) = _run(replace(SAMPLE, findings=(record,)))["tool"]["driver"]["rules"]
    tags = rule["properties"]["tags"]
    assert tags == ["security", *(f"tw-v1.4-{n}" for n in range(19))]


@pytest.mark.parametrize(
    ("severity", "level", "score"),
    [
        (Severity.CRITICAL, "error", "9.5"),
        (Severity.HIGH, "error", "8.0"),
        (Severity.MEDIUM, "warning", "5.5"),
        (Severity.LOW, "note", "2.0"),
        (Severity.INFO, "note", "0.0"),
    ],
)
def test_severities_map(severity: Severity, level: str, score: str) -> None:
    run = _run(replace(SAMPLE, findings=(replace(SAMPLE.findings[0], severity=severity),)))
    assert run["results"][0]["level"] == level
    assert run["tool"]["driver"]["rules"][0]["properties"]["security-severity"] == score


def test_what_people_decided_is_suppressed_and_still_there() -> None:
    accepted = _run(SAMPLE)["results"][2]["suppressions"]
    refuted = _run(REFUTED)["results"][0]["suppressions"]
    assert [s["kind"] + " " + s["status"] for s in (*accepted, *refuted)] == [
        "external accepted"
    ] * 2
    assert (
        accepted[0]["justification"]
        == "The risk is accepted; the items that it touches still fail."
    )
    assert refuted[0]["justification"].startswith("A named second person has refuted it")


def test_the_run_names_build_tool_and_gate() -> None:
    run = _run(SAMPLE, Lang.ZH_TW)
    assert run["language"] == run["tool"]["driver"]["language"] == "zh-TW"
    assert run["tool"]["driver"]["properties"] == {"contentSha256": "e" * 64}
    assert run["automationDetails"]["id"] == f"appsec/tw-v1.4/android/tw.example.shop/{SHA[:16]}"
    assert run["artifacts"] == [
        {
            "location": {"uri": FILE},
            "length": 8_912_345,
            "hashes": {"sha-256": SHA},
            "roles": ["analysisTarget"],
        }
    ]
    assert run["columnKind"] == "unicodeCodePoints"
    invocation = run["invocations"][0]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (1, True)
    assert invocation["exitCodeDescription"] == "有應先處理之不符合事項。"


def test_an_empty_list_is_never_silent() -> None:
    """What was lost, refused or skipped stands beside the results, with the class's result."""
    run = _run(NOTHING)
    assert run["results"] == []
    assert _notes(run) == [
        ("note", "L2 requires 4 items: 0 self-assessed as pass, 1 not applicable, 2 open; 1 fail, see chapter 3."),
        ("note", "F: the assessment is not complete (something that should have been readable could not be read, see chapter 4)."),
        ("note", "This file lists findings and questions that have a place; what is not listed is not thereby shown to conform."),
        ("warning", "lost: should have been readable: Memory ran out while reading manifest."),
        ("note", "not supplied: No trace was supplied."),
        ("warning", "3 entries refused"),
        ("note", "Code (dex): not analysed in this version"),
    ]  # fmt: skip


def test_a_crash_is_no_successful_run() -> None:
    about = replace(SAMPLE.checks["android-debuggable"], crash="KeyError: 'x'")
    run = _run(replace(SAMPLE, checks={"android-debuggable": about}))
    assert run["invocations"][0]["executionSuccessful"] is False
    assert ("error", "android-debuggable: KeyError: 'x'") in _notes(run)


def test_more_results_than_github_shows_are_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_RESULTS == 5000
    monkeypatch.setattr("appsec.report.sarif.MAX_RESULTS", 3)
    finding, question = SAMPLE.findings[0], SAMPLE.findings[2]
    many = [replace(question, fingerprint=f"{n:064}") for n in range(5)]
    run = _run(replace(SAMPLE, findings=(*many, finding)))
    kept = [r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]]
    assert kept == ["a" * 64, f"{0:064}", f"{1:064}"]
    cut = "3 more exceed the limit of 3 and are not in this file; see the full report."
    assert ("warning", cut) in _notes(run)


def test_what_has_no_place_is_said() -> None:
    run = _run(replace(SAMPLE, findings=(replace(SAMPLE.findings[0], locations=()),)))
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []
    assert any(words.startswith("1 have no place") for _, words in _notes(run))


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_string_of_an_app_becomes_link_placeholder_or_path(attack: str) -> None:
    run = _run(hostile(attack))
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == 15
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert "](" not in result["message"]["text"]
        assert not re.search(r"[{}]", re.sub(r"\{\{|\}\}", "", result["message"]["text"]))
        assert result["locations"]
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert place["region"].keys() == {"startLine", "startColumn", "endLine", "endColumn"}
            _is_relative(place["artifactLocation"]["uri"])
    assert run["automationDetails"]["id"].count("/") == 4


def _is_relative(uri: str) -> None:
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert uri == parts.path
    assert not {"", ".", ".."} & {unquote(segment) for segment in uri.split("/")}
    assert re.fullmatch(r"[\w.~%/-]+", uri, re.ASCII)


@pytest.mark.parametrize("name", ["../../a", "/etc/passwd", "a//b", "c:/x", "a?b#c", "./.", "a b"])
def test_names_of_entries_stay_below_the_artefact(name: str) -> None:
    record = replace(SAMPLE.findings[0], locations=(Location(name),))
    (result,) = _run(replace(SAMPLE, findings=(record,)))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    _is_relative(uri)
    assert uri.startswith(f"{FILE}/")


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    if not SCHEMA.is_file():
        pytest.skip(f"the OASIS schema is not beside this clone: {SCHEMA.name}")
    return jsonschema.Draft7Validator(
        json.loads(SCHEMA.read_text(encoding="utf-8")),
        format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER,
    )


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("assessment", [SAMPLE, NOTHING, REFUTED], ids=["all", "none", "refuted"])
def test_it_is_valid(
    schema: jsonschema.Draft7Validator, assessment: Assessment, lang: Lang
) -> None:
    schema.validate(json.loads(sarif(assessment, lang)))


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_it_stays_valid_whatever_an_app_says(
    schema: jsonschema.Draft7Validator, attack: str
) -> None:
    schema.validate(json.loads(sarif(hostile(attack), Lang.ZH_TW)))


@pytest.mark.parametrize("lang", Lang)
def test_sarif_tools_read_the_same(tmp_path: Path, lang: Lang) -> None:
    from sarif import loader  # here: it brings matplotlib

    path = tmp_path / "a.sarif"
    path.write_bytes(sarif(SAMPLE, lang))
    read = loader.load_sarif_file(str(path))
    assert read.get_distinct_tool_names() == ["appsec"]
    told = [
        (r["Severity"], r["Code"], unquote(r["Location"]), r["Line"]) for r in read.get_records()
    ]
    name = "示範商店-2.1.0.apk"
    assert told == [
        ("error", "android-debuggable", f"{name}/AndroidManifest.xml", 1),
        ("none", "android-cleartext-traffic", f"{name}/res/xml/network_security_config.xml", 1),
        ("note", "android-debuggable", f"{name}/split_config.zh.apk", 1),
    ]
