"""Does a recorded run show stored data sent to whom nobody declared?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, sent_on


def check(app: IosApp) -> Iterator[Seen]:
    yield from sent_on(app)
