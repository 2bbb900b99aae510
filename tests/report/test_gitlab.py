"""GitLab code quality: the documented shape, unique fingerprints, relative paths."""

import json
from dataclasses import replace
from typing import Any

import pytest

from appsec.model.assessment import Assessment, Disposition
from appsec.model.outcome import Severity
from appsec.model.text import Lang
from appsec.report.gitlab import gitlab
from tests.report.hostile import ATTACKS, hostile
from tests.report.sample import SAMPLE

NAME = "示範商店-2.1.0.apk"


def _issues(assessment: Assessment, lang: Lang = Lang.EN) -> list[dict[str, Any]]:
    return list(json.loads(gitlab(assessment, lang)))


def test_findings_and_questions_are_issues() -> None:
    assert _issues(SAMPLE) == [
        {
            "description": "debuggable is true in a release build. [Items: 22, 4.1.2.3.16]",
            "check_name": "android-debuggable",
            "fingerprint": "a" * 64,
            "severity": "critical",
            "location": {"path": f"{NAME}/AndroidManifest.xml", "lines": {"begin": 1}},
        },
        {
            "description": "Question: Unencrypted connections are allowed for: api.example.tw [Items: 29]",
            "check_name": "android-cleartext-traffic",
            "fingerprint": "c" * 64,
            "severity": "info",
            "location": {
                "path": f"{NAME}/res/xml/network_security_config.xml",
                "lines": {"begin": 1},
            },
        },
        {
            "description": "Split config.zh is debuggable. [Items: 23] [risk accepted]",
            "check_name": "android-debuggable",
            "fingerprint": "b" * 64,
            "severity": "minor",
            "location": {"path": f"{NAME}/split_config.zh.apk", "lines": {"begin": 1}},
        },
    ]


@pytest.mark.parametrize(
    ("severity", "written"),
    [
        (Severity.CRITICAL, "blocker"),
        (Severity.HIGH, "critical"),
        (Severity.MEDIUM, "major"),
        (Severity.LOW, "minor"),
        (Severity.INFO, "info"),
    ],
)
def test_severities_map(severity: Severity, written: str) -> None:
    record = replace(SAMPLE.findings[0], severity=severity)
    assert [i["severity"] for i in _issues(replace(SAMPLE, findings=(record,)))] == [written]


def test_what_was_refuted_is_no_issue() -> None:
    refuted = replace(SAMPLE.findings[0], disposition=Disposition.FALSE_POSITIVE)
    assert _issues(replace(SAMPLE, findings=(refuted,))) == []


@pytest.mark.parametrize("attack", [*ATTACKS, "../../etc/passwd", "/x", "./a"])
def test_the_shape_holds_whatever_an_app_says(attack: str) -> None:
    issues = _issues(hostile(attack))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 15
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["location"]["lines"] == {"begin": 1}
        parts = issue["location"]["path"].split("/")
        assert not {"", ".", ".."} & set(parts)
        assert "\n" not in issue["description"] + issue["location"]["path"]
