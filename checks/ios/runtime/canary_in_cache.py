"""Does a recorded run show sensitive data in caches at any time?"""

from collections.abc import Iterator

from appsec.api import (
    AFTER,
    PRIVATE,
    RUNNING,
    IosApp,
    Question,
    Seen,
    kept_pictures,
    leaked,
    of_redundant,
    own_hosts,
)


def check(app: IosApp) -> Iterator[Seen]:
    """Files that are no caches count if the app was shown to work without them (G5)."""
    running = app.leaks.in_files(RUNNING, PRIVATE, any_of=True)
    after = app.leaks.in_files(AFTER, PRIVATE)
    found = of_redundant([*running, *after])
    yield from leaked(found, {"identifier": ("identifier", Question)}, own_hosts(app))
    yield from kept_pictures(app.leaks.pictures((*RUNNING, *AFTER)))
