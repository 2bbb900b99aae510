"""Facts about who may run an iOS build: provisioning profiles, and entitlements that disagree."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from appsec.model.frozen import frozen
from appsec.model.outcome import Location


class ProfileKind(StrEnum):
    """For what distribution a provisioning profile was made.

    UNREADABLE: there is one, and a gap says why its kind is not known.
    """

    STORE = "store"
    AD_HOC = "ad_hoc"
    ENTERPRISE = "enterprise"
    DEVELOPMENT = "development"
    UNREADABLE = "unreadable"


@frozen
class ProvisioningProfile:
    """The `embedded.mobileprovision` of one bundle that runs.

    `teams` are the identifiers of the team, `prefixes` those that its app identifiers may begin
    with. `expires` is an ISO date, or empty. `devices` counts the devices that it names.
    `entitlements` are the most that an executable may be signed for.
    """

    bundle: str
    kind: ProfileKind
    at: Location
    name: str = ""
    teams: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    expires: str = ""
    devices: int = 0
    entitlements: Mapping[str, Any] | None = None


@frozen
class EntitlementDifference:
    """One key on which the entitlements of an executable disagree: iOS 15 and later read the DER
    form, earlier versions the XML form. `xml` and `der` are the values as text, empty where the
    form lacks the key."""

    binary: str
    key: str
    xml: str
    der: str
    at: Location
