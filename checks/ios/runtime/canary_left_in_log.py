"""Does a recorded run show sensitive data written to the system's log after logout or close?"""

from collections.abc import Iterator

from appsec.api import AFTER, IosApp, Question, Seen, leaked


def check(app: IosApp) -> Iterator[Seen]:
    found = app.leaks.in_log(AFTER)
    yield from leaked(found, {"identifier": ("identifier", Question)})
