"""Entitlements of the executables that run, from their signatures."""

from typing import Any

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Entitlements, IosApp
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.ipa.binaries import executables, unfit, unnamed
from appsec.readers.ipa.contents import Contents, fold, gap
from appsec.readers.ipa.der import MalformedDer, parse_entitlements
from appsec.readers.ipa.macho import MachO, Scan
from appsec.readers.ipa.plist import parse
from appsec.readers.ipa.signature import Signature

_FACT = "entitlements"


def read_entitlements(
    contents: Contents, scan: Scan, app: IosApp
) -> Known[tuple[Entitlements, ...]]:
    """One for each executable that is signed, be it without any entitlement."""
    found: list[Entitlements] = []
    gaps: list[Gap] = []
    running = [bundle for bundle in app.bundles if bundle.runs]
    for of, path in ((one, path) for one in running for path in executables(one)):
        try:
            if not path:
                raise unnamed(of)
            file = _file(path, contents, scan)
            if any(part.signature for part in file.parts):
                found.append(Entitlements(path, _agreed(file), Location(path)))
            if not all(part.signature and part.signature.final for part in file.parts):
                raise FactUnavailable(Cause.OUT_OF_REACH, "unsigned-build", {"file": path})
        except FactUnavailable as reason:
            gaps.append(gap(_FACT, reason))
    return Known(tuple(found), fold(gaps))


def _file(path: str, contents: Contents, scan: Scan) -> MachO:
    if reason := unfit(path, contents, scan) or scan.broken.get(path):
        raise reason
    file = scan.files[path]
    if file.problem:
        raise file.problem
    return file


def _agreed(file: MachO) -> dict[str, Any]:
    """The entitlements on which all slices agree."""
    readings = [_values(part.signature, file.path) for part in file.parts if part.signature]
    return _same(readings, file.path)


def _values(signature: Signature, path: str) -> dict[str, Any]:
    if signature.problem:
        raise FactUnavailable(Cause.LOST, signature.problem, {"file": path})
    readings: list[dict[str, Any]] = []
    try:
        if signature.xml is not None:
            readings.append(parse(signature.xml.rstrip(b"\0"), path))
        if signature.der is not None:
            readings.append(parse_entitlements(signature.der))
    except (FactUnavailable, MalformedDer) as error:
        raise FactUnavailable(Cause.LOST, "malformed-entitlements", {"file": path}) from error
    return _same(readings, path) if readings else {}


def _same(readings: list[dict[str, Any]], path: str) -> dict[str, Any]:
    if any(not _equal(readings[0], other) for other in readings[1:]):
        raise FactUnavailable(Cause.LOST, "entitlements-disagree", {"file": path})
    return readings[0]


def _equal(one: Any, other: Any) -> bool:
    """As `==`, but 1 is not True."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return bool(one == other)
