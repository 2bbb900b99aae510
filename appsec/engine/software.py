"""Joins what a build shows of its components with what an SBOM or lock file says of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from appsec.model.outcome import Build, Confidence
from appsec.model.software import Means, Software, SoftwareComponent, SoftwareKind, Trace

_APPLE = frozenset(("", "cocoapods", "swift", "carthage", "github", "generic"))
"""Types of package URL under which one and the same library for iOS is known, by its last part."""

_NATIVE = frozenset(("generic", "conan", "vcpkg", "github"))
"""Types under which one and the same native library is known."""

_BY_COPY = frozenset((SoftwareKind.NATIVE, SoftwareKind.JAVASCRIPT))
"""Kinds of which an app may hold several copies, each with a version of its own."""

_SIGN, _ZEROS = re.compile(r"^[vV](?=\d)"), re.compile(r"(\.0)+$")
_PLACEHOLDER = frozenset(("1", "1.0"))
"""What Xcode writes into the Info.plist of a framework that nobody gave a version."""


def merged(identified: Software, supplied: Software, *, apple: bool = False) -> Software:
    """Both as one. A component is the same if its package URL is, or, lacking one, its name.

    Two package URLs are two components, whatever their names; but those of native code, and with
    `apple` those of the package managers of iOS, go by name. `supplied` may name
    one component in several versions; what the build shows then belongs to the one that it agrees
    with. Contradictions stay among the traces: see `differing`.
    """
    given = _once(supplied.components)
    places: dict[str, list[int]] = {}
    for place, one in enumerate(given):
        for key in _keys(one, apple):
            places.setdefault(key, []).append(place)
    alone = _joined(identified.components, given, places, apple)
    return replace(
        identified,
        components=tuple(sorted((*alone, *given), key=_order)),
        supplied_from=supplied.supplied_from,
        covered=supplied.covered,
    )


def _joined(
    identified: Iterable[SoftwareComponent],
    given: list[SoftwareComponent],
    places: Mapping[str, list[int]],
    apple: bool,
) -> list[SoftwareComponent]:
    """Joins what a build shows to what is the same in `given`; returns what is not in it."""
    alone: list[SoftwareComponent] = []
    apart: list[tuple[SoftwareComponent, int]] = []
    for shown in identified:
        found = ([n for n in places.get(key, ()) if _may_be(shown, given[n], apple)]
                 for key in _keys(shown, apple))  # fmt: skip
        same = next(filter(None, found), [])
        number = next((n for n in same if not _apart(shown, given[n])), None)
        if number is not None:
            given[number] = _both(shown, given[number])
        elif same:
            apart.append((shown, same[0]))
        else:
            alone.append(shown)
    for shown, number in apart:
        if _is_another_copy(shown, given[number]):
            alone.append(shown)
        else:
            given[number] = _both(shown, given[number])
    return alone


def of_both_builds(shipped: Software | None, companion: Software | None) -> Software | None:
    """What the build that ships shows, and what a companion does, whose traces say so."""
    if companion is None:
        return shipped
    marked = replace(companion, components=tuple(map(_of_companion, companion.components)))
    if shipped is None:
        return marked
    joined = merged(shipped, marked)
    # Code of none is told by the build whose code is read.
    return replace(joined, unidentified=companion.unidentified)


def _of_companion(one: SoftwareComponent) -> SoftwareComponent:
    traces = (
        t if t.means is Means.SUPPLIED else replace(t, at=replace(t.at, build=Build.COMPANION))
        for t in one.traces
    )
    return replace(one, traces=tuple(traces))


def differing(component: SoftwareComponent) -> tuple[str, ...]:
    """The versions that a build shows of a component and that no SBOM or lock file states, if one
    states another; none where they agree or one side is silent."""
    supplied = (t for t in component.traces if t.means is Means.SUPPLIED)
    stated = {plain_version(t.version) for t in supplied} - {""}
    if not stated:
        return ()
    other = (t.version for t in _shown(component) if plain_version(t.version) not in stated)
    return tuple(dict.fromkeys(other))


def unlisted(software: Software) -> Iterator[SoftwareComponent]:
    """What the build shows and no file names, of kinds that the files claim to name in full."""
    for one in software.components:
        covered = "*" in software.covered or one.purl_type in software.covered
        # A tool leaves its mark and does not ship; no SBOM has to name it.
        if covered and not one.supplied and one.kind is not SoftwareKind.TOOL:
            yield one


def hashed_files(software: Software) -> tuple[str, ...]:
    """The files that are a component, or a part of one alone: no bytecode, which is of all."""
    files = (
        trace.at.file
        for one in software.components
        for trace in one.traces
        if trace.means is not Means.SUPPLIED and not trace.at.file.endswith((".dex", ".arsc"))
    )
    return tuple(sorted(set(files)))


def _shown(component: SoftwareComponent) -> Iterator[Trace]:
    for trace in component.traces:
        empty = trace.means is Means.PLIST and trace.version in _PLACEHOLDER
        if trace.means is not Means.SUPPLIED and trace.version and not empty:
            yield trace


def plain_version(version: str) -> str:
    """Of one version there are several spellings: v1.2, 1.2.0."""
    return _ZEROS.sub("", _SIGN.sub("", version.strip()))


def _both(shown: SoftwareComponent, given: SoftwareComponent) -> SoftwareComponent:
    """One component of two that are the same. What a file states goes before what a build shows,
    and what the one build shows before what another does."""
    surer = min(shown.confidence, given.confidence, key=list(Confidence).index)
    stated = given.supplied and not shown.supplied
    both = replace(
        shown,
        # What a file says to ship is no mere mark of a tool.
        kind=given.kind if stated and shown.kind is SoftwareKind.TOOL else shown.kind,
        # No feed speaks of pods; of what is known by its repository one does.
        purl=given.purl if given.purl_type == "swift" else shown.purl or given.purl,
        version=(stated and given.version) or shown.version or given.version,
        confidence=Confidence.HIGH if shown.shown and stated else surer,
        traces=tuple(dict.fromkeys((*given.traces, *shown.traces))),
        licences=tuple(dict.fromkeys((*given.licences, *shown.licences))),
        supplier=shown.supplier or given.supplier,
        country=shown.country or given.country,
        natures=tuple(dict.fromkeys((*given.natures, *shown.natures))),
    )
    contradicted = shown.contradicted or given.contradicted or _apart(shown, given)
    return replace(both, contradicted=contradicted)


def _apart(one: SoftwareComponent, other: SoftwareComponent) -> bool:
    """Whether two that are the same are told in versions that contradict each other: the first
    shows one that the second, which an SBOM or another build tells of, does not have."""
    if not (one.supplied or other.supplied):
        return len({plain_version(one.version), plain_version(other.version)} - {""}) > 1
    supplied = (t for t in other.traces if t.means is Means.SUPPLIED)
    known = {plain_version(t.version) for t in (*supplied, *_shown(other))} - {""}
    if known and any(plain_version(t.version) not in known for t in _shown(one)):
        return True
    return bool(differing(replace(one, traces=(*other.traces, *one.traces))))


def _is_another_copy(shown: SoftwareComponent, given: SoftwareComponent) -> bool:
    """Whether a build holds it beside the copy that was meant: what is stated of the one makes no
    guess of the other's version."""
    return shown.kind in _BY_COPY and given.shown and not given.contradicted


def _once(components: Iterable[SoftwareComponent]) -> list[SoftwareComponent]:
    """What several files name in one version is one component."""
    once: dict[tuple[str, str], SoftwareComponent] = {}
    for one in components:
        key = (one.purl or one.name.casefold(), one.version)
        once[key] = _both(one, once[key]) if key in once else one
    return list(once.values())


def _may_be(one: SoftwareComponent, other: SoftwareComponent, apple: bool) -> bool:
    """Whether two of one name may be the same. One may be listed under a package URL that is not
    its own, which would take its advisories from it."""
    if not (one.purl and other.purl) or one.purl == other.purl:
        return True
    types = {one.purl_type, other.purl_type}
    return types <= _NATIVE or (apple and types <= _APPLE)


def _keys(component: SoftwareComponent, apple: bool) -> Iterator[str]:
    """What it is found by, the surest first."""
    if component.purl:
        yield component.purl
    yield component.name.casefold()
    if apple and component.purl_type in _APPLE:
        yield "apple:" + (component.purl or component.name).casefold().rpartition("/")[2]


def _order(component: SoftwareComponent) -> tuple[str, str, str]:
    return component.name.casefold(), component.purl, component.version
