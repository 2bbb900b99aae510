"""Does a recorded run show sensitive data leave the device before the user consents?"""

from collections.abc import Iterator

from appsec.api import EARLY, IosApp, Phase, Question, Seen, leaked


def check(app: IosApp) -> Iterator[Seen]:
    """A token that a server gave may identify nobody, so that it is a question."""
    found = app.leaks.in_traffic((Phase.FIRST_START,), also=EARLY)
    yield from leaked(found, {"token": ("token", Question)})
