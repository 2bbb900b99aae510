"""Does a recorded run show sensitive data left in caches after logout or close?"""

from collections.abc import Iterator

from appsec.api import AFTER, IosApp, Question, Root, Seen, leaked


def check(app: IosApp) -> Iterator[Seen]:
    found = app.leaks.in_files(AFTER, (Root.CACHE,))
    yield from leaked(found, {"identifier": ("identifier", Question)})
