"""What a dossier adds up: findings of medium risk or above, and whether the tested file is the one
that is released. Nothing here is typed by people where the assessments tell it."""

from collections.abc import Iterator
from enum import StrEnum

from appsec.assess.confirm_items import Owner, items
from appsec.dossier.book import Part
from appsec.dossier.choices import Handled
from appsec.dossier.file import Build, Dossier
from appsec.dossier.shape import Handling
from appsec.model.assessment import Disposition, Record, RequirementText, Verdict
from appsec.model.difference import Change, RecordChange
from appsec.model.frozen import frozen
from appsec.model.outcome import Kind, Severity
from appsec.model.verdict import Result

MEDIUM = Severity.MEDIUM


@frozen
class Unresolved:
    """Findings of medium risk or above that are not fixed, those accepted among them; and items of
    the class that are not decided, which may hide more."""

    findings: int
    accepted: int
    undecided: int


def unresolved(part: Part) -> Unresolved:
    """Those of one build. A finding counts until nothing of it is seen: what people write of its
    handling changes no number."""
    grave = [r for r in part.records(Kind.FINDING) if r.severity.rank >= MEDIUM.rank]
    accepted = sum(r.disposition is Disposition.ACCEPTED for r in grave)
    undecided = sum(item.verdict.result is not Result.FAIL for item in opened(part))
    return Unresolved(len(grave), accepted, undecided)


@frozen
class Open:
    """An item of the class that is not closed, and who has to begin with it."""

    verdict: Verdict
    text: RequirementText
    owner: Owner


def opened(part: Part) -> tuple[Open, ...]:
    """The open items in the order of the standard; what fails is the developers' first."""
    return tuple(_open(part, verdict) for verdict in part.members if not verdict.result.closed)


def _open(part: Part, verdict: Verdict) -> Open:
    failing = verdict.result is Result.FAIL
    owner = Owner.DEVELOPER if failing else items().of(verdict.requirement).owners[0]
    return Open(verdict, part.requirements[verdict.requirement], owner)


def by_owner(part: Part) -> dict[Owner, tuple[Open, ...]]:
    """The open items by who has to begin."""
    found = opened(part)
    return {owner: tuple(one for one in found if one.owner is owner) for owner in Owner}


class Same(StrEnum):
    """Whether two files are one: UNKNOWN where a hash was not given."""

    SAME = "same"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


def compared(one: str, other: str) -> Same:
    """Two SHA-256 as people write them."""
    first, second = one.strip().lower(), other.strip().lower()
    if not first or not second:
        return Same.UNKNOWN
    return Same.SAME if first == second else Same.DIFFERS


def tested_released(build: Build) -> Same:
    """Whether the laboratory tested the file that is released."""
    return compared(build.entry.test.tested_sha256, build.entry.released_sha256)


def tested_assessed(build: Build) -> Same:
    """Whether the laboratory tested the file that was assessed."""
    return compared(build.entry.test.tested_sha256, build.assessment.artefact.sha256)


def released_assessed(build: Build) -> Same:
    """Whether the released file is the one that was assessed."""
    return compared(build.entry.released_sha256, build.assessment.artefact.sha256)


class Doubt(StrEnum):
    """Why what was written of a finding's handling is not taken as it stands."""

    STILL_SEEN = "still-seen"
    NO_RECORD = "no-record"
    NOT_READ = "not-read"


@frozen
class Treated:
    """One finding with what is done about it. `record` is None for one that this build no longer
    shows, as `gone` tells; `doubt` says what is wrong with what was written."""

    fingerprint: str
    record: Record | None
    state: Handled
    written: Handling | None
    doubt: Doubt | None = None
    gone: RecordChange | None = None


def treated(part: Part, dossier: Dossier) -> Iterator[Treated]:
    """The findings of a build, and those that it no longer shows as an earlier one did."""
    known = dossier.file.handling
    for record in part.assessment.findings:
        if record.kind is Kind.FINDING:
            written = next((h for h in known if record.fingerprint.startswith(h.fingerprint)), None)
            yield _seen(record, written)
    change = part.build.difference
    for gone in change.records if change else ():
        if gone.after is None and gone.change in (Change.VANISHED, Change.NOT_READ):
            written = next((h for h in known if gone.fingerprint.startswith(h.fingerprint)), None)
            if written:
                fixed = gone.change is Change.VANISHED
                doubt = None if fixed else Doubt.NOT_READ
                state = Handled.FIXED if fixed else Handled.RUNNING
                yield Treated(gone.fingerprint, None, state, written, doubt, gone)


def _seen(record: Record, written: Handling | None) -> Treated:
    """What is recorded in the assessment comes before what was typed."""
    print_ = record.fingerprint
    if record.disposition is Disposition.ACCEPTED:
        return Treated(print_, record, Handled.ACCEPTED, written)
    if record.disposition is Disposition.FALSE_POSITIVE:
        return Treated(print_, record, Handled.REFUTED, written)
    if written is None or written.state in (Handled.OPEN, Handled.RUNNING):
        return Treated(print_, record, written.state if written else Handled.OPEN, written)
    doubt = Doubt.STILL_SEEN if written.state is Handled.FIXED else Doubt.NO_RECORD
    return Treated(print_, record, Handled.OPEN, written, doubt)


def unmatched(dossier: Dossier, parts: tuple[Part, ...]) -> tuple[Handling, ...]:
    """What was written of findings that neither build shows, nor an earlier one did."""
    shown = {t.fingerprint for part in parts for t in treated(part, dossier)}
    return tuple(
        h
        for h in dossier.file.handling
        if not any(fingerprint.startswith(h.fingerprint) for fingerprint in shown)
    )
