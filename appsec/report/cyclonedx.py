"""CycloneDX 1.6: an app's software components as an SBOM, with how each came to be known."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from appsec.assess.licences import is_listed, parsed
from appsec.assess.software import shown
from appsec.model.assessment import Assessment
from appsec.model.outcome import Build, Confidence
from appsec.model.software import (
    Means,
    Nature,
    Software,
    SoftwareComponent,
    SoftwareKind,
    Trace,
)
from appsec.model.text import Lang, visible
from appsec.report.json import written

_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"
_APP = "app"
"""The reference of the app itself."""

_TECHNIQUES = {
    Means.SUPPLIED: "attestation",
    Means.POM: "manifest-analysis",
    Means.VERSION_FILE: "manifest-analysis",
    Means.KOTLIN_MODULE: "manifest-analysis",
    Means.PLIST: "manifest-analysis",
    Means.TEXT: "binary-analysis",
    Means.SYMBOLS: "binary-analysis",
    Means.CLASSES: "binary-analysis",
    Means.FILE_NAME: "filename",
}
_SURE = {Confidence.HIGH: 0.9, Confidence.MEDIUM: 0.6, Confidence.LOW: 0.3}
_SOFTWARE = ("identified", "software")


def cyclonedx(assessment: Assessment, lang: Lang) -> bytes:
    """The SBOM; the same assessment gives the same bytes, its serial number included."""
    del lang
    # An edited assessment may hold what no scan writes.
    software = shown(assessment.software) or Software()
    listed = [one for one in software.components if _ships(one)]
    refs = _references(listed)
    components = [
        _component(one, ref, software.hashes) for one, ref in zip(listed, refs, strict=True)
    ]
    bom: dict[str, Any] = {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": _metadata(assessment, software),
        "components": components,
        "dependencies": [{"ref": _APP, "dependsOn": refs}],
        # What left no trace in a build, no look at the build can list.
        "compositions": [
            {
                "aggregate": "incomplete" if assessment.software else "unknown",
                "assemblies": [_APP],
            }
        ],
    }
    digest = hashlib.sha256(written(bom).encode()).hexdigest()
    serial = uuid.UUID(hex=digest[:32], version=5)
    head = {"$schema": _SCHEMA, "bomFormat": "CycloneDX", "specVersion": "1.6"}
    return written({**head, "serialNumber": f"urn:uuid:{serial}", **bom}).encode()


def _ships(one: SoftwareComponent) -> bool:
    """A compiler left its mark and is not there; of a packer a part always is."""
    return one.kind is not SoftwareKind.TOOL or Nature.PACKER in one.natures


def _references(components: Iterable[SoftwareComponent]) -> list[str]:
    """A reference for each, none of them twice."""
    counts: dict[str, int] = {}
    taken = {_APP: 0}  # in order, as the references are
    for one in components:
        titled = f"{one.name}@{one.version}" if one.version else one.name
        # The sign that sets a file's reference off from that of its component: see `_files`.
        plain = ref = _purl(one) or titled.replace("|", "/") or "-"
        while ref in taken:
            counts[plain] = counts.get(plain, 1) + 1
            ref = f"{plain}#{counts[plain]}"
        taken[ref] = len(taken)
    return list(taken)[1:]


def _purl(one: SoftwareComponent) -> str:
    """With the version; empty where there is no package URL, or a hostile one."""
    from packageurl import PackageURL

    try:
        url = PackageURL.from_string(one.purl)
        return PackageURL(url.type, url.namespace, url.name, one.version or None).to_string()
    except ValueError:
        return ""


def _component(one: SoftwareComponent, ref: str, hashes: Mapping[str, str]) -> dict[str, Any]:
    kind = "framework" if one.kind is SoftwareKind.FRAMEWORK else "library"
    found: dict[str, Any] = {"type": kind, "bom-ref": ref, "name": one.name}
    if one.supplier:
        found["supplier"] = {"name": one.supplier}
    if one.version:
        found["version"] = one.version
    if licences := _licences(one.licences):
        found["licenses"] = licences
    if purl := _purl(one):
        found["purl"] = purl
    found["properties"] = list(_properties(one))
    if files := _files(one, ref, hashes):
        found["components"] = files
    found["evidence"] = _evidence(one, bool(purl))
    return found


def _licences(stated: tuple[str, ...]) -> list[dict[str, Any]]:
    """One expression for all if SPDX knows each; else each for itself, by its words."""
    trees = [parsed(one) for one in stated]
    if stated and all(tree is not None and _is_spdx(tree) for tree in trees):
        if len(stated) == 1 and not trees[0].args and hasattr(trees[0], "key"):
            return [{"license": {"id": trees[0].key}}]
        return [{"expression": " AND ".join(f"({one})" for one in map(str, trees))}]
    return [{"license": {"name": one}} for one in stated]


def _is_spdx(tree: Any) -> bool:
    # `GPL-2.0-only WITH Classpath-exception-2.0` is one symbol of two identifiers.
    return all(is_listed(part.key) for one in tree.symbols for part in one.decompose())


def _properties(one: SoftwareComponent) -> Iterator[dict[str, str]]:
    yield _property("confidence", one.confidence)
    for nature in one.natures:
        yield _property("nature", nature)
    if one.contradicted:
        versions = dict.fromkeys(trace.version for trace in one.traces if trace.version)
        yield _property("contradicting-versions", ", ".join(versions))


def _property(name: str, value: str) -> dict[str, str]:
    return {"name": f"appsec:{name}", "value": str(value)}


def _files(one: SoftwareComponent, ref: str, hashes: Mapping[str, str]) -> list[dict[str, Any]]:
    """The files of the build that hold it, as far as they were hashed."""
    places = dict.fromkeys(t.at.file for t in _of_build(one) if t.at.file in hashes)
    return [
        {
            "type": "file",
            "bom-ref": f"{ref}|{place}",
            "name": place,
            "hashes": [{"alg": "SHA-256", "content": hashes[place]}],
        }
        for place in places
    ]


def _of_build(one: SoftwareComponent) -> tuple[Trace, ...]:
    """The traces in the build itself: neither in a file beside it nor in another build."""
    return tuple(
        t for t in one.traces if t.means is not Means.SUPPLIED and t.at.build is Build.SHIPPED
    )


def _evidence(one: SoftwareComponent, has_purl: bool) -> dict[str, Any]:
    fields = [("purl" if has_purl else "name", one.traces)]
    if one.version:
        fields.append(("version", tuple(t for t in one.traces if t.version == one.version)))
    identity = [
        {"field": field, "confidence": _SURE[one.confidence], "methods": list(_methods(traces))}
        for field, traces in fields
        if traces
    ]
    occurrences = list(_occurrences(one))
    told = {"identity": identity, "occurrences": occurrences}
    return {key: value for key, value in told.items() if value}


def _methods(traces: Iterable[Trace]) -> Iterator[dict[str, Any]]:
    """Each means once, with what it states."""
    met = dict.fromkeys((trace.means, trace.version) for trace in traces)
    for means, version in met:
        told = {"technique": _TECHNIQUES[means], "confidence": _sure_of(means)}
        yield told | {"value": f"{means}: {version}" if version else str(means)}


def _sure_of(means: Means) -> float:
    """What its rank makes of it: the most telling first."""
    return round(1 - list(Means).index(means) / 10, 1)


def _occurrences(one: SoftwareComponent) -> Iterator[dict[str, str]]:
    met = dict.fromkeys((trace.at.file, trace.at.member) for trace in _of_build(one))
    for file, member in met:
        yield {"location": file, "additionalContext": member} if member else {"location": file}


def _metadata(assessment: Assessment, software: Software) -> dict[str, Any]:
    artefact = assessment.artefact
    app: dict[str, Any] = {
        "type": "application",
        "bom-ref": _APP,
        "name": visible(artefact.id or artefact.name or artefact.sha256),
    }
    if artefact.version:
        app["version"] = visible(artefact.version)
    app["hashes"] = [{"alg": "SHA-256", "content": artefact.sha256}]
    app["properties"] = [
        _property("platform", artefact.platform),
        _property("build", visible(artefact.build)),
        _property("unidentified", str(sum(one.count for one in software.unidentified))),
        *(_property("supplied-from", name) for name in software.supplied_from),
        *(
            _property("unread", f"{gap.cause}: {visible(gap.key)}")
            for gap in assessment.coverage.gaps
            if gap.fact in _SOFTWARE
        ),
    ]
    tool = assessment.tool
    return {
        "timestamp": f"{assessment.as_of}T00:00:00Z",
        "tools": {
            "components": [{"type": "application", "name": tool.name, "version": tool.version}]
        },
        "component": app,
    }
