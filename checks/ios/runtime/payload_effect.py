"""Does a recorded run show payloads take effect or crash the app?"""

from collections.abc import Iterator

from appsec.api import IosApp, Phase, Seen, Tried, crashes_in, noted_of


def check(app: IosApp) -> Iterator[Seen]:
    yield from noted_of(app.runs.attempts(Tried.PAYLOAD), "noted")
    yield from crashes_in(app.runs, Phase.INPUT)
