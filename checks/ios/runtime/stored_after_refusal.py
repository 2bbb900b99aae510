"""Does a recorded run show sensitive data stored although the user refused?"""

from collections.abc import Iterator

from appsec.api import IosApp, Phase, Question, Seen, leaked


def check(app: IosApp) -> Iterator[Seen]:
    yield from leaked(app.leaks.in_files((Phase.CONSENT_REFUSE,)), {"token": ("token", Question)})
