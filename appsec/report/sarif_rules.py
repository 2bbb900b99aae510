"""The checks behind SARIF results, as the rules that GitHub shows with each alert."""

import re
from collections.abc import Iterable
from typing import Any

from appsec.model.assessment import CheckText, Record, RequirementText
from appsec.model.outcome import Confidence, Kind, Severity
from appsec.model.text import visible
from appsec.report.markdown import escaped
from appsec.report.view import View

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}

_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.0",
}
"""The middle of each of GitHub's bands; it takes a number, though nothing was scored."""

MAX_TAGS = 20
"""Most tags of a rule that GitHub takes."""

_MAX_TEXT = 1000
"""GitHub takes 1024 characters of a description."""

_OUTSIDE_TAG = re.compile(r"[^0-9A-Za-z._/-]+")
"""What a tag does not hold."""

Bag = dict[str, Any]


def rules(view: View, records: Iterable[Record]) -> list[Bag]:
    """The checks that have results, by id."""
    by_check: dict[str, list[Record]] = {}
    for record in records:
        by_check.setdefault(record.check, []).append(record)
    return [_rule(view, check, by_check[check]) for check in sorted(by_check)]


def _rule(view: View, check: str, records: list[Record]) -> Bag:
    about = view.assessment.checks.get(check)
    numbers = tuple(dict.fromkeys(number for r in records for number in r.requirements))
    title = view.check_title(check)
    why = view.line(about.why) if about else ""
    # What a finding proves counts before what a question asks.
    telling = [r for r in records if r.kind is Kind.FINDING] or records
    worst = max(telling, key=lambda r: r.severity.rank)
    return {
        "id": visible(check),
        "name": "".join(part.capitalize() for part in visible(check).split("-")),
        "shortDescription": {"text": title[:_MAX_TEXT]},
        "fullDescription": {"text": (why or title)[:_MAX_TEXT]},
        "help": _help(view, about, numbers, title),
        "defaultConfiguration": {"level": LEVELS[worst.severity]},
        "properties": {
            "tags": _tags(view, about, numbers),
            "security-severity": _SCORES[worst.severity],
            "precision": _precision(telling),
        },
    }


def _precision(records: list[Record]) -> str:
    """How often a result is true; a question claims nothing, so it is never called precise."""
    least = max(records, key=lambda r: list(Confidence).index(r.confidence)).confidence
    return "low" if records[0].kind is Kind.QUESTION else least.value


def _tags(view: View, about: CheckText | None, numbers: tuple[str, ...]) -> list[str]:
    """GitHub ignores taxonomies: the numbers of requirements and CWE are tags."""
    profile = view.assessment.profile
    apart = {v.requirement for v in view.assessment.verdicts_apart}
    tags = ["security"]
    tags += [f"{profile.baseline if n in apart else profile.id}-{n}" for n in numbers]
    tags += [f"external/cwe/cwe-{n:03}" for n in (about.cwe if about else ())]
    safe = (_OUTSIDE_TAG.sub("-", visible(tag)) for tag in tags)
    return list(dict.fromkeys(safe))[:MAX_TAGS]


def _help(view: View, about: CheckText | None, numbers: tuple[str, ...], title: str) -> Bag:
    """The fix, the requirements touched, and the next step that closes each."""
    parts: list[tuple[str, list[str]]] = []
    if about:
        parts.append((view.say("record-why"), [view.line(about.why)]))
        parts.append((view.say("record-fix"), list(view.lines(about.fix))))
    known = [view.requirements[number] for number in numbers if number in view.requirements]
    parts.append((view.say("record-items"), [_named(view, r) for r in known]))
    parts.append((view.say("item-next"), [_next(view, r) for r in known]))
    if references := _references(view, about):
        parts.append((view.say("record-refs"), [references]))
    parts = [(label, lines) for label, lines in parts if any(lines)]
    text = [title, *(line for label, lines in parts for line in ("", label, *lines))]
    marked = [f"# {escaped(title)}"]
    for label, lines in parts:
        marked += ["", f"## {escaped(label)}", "", *(f"- {escaped(line)}" for line in lines)]
    return {"text": "\n".join(text), "markdown": "\n".join(marked)}


def _named(view: View, requirement: RequirementText) -> str:
    clause = "" if requirement.clause == requirement.id else f" ({visible(requirement.clause)})"
    return f"{visible(requirement.id)}{clause} {view.line(requirement.title)}"


def _next(view: View, requirement: RequirementText) -> str:
    return f"{visible(requirement.id)}{view.say('colon')}{view.line(requirement.next)}"


def _references(view: View, about: CheckText | None) -> str:
    if about is None:
        return ""
    named = [f"CWE-{n}" for n in about.cwe]
    named += [visible(name) for name in (*about.masvs, *about.maswe, *about.mastg)]
    return view.join(named)
