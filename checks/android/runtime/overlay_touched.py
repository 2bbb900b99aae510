"""Does a recorded run show touches take effect under an overlay?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, noted_of


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from noted_of(app.runs.attempts(Tried.OVERLAY), "noted")
