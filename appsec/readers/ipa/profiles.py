"""Provisioning profiles: of what kind they are, and what they allow."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Bundle, IosApp
from appsec.facts.ios_profile import ProfileKind, ProvisioningProfile
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.ipa.cms import AlteredCms, MalformedCms, signed_content
from appsec.readers.ipa.contents import fold, gap
from appsec.readers.ipa.sealed import Sealed
from appsec.readers.plist import MAX_BYTES, parse

_FACT = "profiles"
PROFILE = "embedded.mobileprovision"
_TYPES = {
    "ProvisionsAllDevices": bool,
    "ProvisionedDevices": list,
    "Entitlements": dict,
    "ExpirationDate": datetime,
}
_DEBUG = "get-task-allow"


def read_profiles(contents: Sealed, app: IosApp) -> Known[tuple[ProvisioningProfile, ...]]:
    """One that cannot be read is told as such, beside its gap: that it is there counts too."""
    found: list[ProvisioningProfile] = []
    gaps: list[Gap] = []
    for bundle in app.bundles:
        file = f"{bundle.path}/{PROFILE}"
        if not bundle.runs or file not in contents.files:
            continue
        try:
            found.append(_profile(bundle, file, contents))
        except FactUnavailable as reason:
            gaps.append(gap(_FACT, reason))
            found.append(ProvisioningProfile(bundle.path, ProfileKind.UNREADABLE, Location(file)))
    return Known(tuple(found), fold(gaps))


def _profile(bundle: Bundle, file: str, contents: Sealed) -> ProvisioningProfile:
    data = contents.read(file, MAX_BYTES, "executable-missing")
    try:
        plist = parse(signed_content(data), file)
    except MalformedCms as error:
        raise FactUnavailable(Cause.LOST, "malformed-profile", {"file": file}) from error
    except AlteredCms as error:
        raise FactUnavailable(Cause.LOST, "altered-profile", {"file": file}) from error
    for key in _odd(plist):
        raise FactUnavailable(Cause.LOST, "odd-value", {"file": file, "key": key})
    expires = plist.get("ExpirationDate")
    return ProvisioningProfile(
        bundle=bundle.path,
        kind=_kind(plist),
        at=Location(file),
        name=_text(plist.get("Name")),
        teams=tuple(_texts(plist.get("TeamIdentifier"))),
        prefixes=tuple(_texts(plist.get("ApplicationIdentifierPrefix"))),
        expires=expires.date().isoformat() if isinstance(expires, datetime) else "",
        devices=len(plist.get("ProvisionedDevices", [])),
        entitlements=plist["Entitlements"],
    )


def _odd(plist: dict[str, Any]) -> Iterator[str]:
    """Keys on which the kind rests, of a type that Apple's profiles do not have."""
    for key, expected in _TYPES.items():
        needed = key == "Entitlements" or key in plist
        if needed and not isinstance(plist.get(key), expected):
            yield key
            return
    if not isinstance(plist["Entitlements"].get(_DEBUG, False), bool):
        yield f"Entitlements:{_DEBUG}"


def _kind(plist: dict[str, Any]) -> ProfileKind:
    """As Apple issues them: only one for development lets a debugger attach."""
    if plist["Entitlements"].get(_DEBUG):
        return ProfileKind.DEVELOPMENT
    if plist.get("ProvisionsAllDevices"):
        return ProfileKind.ENTERPRISE
    return ProfileKind.AD_HOC if "ProvisionedDevices" in plist else ProfileKind.STORE


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, str):
            yield item
