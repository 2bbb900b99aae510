"""The saved form of an assessment."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from appsec.model.outcome import Location
from appsec.report.json import ReportProblem, dump, load, schema
from tests.report.sample import SAMPLE


def test_a_round_trip_changes_nothing(tmp_path: Path) -> None:
    saved = tmp_path / "assessment.json"
    saved.write_text(dump(SAMPLE), encoding="utf-8")
    assert load(saved) == SAMPLE
    assert load(dump(SAMPLE)) == SAMPLE
    assert dump(load(saved)) == dump(SAMPLE)


def test_it_ends_with_a_newline_and_is_valid_utf_8() -> None:
    assert dump(SAMPLE).endswith("}\n")
    assert "示範商店" in dump(SAMPLE).encode().decode()


def test_the_contract_names_hold() -> None:
    saved = json.loads(dump(SAMPLE))
    assert {
        "schema",
        "tool",
        "artefact",
        "profile",
        "coverage",
        "findings",
        "verdicts",
        "grades",
        "suggested_class",
        "gate",
    } <= saved.keys()
    assert {"sha256", "files", "platform", "id", "version"} <= saved["artefact"].keys()
    assert {"id", "baseline"} <= saved["profile"].keys()
    assert {"read", "skipped", "refused", "gaps"} <= saved["coverage"].keys()
    assert {"fact", "cause"} <= saved["coverage"]["gaps"][0].keys()
    assert {
        "check",
        "kind",
        "key",
        "values",
        "message",
        "locations",
        "severity",
        "confidence",
        "origin",
        "requirements",
        "fingerprint",
        "disposition",
    } <= saved["findings"][0].keys()
    assert saved["findings"][0]["message"].keys() == {"zh-TW", "en"}
    assert saved["findings"][0]["locations"][0].keys() == {
        "file", "member", "at", "build"
    }  # fmt: skip
    assert {r["kind"] for r in saved["findings"]} == {"finding", "question", "evidence"}
    assert saved["verdicts"][0].keys() == {
        "requirement",
        "clause",
        "classes",
        "reference",
        "result",
        "risk_accepted",
        "deemed_met",
        "by",
        "reasons",
        "checks",
    }
    assert {v["result"] for v in saved["verdicts"]} == {
        "pass",
        "fail",
        "not_applicable",
        "needs_review",
        "needs_evidence",
        "inconclusive",
    }
    assert saved["grades"].keys() == {"L1", "L2", "L3", "F"}
    assert {"mode", "code"} <= saved["gate"].keys()


def test_free_keys_are_sorted() -> None:
    record = replace(SAMPLE.findings[0], values={"b": "2", "a": "1"})
    saved = json.loads(dump(replace(SAMPLE, findings=(record,))))
    assert list(saved["findings"][0]["values"]) == ["a", "b"]
    assert next(iter(saved)) == "schema"


def test_the_schema_describes_what_is_saved() -> None:
    described = schema()
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(json.loads(dump(SAMPLE)), described)
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in described
    wrong = json.loads(dump(SAMPLE))
    wrong["verdicts"][0]["result"] = "passed"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, described)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "file"),
        ("[]", "file"),
        ("{}", "schema"),
        ('{"schema": "1.0"}', "tool"),
        ('{"schema": "2.0"}', "schema '2.0'"),
        ('{"schema": "10.0"}', "schema '10.0'"),
        ("[" * 100_000, "file"),
    ],
)
def test_what_cannot_be_used_is_said(text: str, said: str) -> None:
    with pytest.raises(ReportProblem, match=said):
        load(text)


def test_a_newer_minor_version_is_read() -> None:
    saved = json.loads(dump(SAMPLE))
    saved["schema"] = "1.7"
    saved["verdicts"][0]["new"] = 1
    saved["new"] = {"a": 1}
    assert load(json.dumps(saved)).verdicts == SAMPLE.verdicts


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportProblem, match=r"none\.json"):
        load(tmp_path / "none.json")


def test_hidden_and_broken_characters_are_escaped() -> None:
    place = Location("a\u202ebin\x9b", "\udc80")
    hostile = replace(SAMPLE, findings=(replace(SAMPLE.findings[0], locations=(place,)),))
    text = dump(hostile)
    text.encode("utf-8")
    assert "\u202e" not in text
    assert load(text).findings[0].locations == (Location("a\u202ebin\x9b", "\\udc80"),)
