"""Does a recorded run show the app silent on a rooted or jail-broken device?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, Tried, alone_and_rooted, reactions


def check(app: IosApp) -> Iterator[Seen]:
    yield from reactions(app.runs.attempts(Tried.ROOT), alone_and_rooted)
