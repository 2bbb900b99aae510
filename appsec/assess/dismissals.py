"""Risk acceptances and false-positive notes: a strict file, held against one build."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from appsec.assess.people import problem_of, same_person
from appsec.assess.words import fill, load
from appsec.assess.written import is_day, one_line, with_days_as_text
from appsec.engine.files import Bounds, FileProblem, conform, read_yaml
from appsec.model.assessment import Disposition, Record
from appsec.model.check import STRICT, Check
from appsec.model.dismissal import Dismissal, DismissalKind, DismissalStanding, Named, Role
from appsec.model.frozen import frozen
from appsec.model.outcome import Kind, Outcome
from appsec.model.text import visible, worded

_FINGERPRINT = re.compile(r"[0-9a-f]{16,64}")
"""A fingerprint, or its start as the reports print it."""


@frozen
class RiskAcceptance:
    """風險接受: until a day, answered for by an owner and approved by somebody else."""

    __pydantic_config__ = STRICT

    kind: Literal["risk_acceptance"]
    fingerprint: str
    check: str
    reason: str
    owner: str
    approver: str
    expires: str
    evidence: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[Named, Named]:
        """Who answers for it, and who agreed."""
        return Named(Role.OWNER, self.owner), Named(Role.APPROVER, self.approver)


@frozen
class FalsePositive:
    """誤判註記: with evidence and until a day, written by one person and confirmed by a second.

    It ends, since the code that it speaks of changes while its fingerprint stays."""

    __pydantic_config__ = STRICT

    kind: Literal["false_positive"]
    fingerprint: str
    check: str
    reason: str
    author: str
    confirmed_by: str
    evidence: Annotated[tuple[str, ...], Bounds(min_length=1)]
    expires: str

    @property
    def people(self) -> tuple[Named, Named]:
        """Who wrote it, and who agreed."""
        return Named(Role.AUTHOR, self.author), Named(Role.CONFIRMED_BY, self.confirmed_by)


Entry = RiskAcceptance | FalsePositive


@frozen
class DismissalsFile:
    """What people write: `appsec-dismissals.yaml`. `apps` are the ids of the apps that it is of."""

    __pydantic_config__ = STRICT

    apps: Annotated[tuple[str, ...], Bounds(min_length=1)]
    dismissals: tuple[Annotated[Entry, Bounds(discriminator="kind")], ...]


@frozen
class Dismissals:
    """The entries that were given, and the file that they came from."""

    path: str = ""
    entries: tuple[Entry, ...] = ()
    as_of: date = field(default=date.min)
    apps: tuple[str, ...] = ()
    unbound: bool = False

    def of(self, app: str) -> "Dismissals":
        """Those for an app. Raises FileProblem if the file is of others.

        An app whose id could not be read may be any: nothing counts for it.
        """
        if app and self.path and app not in self.apps:
            raise FileProblem(
                self.path, f"is of {', '.join(map(visible, self.apps))}, not of {visible(app)}"
            )
        return replace(self, unbound=not app)

    def disposed(self, fingerprint: str) -> Disposition:
        """What the entries in force say of a finding; one that has ended says nothing."""
        for entry in self.entries:
            if fingerprint.startswith(entry.fingerprint) and self._counts(entry):
                accepted = isinstance(entry, RiskAcceptance)
                return Disposition.ACCEPTED if accepted else Disposition.FALSE_POSITIVE
        return Disposition.OPEN

    def held_against(
        self,
        records: Iterable[Record],
        outcomes: Iterable[Outcome],
        checks: Mapping[str, Check],
        platform: str,
    ) -> tuple[Dismissal, ...]:
        """Every entry and its standing. Raises FileProblem for one that names something else.

        Left out are entries on checks of another platform: one file may serve both.
        """
        records, read = tuple(records), {o.check for o in outcomes if not o.gaps and not o.crash}
        held = []
        for number, entry in enumerate(self.entries):
            record = self._record(number, entry, records)
            check = checks.get(entry.check)
            if record or check is None or check.platform == platform:
                held.append(self._held(entry, record, entry.check in read))
        return tuple(held)

    def _record(self, number: int, entry: Entry, records: tuple[Record, ...]) -> Record | None:
        found = [r for r in records if r.fingerprint.startswith(entry.fingerprint)]
        where = f"dismissals.{number}"
        if not found:
            return None
        if len(found) > 1:
            raise FileProblem(self.path, f"{where}: fingerprint fits several; give all of it")
        (record,) = found
        if record.check != entry.check:
            why = f"{where}: the fingerprint is one of {record.check}, not {entry.check}"
            raise FileProblem(self.path, visible(why))
        if record.kind is not Kind.FINDING:
            why = f"{where}: only a finding can be dismissed; this is {record.kind}: {record.check}"
            raise FileProblem(self.path, why)
        return record

    def _held(self, entry: Entry, record: Record | None, read: bool) -> Dismissal:
        standing, key = DismissalStanding.IN_FORCE, entry.kind.replace("_", "-")
        if record is None:
            standing, key = DismissalStanding.UNMATCHED, "unmatched" if read else "unmatched-unread"
        elif self.unbound:
            standing, key = DismissalStanding.UNMATCHED, "unmatched-app"
        else:
            ended = not self._counts(entry)
            standing = DismissalStanding.EXPIRED if ended else standing
            key = f"{key}-{'expired' if ended else 'in-force'}"
        values = {"check": entry.check, "expires": entry.expires}
        return Dismissal(
            fingerprint=record.fingerprint if record else entry.fingerprint,
            check=one_line(entry.check),
            kind=DismissalKind(entry.kind),
            standing=standing,
            people=tuple(Named(p.role, one_line(p.name)) for p in entry.people),
            reason=one_line(entry.reason),
            expires=entry.expires,
            evidence=tuple(one_line(evidence) for evidence in entry.evidence),
            message=fill(load("dismissals")[key].text, values),
        )

    def _counts(self, entry: Entry) -> bool:
        return not self.unbound and date.fromisoformat(entry.expires) >= self.as_of


def load_dismissals(path: Path, as_of: str) -> Dismissals:
    """The entries of a file, to be counted as of an ISO date. Raises FileProblem."""
    values = with_days_as_text(read_yaml(path))
    file = conform(path, values, DismissalsFile)
    entries = file.dismissals
    if not all(map(worded, file.apps)):
        raise FileProblem(path, "apps: name the app's id, as in its reports")
    for number, entry in enumerate(entries):
        for problem in (*_problems(entry), *_repeated(entry, entries[:number])):
            raise FileProblem(path, f"dismissals.{number}: {problem}")
    return Dismissals(str(path), entries, date.fromisoformat(as_of), file.apps)


def _problems(entry: Entry) -> Iterator[str]:
    if not _FINGERPRINT.fullmatch(entry.fingerprint):
        yield "fingerprint: 16 to 64 lower-case hexadecimal digits, in quotes"
    for name, value in (("check", entry.check), ("reason", entry.reason)):
        if not worded(value):
            yield f"{name}: is empty"
    if not all(worded(evidence) for evidence in entry.evidence):
        yield "evidence: is empty"
    one, other = entry.people
    for person in entry.people:
        if problem := problem_of(person.name):
            yield f"{person.role}: {problem}"
    if same_person(one.name, other.name):
        yield f"{other.role}: must be somebody other than {one.role}"
    if not is_day(entry.expires):
        yield "expires: write a date as 2026-12-31"


def _repeated(entry: Entry, earlier: tuple[Entry, ...]) -> Iterator[str]:
    for other in earlier:
        if other.fingerprint.startswith(entry.fingerprint) or entry.fingerprint.startswith(
            other.fingerprint
        ):
            yield f"fingerprint: {entry.fingerprint} is dismissed twice"
