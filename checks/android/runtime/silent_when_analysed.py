"""Does a recorded run show the app silent while it is analysed?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, reactions, watched_with_control


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from reactions(app.runs.attempts(Tried.ANALYSIS), watched_with_control(app.runs.metas))
