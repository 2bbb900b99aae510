"""Does a recorded run show sensitive data legible in the app's settings, databases or files?"""

from collections.abc import Iterator

from appsec.api import (
    AFTER,
    RUNNING,
    IosApp,
    Question,
    Root,
    Seen,
    leaked,
    of_settings,
    own_hosts,
)

_ROOTS = (Root.PREFERENCES, Root.DATABASES, Root.FILES, Root.WEB, Root.OTHER, Root.CACHE)
"""What lies in a cache counts if the app was shown to need it (G5)."""


def check(app: IosApp) -> Iterator[Seen]:
    """Identifiers of the device are asked about: SDKs keep theirs in nearly every app."""
    found = list(app.leaks.in_files(RUNNING, _ROOTS, also=AFTER, any_of=True))
    # Only some apps share a folder with others of theirs; what lies in one lies there as plainly.
    found += app.leaks.in_files((), (Root.GROUP,), also=(*RUNNING, *AFTER))
    asked: dict[str, tuple[str, type[Seen]]] = {"identifier": ("identifier", Question)}
    own = own_hosts(app)
    yield from leaked(of_settings(found), asked, own)
    redundant = [one for one in found if one.needed is False and one.root is not Root.CACHE]
    yield from leaked(redundant, {one.what: ("redundant", Question) for one in redundant}, own)
