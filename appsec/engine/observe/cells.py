"""What a build itself says for single cells of the declaration."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from appsec.facts.app import App, FactUnavailable
from appsec.facts.signing import Validity

if TYPE_CHECKING:
    from appsec.facts.android import AndroidApp
    from appsec.facts.ios import IosApp

Cell = tuple[str, str]
_APP = TypeVar("_APP", bound=App)


def android_cells(app: "AndroidApp") -> dict[str, str]:
    """Lowest system, signer and backup settings; what cannot be read is left out."""
    return _known(app, _android_manifest, _android_signer)


def ios_cells(app: "IosApp") -> dict[str, str]:
    """Lowest system and team."""
    return _known(app, _ios_info, _ios_team)


def _known(app: _APP, *takers: Callable[[_APP], Iterator[Cell]]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for take in takers:
        try:
            cells |= dict(take(app))
        except FactUnavailable:
            continue
    return cells


def _android_manifest(app: "AndroidApp") -> Iterator[Cell]:
    manifest = app.manifest
    yield "app.min_os", f"API {manifest.min_sdk}"
    yield "backup.android", f"allowBackup={str(manifest.allow_backup).lower()}"


def _android_signer(app: "AndroidApp") -> Iterator[Cell]:
    """The certificates of valid signatures, each once."""
    found = {
        signer.certificate.sha256: None
        for scheme in app.signing.schemes
        if scheme.validity is Validity.VERIFIED
        for signer in scheme.signers
    }
    if found:
        yield "app.signer", ", ".join(f"SHA-256 {digest}" for digest in found)


def _ios_info(app: "IosApp") -> Iterator[Cell]:
    minimum = app.info.plist.get("MinimumOSVersion")
    if isinstance(minimum, str):
        yield "app.min_os", f"iOS {minimum}"


def _ios_team(app: "IosApp") -> Iterator[Cell]:
    teams = {one.team: None for s in app.signatures if s.main for one in s.directories if one.team}
    if teams:
        yield "app.signer", ", ".join(f"Team {team}" for team in teams)
