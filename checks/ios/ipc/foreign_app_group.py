"""Does the app share a container with apps under another vendor's name?"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from appsec.api import IosApp, Question, Seen

KEY = "com.apple.security.application-groups"
PREFIX = "group."
VENDOR_PARTS = 2
"""Labels that name a vendor, tw.example; one more where the second only says the kind (com.tw)."""
KINDS = frozenset({"com", "org", "net", "gov", "edu", "idv", "co"})


def check(app: IosApp) -> Iterator[Seen]:
    """Groups of one's own vendor are normal: an extension needs one."""
    vendor = _vendor(app.info.identifier)
    for entitlements in app.entitlements:
        foreign = sorted(
            {group for group in _groups(entitlements.values.get(KEY)) if not _is_own(group, vendor)}
        )
        if foreign:
            values = {"binary": entitlements.binary, "groups": ", ".join(foreign)}
            place = replace(entitlements.at, at=KEY)
            yield Question("foreign", place, values, identity=("binary", "groups"))


def _groups(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value] if value else [])]


def _vendor(identifier: str) -> str:
    labels = identifier.casefold().split(".")
    count = VENDOR_PARTS + (len(labels) > VENDOR_PARTS and labels[1] in KINDS)
    return ".".join(labels[:count])


def _is_own(group: str, vendor: str) -> bool:
    name = group.casefold()
    # A team's identifier may stand before the name, as macOS writes groups.
    name = name.removeprefix(PREFIX) if name.startswith(PREFIX) else name.partition(".")[2]
    return bool(vendor) and (name == vendor or name.startswith((f"{vendor}.", f"{vendor}-")))
