"""Scan an artefact: read it in a child process, judge what was read. The public Python API."""

import hashlib
import json
import math
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from appsec.asked import Given
from appsec.assess.assemble import Choices, assemble
from appsec.assess.baseline import Baseline
from appsec.assess.companion import BuildRead, Joined, join, statement
from appsec.assess.confirmations import Confirmations, load_confirmations
from appsec.assess.declaration import load_given
from appsec.assess.dismissals import Dismissals, load_dismissals
from appsec.assess.gate import Mode, Terms
from appsec.assess.licences import LicencePolicy
from appsec.assess.words import fill, load
from appsec.engine.files import FileProblem
from appsec.engine.isolate import MIB, ChildFailure, Limits, run_child
from appsec.engine.profiles import DEFAULT
from appsec.model.assessment import Assessment
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap, Outcome
from appsec.model.package import Package
from appsec.model.read import FileRead
from appsec.model.text import Lang, Text, visible
from appsec.readers.opened import Unreadable
from appsec.readers.source_names import given_names, names_for
from appsec.report.json import load as load_assessment
from appsec.standard import Standard, promised
from appsec.told import Told
from appsec.vulndb.asked import Asked

WITH_RUNS = Limits(memory=1024 * MIB, cpu=140, wall=240)
"""What a scan with recorded runs may take, unless the caller says otherwise: a run of a million
calls with all files of an app is more than any build."""
MAX_RESTARTS = 5
"""How many facts may kill their child before the rest of the artefact counts as lost."""


class ArtefactError(Exception):
    """The artefact cannot be assessed at all. `message` says file and cause in both languages."""

    def __init__(self, file: str, key: str, values: Mapping[str, str]) -> None:
        self.file = file
        self.key = key
        self.message: Text = fill(load("unreadable")[key].text, {"file": file, **values})
        super().__init__(self.message[Lang.EN])


@frozen
class Options:
    """How to scan. `as_of` is an ISO date: the same input and options give the same bytes.

    `app_class` is L1, L2, L3 or empty for "not declared"; `checks` is a folder of further checks;
    `mapping` are R8's mapping files and symbols (dSYM and others); each of the app's platform must
    be of this build. `terms` is how the gate differs from its default. `dismissals`
    is a file of risk acceptances and false-positive notes, `confirmations` one of what people
    confirmed, with its evidence beside it; `baseline` an earlier saved assessment
    of the same app, which the gate `new` needs. `companion` is a build of the same app whose code
    can be read; `companion_attested` is a person's word that it is one: who, role, reason.
    `own_packages` are prefixes of the team's own code: what is there is no library's.
    `declaration` is the file in which the developer declared what the app does; `sbom` are SBOMs
    and lock files that say what it is made of; `traces` are runs that were recorded of it.
    `hashes` asks for those of its components' files. `licences` is which of their licences the
    team denies.
    """

    as_of: str
    profile: str = DEFAULT
    app_class: str = ""
    with_f: bool = False
    gate: Mode = Mode.FINDINGS
    checks: Path | None = None
    mapping: tuple[Path, ...] = ()
    terms: Terms = field(default_factory=Terms)
    dismissals: Path | None = None
    confirmations: Path | None = None
    baseline: Path | None = None
    companion: Path | None = None
    companion_attested: str = ""
    own_packages: tuple[str, ...] = ()
    declaration: Path | None = None
    sbom: tuple[Path, ...] = ()
    traces: tuple[Path, ...] = ()
    vulndb: Path | None = None
    hashes: bool = False
    licences: LicencePolicy = field(default_factory=LicencePolicy)
    limits: Limits = field(default_factory=Limits)


def scan(path: Path | str, options: Options) -> Assessment:
    """Assesses one artefact. Raises ArtefactError, or FileProblem for a file that people write.

    A baseline that cannot be read raises ReportProblem.

    Nothing of the app is executed, and nothing is sent anywhere.
    """
    path = Path(path)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # The child takes as long to start as this takes to load.
        # A dismissal may name a check of either platform.
        platform = "" if options.dismissals else promised(path)
        content = beside.submit(Standard.load, options.profile, options.checks, platform)
        try:
            return _scan(path, options, content)
        finally:
            # What is wrong with the user's own files comes before what is wrong with the app.
            content.result()


def _scan(path: Path, options: Options, content: "Future[Standard]") -> Assessment:
    choices = _choices(options)
    mappings = given_names(options.mapping)
    file = _fingerprint(path)
    asked = Asked(options.vulndb, options.as_of) if options.vulndb else None
    given = Given.of(choices.declared, options.sbom, asked, options.traces, file.sha256)
    told = _read(path, options, content, given)
    if told.sha256 != file.sha256:
        raise ArtefactError(visible(str(path)), "changed", {})
    joined = _with_companion(_as_read(file, told), path, options, content, given)
    beside = mappings.files(told.package.platform) if mappings else ()
    loaded = _standard_for(told, options, content)
    return assemble(
        file=file,
        package=told.package,
        outcomes=joined.outcomes if joined else tuple(told.outcomes),
        gaps=joined.gaps if joined else tuple(told.gaps),
        checks=loaded.checks,
        profile=loaded.profile,
        choices=choices,
        tool=loaded.tool,
        names=names_for(mappings, told.package),
        beside=(*beside, *given.files),
        companion=joined.companion if joined else None,
        observed=joined.observed if joined else told.observed,
        software=joined.software if joined else told.software,
        feeds=told.feeds,
        runs=told.runs,
        endpoints=joined.endpoints if joined else told.endpoints,
    )


def _standard_for(told: Told, options: Options, content: "Future[Standard]") -> Standard:
    """What was loaded, or all there is if the build is not for the platform of its name."""
    loaded = content.result()
    if loaded.platform in ("", told.platform):
        return loaded
    return Standard.load(options.profile, options.checks)


def _with_companion(
    shipped: BuildRead,
    path: Path,
    options: Options,
    content: "Future[Standard]",
    given: Given,
) -> Joined | None:
    """Both builds together, if there is a companion. Raises FileProblem for one that is unfit."""
    beside = options.companion
    if beside is None:
        return None
    attested = statement(options.companion_attested)
    file = _fingerprint(beside)
    told = _read(beside, options, content, given, path)
    for stated, read, name in (
        (file.sha256, told.sha256, beside),
        (shipped.file.sha256, told.shipped or shipped.file.sha256, path),
    ):
        if stated != read:
            raise ArtefactError(visible(str(name)), "changed", {})
    return join(shipped, _as_read(file, told), frozenset(told.code), attested)


def _as_read(file: FileRead, told: Told) -> BuildRead:
    outcomes, gaps = tuple(told.outcomes), tuple(told.gaps)
    seen = (told.observed, told.software, told.endpoints)
    return BuildRead(file, told.package, outcomes, gaps, told.content, *seen)


def _choices(options: Options) -> Choices:
    """The user's choices, with the files that they name; unfit ones fail before the reading."""
    if options.gate is Mode.NEW and not options.baseline:
        raise FileProblem("gate new", "needs a baseline: an earlier saved assessment")
    given, confirmed, saved = options.dismissals, options.confirmations, options.baseline
    return Choices(
        options.as_of,
        options.app_class,
        options.with_f,
        options.gate,
        options.terms,
        dismissals=load_dismissals(given, options.as_of) if given else Dismissals(),
        confirmations=(
            load_confirmations(confirmed, options.as_of) if confirmed else Confirmations()
        ),
        baseline=Baseline(str(saved), load_assessment(saved)) if saved else None,
        own_packages=options.own_packages,
        licences=options.licences,
        declared=load_given(options.declaration) if options.declaration else None,
    )


def _fingerprint(path: Path) -> FileRead:
    """Name, hash and size of the file, or of the folder by the rule of `readers/folder.py`."""
    if path.is_dir():
        from appsec.readers.artefact import open_folder

        try:
            folder = open_folder(path)
        except Unreadable as reason:
            raise ArtefactError(visible(str(path)), reason.key, reason.values) from reason
        return FileRead(path.resolve().name, folder.sha256(), folder.size)
    if path.exists() and not path.is_file():
        raise ArtefactError(visible(str(path)), "not-a-file", {})
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            size = file.tell()
    except FileNotFoundError as error:
        raise ArtefactError(visible(str(path)), "missing", {}) from error
    except OSError as error:
        values = {"why": error.strerror or str(error)}
        raise ArtefactError(visible(str(path)), "unreadable-file", values) from error
    return FileRead(path.name, digest.hexdigest(), size)


def _read(
    path: Path,
    options: Options,
    content: "Future[Standard]",
    given: Given,
    shipped: Path | None = None,
) -> Told:
    """Reads in child processes: a fact that kills its child is lost, and the rest is read again.

    With `shipped` the file is its companion.
    """
    lost: dict[str, dict[str, Any]] = {}
    allowed = WITH_RUNS if options.traces and options.limits == Limits() else options.limits
    limits, started = allowed, time.monotonic()
    for _ in range(MAX_RESTARTS):
        told = Told()
        request = {
            "path": str(path.resolve()),
            "checks": str(options.checks.resolve()) if options.checks else "",
            "shipped": str(shipped.resolve()) if shipped else "",
            "content": options.companion is not None,
            "hashes": options.hashes,
            "lost": lost,
            **given.plain(),
        }
        try:
            run_child("appsec.worker:work", request, told.hear, limits, lambda: _plain(content))
        except ChildFailure as failure:
            # All children of one artefact share one allowance of time.
            left = allowed.wall - math.ceil(time.monotonic() - started)
            if not told.reading or told.reading[-1] in lost or left <= 0:
                return _all_lost(path, told, failure, _standard_for(told, options, content))
            lost[told.reading[-1]] = {"key": failure.key, "values": failure.values}
            limits = replace(limits, wall=left, cpu=min(limits.cpu, left))
            continue
        if told.unreadable:
            key, values = told.unreadable["key"], told.unreadable["values"]
            raise ArtefactError(visible(str(path)), key, values)
        return told
    again = ChildFailure("child-crashed", how="again and again")
    return _all_lost(path, told, again, _standard_for(told, options, content))


def _plain(content: "Future[Standard]") -> bytes:
    """What the child needs not read again; nothing where that failed, which is told later."""
    if content.exception():
        return b""
    return json.dumps(content.result().plain, ensure_ascii=False).encode()


def _all_lost(path: Path, told: Told, failure: ChildFailure, standard: Standard) -> Told:
    """What the children told before they ended; whatever was not told is lost."""
    if told.done:
        return told
    if not told.platform:
        raise ArtefactError(visible(str(path)), failure.key, failure.values)
    answered = {o.check for o in told.outcomes}
    gap = Gap("", Cause.LOST, failure.key, failure.values)
    told.outcomes += [
        Outcome(check.id, gaps=(gap,))
        for check in standard.checks.values()
        if check.platform == told.platform and check.id not in answered
    ]
    # Even with an outcome for each check: what was refused or missing has not been told.
    told.gaps.append(gap)
    told.package = Package("", told.platform)
    return told
