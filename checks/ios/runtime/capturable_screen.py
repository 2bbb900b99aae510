"""Does a recorded run show sensitive screens that can be captured?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, Tried, noted_of


def check(app: IosApp) -> Iterator[Seen]:
    yield from noted_of(app.runs.attempts(Tried.CAPTURE), "captured")
    yield from noted_of(app.runs.attempts(Tried.THUMBNAIL), "thumbnail")
