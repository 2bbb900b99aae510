"""Does a recorded run show sensitive data stored before the user consents?"""

from collections.abc import Iterator

from appsec.api import EARLY, AndroidApp, Finding, Phase, Question, Seen, leaked


def check(app: AndroidApp) -> Iterator[Seen]:
    found = app.leaks.in_files((Phase.FIRST_START,), also=EARLY)
    yield from leaked(found, {"identifier": ("identifier", Finding), "token": ("token", Question)})
