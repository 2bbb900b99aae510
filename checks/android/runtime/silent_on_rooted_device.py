"""Does a recorded run show the app silent on a rooted or jail-broken device?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, alone_and_rooted, reactions


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from reactions(app.runs.attempts(Tried.ROOT), alone_and_rooted)
