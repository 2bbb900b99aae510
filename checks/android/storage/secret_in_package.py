"""Are secrets or data of persons written in code, resources or files?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, android_public_keys, each_secret_seen

_KEYS = ("private-key", "private-key-der", "key-file")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Private keys in files, and public keys in resources, have checks of their own."""
    told = [one.name for one in android_public_keys(app)]
    files = {key.at.file for key in app.key_files}
    secrets = [
        one
        for one in app.secrets
        if one.rule not in _KEYS or not {at.file for at in one.at} <= files
    ]
    yield from each_secret_seen(secrets, told)
