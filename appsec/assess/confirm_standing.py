"""Whether a confirmation counts for one build, and if not, why: judged without reading anything."""

import re
from collections.abc import Iterator, Mapping

from appsec.assess.confirm_evidence import Filed
from appsec.assess.confirm_items import Items
from appsec.assess.confirm_triggers import changes, snapshot
from appsec.assess.confirmations import Confirmations, Entry, EvidenceEntry, Listed
from appsec.assess.people import problem_of, same_person
from appsec.assess.words import load, reason
from appsec.engine.declaration.form import says_something
from appsec.engine.declaration.purpose import has_content, is_vague
from appsec.model.assessment import Artefact
from appsec.model.confirmation import ChangeKind, FileStanding, Scope
from appsec.model.frozen import frozen
from appsec.model.observed import Observed
from appsec.model.profile import Profile, Requirement
from appsec.model.text import Lang, Text, worded
from appsec.model.verdict import Reason, Standing

_BLANK = re.compile(r"〔[^〕]*〕")
"""A place of a form that nobody filled in."""

MIN_SIZE = 32
"""Bytes below which a file shows nothing: no picture, letter or log is that short."""

Why = tuple[Standing, Reason]


@frozen
class Subject:
    """The build that confirmations are held against; `observed` is None if nobody looked."""

    artefact: Artefact
    observed: Observed | None = None


@frozen
class Judged:
    """What became of one entry. The first of `why` is its standing; none means in force."""

    why: tuple[Why, ...]
    role: str
    expires: str
    files: Mapping[str, FileStanding]

    @property
    def standing(self) -> Standing:
        """Whether it counts."""
        return self.why[0][0] if self.why else Standing.IN_FORCE


def judge(
    entry: Entry,
    given: Confirmations,
    requirement: Requirement,
    subject: Subject,
    table: Items,
) -> Judged:
    """One entry held against a build. Every reason why it does not count is told."""
    files = {each.id: file_standing(each, given.filed[each.id]) for each in entry.evidence}
    listed = person_of(entry, given)
    captured = tuple(each.captured for each in entry.evidence)
    expires, rule = table.last_day(requirement.id, entry.scope, entry.date, captured, entry.expires)
    why = [
        *_of_itself(entry, listed),
        *_binding(entry, given, subject.artefact),
        *_evidence(entry, files, table.of(requirement.id).attach),
        *_triggers(entry, subject),
        *_days(entry, given.as_of.isoformat(), expires, rule.source if rule else None),
    ]
    if not requirement.roles(subject.artefact.platform)[2].may_attest:
        why.append(_because(Standing.NOT_ACCEPTED, "attestation-not-accepted", entry))
    role = entry.role or (listed.role if listed else "")
    return Judged(tuple(why), role, expires, files)


def person_of(entry: Entry, given: Confirmations) -> Listed | None:
    """The listed person who made a statement."""
    return next((p for p in given.file.people if same_person(p.name, entry.person)), None)


def file_standing(evidence: EvidenceEntry, filed: Filed) -> FileStanding:
    """Whether what lies at the path is what was filed."""
    if evidence.history and evidence.history[-1].action is ChangeKind.DELETED:
        return FileStanding.DELETED
    # A file with nothing in it shows nothing.
    if not filed.size:
        return FileStanding.MISSING
    same = (filed.sha256, filed.size) == (evidence.sha256, evidence.size)
    return FileStanding.SAME if same else FileStanding.CHANGED


def requirement_of(profile: Profile, entry: Entry) -> Requirement | None:
    """The item of a confirmation, which goes by number or clause."""
    for key in ("id", "clause"):
        for requirement in profile.everything:
            if entry.requirement == getattr(requirement, key):
                return requirement
    return None


def faults(given: Confirmations, profile: Profile, table: Items) -> Iterator[Why]:
    """What is wrong with the entries of a file, whatever build they are held against."""
    for entry in given.file.confirmations:
        requirement = requirement_of(profile, entry)
        if requirement is None:
            values = {"item": entry.requirement}
            yield _because(Standing.NOT_ACCEPTED, "attestation-no-item", entry, values)
            continue
        if not any(requirement.roles(p)[2].may_attest for p in profile.platforms):
            yield _because(Standing.NOT_ACCEPTED, "attestation-not-accepted", entry)
        files = {each.id: file_standing(each, given.filed[each.id]) for each in entry.evidence}
        captured = tuple(each.captured for each in entry.evidence)
        item = requirement.id
        expires, rule = table.last_day(item, entry.scope, entry.date, captured, entry.expires)
        yield from _of_itself(entry, person_of(entry, given))
        yield from _evidence(entry, files, table.of(item).attach)
        yield from _days(entry, given.as_of.isoformat(), expires, rule.source if rule else None)


def _of_itself(entry: Entry, listed: Listed | None) -> Iterator[Why]:
    yield from _statement(entry)
    yield from _person(entry, listed)


def _because(
    standing: Standing,
    key: str,
    entry: Entry,
    values: Mapping[str, str] | None = None,
    texts: Mapping[str, Text] | None = None,
) -> Why:
    return standing, reason(key, {"id": entry.id, **(values or {})}, texts)


def _statement(entry: Entry) -> Iterator[Why]:
    if not has_content(entry.statement) or is_vague(entry.statement):
        yield _because(Standing.EMPTY_STATEMENT, "attestation-empty-statement", entry)
    elif blank := _BLANK.search(entry.statement):
        yield _because(
            Standing.EMPTY_STATEMENT, "attestation-statement-blank", entry, {"what": blank[0]}
        )


def _person(entry: Entry, listed: Listed | None) -> Iterator[Why]:
    values = {"person": entry.person}
    if problem_of(entry.person) or not says_something(entry.person):
        yield _because(Standing.UNKNOWN_PERSON, "attestation-nobody", entry)
    elif listed is None:
        yield _because(Standing.UNKNOWN_PERSON, "attestation-unknown-person", entry, values)
    elif not has_content(entry.role or listed.role) or not has_content(listed.contact):
        yield _because(Standing.UNKNOWN_PERSON, "attestation-person-without-role", entry, values)


def _binding(entry: Entry, given: Confirmations, artefact: Artefact) -> Iterator[Why]:
    """Each scope is held against what the build itself tells; what was not read binds nothing."""
    same, actual = {
        Scope.BUILD: (entry.bound_to == artefact.sha256, artefact.sha256),
        Scope.VERSION: (
            bool(artefact.version)
            and (entry.app, entry.bound_to) == (artefact.id, artefact.version),
            f"{artefact.id} {artefact.version}".strip(),
        ),
        Scope.APP: (bool(artefact.id) and entry.bound_to == artefact.id, artefact.id),
        Scope.ORGANISATION: (
            worded(given.file.organisation) and entry.bound_to == given.file.organisation,
            given.file.organisation,
        ),
    }[entry.scope]
    if not same:
        words = load("confirmations")
        bound = f"{entry.app} {entry.bound_to}".strip()
        texts = {"scope": words[f"scope-{entry.scope}"].text}
        if actual:
            values = {"bound": bound, "actual": actual}
        else:
            values, texts = {"bound": bound}, texts | {"actual": words["unread"].text}
        yield _because(Standing.OTHER_BUILD, "attestation-other-build", entry, values, texts)


def _evidence(entry: Entry, files: Mapping[str, FileStanding], required: bool) -> Iterator[Why]:
    if required and not entry.evidence:
        yield _because(Standing.MISSING, "attestation-nothing-attached", entry)
    for each in entry.evidence:
        values = {"evidence": each.id, "path": each.path}
        match files[each.id]:
            case FileStanding.MISSING:
                yield _because(Standing.MISSING, "attestation-missing", entry, values)
            case FileStanding.DELETED:
                yield _deleted(entry, each)
            case FileStanding.CHANGED:
                yield _because(Standing.CHANGED, "attestation-changed", entry, values)
            case FileStanding.SAME if each.size < MIN_SIZE:
                yield _because(Standing.MISSING, "attestation-shows-nothing", entry, values)
            case FileStanding.SAME if not _stood_by(entry, each):
                yield _because(Standing.CHANGED, "attestation-copy-not-confirmed", entry, values)


def _deleted(entry: Entry, evidence: EvidenceEntry) -> Why:
    last = evidence.history[-1]
    return _because(
        Standing.MISSING,
        "attestation-deleted",
        entry,
        {
            "evidence": evidence.id,
            "person": last.person,
            "date": last.date,
            "why": last.reason,
        },
    )


def _stood_by(entry: Entry, evidence: EvidenceEntry) -> bool:
    """Whether the one who made the statement looked at the copy that took a file's place."""
    last = evidence.history[-1:]
    return all(same_person(change.confirmed_by, entry.person) for change in last)


def _triggers(entry: Entry, subject: Subject) -> Iterator[Why]:
    if entry.scope not in (Scope.APP, Scope.ORGANISATION):
        return
    artefact = subject.artefact
    before = [s for s in entry.rests_on if (s.app, s.platform) == (artefact.id, artefact.platform)]
    if not before or not artefact.id:
        values = {"app": artefact.id}
        yield _because(Standing.RECONFIRM, "attestation-without-snapshot", entry, values)
    elif subject.observed is None:
        yield _because(Standing.RECONFIRM, "attestation-without-inventory", entry)
    else:
        now = snapshot(artefact.id, before[-1].platform, subject.observed)
        if changed := changes(before[-1], now):
            told: Text = {
                Lang.ZH_TW: "；".join(text[Lang.ZH_TW] for text in changed),
                Lang.EN: "; ".join(text[Lang.EN] for text in changed),
            }
            yield _because(Standing.RECONFIRM, "attestation-reconfirm", entry, None, {"what": told})


def _days(entry: Entry, as_of: str, expires: str, rule: Text | None) -> Iterator[Why]:
    for day in (entry.date, *(each.captured for each in entry.evidence)):
        if day > as_of:
            yield _because(Standing.NOT_YET, "attestation-not-yet", entry, {"date": day})
            break
    if entry.expires and entry.expires < entry.date:
        values = {"expires": entry.expires, "date": entry.date}
        yield _because(Standing.EXPIRED, "attestation-expires-first", entry, values)
    elif expires < as_of:
        key = "attestation-expired-by-rule" if rule else "attestation-expired"
        texts = {"rule": rule} if rule else None
        yield _because(Standing.EXPIRED, key, entry, {"expires": expires}, texts)
