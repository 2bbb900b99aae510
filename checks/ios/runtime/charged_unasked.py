"""Does a recorded run show a charge without confirmation?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, Tried, noted_of


def check(app: IosApp) -> Iterator[Seen]:
    yield from noted_of(app.runs.attempts(Tried.CONFIRM), "noted")
