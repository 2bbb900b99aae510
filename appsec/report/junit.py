"""Verdicts as JUnit XML: one test case for each requirement; only a pass is a passed case."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator

from appsec.model.assessment import Assessment, Record, Verdict
from appsec.model.companion import Companion
from appsec.model.outcome import Kind
from appsec.model.text import Lang, visible
from appsec.model.verdict import Result
from appsec.report.companion import companion_lines
from appsec.report.located import places
from appsec.report.summary import closing_sentence, exit_words, gate_reasons
from appsec.report.view import View

MAX_TOLD = 20
"""Findings that a failure spells out."""

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'

_MAX_LINE = 8000
"""Longest line: several texts of an assessment side by side."""


def junit(assessment: Assessment, lang: Lang) -> bytes:
    """The report, in UTF-8.

    The class assessed, other classes, reference items and the clauses apart are suites of their
    own. Pipelines go red for a failure in any suite: what the class does not require is therefore
    no failure but skipped, with its verdict in words.
    """
    view = View(assessment, lang)
    root = ET.Element("testsuites", name=_clean(view.say("title")))
    for label, verdicts in _suites(view):
        root.append(_suite(view, label, verdicts))
    _count(root, assessment.verdicts + assessment.verdicts_apart, view)
    ET.indent(root)
    written = ET.tostring(root, encoding="unicode", xml_declaration=False)
    return f"{_DECLARATION}\n{written}\n".encode()


def _suites(view: View) -> Iterator[tuple[str, tuple[Verdict, ...]]]:
    verdicts = view.assessment.verdicts
    others = tuple(v for v in verdicts if not v.reference and not view.counts(v))
    suites = (
        (view.say("junit-class", **{"class": view.chosen_label}), view.members),
        (view.say("junit-others"), others),
        (view.say("junit-reference"), tuple(v for v in verdicts if v.reference)),
        (view.say("items-apart"), view.assessment.verdicts_apart),
    )
    return ((label, members) for label, members in suites if members)


def _suite(view: View, label: str, verdicts: tuple[Verdict, ...]) -> ET.Element:
    # A date alone is what an assessment knows; the form wants a time as well.
    stamp = f"{view.assessment.as_of}T00:00:00"
    suite = ET.Element("testsuite", name=_clean(label), timestamp=_clean(stamp))
    _count(suite, verdicts, view)
    _properties(suite, _about(view))
    for verdict in verdicts:
        suite.append(_case(view, verdict))
    said = [closing_sentence(view, app_class)[1] for app_class in view.chosen]
    why, gate = gate_reasons(view), view.assessment.gate
    said += [*_companion(view), *why, view.say("junit-note"), view.say("summary-gate-note")]
    ET.SubElement(suite, "system-out").text = _lines(said)
    if gate.code:
        ET.SubElement(suite, "system-err").text = _lines([view.say(exit_words(gate.code)), *why])
    return suite


def _companion(view: View) -> Iterator[str]:
    """What else was read, and on whose word: it is part of every verdict on code."""
    for number, line in enumerate(companion_lines(view)):
        yield line if number else f"{view.say('companion')}{view.say('colon')}{line}"


def _about(view: View) -> list[tuple[str, str]]:
    assessment = view.assessment
    artefact = assessment.artefact
    return [
        ("artefact.sha256", artefact.sha256),
        *(("artefact.file", file.name) for file in artefact.files),
        ("artefact.platform", artefact.platform),
        ("artefact.id", artefact.id),
        ("artefact.version", artefact.version),
        ("artefact.build", artefact.build),
        ("profile", assessment.profile.id),
        ("class", view.chosen_label),
        ("as_of", assessment.as_of),
        ("tool", f"{assessment.tool.name} {assessment.tool.version}"),
        ("tool.content", assessment.tool.content),
        ("gate.mode", assessment.gate.mode),
        ("gate.code", str(assessment.gate.code)),
        *(("gate.reason", why.key) for why in assessment.gate.reasons),
        *_about_companion(assessment.companion),
    ]


def _about_companion(told: Companion | None) -> Iterator[tuple[str, str]]:
    if told is None:
        return
    yield "companion.file", told.file.name
    yield "companion.sha256", told.file.sha256
    yield "companion.ground", told.ground
    if told.attested:
        yield "companion.attested_by", told.attested.who


def _case(view: View, verdict: Verdict) -> ET.Element:
    requirement = view.requirements[verdict.requirement]
    case = ET.Element(
        "testcase",
        classname=_clean(f"{view.assessment.profile.id}.{requirement.section}"),
        name=_clean(f"{requirement.id} {view.line(requirement.title)}"),
        time="0",
    )
    said = [("requirement", requirement.id), ("clause", requirement.clause)]
    said += [("classes", " ".join(verdict.classes)), ("result", verdict.result)]
    said += [("by", " ".join(verdict.by)), ("artefact.sha256", view.assessment.artefact.sha256)]
    _properties(case, said)
    label = view.mark(verdict).label
    reasons = [view.line(why.message) or why.key for why in verdict.reasons]
    next_step = f"{view.say('item-next')}{view.say('colon')}{view.line(requirement.next)}"
    if _fails(view, verdict):
        kind = "risk_accepted" if verdict.risk_accepted else "fail"
        failure = ET.SubElement(case, "failure", type=kind, message=_sentence(view, label, reasons))
        failure.text = _lines([*reasons, *_seen(view, verdict), next_step])
    elif verdict.result is not Result.PASS:
        if verdict.result is Result.FAIL:
            label = f"{view.say('junit-outside', **{'class': view.chosen_label})} ({label})"
        if not verdict.result.closed:
            reasons.append(next_step)
        ET.SubElement(case, "skipped", message=_sentence(view, label, reasons))
    return case


def _fails(view: View, verdict: Verdict) -> bool:
    return verdict.result is Result.FAIL and view.counts(verdict)


def _seen(view: View, verdict: Verdict) -> Iterator[str]:
    findings = [r for r in view.of(verdict) if r.kind is Kind.FINDING]
    for record in findings[:MAX_TOLD]:
        yield from _finding(view, record)
    if (more := len(findings) - MAX_TOLD) > 0:
        yield view.say("terminal-more", count=more)


def _finding(view: View, record: Record) -> Iterator[str]:
    label = view.severity(record.severity).label
    yield f"{view.number(record)} [{label}] {view.line(record.message)}"
    yield from (f"  {place}" for place in places(view, record))
    about = view.assessment.checks.get(record.check)
    if about:
        yield f"  {view.say('record-fix')}{view.say('colon')}{view.line(about.fix)}"


def _count(element: ET.Element, verdicts: tuple[Verdict, ...], view: View) -> None:
    failures = sum(_fails(view, v) for v in verdicts)
    passed = sum(v.result is Result.PASS for v in verdicts)
    element.set("tests", str(len(verdicts)))
    element.set("failures", str(failures))
    element.set("errors", "0")
    element.set("skipped", str(len(verdicts) - failures - passed))
    element.set("time", "0")


def _properties(element: ET.Element, pairs: Iterable[tuple[str, str]]) -> None:
    bag = ET.SubElement(element, "properties")
    for name, value in pairs:
        ET.SubElement(bag, "property", name=name, value=_clean(value))


def _sentence(view: View, label: str, reasons: list[str]) -> str:
    return _clean(f"{label}{view.say('colon')}{' '.join(dict.fromkeys(reasons))}")


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(_clean(line) for line in dict.fromkeys(lines))


def _clean(words: str) -> str:
    """Words without what XML forbids; each such character shows as an escape."""
    return visible(words, _MAX_LINE)
