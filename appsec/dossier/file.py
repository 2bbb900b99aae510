"""Reads a dossier file strictly, and the assessments that it names."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from appsec.assess.diff import diff
from appsec.assess.written import is_day
from appsec.dossier.shape import BuildEntry, DossierFile
from appsec.engine.files import FileProblem, conform, read_yaml
from appsec.model.assessment import Assessment
from appsec.model.difference import Difference
from appsec.model.frozen import frozen
from appsec.report.json import load as load_assessment

NAME = "appsec-dossier.yaml"

PLATFORMS = ("android", "ios")
"""In the order of the report's columns."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FINGERPRINT = re.compile(r"[0-9a-f]{16,64}")
_COUNT = re.compile(r"\d{1,6}")


@frozen
class Build:
    """One build with its assessment, and what changed since an earlier one."""

    entry: BuildEntry
    assessment: Assessment
    difference: Difference | None = None

    @property
    def platform(self) -> str:
        """android or ios."""
        return self.assessment.artefact.platform


@frozen
class Dossier:
    """The file and its builds, at most one for each platform; `date` is that of the report."""

    file: DossierFile
    builds: tuple[Build, ...]
    date: str


def load_dossier(path: Path) -> Dossier:
    """The dossier in a file. Raises FileProblem, or ReportProblem for an assessment."""
    file = dossier_of(path, read_yaml(path, as_text=True))
    builds = sorted(
        (_build(path, number, entry) for number, entry in enumerate(file.builds)),
        key=lambda build: PLATFORMS.index(build.platform),
    )
    platforms = [build.platform for build in builds]
    if len(set(platforms)) < len(platforms):
        raise FileProblem(path, "builds: more than one of a platform; a report has one of each")
    if len({build.assessment.profile.id for build in builds}) > 1:
        raise FileProblem(path, "builds: assessed by different profiles; scan both by the same")
    dates = [build.assessment.as_of for build in builds]
    return Dossier(file, tuple(builds), file.report.date or max(dates, default=""))


def dossier_of(path: Path | str, values: Any) -> DossierFile:
    """A dossier from the plain values of a file. Raises FileProblem."""
    if not isinstance(values, dict):
        raise FileProblem(path, "holds no dossier; make one with `appsec dossier init`")
    file = conform(path, _filled(values), DossierFile)
    for problem in _problems(file):
        raise FileProblem(path, problem)
    return file


def _filled(value: Any) -> Any:
    """The values without the keys that nothing stands behind: those take their defaults."""
    if isinstance(value, dict):
        return {key: _filled(inner) for key, inner in value.items() if inner != ""}
    if isinstance(value, list):
        return [_filled(inner) for inner in value]
    return value


def _problems(file: DossierFile) -> Iterator[str]:
    for place, day in _days(file):
        if day and not is_day(day):
            yield f"{place}: {day[:40]!r} is no date; write 2026-12-31"
    for place, digest in _hashes(file):
        if digest and not _SHA256.fullmatch(digest.lower()):
            yield f"{place}: no SHA-256, which has 64 hexadecimal digits"
    for number, one in enumerate(file.handling):
        if not _FINGERPRINT.fullmatch(one.fingerprint):
            yield f"handling.{number}.fingerprint: give at least 16 digits of it"
    for name in ("code", "website", "host", "penetration", "components"):
        count = getattr(file.security_tests, name).unresolved
        if count and not _COUNT.fullmatch(count):
            yield f"security_tests.{name}.unresolved: {count[:40]!r} is no number"


def _hashes(file: DossierFile) -> Iterator[tuple[str, str]]:
    for number, build in enumerate(file.builds):
        yield f"builds.{number}.released_sha256", build.released_sha256
        yield f"builds.{number}.test.tested_sha256", build.test.tested_sha256
    yield "bundle.sha256", file.bundle.sha256


def _days(file: DossierFile) -> Iterator[tuple[str, str]]:
    yield "report.date", file.report.date
    yield "project.closes", file.project.closes
    yield "period.begins", file.period.begins
    yield "period.ends", file.period.ends
    yield "server.date", file.server.date
    for number, edition in enumerate(file.history):
        yield f"history.{number}.date", edition.date
    for number, one in enumerate(file.handling):
        yield f"handling.{number}.due", one.due
    for number, build in enumerate(file.builds):
        yield f"builds.{number}.built", build.built
        yield f"builds.{number}.test.report_date", build.test.report_date
        yield f"builds.{number}.test.valid_until", build.test.valid_until
    for name in ("code", "website", "host", "penetration", "components"):
        yield f"security_tests.{name}.date", getattr(file.security_tests, name).date


def _build(path: Path, number: int, entry: BuildEntry) -> Build:
    folder = path.parent
    assessment = load_assessment(folder / entry.assessment)
    if assessment.artefact.platform not in PLATFORMS:
        raise FileProblem(path, f"builds.{number}.assessment: of neither Android nor iOS")
    if not entry.previous:
        return Build(entry, assessment)
    before = load_assessment(folder / entry.previous)
    return Build(entry, assessment, diff(before, assessment, entry.previous))
