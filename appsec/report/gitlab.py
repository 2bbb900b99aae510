"""Findings and questions as a GitLab code quality report."""

from typing import Any

from appsec.model.assessment import Assessment, Disposition, Record
from appsec.model.outcome import Kind, Severity
from appsec.model.text import Lang, visible
from appsec.report.json import written
from appsec.report.located import listed, path, told
from appsec.report.view import View

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}


def gitlab(assessment: Assessment, lang: Lang) -> bytes:
    """The report, in UTF-8. GitLab has no place for a note: an empty list is no statement, and
    what a companion build rests on is in the other reports only.

    What was refuted is left out, since GitLab cannot mark it; an accepted finding stays.
    """
    view = View(assessment, lang)
    issues = [
        _issue(view, record)
        for record in listed(assessment)
        if record.disposition is not Disposition.FALSE_POSITIVE
    ]
    return written(issues).encode()


def _issue(view: View, record: Record) -> dict[str, Any]:
    numbers = view.join(visible(number) for number in record.requirements)
    parts = [told(view, record)]
    if numbers:
        parts.append(f"[{view.say('record-items')}{view.say('colon')}{numbers}]")
    if record.disposition is not Disposition.OPEN:
        parts.append(f"[{view.say(f'disposition-{record.disposition}')}]")
    # A question is no violation, however grave it would be as one.
    severity = Severity.INFO if record.kind is Kind.QUESTION else record.severity
    return {
        "description": " ".join(parts),
        "check_name": visible(record.check),
        "fingerprint": visible(record.fingerprint),
        "severity": _SEVERITIES[severity],
        "location": {
            "path": path(view.assessment, record.locations[0]),
            "lines": {"begin": 1},
        },
    }
