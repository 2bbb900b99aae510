"""Are secrets or data of persons written in code, resources or files?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, each_secret_seen, ios_public_keys


def check(app: IosApp) -> Iterator[Seen]:
    """Public keys in the Info.plist have a check of their own."""
    yield from each_secret_seen(app.secrets, (one.name for one in ios_public_keys(app)))
