"""May another process attach to an executable of the app and read its memory?"""

from collections.abc import Iterator
from dataclasses import replace

from appsec.api import Finding, IosApp, Seen

KEY = "get-task-allow"


def check(app: IosApp) -> Iterator[Seen]:
    """Only what is signed counts; a profile that would permit it says nothing."""
    for entitlements in app.entitlements:
        if entitlements.values.get(KEY) is True:
            yield Finding(
                "allowed", replace(entitlements.at, at=KEY), {"binary": entitlements.binary}
            )
