"""Does a recorded run show sensitive data written to the system's log when the app is closed?"""

from collections.abc import Iterator

from appsec.api import IosApp, Phase, Question, Seen, leaked, own_hosts


def check(app: IosApp) -> Iterator[Seen]:
    found = app.leaks.in_log((Phase.CLOSE,))
    yield from leaked(found, {"identifier": ("identifier", Question)}, own_hosts(app))
