"""Does a recorded run show sensitive data where other apps can read them?"""

from collections.abc import Iterator

from appsec.api import AFTER, RUNNING, AndroidApp, Finding, Question, Root, Seen, leaked, own_hosts

_SHARED = (Root.SHARED, Root.EXTERNAL)
_ALL = (
    *(Root.PREFERENCES, Root.DATABASES, Root.FILES, Root.CACHE, Root.WEB, Root.OTHER),
    *_SHARED,
)
_OTHERS = 0o006
"""Bits of a file's mode that let every other app read or write it."""


def check(app: AndroidApp) -> Iterator[Seen]:
    found = list(app.leaks.in_files(RUNNING, _ALL, also=AFTER, any_of=True))
    asked: dict[str, tuple[str, type[Seen]]] = {"identifier": ("identifier", Question)}
    own = own_hosts(app)
    yield from leaked((one for one in found if one.root in _SHARED), asked, own)
    open_to_all = (one for one in found if one.root not in _SHARED and one.mode & _OTHERS)
    yield from leaked(open_to_all, {kind.what: ("open", Finding) for kind in found}, own)
