"""Does a recorded run show stored data sent to whom nobody declared?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, sent_on


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from sent_on(app)
