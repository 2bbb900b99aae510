"""Does a recorded run show sensitive data in caches at any time?"""

from collections.abc import Iterator

from appsec.api import AFTER, RUNNING, IosApp, Question, Root, Seen, leaked


def check(app: IosApp) -> Iterator[Seen]:
    running = app.leaks.in_files(RUNNING, (Root.CACHE,), any_of=True)
    after = app.leaks.in_files(AFTER, (Root.CACHE,))
    yield from leaked([*running, *after], {"identifier": ("identifier", Question)})
