"""Does a recorded run show sensitive data written to the system's log when the app is closed?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Phase, Question, Seen, leaked, own_hosts


def check(app: AndroidApp) -> Iterator[Seen]:
    found = app.leaks.in_log((Phase.CLOSE,))
    yield from leaked(found, {"identifier": ("identifier", Question)}, own_hosts(app))
