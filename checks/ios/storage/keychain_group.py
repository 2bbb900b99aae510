"""Does an executable ask for Keychain groups by a wildcard?"""

from collections.abc import Iterator
from dataclasses import replace

from appsec.api import IosApp, Question, Seen

KEY = "keychain-access-groups"


def check(app: IosApp) -> Iterator[Seen]:
    """Only what is signed counts: a profile's groups are a wildcard by nature."""
    for entitlements in app.entitlements:
        given = entitlements.values.get(KEY, [])
        groups = given if isinstance(given, list) else [given]
        for group in sorted({str(group) for group in groups if "*" in str(group)}):
            key = "any-group" if group.startswith("*") else "team-wildcard"
            values = {"binary": entitlements.binary, "group": group}
            yield Question(key, replace(entitlements.at, at=KEY), values)
