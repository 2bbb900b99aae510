"""Does a recorded run show secrets legible on the screen?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Seen,
    Where,
    android_masked,
    android_password,
    dumped_secrets,
    legible_secrets,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    fields, labels = app.runs.fields(), app.runs.legible()
    yield from legible_secrets(fields, labels, android_masked, android_password)
    yield from dumped_secrets(app.leaks.looked_at(Where.SCREEN))
