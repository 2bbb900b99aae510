"""Does a recorded run show a changed build run silently?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, Tried, changed, reactions


def check(app: IosApp) -> Iterator[Seen]:
    yield from reactions(app.runs.attempts(Tried.CHANGED_FILE), changed)
