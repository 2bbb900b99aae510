"""Is file protection switched off by default for all files of an executable?"""

from collections.abc import Iterator
from dataclasses import replace

from appsec.api import IosApp, Question, Seen

KEY = "com.apple.developer.default-data-protection"


def check(app: IosApp) -> Iterator[Seen]:
    """Without the entitlement the system's own default protects the files: nothing to ask."""
    for entitlements in app.entitlements:
        if entitlements.values.get(KEY) == "NSFileProtectionNone":
            place = replace(entitlements.at, at=KEY)
            yield Question("none-by-default", place, {"binary": entitlements.binary})
