"""All confirmations held against one build: their standing, and what of each item they answer."""

from collections.abc import Iterable, Mapping

from appsec.assess.confirm_items import items
from appsec.assess.confirm_standing import Judged, Subject, judge, requirement_of
from appsec.assess.confirm_triggers import gap_identity
from appsec.assess.confirmations import Confirmations, Entry, EvidenceEntry
from appsec.assess.words import load, reason
from appsec.assess.written import one_line
from appsec.engine.files import FileProblem
from appsec.model.assessment import Disposition, Record
from appsec.model.confirmation import Confirmation, EvidenceChange, EvidenceFile, Scope
from appsec.model.frozen import frozen
from appsec.model.outcome import Gap, Kind
from appsec.model.profile import Profile, Requirement
from appsec.model.read import CoverageGap
from appsec.model.text import Text, visible
from appsec.model.verdict import Attestation, Reason, Standing

SHORT = 16
"""Digits of a fingerprint by which a confirmation names what it answers."""


OF_THE_BUILD = ("variant:", "variant-run:", "on-word:")
"""How the names of doubts about one build begin."""

MAX_OUT = 3
"""Confirmations out of force of which a verdict tells why, the latest first; a report lists all."""


@frozen
class Held:
    """What an assessment keeps of the confirmations, and what the verdicts take of them."""

    confirmations: tuple[Confirmation, ...]
    attestations: Mapping[str, Attestation]


def hold(
    given: Confirmations,
    profile: Profile,
    subject: Subject,
    records: Iterable[Record],
    gaps: Iterable[Gap | CoverageGap],
) -> Held:
    """Every confirmation and its standing, and one Attestation for each item that has any.

    Left out are statements on builds of the other platform: one file may serve both. Several
    confirmations of one item are one Attestation: it covers the union of what those in force
    cover. A question or gap counts as covered only if every one of its name was answered: a
    statement that carries over does not answer what the next build asks anew. A doubt about the
    build itself (`variant:`, `variant-run:`, `on-word:`) has no fingerprint: only a statement on
    that very build answers it.
    Raises FileProblem for an item that the profile does not have.
    """
    asked = _asked(records, gaps)
    by_item: dict[str, list[tuple[Entry, Judged]]] = {}
    kept = []
    for number, entry in enumerate(given.file.confirmations):
        requirement = _requirement(given.path, number, entry, profile)
        if entry.platform not in ("", subject.artefact.platform):
            continue
        judged = judge(entry, given, requirement, subject, items())
        by_item.setdefault(requirement.id, []).append((entry, judged))
        kept.append(_kept(given, entry, requirement.id, judged))
    attestations = {item: _joined(item, pairs, asked) for item, pairs in by_item.items()}
    return Held(tuple(kept), attestations)


def _requirement(path: str, number: int, entry: Entry, profile: Profile) -> Requirement:
    if requirement := requirement_of(profile, entry):
        return requirement
    named = f"{profile.id} has no item {visible(entry.requirement)}"
    raise FileProblem(path, f"confirmations.{number}.requirement: {named}")


def _asked(records: Iterable[Record], gaps: Iterable[Gap | CoverageGap]) -> dict[str, set[str]]:
    """What each name of `covers` stands for in this build, by fingerprint."""
    asked: dict[str, set[str]] = {}
    for r in records:
        if r.kind is not Kind.EVIDENCE and r.disposition is not Disposition.FALSE_POSITIVE:
            asked.setdefault(f"question:{r.check}:{r.key}", set()).add(r.fingerprint[:SHORT])
    for g in gaps:
        identity = gap_identity(g.fact, g.key, g.values)
        asked.setdefault(f"gap:{g.fact}:{g.key}", set()).add(identity)
    return asked


def _joined(
    item: str, pairs: list[tuple[Entry, Judged]], asked: Mapping[str, set[str]]
) -> Attestation:
    in_force = [entry for entry, judged in pairs if judged.standing is Standing.IN_FORCE]
    latest = sorted(pairs, key=lambda pair: pair[0].date, reverse=True)
    failing = [judged for _, judged in latest if judged.why][:MAX_OUT]
    out = tuple(why for judged in failing for _, why in judged.why)
    if not in_force:
        first = min(
            (judged.standing for _, judged in pairs),
            key=lambda s: (s is Standing.NOT_ACCEPTED, list(Standing).index(s)),
        )
        return Attestation(item, first, out=out)
    stated = tuple(
        _stated(entry, judged) for entry, judged in pairs if judged.standing is Standing.IN_FORCE
    )
    return Attestation(item, Standing.IN_FORCE, _covered(in_force, asked), stated, out)


def _covered(in_force: list[Entry], asked: Mapping[str, set[str]]) -> frozenset[str]:
    named = {name for entry in in_force for name in entry.covers}
    covered = set()
    for name in named:
        of_name = [entry for entry in in_force if name in entry.covers]
        if name.startswith(OF_THE_BUILD):
            if any(entry.scope is Scope.BUILD for entry in of_name):
                covered.add(name)
            continue
        as_a_whole = any(e.scope is Scope.BUILD and not e.answered for e in of_name)
        answered = {each for entry in of_name for each in entry.answered}
        if as_a_whole or asked.get(name, set()) <= answered:
            covered.add(name)
    return frozenset(covered)


def _stated(entry: Entry, judged: Judged) -> Reason:
    words = load("confirmations")
    texts: dict[str, Text] = {"method": words[f"method-{entry.method}"].text}
    values = {
        "id": entry.id,
        "person": one_line(entry.person),
        "role": one_line(judged.role),
        "date": entry.date,
    }
    if entry.evidence:
        values["evidence"] = ", ".join(each.id for each in entry.evidence)
    else:
        texts["evidence"] = words["no-evidence"].text
    return reason("attested", values, texts)


def _kept(given: Confirmations, entry: Entry, requirement: str, judged: Judged) -> Confirmation:
    why = [reason for _, reason in judged.why] or [_stated(entry, judged)]
    message = {lang: " ".join(each.message[lang] for each in why) for lang in why[0].message}
    return Confirmation(
        id=entry.id,
        requirement=requirement,
        statement=one_line(entry.statement),
        person=one_line(entry.person),
        role=one_line(judged.role),
        date=entry.date,
        method=entry.method,
        scope=entry.scope,
        bound_to=one_line(f"{entry.app} {entry.bound_to}"),
        expires=judged.expires,
        covers=tuple(visible(name) for name in entry.covers),
        evidence=tuple(_file(each, judged, given) for each in entry.evidence),
        standing=judged.standing,
        message=message,
    )


def _file(evidence: EvidenceEntry, judged: Judged, given: Confirmations) -> EvidenceFile:
    return EvidenceFile(
        id=evidence.id,
        path=visible(evidence.path),
        sha256=evidence.sha256,
        size=evidence.size,
        captured=evidence.captured,
        standing=judged.files[evidence.id],
        note=one_line(evidence.note),
        redacted=evidence.redacted,
        history=tuple(
            EvidenceChange(
                action=change.action,
                sha256=change.sha256,
                size=change.size,
                person=one_line(change.person),
                date=change.date,
                reason=one_line(change.reason),
                confirmed_by=one_line(change.confirmed_by),
            )
            for change in evidence.history
        ),
    )
