"""Does a recorded run show a charge after cancelling?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, noted_of


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from noted_of(app.runs.attempts(Tried.CANCEL), "noted")
