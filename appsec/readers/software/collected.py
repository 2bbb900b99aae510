"""Puts together what several traces tell of one component."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import field, replace

from appsec.model.frozen import slotted
from appsec.model.outcome import Confidence, Location
from appsec.model.software import Means, Nature, SoftwareComponent, SoftwareKind, Trace
from appsec.readers.software.licences import licence_of
from appsec.readers.software.table import Row

MAX_TRACES = 40
"""Of one component; more of them tell nothing new."""
_RANK = {means: rank for rank, means in enumerate(Means)}
_BY_COPY = frozenset((SoftwareKind.NATIVE, SoftwareKind.JAVASCRIPT, SoftwareKind.TOOL))
"""Kinds of which an app may hold several copies, each with a version of its own."""
UNRECOGNISED = "LicenseRef-unrecognised-text"
"""Stands for a text in the app beside a licence that is known: it may say something else."""
_STATED = re.compile(r"\d[\w.+~-]{0,63}")


def stated(version: str) -> str:
    """A version as a file states it; empty for what is none: AndroidX shipped files that name a
    task of Gradle in its place."""
    version = version.strip()
    return version if _STATED.fullmatch(version) else ""


@slotted
class _Known:
    row: Row
    confidence: Confidence
    traces: dict[Trace, None] = field(default_factory=dict)


@slotted
class Collected:
    """The components that were met so far, in order."""

    _known: dict[tuple[str, str], _Known] = field(default_factory=dict)
    _licences: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(
        self,
        row: Row,
        means: Means,
        at: Location,
        version: str = "",
        confidence: Confidence = Confidence.HIGH,
    ) -> None:
        """One trace of a component. The surest trace tells how sure the whole is."""
        known = self._known.setdefault(
            (row.name.casefold(), row.package_url), _Known(row, confidence)
        )
        if list(Confidence).index(confidence) < list(Confidence).index(known.confidence):
            known.confidence = confidence
        if len(known.traces) < MAX_TRACES:
            known.traces.setdefault(Trace(means, at, version))

    def state(self, name: str, licence: str) -> None:
        """A licence that the app states of a component, which need not be met yet, by its name, its
        package URL, the folder of its bundle or file#name; empty for a text that nobody knows."""
        self._licences.setdefault(name.casefold(), {}).setdefault(licence)

    def _licences_of(self, row: Row, traces: tuple[Trace, ...]) -> tuple[str, ...]:
        """All that is told, by the app and by the table."""
        files = (f"{one.at.file}#{row.name}" for one in traces)
        folders = (f"{one}.framework" for one in (row.name, *row.modules))
        versions = _versions(traces)
        names = {one.casefold(): None for one in (row.name, row.package_url, *folders, *files)}
        stated = [one for name in names for one in self._licences.get(name, ())]
        told = dict.fromkeys((*stated, licence_of(row.name, row.package_url, versions)))
        known = tuple(one for one in told if one)
        return (*known, UNRECOGNISED) if known and "" in stated else known

    def has(self, url: str) -> bool:
        """Whether a component of this package URL is known, or one below it if it ends in /."""
        below = url.endswith("/")
        return any(one == url or (below and one.startswith(url)) for _, one in self._known)

    def components(self) -> tuple[SoftwareComponent, ...]:
        """By name, then by version."""
        found = (
            replace(one, licences=self._licences_of(known.row, one.traces))
            for known in self._known.values()
            for one in _components(known)
        )
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.version)))


def _components(known: _Known) -> Iterator[SoftwareComponent]:
    """One for each version if it lies in the app file by file, else one in all."""
    traces = sorted(known.traces, key=lambda one: (_RANK[one.means], one.at, one.version))
    if known.row.kind not in _BY_COPY:
        yield _component(known, traces)
        return
    versioned = {one.at.file for one in traces if one.version}
    versions = sorted({one.version for one in traces if one.version})
    for version in versions:
        files = {one.at.file for one in traces if one.version == version}
        of_it = (one for one in traces if one.version in ("", version) and one.at.file in files)
        yield _component(known, tuple(of_it))
    if rest := [one for one in traces if one.at.file not in versioned]:
        yield _component(known, rest)


def _versions(traces: Iterable[Trace]) -> list[str]:
    return [one.version for one in traces if one.version]


def _component(known: _Known, traces: Iterable[Trace]) -> SoftwareComponent:
    row, kept = known.row, tuple(traces)
    versions = _versions(kept)
    return SoftwareComponent(
        name=row.name,
        kind=row.kind,
        purl=row.package_url,
        version=versions[0] if versions else "",
        confidence=known.confidence,
        traces=kept,
        supplier=row.supplier,
        country=row.country,
        natures=tuple(Nature(one) for one in row.natures),
        contradicted=len(set(versions)) > 1,
    )
