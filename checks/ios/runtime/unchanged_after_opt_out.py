"""Does a recorded run show use go on after opting out?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, Tried, noted_of


def check(app: IosApp) -> Iterator[Seen]:
    yield from noted_of(app.runs.attempts(Tried.OPT_OUT), "noted")
