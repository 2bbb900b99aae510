"""Does a recorded run show sensitive data in the system's log?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, leaked, own_hosts


def check(app: AndroidApp) -> Iterator[Seen]:
    asked: dict[str, tuple[str, type[Seen]]] = {"identifier": ("identifier", Question)}
    yield from leaked(app.leaks.in_log(), asked, own_hosts(app))
