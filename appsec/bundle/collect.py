"""What of a folder goes into a bundle, and what each file is."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from appsec.bundle.manifest import Build, Enclosed, LeftOut, Part
from appsec.bundle.objections import objections, same_names
from appsec.engine.files import FileProblem
from appsec.model.assessment import Assessment
from appsec.model.confirmation import FileStanding
from appsec.model.frozen import frozen
from appsec.report.json import ReportProblem, load

CONTENT = "content/"
"""Where the files of the folder are in a bundle."""

MAX_FILES = 50_000
_BUILDS = frozenset(("apk", "aab", "apks", "xapk", "ipa"))
_REPORTS = frozenset(("html", "pdf", "md", "odt", "ods", "xlsx", "sarif", "xml"))
_RECORDS = frozenset(("yaml", "yml", "toml"))


class Refused(Exception):
    """A folder that must not become a bundle as it is: every reason, by key and file."""

    def __init__(self, reasons: tuple[tuple[str, str], ...]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


@frozen
class Collected:
    """The files of a folder: those to enclose with their paths, and those left out."""

    files: tuple[tuple[Enclosed, Path], ...]
    left_out: tuple[LeftOut, ...]
    builds: tuple[Build, ...]


def collect(folder: Path, with_builds: bool, skip: frozenset[Path]) -> Collected:
    """Everything in a folder, by name, but for the files in `skip`: the bundle itself, say.

    Raises FileProblem, and Refused for links, secrets, names that not every system can hold or tell
    apart, and for evidence that an assessment counted on and that is not here.
    """
    paths = dict(_walk(folder, skip))
    reasons = [(key, name) for name, path in paths.items() for key in objections(name, path)]
    reasons += [("same-name", name) for name in same_names(paths)]
    if not paths:
        reasons.append(("empty-folder", str(folder)))
    if reasons:
        raise Refused(tuple(reasons))
    told = {name: _told(path) for name, path in paths.items() if name.endswith(".json")}
    assessments = {name: one for name, one in told.items() if one}
    traces = {PurePosixPath(name).parent for name in paths if name.endswith("trace.jsonl")}
    expiries = _expiries(assessments.values())
    files, left = [], []
    for name, path in paths.items():
        size, digest = _digest(path)
        part = Part.ASSESSMENT if name in assessments else _part(name, traces)
        if part is Part.BUILD and not with_builds:
            left.append(LeftOut(name, size, digest))
            continue
        expires = expiries.get(digest, "")
        files.append((Enclosed(CONTENT + name, part, size, digest, expires), path))
    hashes = {one.sha256 for one, _ in files}
    if lacking := tuple(_lacking(assessments.values(), hashes)):
        raise Refused(lacking)
    builds = tuple(_build(CONTENT + name, one) for name, one in assessments.items())
    return Collected(tuple(files), tuple(left), builds)


def _walk(folder: Path, skip: frozenset[Path]) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        raise FileProblem(folder, "is no folder")

    def fail(error: OSError) -> None:
        raise FileProblem(error.filename or folder, error.strerror or str(error))

    count = 0
    for place, folders, names in os.walk(folder, onerror=fail):
        links = [name for name in folders if Path(place, name).is_symlink()]
        folders.sort()
        for name in sorted((*names, *links)):
            path = Path(place, name)
            if path.resolve() in skip and not path.is_symlink():
                continue
            count += 1
            if count > MAX_FILES:
                raise FileProblem(folder, f"holds more than {MAX_FILES} files")
            yield path.relative_to(folder).as_posix(), path


def _part(name: str, traces: set[PurePosixPath]) -> Part:
    path = PurePosixPath(name)
    if traces & {path.parent, *path.parents}:
        return Part.TRACE
    suffix = path.suffix.lower().removeprefix(".")
    if suffix in _BUILDS:
        return Part.BUILD
    if suffix in _RECORDS:
        return Part.RECORD
    return Part.REPORT if suffix in _REPORTS and len(path.parts) == 1 else Part.EVIDENCE


def _told(path: Path) -> Assessment | None:
    try:
        return load(path)
    except ReportProblem:
        return None


def _build(name: str, assessment: Assessment) -> Build:
    app = assessment.artefact
    return Build(name, app.platform, app.id, app.version, app.sha256)


def _expiries(assessments: Iterable[Assessment]) -> dict[str, str]:
    """By the hash of an evidence file: the earliest last day of what rests on it."""
    found: dict[str, str] = {}
    for assessment in assessments:
        for one in assessment.confirmations:
            for file in one.evidence:
                if one.expires:
                    known = found.get(file.sha256, one.expires)
                    found[file.sha256] = min(known, one.expires)
    return found


def _lacking(assessments: Iterable[Assessment], hashes: set[str]) -> Iterator[tuple[str, str]]:
    """Evidence that was there when the app was assessed, and is not enclosed as it was then."""
    for assessment in assessments:
        for one in assessment.confirmations:
            for file in one.evidence:
                if file.standing is FileStanding.SAME and file.sha256 not in hashes:
                    yield "evidence-not-enclosed", f"{one.id}: {file.path}"


def _digest(path: Path) -> tuple[int, str]:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return file.tell(), digest
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error
