"""The file of confirmations (人工確認紀錄): its shape, and loading it strictly."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Literal

from appsec.assess.confirm_evidence import Filed, bad_path, look_at
from appsec.assess.written import is_day, with_days_as_text
from appsec.engine.files import FileProblem, conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.confirmation import ChangeKind, Method, Scope
from appsec.model.frozen import frozen
from appsec.model.observed import Trait

TRIGGERS = (Trait.PERMISSION, Trait.SDK, Trait.DOMAIN, Trait.LOGIN, Trait.PAYMENT)
"""What a statement on an app or an organisation rests on: a change asks for it again."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""The name of a confirmation or of a piece of evidence: `C-0001`, `E-0001`."""

_COVERS = re.compile(
    r"(question:[^:\s]+|gap:[^:\s]+):[^:\s]+|(variant|variant-run|on-word):[^:\s]+",
)
"""What a confirmation answers, by name."""

_ANSWERED = re.compile(r"[0-9a-f]{16}")
"""The start of a question's fingerprint, or a gap's identity."""


@frozen
class Listed:
    """A person whose statements count: a name with nobody to ask behind it does not."""

    __pydantic_config__ = STRICT

    name: str
    role: str
    contact: str


@frozen
class ChangeEntry:
    """What was done with an evidence file: see `EvidenceChange`."""

    __pydantic_config__ = STRICT

    action: ChangeKind
    sha256: str
    size: int
    person: str
    date: str
    reason: str
    confirmed_by: str = ""


@frozen
class EvidenceEntry:
    """A file of evidence, relative to the confirmations file, as it was when it was filed."""

    __pydantic_config__ = STRICT

    id: str
    path: str
    sha256: str
    size: int
    captured: str
    note: str = ""
    redacted: bool = False
    history: tuple[ChangeEntry, ...] = ()


@frozen
class Snapshot:
    """The traits of one app on one platform when the statement was made. Of those in `unread` the
    build showed no more than is listed, and may have had more."""

    __pydantic_config__ = STRICT

    app: str
    platform: Literal["android", "ios"]
    permission: tuple[str, ...] = ()
    sdk: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    login: tuple[str, ...] = ()
    payment: tuple[str, ...] = ()
    unread: tuple[Trait, ...] = ()

    def names(self, trait: Trait) -> tuple[str, ...]:
        """What was there of one of TRIGGERS."""
        named: tuple[str, ...] = getattr(self, trait.value)
        return named


@frozen
class Entry:
    """One confirmation as it is written.

    `role` may be left to the list of people. `platform` may be empty only for an organisation,
    `app` says whose version it is. `expires` may be left to the default of item and scope.
    `answered` are the questions and gaps that the person saw, by fingerprint: without it a
    statement on one build answers whatever its `covers` names, any other statement nothing.
    """

    __pydantic_config__ = STRICT

    id: str
    requirement: str
    statement: str
    person: str
    date: str
    method: Method
    scope: Scope
    bound_to: str
    role: str = ""
    platform: Literal["android", "ios", ""] = ""
    app: str = ""
    expires: str = ""
    covers: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    rests_on: tuple[Snapshot, ...] = ()
    evidence: tuple[EvidenceEntry, ...] = ()


@frozen
class ConfirmationsFile:
    """What people write: `appsec-confirmations.yaml`."""

    __pydantic_config__ = STRICT

    people: tuple[Listed, ...]
    confirmations: tuple[Entry, ...]
    organisation: str = ""


@frozen
class Confirmations:
    """The file that was given, and what lies at the places of its evidence, by evidence id."""

    path: str = ""
    as_of: date = field(default=date.min)
    file: ConfirmationsFile = field(default_factory=lambda: ConfirmationsFile((), ()))
    filed: Mapping[str, Filed] = field(default_factory=dict)


def load_confirmations(path: Path, as_of: str) -> Confirmations:
    """The confirmations of a file, to be counted as of an ISO date. Raises FileProblem.

    Every evidence file is read once for its hash; one that is not there is no problem of the file.
    """
    file = read_confirmations(path)
    for problem in problems(file):
        raise FileProblem(path, problem)
    filed = {}
    for number, entry in enumerate(file.confirmations):
        for evidence in entry.evidence:
            try:
                filed[evidence.id] = look_at(path.parent, evidence.path)
            except ValueError as error:
                where = f"confirmations.{number}.evidence: {evidence.id}: {error}"
                raise FileProblem(path, where) from error
    return Confirmations(str(path), date.fromisoformat(as_of), file, filed)


def read_confirmations(path: Path) -> ConfirmationsFile:
    """The file's values in their shape; what they say may still be wrong. Raises FileProblem."""
    return conform(path, with_days_as_text(read_yaml(path)), ConfirmationsFile)


def problems(file: ConfirmationsFile) -> Iterator[str]:
    """Everything for which the file is refused as a whole: what could not be told apart or read.

    An empty statement or a stranger's name is none: that entry alone does not count.
    """
    for kind, ids in (
        ("confirmations", [e.id for e in file.confirmations]),
        ("evidence", [f.id for e in file.confirmations for f in e.evidence]),
    ):
        for name, times in Counter(ids).items():
            if times > 1:
                yield f"{kind}: the id {name} is given twice"
    for number, entry in enumerate(file.confirmations):
        for problem in _problems(entry):
            yield f"confirmations.{number}.{problem}"


def _problems(entry: Entry) -> Iterator[str]:
    if not _ID.fullmatch(entry.id):
        yield "id: letters, digits, point and hyphen, as in C-0001"
    days = {"date": entry.date} | ({"expires": entry.expires} if entry.expires else {})
    for name, written in days.items():
        if not is_day(written):
            yield f"{name}: write a date as 2026-12-31"
    yield from _binding(entry)
    for covered in entry.covers:
        if not _COVERS.fullmatch(covered):
            yield f"covers: {covered!r}: write question:CHECK:KEY, gap:FACT:KEY, variant:CHECK"
    for answered in entry.answered:
        if not _ANSWERED.fullmatch(answered):
            yield f"answered: {answered!r}: 16 lower-case hexadecimal digits, in quotes"
    for place, evidence in enumerate(entry.evidence):
        for problem in _evidence(evidence):
            yield f"evidence.{place}.{problem}"


def _binding(entry: Entry) -> Iterator[str]:
    if entry.scope is not Scope.ORGANISATION and not entry.platform:
        yield "platform: android or ios"
    if entry.scope is Scope.ORGANISATION and entry.platform:
        yield "platform: a statement on an organisation is of no platform"
    if entry.scope is Scope.VERSION and not entry.app:
        yield "app: the id of the app whose version it is"
    if entry.scope is Scope.BUILD and not _SHA256.fullmatch(entry.bound_to):
        yield "bound_to: the SHA-256 of the build, 64 lower-case hexadecimal digits"


def _evidence(evidence: EvidenceEntry) -> Iterator[str]:
    if not _ID.fullmatch(evidence.id):
        yield "id: letters, digits, point and hyphen, as in E-0001"
    if problem := bad_path(evidence.path):
        yield f"path: {problem}"
    if not is_day(evidence.captured):
        yield "captured: write a date as 2026-12-31"
    for name, written in (
        ("sha256", evidence.sha256),
        *((f"history.{n}.sha256", change.sha256) for n, change in enumerate(evidence.history)),
    ):
        if not _SHA256.fullmatch(written):
            yield f"{name}: 64 lower-case hexadecimal digits, in quotes"
    for number, change in enumerate(evidence.history):
        if not is_day(change.date):
            yield f"history.{number}.date: write a date as 2026-12-31"
