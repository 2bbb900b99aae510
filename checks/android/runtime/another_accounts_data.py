"""Does a recorded run show another account's data reached?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, noted_of


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from noted_of(app.runs.attempts(Tried.OTHER_ACCOUNT), "noted")
