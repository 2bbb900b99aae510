"""Entitlements of the executables that run, from their signatures."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Entitlements, IosApp
from appsec.facts.ios_profile import EntitlementDifference
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.ipa.binaries import executables, unfit, unnamed
from appsec.readers.ipa.contents import Contents, fold, gap
from appsec.readers.ipa.der import MalformedDer, parse_entitlements
from appsec.readers.ipa.macho import MachO, Scan
from appsec.readers.ipa.signature import Signature
from appsec.readers.plist import parse

_FACT = "entitlements"
_FLAGS = ("get-task-allow",)
"""Entitlements that are Booleans. iOS may or may not take another type for true."""


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
                values, doubt = _of_slices(file)
                if values or not doubt:
                    found.append(Entitlements(path, values, Location(path)))
                if doubt:
                    raise doubt
                gaps += _odd(values, path)
            if not all(part.signature and part.signature.final for part in file.parts):
                raise FactUnavailable(Cause.OUT_OF_REACH, "unsigned-build", {"file": path})
        except FactUnavailable as reason:
            gaps.append(gap(_FACT, reason))
    return Known(tuple(found), fold(gaps))


def read_differences(scan: Scan, app: IosApp) -> Known[tuple[EntitlementDifference, ...]]:
    """What cannot be decoded is a gap of `entitlements`, which this stands on."""
    found: dict[EntitlementDifference, None] = {}
    running = (bundle for bundle in app.bundles if bundle.runs)
    for path in (path for bundle in running for path in executables(bundle)):
        file = scan.files.get(path)
        for part in file.parts if file else ():
            if part.signature:
                found |= dict.fromkeys(_differences(part.signature, path))
    with suppress(FactUnavailable):
        _ = app.entitlements
    return Known(tuple(found))


def _differences(signature: Signature, path: str) -> Iterator[EntitlementDifference]:
    if signature.problem or signature.xml is None or signature.der is None:
        return
    try:
        xml, der = _decoded(signature, path)
    except FactUnavailable:
        return
    for key in sorted(xml.keys() | der.keys()):
        if key not in xml or key not in der or not _equal(xml[key], der[key]):
            shown = _shown(xml, key), _shown(der, key)
            yield EntitlementDifference(path, key, *shown, Location(path, at=key))


def _shown(form: dict[str, Any], key: str) -> str:
    return json.dumps(form[key], ensure_ascii=False, default=str) if key in form else ""


def _odd(values: dict[str, Any], path: str) -> Iterator[Gap]:
    for key in _FLAGS:
        if not isinstance(values.get(key, False), bool):
            yield Gap(_FACT, Cause.LOST, "odd-value", {"file": path, "key": key})


def _file(path: str, contents: Contents, scan: Scan) -> MachO:
    if reason := unfit(path, contents, scan) or scan.broken.get(path):
        raise reason
    file = scan.files[path]
    if file.problem:
        raise file.problem
    return file


def _of_slices(file: MachO) -> tuple[dict[str, Any], FactUnavailable | None]:
    """What all slices ask for. Where they disagree, what one alone proves, and why it is no more:
    devices of its architecture let a debugger attach."""
    readings = [_values(part.signature, file.path) for part in file.parts if part.signature]
    try:
        return _same(readings, file.path), None
    except FactUnavailable as doubt:
        proven = {key: True for key in _FLAGS if any(one.get(key) is True for one in readings)}
        return proven, doubt


def _values(signature: Signature, path: str) -> dict[str, Any]:
    if signature.problem:
        raise FactUnavailable(Cause.LOST, signature.problem, {"file": path})
    readings = list(_decoded(signature, path))
    return _same(readings, path) if readings else {}


def _decoded(signature: Signature, path: str) -> Iterator[dict[str, Any]]:
    """The forms that there are: XML, then DER."""
    try:
        if signature.xml is not None:
            yield parse(signature.xml.rstrip(b"\0"), path)
        if signature.der is not None:
            yield parse_entitlements(signature.der)
    except (FactUnavailable, MalformedDer) as error:
        raise FactUnavailable(Cause.LOST, "malformed-entitlements", {"file": path}) from error


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
