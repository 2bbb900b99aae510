"""Does a recorded run show sensitive data sent although the user refused?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Phase, Question, Seen, leaked


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from leaked(app.leaks.in_traffic((Phase.CONSENT_REFUSE,)), {"token": ("token", Question)})
