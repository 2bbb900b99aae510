"""An assessment seen in one language: its words, labels, numbers and cross-references."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from appsec.model.assessment import Assessment, Disposition, Record, RequirementText, Verdict
from appsec.model.dismissal import Dismissal, DismissalKind, DismissalStanding
from appsec.model.frozen import frozen
from appsec.model.outcome import Build, Cause, Kind, Location, Severity
from appsec.model.text import Lang, Text, visible
from appsec.model.verdict import Result
from appsec.report.document import Code, Inlines, Link, Mark, Strong, Tag, Tone
from appsec.report.document import Text as Words
from appsec.report.words import say

MAX_LINE = 2000
"""Longest line of prose; the texts that ship are far below, an edited file may not be."""

_LETTERS = {Kind.FINDING: "F", Kind.QUESTION: "Q", Kind.EVIDENCE: "E"}

_LINE = re.compile(r"line (\d+)")
_OUTSIDE_ANCHOR = re.compile(r"[^0-9A-Za-z]+")
"""What an anchor does not hold: anything but ASCII letters and digits."""

SEVERITY_TONES = {
    Severity.CRITICAL: Tone.BAD,
    Severity.HIGH: Tone.BAD,
    Severity.MEDIUM: Tone.WARNING,
    Severity.LOW: Tone.NOTE,
    Severity.INFO: Tone.NEUTRAL,
}

OPEN = (Result.NEEDS_REVIEW, Result.NEEDS_EVIDENCE, Result.INCONCLUSIVE)
"""The verdicts that leave something to do, besides a failure."""


@frozen
class View:
    """What every chapter needs. `numbers` names records by fingerprint: F-01, Q-01, E-01."""

    assessment: Assessment
    lang: Lang
    requirements: Mapping[str, RequirementText] = field(init=False)
    numbers: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        by_id = {r.id: r for r in self.assessment.requirements}
        object.__setattr__(self, "requirements", by_id)
        object.__setattr__(self, "numbers", _numbered(self.assessment.findings))

    # Words.

    def say(self, key: str, **values: object) -> str:
        """One of the report's own sentences."""
        return say(self.lang, key, **values)

    def lines(self, text: Text | None) -> tuple[str, ...]:
        """The lines of a text of the assessment, nothing invisible in them."""
        written = (text or {}).get(self.lang, "")
        return tuple(
            visible(line.strip(), MAX_LINE) for line in written.split("\n") if line.strip()
        )

    def line(self, text: Text | None) -> str:
        """A text of the assessment on one line."""
        return " ".join(self.lines(text))

    def join(self, words: Iterable[str]) -> str:
        """Words one after the other, as the language lists them."""
        return self.say("comma").join(words)

    # Classes.

    @property
    def chosen(self) -> tuple[str, ...]:
        """The class assessed, and F if it was added."""
        chosen = self.assessment.chosen_class
        return (chosen.app_class, "F") if chosen.with_f else (chosen.app_class,)

    @property
    def chosen_label(self) -> str:
        """The class assessed in short: L2 or L2+F."""
        return visible("+".join(self.chosen))

    @property
    def members(self) -> tuple[Verdict, ...]:
        """The verdicts that count for the class assessed."""
        return tuple(v for v in self.assessment.verdicts if self.counts(v))

    def counts(self, verdict: Verdict) -> bool:
        """Whether a verdict is one of the class assessed. Clauses shown apart never are."""
        wanted = set(verdict.classes) & set(self.chosen)
        return bool(wanted) and not verdict.reference and verdict in self.assessment.verdicts

    @property
    def everything(self) -> tuple[Verdict, ...]:
        """Every verdict, those shown apart last."""
        return (*self.assessment.verdicts, *self.assessment.verdicts_apart)

    # Records.

    def records(self, *kinds: Kind) -> tuple[Record, ...]:
        """What was seen, of some kinds, without what a second person refuted."""
        return tuple(
            r
            for r in self.assessment.findings
            if r.kind in kinds and r.disposition is not Disposition.FALSE_POSITIVE
        )

    def of(self, verdict: Verdict) -> tuple[Record, ...]:
        """What was seen that touches the item of a verdict."""
        return tuple(r for r in self.records(*Kind) if verdict.requirement in r.requirements)

    def failed_by(self, verdict: Verdict) -> tuple[Record, ...]:
        """The findings for which an item fails; others that touch it only ask."""
        if verdict.result is not Result.FAIL:
            return ()
        found = {why.values.get("check") for why in verdict.reasons if why.key == "found"}
        records = self.records(Kind.FINDING)
        return tuple(
            r for r in records if r.check in found and verdict.requirement in r.requirements
        )

    def number(self, record: Record) -> str:
        """The number by which the report refers to a record."""
        return self.numbers[record.fingerprint]

    def check_title(self, check: str) -> str:
        """What a check is about."""
        about = self.assessment.checks.get(check)
        return self.line(about.title if about else None) or visible(check)

    def of_run(self, check: str) -> bool:
        """Whether a check reads recorded runs, not the build."""
        about = self.assessment.checks.get(check)
        return about is not None and about.runtime

    def unread(self) -> list[tuple[Cause, str]]:
        """Why what could not be read was not, each sentence once: gaps may differ in what it does
        not tell."""
        gaps = (
            (g.cause, self.line(g.message) or visible(g.key)) for g in self.assessment.coverage.gaps
        )
        each = dict.fromkeys(gaps)
        return [(c, f"{self.say(f'cause-{c}')}{self.say('colon')}{words}") for c, words in each]

    def dismissal(self, record: Record) -> Dismissal | None:
        """What people wrote of a finding, in force or expired."""
        given = self.assessment.dismissals
        return next((d for d in given if d.fingerprint == record.fingerprint), None)

    def accepted_until(self, verdict: Verdict) -> str:
        """The first day on which a risk acceptance behind a verdict ends; empty if not told."""
        prints = {r.fingerprint for r in self.of(verdict) if r.check in verdict.checks}
        days = [
            d.expires
            for d in self.assessment.dismissals
            if d.fingerprint in prints
            and d.kind is DismissalKind.RISK_ACCEPTANCE
            and d.standing is DismissalStanding.IN_FORCE
        ]
        return visible(min(days, default=""))

    # Inlines.

    def mark(self, verdict: Verdict) -> Mark:
        """The verdict in words."""
        key = f"result-{verdict.result}"
        if verdict.risk_accepted:
            if until := self.accepted_until(verdict):
                return Mark(verdict.result, self.say("accepted-until", until=until))
            key = "result-accepted"
        elif verdict.deemed_met:
            key = "result-deemed"
        return Mark(verdict.result, self.say(key))

    def severity(self, severity: Severity) -> Tag:
        """How bad, as a tag."""
        label = self.say("severity-of", severity=self.say(f"severity-{severity}"))
        return Tag(label, SEVERITY_TONES[severity])

    def bases(self, verdict: Verdict) -> str:
        """Who says so, in short."""
        return self.join(self.say(f"by-{basis}") for basis in verdict.by)

    def item_links(self, requirements: Iterable[str]) -> Inlines:
        """Links to items, one after the other."""
        linked: list[Words | Link] = []
        for number in requirements:
            if linked:
                linked.append(Words(self.say("comma")))
            linked.append(Link(visible(number), item_anchor(number)))
        return tuple(linked)

    def place(self, place: Location) -> Code:
        """A place on one line, as the app names it."""
        return Code(place_words(place, self.lang))

    def pair(
        self, label: str, *inlines: Words | Strong | Code | Link | Mark | Tag
    ) -> tuple[str, Inlines]:
        """A label with what it stands for."""
        return self.say(label), inlines


def place_words(place: Location, lang: Lang) -> str:
    """A place on one line; one in a companion build says so."""
    build = say(lang, "companion-place") if place.build is Build.COMPANION else ""
    at = place.at
    if lang is Lang.ZH_TW and (line := _LINE.fullmatch(at)):
        at = say(lang, "place-line", number=line[1])
    parts = (build, place.file, place.member, at)
    return " › ".join(visible(part) for part in parts if part)


def item_anchor(requirement: str) -> str:
    """The anchor of an item: `item-22`, `item-4-1-2-3-16`."""
    return f"item-{_OUTSIDE_ANCHOR.sub('-', requirement)}"


def record_anchor(number: str) -> str:
    """The anchor of a record: `record-f-01`."""
    return f"record-{number.lower()}"


def _numbered(records: Iterable[Record]) -> dict[str, str]:
    numbers: dict[str, str] = {}
    taken = dict.fromkeys(Kind, 0)
    for record in records:
        taken[record.kind] += 1
        numbers[record.fingerprint] = f"{_LETTERS[record.kind]}-{taken[record.kind]:02}"
    return numbers
