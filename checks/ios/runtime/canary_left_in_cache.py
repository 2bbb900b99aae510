"""Does a recorded run show sensitive data left in caches after the app was closed?"""

from collections.abc import Iterator

from appsec.api import (
    PRIVATE,
    IosApp,
    Phase,
    Question,
    Seen,
    kept_pictures,
    leaked,
    of_redundant,
    own_hosts,
    untested,
)


def check(app: IosApp) -> Iterator[Seen]:
    """Whether another file is a setting the delete-file test tells (G5); without it, a person."""
    found = list(app.leaks.in_files((Phase.CLOSE,), PRIVATE))
    own = own_hosts(app)
    yield from leaked(of_redundant(found), {"identifier": ("identifier", Question)}, own)
    others = untested(found)
    yield from leaked(others, {one.what: ("untested", Question) for one in others}, own)
    yield from kept_pictures(app.leaks.pictures((Phase.CLOSE,)))
