"""Does a recorded run show code or packages brought from outside the store?"""

from collections.abc import Iterator

from appsec.api import (
    ANDROID_LOADS,
    AndroidApp,
    CodeKind,
    Seen,
    code_brought,
    code_loaded,
    installed_from_elsewhere,
)

_KINDS = (CodeKind.APK, CodeKind.DEX, CodeKind.ELF, CodeKind.BUNDLE)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whether a signature is checked before code runs no hook shows: only installing is certain."""
    brought = code_brought(app, _KINDS)
    yield from code_loaded(app, brought, ANDROID_LOADS)
    yield from installed_from_elsewhere(app, brought)
