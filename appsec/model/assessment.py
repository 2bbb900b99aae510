"""An assessment: everything that was found out about one artefact, as it is saved and rendered."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from appsec.model.companion import Companion
from appsec.model.confirmation import Confirmation
from appsec.model.declared import Declared
from appsec.model.dismissal import Dismissal
from appsec.model.endpoint import Endpoint
from appsec.model.feed import Feed
from appsec.model.frozen import frozen
from appsec.model.licences import LicenceReport
from appsec.model.observed import Observed
from appsec.model.outcome import Cause, Confidence, Kind, Location, Origin, Severity
from appsec.model.read import CoverageGap, FileRead
from appsec.model.run_seen import RunSeen
from appsec.model.software import Software
from appsec.model.text import Text
from appsec.model.verdict import Basis, Grade, Reason, Result

SCHEMA = "1.4"
"""Version of the saved form. A minor version only adds."""


class Disposition(StrEnum):
    """What people decided of a finding. An accepted one still fails its requirement."""

    OPEN = "open"
    ACCEPTED = "accepted"
    FALSE_POSITIVE = "false_positive"


@frozen
class Record:
    """One finding, question or piece of evidence, merged over all its places.

    `requirements` are the ids of those that it touches. `fingerprint` stays the same in a
    rebuild: it hashes check, key, identity and members, never an offset. `review` tells a person
    how to close a question.
    """

    check: str
    kind: Kind
    key: str
    values: Mapping[str, str]
    message: Text
    locations: tuple[Location, ...]
    severity: Severity
    confidence: Confidence
    origin: Origin
    requirements: tuple[str, ...]
    fingerprint: str
    disposition: Disposition = Disposition.OPEN
    review: Text | None = None


@frozen
class Unread:
    """A gap that a check touched, in short; the coverage tells it in full."""

    fact: str
    cause: Cause
    key: str


@frozen
class CheckText:
    """What a report says of a check: its texts, references and how its run ended.

    `unread` is None where the form was saved before 1.1 and does not tell; `runtime` (since 1.4) is
    whether the check reads recorded runs, `rests_on` names those that leave it nothing unread.
    """

    status: str
    title: Text
    why: Text
    fix: Text
    cwe: tuple[int, ...] = ()
    masvs: tuple[str, ...] = ()
    maswe: tuple[str, ...] = ()
    mastg: tuple[str, ...] = ()
    crash: str = ""
    unread: tuple[Unread, ...] | None = None
    runtime: bool = False
    rests_on: tuple[str, ...] = ()


@frozen
class RequirementText:
    """What a report says of a requirement."""

    id: str
    clause: str
    chapter: str
    section: str
    section_title: Text
    title: Text
    text: Text
    needs: Text
    fails_if: Text
    evidence: Text
    manual: Text
    next: Text
    condition: Text | None = None
    masvs: tuple[str, ...] = ()
    maswe: tuple[str, ...] = ()
    mastg: tuple[str, ...] = ()
    cwe: tuple[int, ...] = ()


@frozen
class Tool:
    """What made the assessment. `content` is a SHA-256 over the checks and profiles that ship,
    `own_checks` one over the user's own checks, or empty."""

    name: str
    version: str
    content: str
    own_checks: str = ""


@frozen
class Artefact:
    """What was assessed. `id` is package id or bundle id; `kind` is apk, aab, apks, xapk, ipa, app
    or xcarchive.

    `sha256` is that of the file, or of a folder by the rule in docs/architecture.md; all of id,
    name, version and build may be empty when unread.
    """

    sha256: str
    files: tuple[FileRead, ...]
    platform: str
    kind: str = ""
    id: str = ""
    name: str = ""
    version: str = ""
    build: str = ""


@frozen
class Skipped:
    """Parts of the artefact that this version does not look into, by what they are."""

    what: str
    files: int
    size: int
    message: Text = field(default_factory=dict)


@frozen
class Refused:
    """A part that cannot be trusted or read, and why."""

    file: str
    cause: str
    message: Text = field(default_factory=dict)


@frozen
class Coverage:
    """What was and was not read. `refused` lists at most 200; `refused_total` counts all."""

    read: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    refused: tuple[Refused, ...] = ()
    refused_total: int = 0
    gaps: tuple[CoverageGap, ...] = ()


@frozen
class ClassText:
    """A class as the report names it."""

    id: str
    addon: bool
    title: Text


@frozen
class ChapterText:
    """A chapter as the report names it."""

    id: str
    title: Text


@frozen
class ProfileUsed:
    """The standard that was assessed against, with the texts that the report needs.

    `corrected` names the user's file that changed the class matrix, or is empty.
    """

    id: str
    baseline: str
    title: Text
    baseline_title: Text | None
    source: Text
    classes: tuple[ClassText, ...]
    chapters: tuple[ChapterText, ...]
    corrected: str = ""


@frozen
class Suggested:
    """The class that the build itself points to. `app_class` is empty when nothing is known."""

    app_class: str
    reasons: tuple[Reason, ...] = ()


@frozen
class Chosen:
    """The class that the gate and the summary use, and how it came about."""

    app_class: str
    with_f: bool
    declared: bool
    warnings: tuple[Reason, ...] = ()


@frozen
class Gate:
    """Whether a pipeline may go on: mode, exit code, why, and how many items of the class are open
    (to be reviewed, evidenced or read) or fail. Before 1.2 `still_open` counted both."""

    mode: str
    code: int
    reasons: tuple[Reason, ...]
    still_open: int = 0
    failed: int = 0


@frozen
class Verdict:
    """The verdict on one requirement. `checks` are those that have a say on this platform."""

    requirement: str
    clause: str
    classes: tuple[str, ...]
    reference: bool
    result: Result
    risk_accepted: bool
    deemed_met: bool
    by: tuple[Basis, ...]
    reasons: tuple[Reason, ...]
    checks: tuple[str, ...]


@frozen
class Assessment:
    """Everything about one artefact: enough to render every report without app or checks.

    `verdicts_apart` are those of the clauses that only the baseline has; they are not graded.
    `dismissals` (since 1.1) are all that were given, those that do not count included.
    `companion` (since 1.2) is a second build that code was read from, if there was one.
    Since 1.3: `observed` is what the build shows of what has to be declared, `declaration` what was
    declared, and `confirmations` are all that were given, those that do not count included.
    Since 1.4: `software` are the components that the build or an SBOM shows; None where that could
    not be had, or was not looked for; `feeds` what the database of advisories was made of that
    these were held against, if there was one.
    Since 1.4: `endpoints` are the hosts that the build names, each with what it is used for, and
    `licences` is what the team's policy says of the components, if any; `runs` are the recorded
    runs of this build that were given.
    """

    schema: str
    tool: Tool
    as_of: str
    artefact: Artefact
    profile: ProfileUsed
    coverage: Coverage
    findings: tuple[Record, ...]
    verdicts: tuple[Verdict, ...]
    verdicts_apart: tuple[Verdict, ...]
    grades: Mapping[str, Grade]
    suggested_class: Suggested
    chosen_class: Chosen
    gate: Gate
    requirements: tuple[RequirementText, ...]
    checks: Mapping[str, CheckText]
    dismissals: tuple[Dismissal, ...] = ()
    companion: Companion | None = None
    observed: Observed | None = None
    declaration: Declared | None = None
    confirmations: tuple[Confirmation, ...] = ()
    software: Software | None = None
    feeds: tuple[Feed, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    licences: LicenceReport | None = None
    runs: tuple[RunSeen, ...] = ()
