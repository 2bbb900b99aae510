"""Findings and questions as SARIF 2.1.0, within what GitHub code scanning takes.

GitHub recognises an alert by its path and fingerprint: a pipeline keeps its alerts when it gives
the artefact the same file name every time.
"""

import re
from typing import Any

from appsec.model.assessment import Assessment, Disposition, Record
from appsec.model.exit import Exit
from appsec.model.outcome import Cause, Kind, Location
from appsec.model.text import Lang, visible
from appsec.report.companion import companion_lines
from appsec.report.json import written
from appsec.report.located import listed, places, told, unlocated, uri
from appsec.report.sarif_rules import LEVELS, rules
from appsec.report.summary import closing_sentence, exit_words
from appsec.report.view import View

MAX_RESULTS = 5000
"""Most results of a run that GitHub shows."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_REGION = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
"""A file of a build has no lines, but GitHub wants all four fields."""

_OUTSIDE_ID = re.compile(r"[^0-9A-Za-z._+-]+")
"""What a part of a run's id does not hold; a slash would make it two parts."""

Bag = dict[str, Any]


def sarif(assessment: Assessment, lang: Lang) -> bytes:
    """The log, in UTF-8."""
    view = View(assessment, lang)
    records = listed(assessment)
    shown = records[:MAX_RESULTS]
    described = rules(view, shown)
    index = {rule["id"]: number for number, rule in enumerate(described)}
    run: Bag = {
        "tool": {"driver": _driver(assessment, lang, described)},
        "invocations": [_invocation(view, len(records) - len(shown))],
        "automationDetails": {"id": _run_id(assessment)},
        "language": lang.value,
        "columnKind": "unicodeCodePoints",
        "artifacts": _artifacts(assessment),
        "results": [_result(view, record, index) for record in shown],
        "properties": _about(view),
    }
    return written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}).encode()


def _driver(assessment: Assessment, lang: Lang, described: list[Bag]) -> Bag:
    tool = assessment.tool
    return {
        "name": visible(tool.name),
        "version": visible(tool.version),
        "language": lang.value,
        "rules": described,
        "properties": {"contentSha256": visible(tool.content)},
    }


def _run_id(assessment: Assessment) -> str:
    """GitHub takes all before the last slash as the category that a later run replaces."""
    artefact = assessment.artefact
    name = artefact.id or (artefact.files[0].name if artefact.files else "")
    parts = ("appsec", assessment.profile.id, artefact.platform, name, artefact.sha256[:16])
    return "/".join(_OUTSIDE_ID.sub("-", visible(part, 100)) or "-" for part in parts)


def _artifacts(assessment: Assessment) -> list[Bag]:
    return [
        {
            "location": {"uri": uri(assessment, Location(""))},
            "length": file.size,
            "hashes": {"sha-256": visible(file.sha256)},
            "roles": ["analysisTarget"],
        }
        for file in assessment.artefact.files[:1]
    ]


def _about(view: View) -> Bag:
    assessment = view.assessment
    return {
        "asOf": visible(assessment.as_of),
        "profile": visible(assessment.profile.id),
        "class": view.chosen_label,
        "gate": visible(assessment.gate.mode),
        "stillOpen": assessment.gate.still_open,
        "artefactSha256": visible(assessment.artefact.sha256),
    }


def _invocation(view: View, left_out: int) -> Bag:
    gate = view.assessment.gate
    crashed = any(about.crash for about in view.assessment.checks.values())
    return {
        "executionSuccessful": not crashed and gate.code in (Exit.OK, Exit.FAILED, Exit.OPEN),
        "exitCode": gate.code,
        "exitCodeDescription": view.say(exit_words(gate.code)),
        "toolExecutionNotifications": _notifications(view, left_out),
    }


def _notifications(view: View, left_out: int) -> list[Bag]:
    """What a list of results cannot say: how the class stands, and what was not read or listed."""
    told_of = [("note", closing_sentence(view, app_class)[1]) for app_class in view.chosen]
    told_of += [("note", line) for line in companion_lines(view)]
    told_of.append(("note", view.say("listed-only")))
    if left_out:
        told_of.append(("warning", view.say("listed-most", count=left_out, limit=MAX_RESULTS)))
    if count := unlocated(view.assessment):
        told_of.append(("warning", view.say("listed-unlocated", count=count)))
    for check, about in view.assessment.checks.items():
        if about.crash:
            told_of.append(("error", f"{visible(check)}{view.say('colon')}{visible(about.crash)}"))
    coverage = view.assessment.coverage
    for cause, words in view.unread():
        told_of.append(("note" if cause is Cause.NOT_SUPPLIED else "warning", words))
    if coverage.refused_total:
        refused = view.say("terminal-refused", count=coverage.refused_total)
        told_of.append(("warning", refused))
    told_of += [("note", view.line(p.message) or visible(p.what)) for p in coverage.skipped]
    return [{"level": level, "message": {"text": _message(words)}} for level, words in told_of]


def _result(view: View, record: Record, index: dict[str, int]) -> Bag:
    question = record.kind is Kind.QUESTION
    check = visible(record.check)
    result: Bag = {
        "ruleId": check,
        "ruleIndex": index[check],
        "kind": "review" if question else "fail",
        # The standard allows no other level for a kind that is no failure.
        "level": "none" if question else LEVELS[record.severity],
        "message": {"text": _message("\n".join(_lines(view, record)))},
        "locations": [_location(view, place) for place in record.locations],
        "partialFingerprints": {"primaryLocationLineHash": visible(record.fingerprint)},
        "properties": {
            "key": visible(record.key),
            "severity": record.severity.value,
            "confidence": record.confidence.value,
            "origin": record.origin.value,
            "disposition": record.disposition.value,
            "requirements": [visible(number) for number in record.requirements],
        },
    }
    if record.disposition is not Disposition.OPEN:
        why = view.say(f"suppressed-{record.disposition}")
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return result


def _lines(view: View, record: Record) -> list[str]:
    colon = view.say("colon")
    lines = [told(view, record)]
    lines += [f"{view.say('record-places')}{colon}{place}" for place in places(view, record)]
    if record.disposition is not Disposition.OPEN:
        lines.append(view.say(f"suppressed-{record.disposition}"))
    if record.review:
        lines.append(f"{view.say('record-review')}{colon}{view.line(record.review)}")
    for number in record.requirements:
        title = view.line(view.requirements[number].title) if number in view.requirements else ""
        lines.append(f"{view.say('record-items')}{colon}{visible(number)} {title}".rstrip())
    return lines


def _location(view: View, place: Location) -> Bag:
    location: Bag = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(view.assessment, place)},
            "region": dict(_REGION),
        }
    }
    name = " › ".join(visible(part) for part in (place.member, place.at) if part)
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def _message(words: str) -> str:
    """Words that hold no placeholder and no link: SARIF reads `{0}` and `[text](target)` so."""
    return words.replace("{", "{{").replace("}", "}}").replace("](", "] (")
