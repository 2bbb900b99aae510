"""Does a recorded run show sensitive data left after the user deleted them?"""

from collections.abc import Iterator

from appsec.api import IosApp, Phase, Question, Seen, leaked, own_hosts


def check(app: IosApp) -> Iterator[Seen]:
    found = app.leaks.in_files((Phase.DELETE,))
    yield from leaked(found, {"identifier": ("identifier", Question)}, own_hosts(app))
