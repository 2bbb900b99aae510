"""Does a recorded run show a changed build run silently?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, changed, reactions


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from reactions(app.runs.attempts(Tried.CHANGED_FILE), changed)
