"""Does a recorded run show sensitive data legible in the app's settings, databases or files?"""

from collections.abc import Iterator

from appsec.api import AFTER, RUNNING, IosApp, Question, Root, Seen, leaked

_ROOTS = (Root.PREFERENCES, Root.DATABASES, Root.FILES, Root.WEB, Root.OTHER)
"""Caches are another item's."""


def check(app: IosApp) -> Iterator[Seen]:
    """Identifiers of the device are asked about: SDKs keep theirs in nearly every app."""
    found = app.leaks.in_files(RUNNING, _ROOTS, also=AFTER, any_of=True)
    yield from leaked(found, {"identifier": ("identifier", Question)})
