"""Does a recorded run show sensitive data in the system's log?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen, leaked


def check(app: IosApp) -> Iterator[Seen]:
    yield from leaked(app.leaks.in_log(), {"identifier": ("identifier", Question)})
