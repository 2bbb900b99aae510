"""Does the app share its user id, and with it its files, with other apps?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only apps signed with the same key can join, so whose they are is for a person to say."""
    manifest = app.manifest
    if manifest.shared_user_id:
        yield Question("shared", manifest.at, {"id": manifest.shared_user_id})
