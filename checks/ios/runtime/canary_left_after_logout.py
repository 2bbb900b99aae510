"""Does a recorded run show sensitive data left in caches, or written to the log, after logout?"""

from collections.abc import Iterator

from appsec.api import (
    PRIVATE,
    IosApp,
    Phase,
    Question,
    Seen,
    leaked,
    of_redundant,
    own_hosts,
    untested,
)


def check(app: IosApp) -> Iterator[Seen]:
    """Apart from what is left after closing: an app of class L1 has no logout."""
    found = list(app.leaks.in_files((Phase.LOGOUT,), PRIVATE))
    logged = app.leaks.in_log((Phase.LOGOUT,))
    own = own_hosts(app)
    asked: dict[str, tuple[str, type[Seen]]] = {"identifier": ("identifier", Question)}
    yield from leaked([*of_redundant(found), *logged], asked, own)
    others = untested(found)
    yield from leaked(others, {one.what: ("untested", Question) for one in others}, own)
