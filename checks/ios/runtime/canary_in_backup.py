"""Does a recorded run show sensitive data in a backup?"""

from collections.abc import Iterator

from appsec.api import AFTER, RUNNING, IosApp, Question, Root, Seen, leaked, own_hosts


def check(app: IosApp) -> Iterator[Seen]:
    found = app.leaks.in_files((*RUNNING, *AFTER), (Root.BACKUP,), any_of=True)
    yield from leaked(found, {"identifier": ("identifier", Question)}, own_hosts(app))
